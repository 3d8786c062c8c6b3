import { useState } from "preact/hooks";
import { PasswordResetRequest } from "../../../shared/account-security.ts";
import { href } from "../app/routes.ts";
import { useServices } from "../app/services.tsx";
import { useAction } from "../data/use-action.ts";
import { useLoad } from "../data/use-load.ts";
import { t, withElements } from "../i18n/translate.ts";
import { TextField } from "../ui/field.tsx";
import { Form } from "../ui/form.tsx";
import { schemaFaults } from "../ui/schema-faults.ts";
import { LoadError, Note, Skeleton } from "../ui/states.tsx";
import { useTitle } from "../ui/use-title.ts";
import { Code, Verbatim } from "../ui/verbatim.tsx";
import { AccountPage } from "./account-page.tsx";
import { passwordResetCalls } from "./security-calls.ts";

/** Asks for a link to set a new password; without mail, it says who can make one. */
export function ForgottenPasswordScreen() {
  const { api } = useServices();
  const { loaded, retry } = useLoad("setup", () => api.setupState());
  useTitle(t("Forgotten password"));
  return (
    <AccountPage title={t("Forgotten password")}>
      {loaded.kind === "loading" && <Skeleton lines={3} label={t("Loading")} />}
      {loaded.kind === "failed" && <LoadError failure={loaded.failure} retry={() => void retry()} />}
      {loaded.kind === "ready" && (loaded.value.resetByMail ? <RequestForm /> : <WithoutMail />)}
      <p class="account-foot">
        <a href={href.signIn(null)}>{t("Back to sign in")}</a>
      </p>
    </AccountPage>
  );
}

function RequestForm() {
  const { api } = useServices();
  const [email, setEmail] = useState("");
  const [tried, setTried] = useState(false);
  const [sentTo, setSentTo] = useState<string | null>(null);
  const request = useAction(async () => {
    await passwordResetCalls(api).request(email);
    setSentTo(email.trim());
  });
  const faults = schemaFaults(PasswordResetRequest, { email });
  if (sentTo !== null)
    return (
      <div role="status">
        <Note tone="good" icon="mail">
          <p>
            {withElements(
              "If there is an account for {email}, an e-mail with a link to set a new password is on its way. The link is valid for an hour.",
              { email: <Verbatim>{sentTo}</Verbatim> },
            )}
          </p>
        </Note>
      </div>
    );
  return (
    <Form
      act={t("Send a link")}
      busy={request.busy}
      failure={request.failure}
      onSubmit={() => {
        setTried(true);
        if (!faults.size) void request.run();
      }}
    >
      <p>{t("You get an e-mail with a link to set a new password.")}</p>
      <TextField
        label={t("E-mail")}
        type="email"
        autocomplete="username"
        required
        value={email}
        onInput={setEmail}
        fault={tried ? faults.get("email") : undefined}
      />
    </Form>
  );
}

function WithoutMail() {
  return (
    <>
      <p>
        {t("This server cannot send e-mail yet. Whoever runs it can make a link for you, with this command:")}
      </p>
      <p class="link-once" dir="ltr">
        <Code>foyer reset-password YOUR-E-MAIL</Code>
      </p>
    </>
  );
}
