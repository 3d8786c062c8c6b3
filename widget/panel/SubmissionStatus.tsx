/** @jsxRuntime classic */
/** @jsx h */

import type { Answer } from "../../shared/rules/form.ts";
import { formOf } from "../form/form-definition.ts";
import { fill, type Words } from "../locales/words.ts";
import { answerTo, type SentScreen } from "../state/panel-state.ts";
// biome-ignore lint/correctness/noUnusedImports: it is what JSX becomes
import { h } from "./dom.ts";
import type { View } from "./view.ts";

function headline({ progress }: SentScreen, name: Answer | undefined, words: Words): string {
  if (progress.kind === "waiting") return words.saved;
  if (progress.kind !== "accepted") return words.sending;
  return typeof name === "string"
    ? fill(words.thanksName, { name: name.split(" ")[0] ?? name })
    : words.thanks;
}

type Props = View & { readonly screen: SentScreen };

/** What became of a delivery: on its way, waiting for the network, or arrived; with the visitor's own words. */
export function Sent({ screen, state, words, settings, actions }: Props) {
  const { delivery, progress } = screen;
  const { fields } = formOf(settings, delivery.form);
  const said = (wanted: string) =>
    fields.filter(({ type }) => type === wanted).map(({ id }) => answerTo(id, delivery.answers));
  const arrived = progress.kind === "accepted";
  const busy = !arrived && progress.kind !== "waiting";
  return (
    <div class="body" aria-live="polite">
      <svg class={`mark ${busy ? "sending" : ""}`} viewBox="0 0 48 48" aria-hidden="true">
        <circle cx="24" cy="24" r="22" />
        <path d={progress.kind === "waiting" ? "M24 13v11l7 5" : "M15 25l6 6 12-13"} />
      </svg>
      <h2 id="title" tabIndex={-1}>
        {headline(screen, said("name")[0], words)}
      </h2>
      {!busy && <p class="intro">{arrived ? words.arrived : words.waiting}</p>}
      {arrived && progress.ticket !== null && (
        <p class="ticket">
          {words.ticket} <b>{progress.ticket}</b>
        </p>
      )}
      {said("long_text").map(
        (text) => typeof text === "string" && <blockquote dir="auto">{text}</blockquote>,
      )}
      {!arrived && state.storage !== "disk" && <p class="notice">{words.blocked}</p>}
      {!busy && (
        <button
          type="button"
          class="again" // the second half of a double click on "Send" lands here
          onClick={(event) => event.detail < 2 && actions.again()}
        >
          {words.again}
        </button>
      )}
    </div>
  );
}
