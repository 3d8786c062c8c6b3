import type { FormDraft } from "../../../shared/form.ts";
import { hasOptions, hasOwnLabel, wordingIn } from "../../../shared/rules/form-fields.ts";
import { t } from "../i18n/translate.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { Fault, Field, TextField } from "../ui/field.tsx";
import { FIELD_TYPES, TYPE_ORDER } from "../ui/field-types.ts";
import { Switch } from "../ui/switch.tsx";
import { DepartmentRouting } from "./department-routing.tsx";
import {
  addOption,
  changeField,
  changeOption,
  changeType,
  fedDetail,
  moveOption,
  removeOption,
  withWording,
} from "./edit-form.ts";
import { FieldCondition } from "./field-condition.tsx";
import { HiddenSourceFields } from "./hidden-source.tsx";
import type { WordingLocale } from "./settings-draft.ts";
import type { Editing } from "./use-settings-draft.ts";
import { wordingPlaceholder } from "./wording.tsx";

type DraftField = FormDraft["fields"][number];
export interface FieldEditorProps {
  readonly property: string;
  readonly form: FormDraft;
  /** The field's index in the form. */
  readonly at: number;
  readonly locale: WordingLocale;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly path: string;
  readonly fault: Editing["fault"];
  readonly onChange: (form: FormDraft) => void;
  readonly onRenamed: (id: string) => void;
  /** Announces a change to screen readers. */
  readonly say: (text: string) => void;
}

type BodyProps = FieldEditorProps & { readonly field: DraftField };

/** The settings of one field. */
export function FieldBody(props: BodyProps) {
  const { form, at, locale, path, fault, onChange, onRenamed, field } = props;
  const change = (part: Partial<DraftField>) => onChange(changeField(form, at, part));
  const hasDefaultLabel = hasOwnLabel(field.type);
  return (
    <>
      <div class="two-fields">
        <Field label={t("Type")} hint={fedDetail(form, at)}>
          {(control) => (
            <select
              {...control}
              class="input"
              value={field.type}
              onChange={(event) => {
                const type = TYPE_ORDER.find((one) => one === event.currentTarget.value);
                if (type) onChange(changeType(form, at, type));
              }}
            >
              {TYPE_ORDER.map((type) => (
                <option key={type} value={type}>
                  {t(FIELD_TYPES[type].name)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={t("Key")} hint={t("The answer is stored under this key.")} fault={fault(`${path}.id`)}>
          {(control) => (
            <input
              {...control}
              class="input"
              dir="ltr"
              spellcheck={false}
              maxLength={40}
              data-path={`${path}.id`}
              value={field.id}
              onChange={(event) => {
                const id = event.currentTarget.value.trim();
                change({ id });
                onRenamed(id);
              }}
            />
          )}
        </Field>
      </div>
      <TextField
        label={field.type === "consent" ? t("What the visitor agrees to") : t("Label")}
        {...(hasDefaultLabel && { hint: t("If it is empty, the widget shows its own label.") })}
        data-path={`${path}.label`}
        value={field.label?.[locale] ?? ""}
        placeholder={
          hasDefaultLabel || locale !== "default" ? wordingPlaceholder(field.label, locale) : undefined
        }
        onInput={(text) => {
          const label = withWording(field.label, locale, text);
          change({ label: label ?? (hasDefaultLabel ? undefined : {}) });
        }}
        fault={fault(`${path}.label`)}
      />
      {field.type === "hidden" ? (
        <HiddenSourceFields
          source={field.source}
          path={`${path}.source`}
          fault={fault}
          onChange={(source) => change({ source })}
        />
      ) : (
        <TextField
          label={t("Help")}
          hint={t("Shown below the field. Say why you ask.")}
          data-path={`${path}.help`}
          value={field.help?.[locale] ?? ""}
          placeholder={(locale !== "default" && field.help?.default) || undefined}
          onInput={(text) => change({ help: withWording(field.help, locale, text) })}
          fault={fault(`${path}.help`)}
        />
      )}
      {hasOptions(field.type) && <Options {...props} />}
      <FieldCondition
        field={field}
        earlier={form.fields.slice(0, at)}
        path={`${path}.shownIf`}
        fault={fault(`${path}.shownIf`) ?? fault(`${path}.shownIf.answer`)}
        onChange={(shownIf) => change({ shownIf })}
      />
      {field.type !== "hidden" && (
        <Switch
          label={t("Required")}
          checked={field.required}
          onChange={(required) => change({ required })}
        />
      )}
      {field.type !== "long_text" && field.type !== "hidden" && (
        <Switch
          label={t("Ask every time")}
          hint={t("Otherwise it is not asked again once the answer is known.")}
          checked={field.always ?? false}
          onChange={(always) => change({ always: always || undefined })}
        />
      )}
    </>
  );
}

function Options({ property, form, at, locale, path, fault, onChange, field, say }: BodyProps) {
  const options = field.options ?? [];
  const change = (next: DraftField) => onChange(changeField(form, at, next));
  return (
    <fieldset class="options">
      <legend class="label">{t("Options")}</legend>
      {fault(`${path}.options`) && <Fault>{fault(`${path}.options`)}</Fault>}
      <ol class="plain-list">
        {options.map((option, index) => (
          <li key={option.id}>
            <TextField
              label={t("Option {index}", { index: index + 1 })}
              hideLabel
              data-path={`${path}.options.${index}.label`}
              value={option.label[locale] ?? ""}
              placeholder={
                (locale !== "default" && option.label.default) || t("Option {index}", { index: index + 1 })
              }
              onInput={(text) => change(changeOption(field, index, withWording(option.label, locale, text)))}
              fault={fault(`${path}.options.${index}.label`)}
            />
            <IconButton
              icon="up"
              label={t("Move option {index} up", { index: index + 1 })}
              disabled={index === 0}
              onClick={() => {
                change(moveOption(field, index, -1));
                say(t("Option {index} is now option {index2}.", { index: index + 1, index2: index }));
              }}
            />
            <IconButton
              icon="bin"
              label={t("Remove option {index}", { index: index + 1 })}
              disabled={options.length === 1}
              onClick={() => change(removeOption(field, index))}
            />
            {field.type === "department" && (
              <DepartmentRouting
                property={property}
                name={wordingIn(option.label, locale) || `Option ${index + 1}`}
                assignee={option.assignee}
                tag={option.tag}
                onChange={(routing) =>
                  change({ ...field, options: options.with(index, { ...option, ...routing }) })
                }
              />
            )}
          </li>
        ))}
      </ol>
      <Button small icon="plus" disabled={options.length >= 100} onClick={() => change(addOption(field))}>
        {t("Add an option")}
      </Button>
    </fieldset>
  );
}
