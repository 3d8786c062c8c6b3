import type { FormDraft } from "../../../shared/form.ts";
import type { HiddenSource } from "../../../shared/rules/form.ts";
import { type Message, message, t } from "../i18n/translate.ts";
import { Field, TextField } from "../ui/field.tsx";

const SOURCES: Readonly<Record<HiddenSource["kind"], Message>> = {
  page: message("Set by the page (prefill)"),
  query: message("A parameter of the page’s address"),
  referrer: message("The site the visitor came from"),
  constant: message("Always the same"),
};

function sourceOf(kind: string): HiddenSource {
  if (kind === "query") return { kind, name: "" };
  if (kind === "constant") return { kind, value: "" };
  return { kind: kind === "referrer" ? kind : "page" };
}

interface HiddenSourceFieldsProps {
  readonly source: FormDraft["fields"][number]["source"];
  readonly path: string;
  readonly fault: (path: string) => string | undefined;
  readonly onChange: (source: HiddenSource) => void;
}

/** Where the value of a hidden field comes from. */
export function HiddenSourceFields({ source, path, fault, onChange }: HiddenSourceFieldsProps) {
  return (
    <>
      <Field label={t("Value")} fault={fault(path)}>
        {(control) => (
          <select
            {...control}
            class="input"
            value={source?.kind ?? "page"}
            onChange={({ currentTarget: { value } }) => onChange(sourceOf(value))}
          >
            {Object.entries(SOURCES).map(([kind, name]) => (
              <option key={kind} value={kind}>
                {t(name)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {source?.kind === "query" && (
        <TextField
          label={t("Name of the parameter")}
          hint={t("Such as utm_source. Parameters that hold secrets or name people are not stored.")}
          maxLength={100}
          data-path={`${path}.name`}
          value={source.name}
          onInput={(name) => onChange({ kind: "query", name })}
          fault={fault(`${path}.name`)}
        />
      )}
      {source?.kind === "constant" && (
        <TextField
          label={t("Text")}
          maxLength={500}
          data-path={`${path}.value`}
          value={source.value}
          onInput={(value) => onChange({ kind: "constant", value })}
          fault={fault(`${path}.value`)}
        />
      )}
    </>
  );
}
