import { useState } from "preact/hooks";
import { useAction } from "../data/use-action.ts";
import { t } from "../i18n/translate.ts";
import { TextField } from "../ui/field.tsx";
import { Form } from "../ui/form.tsx";
import { AccountName } from "./new-password-field.tsx";

interface PasswordFormProps {
  readonly act: string;
  readonly kind?: "primary" | "danger";
  readonly email: string;
  readonly onSubmit: (password: string) => Promise<unknown>;
  readonly onCancel?: () => void;
}

/** Asks for the password again before something sensitive. */
export function PasswordForm({ act, kind = "primary", email, onSubmit, onCancel }: PasswordFormProps) {
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const submit = useAction(() => onSubmit(password));
  return (
    <Form
      act={act}
      kind={kind}
      busy={submit.busy}
      failure={submit.failure}
      onSubmit={() => {
        setTried(true);
        if (password) void submit.run();
      }}
      {...(onCancel && { onCancel })}
    >
      <AccountName email={email} />
      <TextField
        label={t("Your password")}
        type="password"
        autocomplete="current-password"
        required
        value={password}
        onInput={setPassword}
        fault={tried && !password ? t("Enter your password.") : undefined}
      />
    </Form>
  );
}
