import type { FormDraft } from "../../../shared/form.ts";
import { wordingIn } from "../../../shared/rules/form-fields.ts";
import { t } from "../i18n/translate.ts";
import { Field } from "../ui/field.tsx";
import { FIELD_TYPES } from "../ui/field-types.ts";

type DraftField = FormDraft["fields"][number];

interface FieldConditionProps {
  readonly field: DraftField;
  /** The fields before it. */
  readonly earlier: readonly DraftField[];
  readonly path: string;
  readonly fault: string | undefined;
  readonly onChange: (shownIf: DraftField["shownIf"]) => void;
}

const nameOf = ({ label, type }: DraftField) => wordingIn(label, "default") || t(FIELD_TYPES[type].name);

/** When a field is shown: always, or depending on the answer to an earlier field. */
export function FieldCondition({ field, earlier, path, fault, onChange }: FieldConditionProps) {
  const { shownIf } = field;
  const other = earlier.find(({ id }) => id === shownIf?.field);
  const chosen = typeof shownIf?.answer === "object" ? shownIf.answer : [];
  const value = typeof shownIf?.answer === "object" ? "options" : (shownIf?.answer ?? "given");
  if (!earlier.length && !shownIf) return null;
  return (
    <>
      <div class="two-fields">
        <Field label={t("Show this field")} fault={fault}>
          {(control) => (
            <select
              {...control}
              class="input"
              data-path={path}
              value={shownIf?.field ?? ""}
              onChange={({ currentTarget: { value: id } }) =>
                onChange(id ? { field: id, answer: "given" } : undefined)
              }
            >
              <option value="">{t("Always")}</option>
              {shownIf && !other && (
                <option value={shownIf.field}>{t("Depending on “{field}”", { field: shownIf.field })}</option>
              )}
              {earlier.map((one) => (
                <option key={one.id} value={one.id}>
                  {t("Depending on “{one}”", { one: nameOf(one) })}
                </option>
              ))}
            </select>
          )}
        </Field>
        {shownIf && (
          <Field label={t("If the answer")}>
            {(control) => (
              <select
                {...control}
                class="input"
                value={value}
                onChange={({ currentTarget: { value: answer } }) =>
                  onChange({
                    field: shownIf.field,
                    answer:
                      answer === "options"
                        ? (other?.options?.slice(0, 1).map(({ id }) => id) ?? [])
                        : answer === "missing"
                          ? answer
                          : "given",
                  })
                }
              >
                <option value="given">{t("is given")}</option>
                <option value="missing">{t("is not given")}</option>
                {(other?.options || value === "options") && (
                  <option value="options">{t("is one of …")}</option>
                )}
              </select>
            )}
          </Field>
        )}
      </div>
      {shownIf && value === "options" && (
        <fieldset>
          <legend class="label">{t("Options for which it is shown")}</legend>
          {other?.options?.map(({ id, label }, index) => (
            <label key={id} class="check">
              <input
                type="checkbox"
                checked={chosen.includes(id)}
                onChange={({ currentTarget: { checked } }) =>
                  onChange({
                    field: shownIf.field,
                    answer: checked ? [...chosen, id] : chosen.filter((one) => one !== id),
                  })
                }
              />
              <span dir="auto">
                {wordingIn(label, "default") || t("Option {index}", { index: index + 1 })}
              </span>
            </label>
          ))}
        </fieldset>
      )}
    </>
  );
}
