import type { ComponentChildren } from "preact";
import { t } from "../i18n/translate.ts";
import { TextField } from "../ui/field.tsx";
import { NewPasswordField } from "./new-password-field.tsx";

interface NewAccount {
  readonly name: string;
  readonly password: string;
}

interface AccountFieldsProps {
  readonly value: NewAccount;
  readonly onChange: (value: NewAccount) => void;
  readonly faults: ReadonlyMap<string, string>;
  /** Shown between the two: password managers look for the user name right before the password. */
  readonly children?: ComponentChildren;
}

/** The name and password of a new account. */
export function AccountFields({ value, onChange, faults, children }: AccountFieldsProps) {
  return (
    <>
      <TextField
        label={t("Your name")}
        autocomplete="name"
        required
        value={value.name}
        onInput={(name) => onChange({ ...value, name })}
        fault={faults.get("name")}
      />
      {children}
      <NewPasswordField
        email={null}
        label={t("Password")}
        value={value.password}
        onInput={(password) => onChange({ ...value, password })}
        fault={faults.get("password")}
      />
    </>
  );
}
