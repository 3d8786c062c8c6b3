import type { ComponentChildren } from "preact";
import { TextField } from "../ui/field.tsx";

interface NewAccount {
  readonly name: string;
  readonly password: string;
}

interface AccountFieldsProps {
  readonly value: NewAccount;
  readonly onChange: (value: NewAccount) => void;
  readonly faults: ReadonlyMap<string, string>;
  /** Between the two, where browsers that keep passwords look for what one signs in with. */
  readonly children?: ComponentChildren;
}

/** The name and password of an account that is being made. */
export function AccountFields({ value, onChange, faults, children }: AccountFieldsProps) {
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
      {children}
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
