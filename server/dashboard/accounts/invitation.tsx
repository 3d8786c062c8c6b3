import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { InvitationAccept, type InvitationOffer } from "../../../shared/joining.ts";
import { href, ROOT } from "../app/routes.ts";
import { useServices } from "../app/services.tsx";
import { faultsByPath } from "../data/api-error.ts";
import { useAction } from "../data/use-action.ts";
import { useLoad } from "../data/use-load.ts";
import { t } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
import { Form } from "../ui/form.tsx";
import { schemaFaults } from "../ui/schema-faults.ts";
import { ErrorNote, Skeleton } from "../ui/states.tsx";
import { useTitle } from "../ui/use-title.ts";
import { AccountFields } from "./account-fields.tsx";
import { AccountPage } from "./account-page.tsx";
import { joiningCalls } from "./joining-calls.ts";

/** Shows an invitation to the person who opened its link. */
export function InvitationScreen({ token }: { token: string }) {
  const { api } = useServices();
  const { loaded, retry } = useLoad(token, () => joiningCalls(api).invitation(token));
  useTitle(t("Invitation"));
  if (loaded.kind === "ready") return <Offer token={token} offer={loaded.value} />;
  return (
    <AccountPage title={t("Invitation")}>
      {loaded.kind === "loading" ? (
        <Skeleton lines={4} label={t("Loading")} />
      ) : (
        <>
          <ErrorNote failure={loaded.failure} />
          {loaded.failure.code === "link_invalid" ? (
            <p class="account-foot">{t("Ask your admin for a new invitation.")}</p>
          ) : (
            <Button onClick={() => void retry()}>{t("Try again")}</Button>
          )}
        </>
      )}
    </AccountPage>
  );
}

function Offer({ token, offer }: { token: string; offer: InvitationOffer }) {
  const { property, email } = offer;
  const title = t("Join {property}", { property });
  const lead =
    offer.role === "admin"
      ? t("You are invited to be an admin of {property}, as {email}.", { property, email })
      : t("You are invited to be an agent of {property}, as {email}.", { property, email });
  return (
    <AccountPage title={title} lead={lead}>
      {offer.hasAccount ? (
        <JoinWithAccount token={token} offer={offer} />
      ) : (
        <JoinWithNewAccount token={token} />
      )}
    </AccountPage>
  );
}

function useAccept(token: string) {
  const { api, session } = useServices();
  const { route } = useLocation();
  return useAction(async (account: { name?: string; password?: string }) => {
    session.signedIn(await joiningCalls(api).acceptInvitation(token, account));
    route(href.home(), true);
  });
}

/** For a person with an account: they sign in first, then the invitation adds the property to the account. */
function JoinWithAccount({ token, offer }: { token: string; offer: InvitationOffer }) {
  const { api, session } = useServices();
  const accept = useAccept(token);
  const leave = useAction(async () => {
    await api.signOut();
    session.signedOut();
  });
  const { value } = session.state;
  useEffect(() => {
    if (value.kind === "unknown") void session.load();
  }, [value.kind]);

  if (value.kind !== "in")
    return (
      <>
        <p>{t("An account with this e-mail exists. Sign in to accept the invitation.")}</p>
        <a class="button primary" href={href.signIn(`${ROOT}/invitation/${token}`)}>
          {t("Sign in")}
        </a>
      </>
    );
  if (value.me.agent.email.toLowerCase() !== offer.email.toLowerCase())
    return (
      <>
        <p>
          {t("You are signed in as {email}. The invitation is for another account.", {
            email: value.me.agent.email,
          })}
        </p>
        <ErrorNote failure={leave.failure} />
        <Button busy={leave.busy} onClick={() => void leave.run()}>
          {t("Sign out")}
        </Button>
      </>
    );
  return (
    <>
      <ErrorNote failure={accept.failure} />
      <Button kind="primary" busy={accept.busy} onClick={() => void accept.run({})}>
        {t("Accept invitation")}
      </Button>
    </>
  );
}

function JoinWithNewAccount({ token }: { token: string }) {
  const [account, setAccount] = useState({ name: "", password: "" });
  const [tried, setTried] = useState(false);
  const accept = useAccept(token);
  const local = schemaFaults(InvitationAccept, account);
  const faults = new Map([...faultsByPath(accept.failure), ...(tried ? local : [])]);
  return (
    <Form
      act={t("Accept invitation")}
      busy={accept.busy}
      failure={accept.failure}
      onSubmit={() => {
        setTried(true);
        if (!local.size) void accept.run(account);
      }}
    >
      <AccountFields value={account} onChange={setAccount} faults={faults} />
    </Form>
  );
}
