import { useState } from "preact/hooks";
import { type Attribute, AttributeDefinition, AttributeKey } from "../../../shared/crm.ts";
import { faultsByPath } from "../data/api-error.ts";
import { useAction } from "../data/use-action.ts";
import { type Message, message, t, withElements } from "../i18n/translate.ts";
import { Choice } from "../ui/choice.tsx";
import { TextArea, TextField } from "../ui/field.tsx";
import { FormDialog } from "../ui/form-dialog.tsx";
import { schemaFaults } from "../ui/schema-faults.ts";
import { Code } from "../ui/verbatim.tsx";
import { useAttributeApi } from "./use-attribute-api.ts";

export const TYPE_WORDS: Readonly<Record<Attribute["type"], Message>> = {
  text: message("Text"),
  number: message("Number"),
  date: message("Date"),
  yes_no: message("Yes or no"),
  choice: message("Choice"),
};
const TYPES = Object.keys(TYPE_WORDS) as Attribute["type"][];

/** A key made of a label, for programs: lower-case letters, digits and `_`. */
export function keyOf(label: string): string {
  const plain = label
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replace(/[^a-z\d]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "");
  return plain.slice(0, 40);
}

interface AttributeDialogProps {
  readonly property: string;
  /** Null: a new one. */
  readonly attribute: Attribute | null;
  readonly others: readonly Attribute[];
  readonly onSaved: (attributes: readonly Attribute[]) => void;
  readonly onClose: () => void;
}

/** The name of an attribute for people and for programs, and the type of its values. */
export function AttributeDialog({ property, attribute, others, onSaved, onClose }: AttributeDialogProps) {
  const api = useAttributeApi();
  const [label, setLabel] = useState(attribute?.label ?? "");
  const [typedKey, setTypedKey] = useState<string | null>(attribute?.key ?? null);
  const [type, setType] = useState<Attribute["type"]>(attribute?.type ?? "text");
  const [choices, setChoices] = useState(attribute?.choices.join("\n") ?? "");
  const [tried, setTried] = useState(false);
  const key = typedKey ?? keyOf(label);
  const last = Math.max(-1, ...others.map(({ position }) => position));
  const wanted = {
    label: label.trim(),
    type,
    choices:
      type === "choice" ? [...new Set(choices.split("\n").map((one) => one.trim()))].filter(Boolean) : [],
    position: attribute?.position ?? Math.min(last + 1, 1_000),
  };
  const faults = schemaFaults(AttributeDefinition, wanted);
  const isTaken = !attribute && others.some((one) => one.key === key);
  const keyFault = isTaken ? t("Another attribute has this key.") : schemaFaults(AttributeKey, key).get("");
  const choiceFault =
    type !== "choice"
      ? undefined
      : wanted.choices.length
        ? [...faults].find(([path]) => path.startsWith("choices"))?.[1]
        : t("Enter at least one choice.");
  const save = useAction(async () => onSaved((await api.defineAttribute(property, key, wanted)).items));
  const refused = faultsByPath(save.failure);
  return (
    <FormDialog
      title={attribute ? t("Edit the attribute") : t("New attribute")}
      act={t("Save")}
      busy={save.busy}
      failure={refused.has("label") ? null : save.failure}
      onSubmit={() => {
        setTried(true);
        if (!faults.size && !keyFault && !choiceFault) void save.run();
      }}
      onClose={onClose}
    >
      <TextField
        label={t("Label")}
        required
        autocomplete="off"
        maxLength={100}
        value={label}
        onInput={setLabel}
        fault={(tried ? faults.get("label") : undefined) ?? refused.get("label")}
      />
      {attribute ? (
        <p class="hint">{withElements("Key: {key}", { key: <Code>{key}</Code> })}</p>
      ) : (
        <TextField
          label={t("Key")}
          hint={t("Imports and exports use this key. It cannot be changed later.")}
          autocomplete="off"
          spellcheck={false}
          dir="ltr"
          maxLength={40}
          value={key}
          onInput={setTypedKey}
          fault={tried || isTaken ? keyFault : undefined}
        />
      )}
      <Choice
        label={t("Kind of value")}
        value={type}
        options={TYPES.map((value) => ({ value, label: t(TYPE_WORDS[value]) }))}
        onChange={setType}
      />
      {type === "choice" && (
        <TextArea
          label={t("Choices")}
          hint={t("One on each line.")}
          rows={4}
          value={choices}
          onInput={setChoices}
          fault={tried ? choiceFault : undefined}
        />
      )}
    </FormDialog>
  );
}
