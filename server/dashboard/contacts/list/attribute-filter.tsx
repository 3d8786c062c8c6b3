import { useState } from "preact/hooks";
import type { Attribute } from "../../../../shared/crm.ts";
import { attributeValue } from "../../../../shared/rules/attribute.ts";
import { t } from "../../i18n/translate.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { ValueInput } from "../profile/value-form.tsx";

interface AttributeFilterProps {
  readonly attributes: readonly Attribute[];
  /** @param condition `KEY:VALUE` or `KEY:FROM..TO` */
  readonly add: (condition: string) => void;
}

/** Adds a condition for an attribute: a value, or a range for numbers and dates. */
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
    const isBlank = !from.trim() && !to.trim();
    const isInvalid = (from.trim() && !first) || (isRange && to.trim() && !last);
    // `;` and `..` are separators in the address
    if (isBlank || isInvalid || /;|\.\./.test(`${first}`)) return setFault(t("Enter a valid value."));
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
      <Field label={t("Attribute")}>
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
            <option value="">{t("Choose an attribute")}</option>
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
          <Field label={isRange ? t("From") : t("Value")} fault={fault}>
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
            <Field label={t("To")}>
              {(control) => (
                <ValueInput {...control} input={attribute.type} choices={[]} value={to} onInput={setTo} />
              )}
            </Field>
          )}
          <Button small type="submit">
            {t("Add")}
            <span class="unseen"> {t("condition")}</span>
          </Button>
        </>
      )}
    </form>
  );
}
