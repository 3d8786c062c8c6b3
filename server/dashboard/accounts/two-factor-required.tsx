import type { Me } from "../../../shared/account.ts";
import { useServices } from "../app/services.tsx";
import { useAction } from "../data/use-action.ts";
import { t } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
import { ErrorNote } from "../ui/states.tsx";
import { useTitle } from "../ui/use-title.ts";
import { AccountPage } from "./account-page.tsx";
import { TwoFactorSetUp } from "./two-factor-setup.tsx";

/** Leads an agent through the set-up of two-factor authentication, of whom a property demands it. */
export function TwoFactorRequiredScreen({ me }: { me: Me }) {
  const { api, session } = useServices();
  const leave = useAction(async () => {
    await api.signOut();
    session.signedOut();
  });
  useTitle(t("Set up two-factor authentication"));
  return (
    <AccountPage
      title={t("Set up two-factor authentication")}
      lead={t("Your team signs in with a password and a code of an authenticator app. This takes a minute.")}
    >
      <TwoFactorSetUp me={me} onDone={() => void session.load()} />
      <ErrorNote failure={leave.failure} />
      <Button kind="quiet" busy={leave.busy} onClick={() => void leave.run()}>
        {t("Sign out")}
      </Button>
    </AccountPage>
  );
}
