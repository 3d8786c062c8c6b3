import type { Answer, AnswerFault, Answers, FormDefinition, FormField } from "../../shared/rules/form.ts";
import { hasOwnLabel, wordingIn } from "../../shared/rules/form-fields.ts";
import { faultText, refusalText } from "../../widget/locales/fault-texts.ts";
import { type FrameLook, type RenderedPage, renderPage } from "../mail/conversation-page/page-frame.tsx";
import type { PageWords } from "./page-words.ts";
import { TRAP_FIELD, VERSION_FIELD } from "./posted-answers.ts";

/** The look and the texts that all pages of a form have in common. */
export interface FormPageLook {
  readonly look: FrameLook;
  readonly direction: "ltr" | "rtl";
  readonly words: PageWords;
  /** The property's name. */
  readonly property: string;
}

export interface FormPage extends FormPageLook {
  readonly definition: FormDefinition;
  /** Where the form is sent, from its own address. */
  readonly action: string;
  readonly answers: Answers;
  readonly faults: readonly AnswerFault[];
  /** Why it was not accepted; null: it was not sent, or has faults. */
  readonly refusal: string | null;
}

/** The attributes of the fields of one line. */
const LINE: Readonly<Partial<Record<FormField["type"], object>>> = {
  name: { autocomplete: "name" },
  email: { inputmode: "email", autocomplete: "email", autocapitalize: "none", spellcheck: false, dir: "ltr" },
  phone: { inputmode: "tel", autocomplete: "tel", dir: "ltr" },
};

/** The page of a form, for browsers without JavaScript and for links. It runs no script. */
export function formPage(page: FormPage): RenderedPage {
  const { look, direction, words, definition, faults, refusal } = page;
  const intro = wordingIn(definition.intro, look.locale);
  return renderPage(look, {
    direction,
    title: words.title.offline,
    children: (
      <>
        <p class="soft">{page.property}</p>
        {intro && <p>{intro}</p>}
        {faults.length > 0 && (
          <p role="alert" class="bad">
            {words.check}
          </p>
        )}
        {refusal !== null && (
          <p role="alert" class="bad">
            {`${words.refused} ${refusalText(words, refusal)}`.trim()}
          </p>
        )}
        <form method="post" action={page.action}>
          <input type="hidden" name={VERSION_FIELD} value={definition.version} />
          <div class="hidden" aria-hidden="true">
            <input type="text" name={TRAP_FIELD} tabIndex={-1} autocomplete="off" />
          </div>
          {definition.fields.map((field) => (
            <Field key={field.id} {...{ field, page }} />
          ))}
          <button type="submit">{words.send}</button>
        </form>
      </>
    ),
  });
}

function Field({ field, page }: { field: FormField; page: FormPage }) {
  const { words, look, answers, faults } = page;
  const { id, type } = field;
  const answer = Object.hasOwn(answers, id) ? answers[id] : undefined;
  if (type === "hidden")
    return <input type="hidden" name={id} value={typeof answer === "string" ? answer : ""} />;
  const fault = faults.find((one) => one.field === id);
  const label = wordingIn(field.label, look.locale) ?? (hasOwnLabel(type) ? words.labels[type] : id);
  const help = wordingIn(field.help, look.locale) ?? (type === "phone" ? words.phoneHelp : undefined);
  const describedBy = [fault && `fault-${id}`, help && `help-${id}`].filter(Boolean).join(" ");
  const attributes = {
    name: id,
    ...(fault && { "aria-invalid": true }),
    ...(describedBy && { "aria-describedby": describedBy }),
  };
  const caption = (
    <>
      {label}
      {!field.required && <span class="soft"> {words.optional}</span>}
    </>
  );
  const notes = (
    <>
      {help && (
        <p class="soft" id={`help-${id}`}>
          {help}
        </p>
      )}
      {fault && (
        <p class="bad" id={`fault-${id}`}>
          {faultText(fault, words)}
        </p>
      )}
    </>
  );
  if (type === "checkbox" || type === "consent")
    return (
      <>
        <label class="option">
          <input {...attributes} type="checkbox" value="1" checked={answer === true} />
          <span>{caption}</span>
        </label>
        {notes}
      </>
    );
  if (type === "choices")
    return (
      <fieldset>
        <legend>{caption}</legend>
        <Options {...{ field, answer, look }} attributes={attributes} />
        {notes}
      </fieldset>
    );
  return (
    <>
      <label for={`field-${id}`}>{caption}</label>
      <Control {...{ field, answer, page }} attributes={{ ...attributes, id: `field-${id}` }} />
      {notes}
    </>
  );
}

interface OptionsProps {
  readonly field: FormField;
  readonly answer: Answer | undefined;
  readonly look: FrameLook;
  readonly attributes: object;
}

function Options({ field, answer, look, attributes }: OptionsProps) {
  const chosen = Array.isArray(answer) ? answer : [];
  return (
    <>
      {field.options?.map(({ id, label }) => (
        <label class="option" key={id}>
          <input {...attributes} type="checkbox" value={id} checked={chosen.includes(id)} />
          <span>{wordingIn(label, look.locale) ?? id}</span>
        </label>
      ))}
    </>
  );
}

interface ControlProps extends Pick<OptionsProps, "field" | "answer" | "attributes"> {
  readonly page: FormPage;
}

function Control({ field, answer, page, attributes }: ControlProps) {
  const text = typeof answer === "string" ? answer : "";
  const given = { ...attributes, required: field.required && !field.shownIf };
  if (field.options)
    return (
      <select {...given}>
        <option value="">{page.words.choose}</option>
        {field.options.map(({ id, label }) => (
          <option key={id} value={id} selected={id === text}>
            {wordingIn(label, page.look.locale) ?? id}
          </option>
        ))}
      </select>
    );
  if (field.type === "long_text") return <textarea {...given} dir="auto" value={text} />;
  return <input type="text" dir="auto" {...LINE[field.type]} {...given} value={text} />;
}

/** The page after a form: thanks, with the number of the ticket. */
export function receivedPage(
  { look, direction, words, property }: FormPageLook,
  { ticket, again }: { readonly ticket: number | null; readonly again: string },
): RenderedPage {
  return renderPage(look, {
    direction,
    title: words.thanks,
    children: (
      <>
        <p class="soft">{property}</p>
        <p role="status">{words.arrived}</p>
        {ticket !== null && (
          <p>
            {words.ticket} <b>{ticket}</b>
          </p>
        )}
        <p>
          <a href={again}>{words.another}</a>
        </p>
      </>
    ),
  });
}

/** The page for a form that there is not, or that another site may not send. */
export function refusedPage({ look, direction, words, property }: FormPageLook, code: string): RenderedPage {
  return renderPage(look, {
    direction,
    title: words.refused,
    children: (
      <>
        {property && <p class="soft">{property}</p>}
        <p>{refusalText(words, code)}</p>
      </>
    ),
  });
}
