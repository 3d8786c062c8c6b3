import { TextField } from "../ui/field.tsx";

export interface NewAccount {
  readonly name: string;
  readonly password: string;
}

interface AccountFieldsProps {
  readonly value: NewAccount;
  readonly onChange: (value: NewAccount) => void;
  readonly faults: ReadonlyMap<string, string>;
}

/** The name and password of an account that is being made. */
export function AccountFields({ value, onChange, faults }: AccountFieldsProps) {
  return (
    <>
      <TextField
        label="Your name"
        autocomplete="name"
        required
        value={value.name}
        onInput={(name) => onChange({ ...value, name })}
        fault={faults.get("name")}
      />
      <TextField
        label="Password"
        hint="At least 10 characters. A few words in a row are fine."
        type="password"
        autocomplete="new-password"
        required
        value={value.password}
        onInput={(password) => onChange({ ...value, password })}
        fault={faults.get("password")}
      />
    </>
  );
}
