import { t } from "../i18n/translate.ts";
import { TextField } from "../ui/field.tsx";

interface NewPasswordFieldProps {
  /** The account's, for password managers; null: the form has a field for it. */
  readonly email: string | null;
  readonly label?: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly fault: string | undefined;
}

/** The field for a new password. */
export function NewPasswordField({ email, label = t("New password"), ...field }: NewPasswordFieldProps) {
  return (
    <>
      {email !== null && <AccountName email={email} />}
      <TextField
        {...field}
        label={label}
        hint={t("At least 10 characters. Several words in a row work well.")}
        type="password"
        autocomplete="new-password"
        required
      />
    </>
  );
}

/** Tells password managers whose password the form is about. Nobody sees it. */
export function AccountName({ email }: { email: string }) {
  return (
    <input
      class="unseen"
      type="text"
      autocomplete="username"
      value={email}
      readOnly
      tabIndex={-1}
      aria-hidden="true"
    />
  );
}
