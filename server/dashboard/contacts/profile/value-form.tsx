import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { type Contact, Email, Phone } from "../../../../shared/contact.ts";
import { attributeValue } from "../../../../shared/rules/attribute.ts";
import { tidyPhone } from "../../../../shared/rules/phone.ts";
import { href } from "../../app/routes.ts";
import { errorText, faultsByPath } from "../../data/api-error.ts";
import { useAction } from "../../data/use-action.ts";
import { t } from "../../i18n/translate.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { isComposing } from "../../ui/is-composing.ts";
import { schemaFaults } from "../../ui/schema-faults.ts";
import type { FieldInput } from "../details.ts";

/** Validates a value in the browser. @returns the fault, or undefined if the value is valid */
function faultOf(input: FieldInput, choices: readonly string[], value: string): string | undefined {
  if (!value) return t("Enter a value.");
  switch (input) {
    case "email":
      return schemaFaults(Email, value).get("");
    case "phone":
      return schemaFaults(Phone, tidyPhone(value)).get("");
    case "name":
    case "user_id":
    case "organization":
      return value.length > 200 ? t("At most 200 characters.") : undefined;
    case "number":
      return attributeValue(input, choices, value) === null
        ? t("Enter a number with a decimal point and at most 15 digits.")
        : undefined;
    case "date":
      return attributeValue(input, choices, value) === null ? t("Enter a date.") : undefined;
    default:
      return attributeValue(input, choices, value) === null ? t("At most 1,000 characters.") : undefined;
  }
}

interface ValueFormProps {
  readonly property: string;
  readonly label: string;
  readonly input: FieldInput;
  /** The options of a choice. */
  readonly choices?: readonly string[];
  readonly initialValue: string;
  /** Saves the trimmed value. @returns the changed contact */
  readonly write: (value: string) => Promise<Contact>;
  readonly onSaved: (contact: Contact) => void;
  readonly onClose: () => void;
}

/** The form that edits one value of a contact in place. */
export function ValueForm(props: ValueFormProps) {
  const { property, label, input, choices = [], initialValue, write, onSaved, onClose } = props;
  const form = useRef<HTMLFormElement>(null);
  const [typed, setTyped] = useState(initialValue);
  const [submitted, setSubmitted] = useState(false);
  const value = input === "phone" ? tidyPhone(typed.trim()) : typed.trim();
  const fault = faultOf(input, choices, value);
  const save = useAction(async () => onSaved(await write(value)));
  // only one value was sent, so any fault belongs to it
  const [serverFault] = save.failure ? faultsByPath(save.failure).values() : [];
  const refused = save.failure && (serverFault ?? errorText(save.failure));
  useLayoutEffect(() => form.current?.querySelector<HTMLElement>("input, select, textarea")?.focus(), []);
  return (
    <form
      ref={form}
      class="editable-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setSubmitted(true);
        if (value === initialValue) onClose();
        else if (!fault) void save.run();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !isComposing(event)) onClose();
      }}
    >
      <Field label={label} hideLabel fault={refused ?? (submitted ? fault : undefined)}>
        {(control) => (
          <ValueInput
            {...control}
            input={input}
            choices={choices}
            value={typed}
            onInput={(next) => {
              setTyped(next);
              save.clear();
            }}
          />
        )}
      </Field>
      {save.failure?.code === "value_held" && (
        <p>
          <a href={href.contacts(property, { q: value })}>{t("Show the contact with this value")}</a>
        </p>
      )}
      <div class="editable-foot">
        <Button small kind="primary" type="submit" busy={save.busy}>
          {t("Save")}
        </Button>
        <Button small onClick={onClose}>
          {t("Cancel")}
        </Button>
      </div>
    </form>
  );
}

interface ValueInputProps {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": true | undefined;
  readonly input: FieldInput;
  readonly choices: readonly string[];
  readonly value: string;
  readonly onInput: (value: string) => void;
}

/** The input control for a kind of value. */
export function ValueInput({ input, choices, value, onInput, ...control }: ValueInputProps) {
  if (input === "yes_no" || input === "choice") {
    const options = input === "yes_no" ? ["yes", "no"] : choices;
    return (
      <select
        {...control}
        class="input"
        value={value}
        onChange={(event) => onInput(event.currentTarget.value)}
      >
        <option value="">{t("Choose")}</option>
        {options.map((option) => (
          <option key={option} value={option}>
            {input === "yes_no" ? (option === "yes" ? t("Yes") : t("No")) : option}
          </option>
        ))}
      </select>
    );
  }
  const shared = {
    ...control,
    class: "input",
    value,
    autocomplete: "off",
    onInput: (event: { currentTarget: HTMLInputElement }) => onInput(event.currentTarget.value),
  };
  if (input === "date") return <input {...shared} type="date" />;
  if (input === "email")
    return (
      <input {...shared} type="text" inputMode="email" autocapitalize="none" spellcheck={false} dir="ltr" />
    );
  if (input === "phone") return <input {...shared} type="tel" dir="ltr" />;
  if (input === "number") return <input {...shared} type="text" inputMode="decimal" dir="ltr" />;
  return <input {...shared} type="text" dir="auto" />;
}
