import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { type Contact, Email, Phone } from "../../../../shared/contact.ts";
import { attributeValue } from "../../../../shared/rules/attribute.ts";
import { tidyPhone } from "../../../../shared/rules/phone.ts";
import { href } from "../../app/routes.ts";
import { errorText, faultsByPath } from "../../data/api-error.ts";
import { useAction } from "../../data/use-action.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { isComposing } from "../../ui/is-composing.ts";
import { schemaFaults } from "../../ui/schema-faults.ts";
import type { FieldInput } from "../details.ts";

/** What is wrong with a value before the server is asked. */
function faultOf(input: FieldInput, choices: readonly string[], value: string): string | undefined {
  if (!value) return "Something is needed here.";
  switch (input) {
    case "email":
      return schemaFaults(Email, value).get("");
    case "phone":
      return schemaFaults(Phone, tidyPhone(value)).get("");
    case "name":
    case "user_id":
    case "organization":
      return value.length > 200 ? "At most 200 characters." : undefined;
    case "number":
      return attributeValue(input, choices, value) === null
        ? "This must be a number, with a point and at most 15 digits."
        : undefined;
    case "date":
      return attributeValue(input, choices, value) === null ? "This must be a date." : undefined;
    default:
      return attributeValue(input, choices, value) === null ? "At most 1000 characters." : undefined;
  }
}

interface ValueFormProps {
  readonly property: string;
  readonly label: string;
  readonly input: FieldInput;
  /** Of a choice. */
  readonly choices?: readonly string[];
  /** What stands in the form at first. */
  readonly before: string;
  /** Sends the value, tidied, to the server. */
  readonly write: (value: string) => Promise<Contact>;
  readonly onSaved: (contact: Contact) => void;
  readonly onClose: () => void;
}

/** Writes one value of a contact, where it stands. */
export function ValueForm(props: ValueFormProps) {
  const { property, label, input, choices = [], before, write, onSaved, onClose } = props;
  const form = useRef<HTMLFormElement>(null);
  const [typed, setTyped] = useState(before);
  const [tried, setTried] = useState(false);
  const value = input === "phone" ? tidyPhone(typed.trim()) : typed.trim();
  const fault = faultOf(input, choices, value);
  const save = useAction(async () => onSaved(await write(value)));
  // one value was sent, so whatever is wrong is wrong with it
  const [named] = save.failure ? faultsByPath(save.failure).values() : [];
  const refused = save.failure && (named ?? errorText(save.failure));
  useLayoutEffect(() => form.current?.querySelector<HTMLElement>("input, select, textarea")?.focus(), []);
  return (
    <form
      ref={form}
      class="editable-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (value === before) onClose();
        else if (!fault) void save.run();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !isComposing(event)) onClose();
      }}
    >
      <Field label={label} hideLabel fault={refused ?? (tried ? fault : undefined)}>
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
          <a href={href.contacts(property, { q: value })}>See who has it</a>
        </p>
      )}
      <div class="editable-foot">
        <Button small kind="primary" type="submit" busy={save.busy}>
          Save
        </Button>
        <Button small onClick={onClose}>
          Cancel
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

/** The control that fits what is to be written. */
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
        <option value="">Choose</option>
        {options.map((option) => (
          <option key={option} value={option}>
            {input === "yes_no" ? (option === "yes" ? "Yes" : "No") : option}
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
  if (input === "email") return <input {...shared} type="email" dir="ltr" />;
  if (input === "phone") return <input {...shared} type="tel" dir="ltr" />;
  if (input === "number") return <input {...shared} type="text" inputMode="decimal" dir="ltr" />;
  return <input {...shared} type="text" dir="auto" />;
}
