import type { Answer, FieldType, FormField } from "../../shared/rules/form.ts";
import { wordingIn } from "../../shared/rules/form-fields.ts";
import { ALL_FIELDS } from "./all-fields.ts";
import { fitToText, MAX_INPUT } from "./fit-to-text.ts";
import type { FormActions, PanelEnvironment } from "./view.ts";

interface FieldProps extends Pick<PanelEnvironment, "words" | "locale"> {
  readonly field: FormField;
  readonly answer: Answer | undefined;
  /** The text of the answer's fault. */
  readonly fault: string | undefined;
  readonly actions: FormActions;
  /** The last field of one line: the on-screen keyboard's Enter key sends the form. */
  readonly isLast: boolean;
}

/**
 * The attributes of the fields of one line, for on-screen keyboards and autofill. An e-mail is not of the type `email`:
 * Chromium would replace an international domain by its ASCII form (R8).
 */
export const INPUT_ATTRIBUTES = {
  text: {},
  name: { autocomplete: "name" },
  email: { inputmode: "email", autocomplete: "email", autocapitalize: "none", spellcheck: false, dir: "ltr" },
  phone: { type: "tel", inputmode: "tel", autocomplete: "tel", dir: "ltr" },
} as const;

/** A single choice of more options than this is a drop-down list. */
const MAX_RADIO_BUTTONS = 5;

/** The attributes that connect a control with its label, help and fault. */
function controlAttributes({ field, fault }: FieldProps, help: string | undefined) {
  const description = [fault && `fault-${field.id}`, help && `help-${field.id}`].filter(Boolean).join(" ");
  return {
    id: `field-${field.id}`,
    name: field.id,
    required: field.required,
    "aria-invalid": !!fault,
    "aria-describedby": description || undefined,
  };
}

type ControlAttributes = ReturnType<typeof controlAttributes>;

function Options({ props, attributes }: { props: FieldProps; attributes: ControlAttributes }) {
  const { field, answer, locale, actions } = props;
  const onAnswer = (answer: Answer) => actions.answer(field.id, answer);
  const isMultiple = field.type === "choices";
  const chosen = [answer ?? []].flat() as string[]; // an answer to a choice is one ID or a list of them
  const others = (id: string) => chosen.filter((one) => one !== id);
  return (
    <>
      {field.options?.map(({ id, label }, index) => (
        <label class="option" key={id}>
          <input
            {...attributes}
            id={index ? `${attributes.id}-${id}` : attributes.id}
            required={!isMultiple && field.required}
            type={isMultiple ? "checkbox" : "radio"}
            checked={chosen.includes(id)}
            onChange={(event) =>
              onAnswer(!isMultiple ? id : event.currentTarget.checked ? [...others(id), id] : others(id))
            }
          />
          <span>{wordingIn(label, locale) ?? id}</span>
        </label>
      ))}
    </>
  );
}

function Control({ props, attributes }: { props: FieldProps; attributes: ControlAttributes }) {
  const { field, answer = "", isLast, words, locale, actions } = props;
  const onAnswer = (answer: Answer) => actions.answer(field.id, answer);
  if (ALL_FIELDS && (field.type === "choice" || field.type === "department"))
    return (
      <select
        {...attributes}
        class="input"
        value={String(answer)}
        onChange={(event) => onAnswer(event.currentTarget.value)}
      >
        <option value="">{words.choose}</option>
        {field.options?.map(({ id, label }) => (
          <option value={id} key={id}>
            {wordingIn(label, locale) ?? id}
          </option>
        ))}
      </select>
    );
  const text = {
    ...attributes,
    class: "input",
    value: String(answer),
    onInput: (event: { currentTarget: { value: string } }) => onAnswer(event.currentTarget.value),
    onBlur: field.type === "phone" ? () => actions.leavePhone(field.id) : undefined,
  };
  if (field.type === "long_text")
    return <textarea {...text} rows={3} maxLength={MAX_INPUT} dir="auto" ref={(area) => fitToText(area)} />;
  const inputAttributes = INPUT_ATTRIBUTES[field.type as keyof typeof INPUT_ATTRIBUTES]; // Field handles the other types
  return <input dir="auto" {...text} {...inputAttributes} enterkeyhint={isLast ? "send" : "next"} />;
}

/** A field of a form, with its label, help and fault. */
export function Field(props: FieldProps) {
  const { field, answer, fault, words, locale, actions } = props;
  const labels: Readonly<Partial<Record<FieldType, string>>> = words.labels;
  const label = wordingIn(field.label, locale) ?? labels[field.type] ?? field.id;
  const help = wordingIn(field.help, locale) ?? (field.type === "phone" ? words.phoneHelp : undefined);
  const attributes = controlAttributes(props, help);
  const caption = (
    <>
      {label}
      {!field.required && <i> {words.optional}</i>}
    </>
  );
  const notes = (
    <>
      {help && (
        <p class="help" id={`help-${field.id}`}>
          {help}
        </p>
      )}
      {fault && (
        <p class="fault" id={`fault-${field.id}`}>
          {fault}
        </p>
      )}
    </>
  );
  if (ALL_FIELDS && (field.type === "checkbox" || field.type === "consent"))
    return (
      <div class="field">
        <label class="option">
          <input
            {...attributes}
            type="checkbox"
            checked={answer === true}
            onChange={(event) => actions.answer(field.id, event.currentTarget.checked)}
          />
          <span>{caption}</span>
        </label>
        {notes}
      </div>
    );
  if (
    ALL_FIELDS &&
    (field.type === "choices" ||
      (field.type !== "text" && field.options && field.options.length <= MAX_RADIO_BUTTONS))
  )
    return (
      <fieldset class="field">
        <legend>{caption}</legend>
        <Options props={props} attributes={attributes} />
        {notes}
      </fieldset>
    );
  return (
    <div class="field">
      <label for={attributes.id}>{caption}</label>
      <Control props={props} attributes={attributes} />
      {notes}
    </div>
  );
}
