/** @jsxRuntime classic */
/** @jsx h */
/** @jsxFrag Fragment */

import type { Answer, FormField } from "../../shared/rules/form.ts";
import { wordingIn } from "../../shared/rules/form-fields.ts";
import { fill, type LabelledType, type Words } from "../locales/words.ts";
import type { ShownFault } from "../state/panel-state.ts";
// biome-ignore lint/correctness/noUnusedImports: it is what JSX becomes
import { Fragment, h } from "./dom.ts";

export interface FieldProps {
  readonly field: FormField;
  readonly answer: Answer | undefined;
  readonly fault: ShownFault | undefined;
  readonly words: Words;
  readonly locale: string;
  /** The last one-line field: its Enter key sends. */
  readonly last: boolean;
  type(answer: Answer): void;
  /** They have left a phone's field. */
  leave(): void;
}

/** How each type is entered: what phones show as keyboard, and what browsers fill in. */
export const ENTRY = {
  text: {},
  name: { autocomplete: "name" },
  email: { type: "email", inputmode: "email", autocomplete: "email", dir: "ltr" },
  phone: { type: "tel", inputmode: "tel", autocomplete: "tel", dir: "ltr" },
} as const;

/** More than so many are chosen from a list. */
const FEW = 5;

function messageOf({ code, character = "", max = 0 }: ShownFault, faults: Words["faults"]): string {
  const texts: { readonly [code: string]: string } = faults;
  return fill(texts[code] ?? faults.wrong_type, { character, max });
}

/** The attributes that tie a control to its label, help and message. */
function ties({ field, fault }: FieldProps, help: string | undefined) {
  const about = [fault && `fault-${field.id}`, help && `help-${field.id}`].filter(Boolean).join(" ");
  return {
    id: `field-${field.id}`,
    name: field.id,
    required: field.required,
    "aria-invalid": !!fault,
    "aria-describedby": about || undefined,
  };
}

function Options({ props, tied }: { props: FieldProps; tied: ReturnType<typeof ties> }) {
  const { field, answer, locale, type } = props;
  const several = field.type === "choices";
  const chosen = [answer ?? []].flat() as string[]; // a choice is a text, or several
  const others = (id: string) => chosen.filter((one) => one !== id);
  return (
    <>
      {field.options?.map(({ id, label }, index) => (
        <label class="option" key={id}>
          <input
            {...tied}
            id={index ? `${tied.id}-${id}` : tied.id}
            required={!several && field.required}
            type={several ? "checkbox" : "radio"}
            checked={chosen.includes(id)}
            onChange={(event) =>
              type(!several ? id : event.currentTarget.checked ? [...others(id), id] : others(id))
            }
          />
          <span>{wordingIn(label, locale) ?? id}</span>
        </label>
      ))}
    </>
  );
}

function Control({ props, tied }: { props: FieldProps; tied: ReturnType<typeof ties> }) {
  const { field, answer = "", words, locale, last, type, leave } = props;
  if (field.type === "choice" || field.type === "department")
    return (
      <select
        {...tied}
        class="text"
        value={String(answer)}
        onChange={(event) => type(event.currentTarget.value)}
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
    ...tied,
    class: "text",
    value: String(answer),
    onInput: (event: { currentTarget: { value: string } }) => type(event.currentTarget.value),
    onBlur: field.type === "phone" ? leave : undefined,
  };
  // no form takes so much, and more would only stop the browser for a while
  if (field.type === "long_text") return <textarea {...text} rows={3} maxLength={1e5} dir="auto" />;
  const entry = ENTRY[field.type as keyof typeof ENTRY]; // the others are handled above and by Field
  return <input dir="auto" {...text} {...entry} enterkeyhint={last ? "send" : "next"} />;
}

/** One question of a form, with its help and its message. */
export function Field(props: FieldProps) {
  const { field, answer, fault, words, locale, type } = props;
  const label = wordingIn(field.label, locale) ?? words.labels[field.type as LabelledType] ?? field.id;
  const help = wordingIn(field.help, locale) ?? (field.type === "phone" ? words.phone : undefined);
  const tied = ties(props, help);
  const marked = (
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
          {messageOf(fault, words.faults)}
        </p>
      )}
    </>
  );
  if (field.type === "checkbox" || field.type === "consent")
    return (
      <div class="field">
        <label class="option">
          <input
            {...tied}
            type="checkbox"
            checked={answer === true}
            onChange={(event) => type(event.currentTarget.checked)}
          />
          <span>{marked}</span>
        </label>
        {notes}
      </div>
    );
  if (field.type === "choices" || (field.type !== "text" && (field.options?.length ?? FEW + 1) <= FEW))
    return (
      <fieldset class="field">
        <legend>{marked}</legend>
        <Options props={props} tied={tied} />
        {notes}
      </fieldset>
    );
  return (
    <div class="field">
      <label for={tied.id}>{marked}</label>
      <Control props={props} tied={tied} />
      {notes}
    </div>
  );
}
