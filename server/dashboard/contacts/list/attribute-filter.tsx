import { useState } from "preact/hooks";
import type { Attribute } from "../../../../shared/crm.ts";
import { attributeValue } from "../../../../shared/rules/attribute.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { ValueInput } from "../profile/value-form.tsx";

interface AttributeFilterProps {
  readonly attributes: readonly Attribute[];
  /** @param condition `KEY:VALUE` or `KEY:FROM..TO` */
  readonly add: (condition: string) => void;
}

/** A condition about one of the owner's attributes: a value, or for numbers and dates from one to another. */
export function AttributeFilter({ attributes, add }: AttributeFilterProps) {
  const [key, setKey] = useState("");
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const [fault, setFault] = useState<string | undefined>();
  const attribute = attributes.find((one) => one.key === key);
  const isRange = attribute?.type === "number" || attribute?.type === "date";
  const submit = () => {
    if (!attribute) return;
    const { type, choices } = attribute;
    const [first, last] = [from, to].map((text) => attributeValue(type, choices, text));
    const wrong = (from.trim() && !first) || (isRange && to.trim() && !last) || (!from.trim() && !to.trim());
    // these two part the conditions of an address
    if (wrong || /;|\.\./.test(`${first}`)) return setFault("This is not a value to look for.");
    setFault(undefined);
    add(`${key}:${isRange ? `${first ?? ""}..${last ?? ""}` : first}`);
    setFrom("");
    setTo("");
  };
  return (
    <form
      class="filter-attribute"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Field label="Attribute">
        {(control) => (
          <select
            {...control}
            class="input compact"
            value={key}
            onChange={(event) => {
              setKey(event.currentTarget.value);
              setFrom("");
              setTo("");
            }}
          >
            <option value="">Choose an attribute</option>
            {attributes.map((one) => (
              <option key={one.key} value={one.key}>
                {one.label}
              </option>
            ))}
          </select>
        )}
      </Field>
      {attribute && (
        <>
          <Field label={isRange ? "From" : "Is"} fault={fault}>
            {(control) => (
              <ValueInput
                {...control}
                input={attribute.type}
                choices={attribute.choices}
                value={from}
                onInput={setFrom}
              />
            )}
          </Field>
          {isRange && (
            <Field label="To">
              {(control) => (
                <ValueInput {...control} input={attribute.type} choices={[]} value={to} onInput={setTo} />
              )}
            </Field>
          )}
          <Button small type="submit">
            Add<span class="unseen"> the condition</span>
          </Button>
        </>
      )}
    </form>
  );
}
