import { useState } from "preact/hooks";
import type { Me } from "../../../shared/account.ts";
import type { TwoFactorSetup } from "../../../shared/account-security.ts";
import { useServices } from "../app/services.tsx";
import { useAction } from "../data/use-action.ts";
import { t } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Form } from "../ui/form.tsx";
import { Code } from "../ui/verbatim.tsx";
import { CodeField } from "./code-field.tsx";
import { PasswordForm } from "./password-form.tsx";
import { QrCode } from "./qr-code.tsx";
import { RecoveryCodeList } from "./recovery-codes.tsx";
import { securityCalls } from "./security-calls.ts";

interface TwoFactorSetUpProps {
  readonly me: Me;
  /** Called when it is on and the recovery codes are saved. */
  readonly onDone: () => void;
  readonly onCancel?: () => void;
}

type Step = { kind: "password" } | { kind: "app" | "recovery"; setup: TwoFactorSetup };

/** Sets two-factor authentication up: the password, then the authenticator app and a first code, then the recovery codes. */
export function TwoFactorSetUp({ me, onDone, onCancel }: TwoFactorSetUpProps) {
  const { api } = useServices();
  const calls = securityCalls(api);
  const [step, setStep] = useState<Step>({ kind: "password" });
  switch (step.kind) {
    case "password":
      return (
        <PasswordForm
          act={t("Continue")}
          email={me.agent.email}
          onSubmit={async (password) => setStep({ kind: "app", setup: await calls.setUpTwoFactor(password) })}
          {...(onCancel && { onCancel })}
        />
      );
    case "app":
      return (
        <AppStep
          setup={step.setup}
          onConfirmed={() => setStep({ kind: "recovery", setup: step.setup })}
          {...(onCancel && { onCancel })}
        />
      );
    case "recovery":
      return (
        <div class="form">
          <RecoveryCodeList codes={step.setup.recoveryCodes} email={me.agent.email} />
          <div>
            <Button kind="primary" onClick={onDone}>
              {t("I have saved the codes")}
            </Button>
          </div>
        </div>
      );
  }
}

interface AppStepProps {
  readonly setup: TwoFactorSetup;
  readonly onConfirmed: () => void;
  readonly onCancel?: () => void;
}

function AppStep({ setup, onConfirmed, onCancel }: AppStepProps) {
  const { api } = useServices();
  const [code, setCode] = useState("");
  const [tried, setTried] = useState(false);
  const confirm = useAction(async () => {
    await securityCalls(api).confirmTwoFactor(code);
    onConfirmed();
  });
  return (
    <Form
      act={t("Turn on")}
      busy={confirm.busy}
      failure={confirm.failure}
      onSubmit={() => {
        setTried(true);
        if (code) void confirm.run();
      }}
      {...(onCancel && { onCancel })}
    >
      <p>
        {t("Scan this with an authenticator app, such as the one of your phone or of your password manager.")}
      </p>
      <QrCode text={setup.uri} label={t("QR code of the secret that stands below")} />
      <div class="totp-secret">
        <p class="hint">{t("Or type this secret into the app:")}</p>
        <p class="link-once" dir="ltr">
          <Code>{(setup.secret.match(/.{1,4}/g) ?? []).join(" ")}</Code>
        </p>
        <CopyButton text={setup.secret} what="secret" />
      </div>
      <CodeField value={code} onInput={setCode} fault={tried && !code ? t("Enter the code.") : undefined} />
    </Form>
  );
}
