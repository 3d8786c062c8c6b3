import type { Answer } from "../../shared/rules/form.ts";
import { formDefinition } from "../form/form-definition.ts";
import { fill, type Words } from "../locales/words.ts";
import { answerTo, type SubmissionScreen } from "../state/panel-state.ts";
import type { FormEnvironment } from "./view.ts";

function headline({ progress }: SubmissionScreen, name: Answer | undefined, words: Words): string {
  if (progress.kind === "waiting") return words.saved;
  if (progress.kind !== "accepted") return words.sending;
  return typeof name === "string"
    ? fill(words.thanksName, { name: name.split(" ")[0] ?? name })
    : words.thanks;
}

/** The progress of a submission, with the visitor's message. */
export function SubmissionStatus({
  screen,
  state,
  words,
  settings,
  formActions,
}: FormEnvironment & { readonly words: Words; readonly screen: SubmissionScreen }) {
  const { delivery, progress } = screen;
  const { fields } = formDefinition(settings, delivery.form);
  const answersOf = (wanted: string) =>
    fields.filter(({ type }) => type === wanted).map(({ id }) => answerTo(id, delivery.answers));
  const isAccepted = progress.kind === "accepted";
  const isWaiting = progress.kind === "waiting";
  const isSending = !isAccepted && !isWaiting;
  return (
    <div class="page" aria-live="polite">
      <svg class={`progress ${isSending ? "sending" : ""}`} viewBox="0 0 48 48" aria-hidden="true">
        <circle cx="24" cy="24" r="22" />
        <path d={isWaiting ? "M24 13v11l7 5" : "M15 25l6 6 12-13"} />
      </svg>
      <h2 id="title" tabIndex={-1}>
        {headline(screen, answersOf("name")[0], words)}
      </h2>
      {!isSending && <p class="intro">{isAccepted ? words.arrived : words.waiting}</p>}
      {isAccepted && progress.ticket !== null && (
        <p class="ticket">
          {words.ticket} <b>{progress.ticket}</b>
        </p>
      )}
      {answersOf("long_text").map((text) => text && <blockquote dir="auto">{text}</blockquote>)}
      {!isAccepted && state.storage !== "disk" && <p class="notice">{words.notStored}</p>}
      {!isSending && (
        <button
          type="button"
          class="button" // the second click of a double click on "Send" is ignored
          onClick={(event) => event.detail < 2 && formActions.restart()}
        >
          {words.another}
        </button>
      )}
    </div>
  );
}
