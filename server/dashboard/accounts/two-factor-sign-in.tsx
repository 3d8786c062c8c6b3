import { useEffect, useRef, useState } from "preact/hooks";
import { Me } from "../../../shared/account.ts";
import { useServices } from "../app/services.tsx";
import { useAction } from "../data/use-action.ts";
import { t } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { Form } from "../ui/form.tsx";
import { Note } from "../ui/states.tsx";
import { Switch } from "../ui/switch.tsx";
import { CodeField } from "./code-field.tsx";

/**
 * The second step of signing in: the code of the authenticator app, or a recovery code.
 *
 * @param onExpired goes back to the first step
 */
export function TwoFactorSignIn({ onExpired }: { onExpired: () => void }) {
  const { api, session } = useServices();
  const [kind, setKind] = useState<"app" | "recovery">("app");
  const [code, setCode] = useState("");
  const [tried, setTried] = useState(false);
  const [trustBrowser, setTrustBrowser] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.querySelector<HTMLElement>("input")?.focus(), [kind]);
  const verify = useAction(async () => {
    const json = { kind, code, trustBrowser };
    session.signedIn(await api.call(Me, "POST", "/sign-in/two-factor", { json }));
  });
  const field = {
    value: code,
    onInput: setCode,
    fault: tried && !code.trim() ? t("Enter the code.") : undefined,
  };
  if (verify.failure?.code === "two_factor_expired")
    return (
      <>
        <div role="alert">
          <Note tone="warn">
            <p>{t("This took too long, or there were too many wrong codes.")}</p>
          </Note>
        </div>
        <Button kind="primary" onClick={onExpired}>
          {t("Start again")}
        </Button>
      </>
    );
  return (
    <div ref={place}>
      <Form
        act={t("Sign in")}
        busy={verify.busy}
        failure={verify.failure}
        onSubmit={() => {
          setTried(true);
          if (code.trim()) void verify.run();
        }}
        foot={
          <p class="account-foot">
            <Button
              kind="quiet"
              small
              onClick={() => {
                setKind(kind === "app" ? "recovery" : "app");
                setCode("");
                setTried(false);
                verify.clear();
              }}
            >
              {kind === "app" ? t("Use a recovery code") : t("Use the authenticator app")}
            </Button>
          </p>
        }
      >
        {kind === "app" ? (
          <CodeField {...field} />
        ) : (
          <TextField
            {...field}
            label={t("Recovery code")}
            hint={t(
              "One of those that you saved when you set up two-factor authentication. Each works once.",
            )}
            autocomplete="off"
            spellcheck={false}
            dir="ltr"
            required
          />
        )}
        <Switch
          label={t("Trust this browser for 30 days")}
          hint={t("It is then not asked for a code.")}
          checked={trustBrowser}
          onChange={setTrustBrowser}
        />
      </Form>
    </div>
  );
}
