import { useState } from "preact/hooks";
import { PasswordReset } from "../../../shared/account-security.ts";
import { href } from "../app/routes.ts";
import { useServices } from "../app/services.tsx";
import { faultsByPath } from "../data/api-error.ts";
import { useAction } from "../data/use-action.ts";
import { useLoad } from "../data/use-load.ts";
import { t } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
import { Form } from "../ui/form.tsx";
import { schemaFaults } from "../ui/schema-faults.ts";
import { ErrorNote, Note, Skeleton } from "../ui/states.tsx";
import { useTitle } from "../ui/use-title.ts";
import { AccountPage } from "./account-page.tsx";
import { NewPasswordField } from "./new-password-field.tsx";
import { passwordResetCalls } from "./security-calls.ts";

/** Sets a new password, by the link of a mail. */
export function NewPasswordScreen({ token }: { token: string }) {
  const { api } = useServices();
  const { loaded, retry } = useLoad(token, () => passwordResetCalls(api).offer(token));
  useTitle(t("Set a new password"));
  return (
    <AccountPage title={t("Set a new password")}>
      {loaded.kind === "loading" && <Skeleton lines={3} label={t("Loading")} />}
      {loaded.kind === "ready" && <NewPasswordForm token={token} email={loaded.value.email} />}
      {loaded.kind === "failed" && (
        <>
          <ErrorNote failure={loaded.failure} />
          {loaded.failure.code === "link_invalid" ? (
            <a class="button primary" href={href.forgottenPassword()}>
              {t("Ask for a new link")}
            </a>
          ) : (
            <Button onClick={() => void retry()}>{t("Try again")}</Button>
          )}
        </>
      )}
    </AccountPage>
  );
}

function NewPasswordForm({ token, email }: { token: string; email: string }) {
  const { api, session } = useServices();
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const [isDone, setDone] = useState(false);
  const reset = useAction(async () => {
    await passwordResetCalls(api).reset(token, password);
    // this browser's session has ended too, if it was of the same account
    await session.load();
    setDone(true);
  });
  const local = schemaFaults(PasswordReset, { password });
  const faults = new Map([...faultsByPath(reset.failure), ...(tried ? local : [])]);
  if (isDone)
    return (
      <>
        <div role="status">
          <Note tone="good" icon="check">
            <p>{t("Your new password is set. You are signed out everywhere.")}</p>
          </Note>
        </div>
        <a class="button primary" href={href.signIn(null)}>
          {t("Sign in")}
        </a>
      </>
    );
  return (
    <Form
      act={t("Set password")}
      busy={reset.busy}
      failure={reset.failure}
      onSubmit={() => {
        setTried(true);
        if (!local.size) void reset.run();
      }}
    >
      <NewPasswordField email={email} value={password} onInput={setPassword} fault={faults.get("password")} />
    </Form>
  );
}
