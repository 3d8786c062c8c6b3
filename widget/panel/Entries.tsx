/** @jsxRuntime classic */
/** @jsx h */
/** @jsxFrag Fragment */

import type { VisitorMessage } from "../../shared/conversation.ts";
import type { Chat, Own } from "../chat.ts";
import { fill, type Words } from "../locales/words.ts";
// biome-ignore lint/correctness/noUnusedImports: it is what JSX becomes
import { Fragment, h } from "./dom.ts";
import { Attachment, Face, Text } from "./Said.tsx";
import type { LaterView } from "./view.ts";

type Props = LaterView & { readonly chat: Chat };

const DAY = 86_400_000;

/** "today", "yesterday", or the date. */
function dayOf(at: number, locale: string): string {
  const days = Math.round((new Date(at).setHours(12) - new Date().setHours(12)) / DAY);
  return days < -1
    ? new Intl.DateTimeFormat(locale, { dateStyle: "long" }).format(at)
    : new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(Math.min(days, 0), "day");
}

/** What happened; empty: nothing to speak of. */
function happened({ event, agent }: VisitorMessage, ticket: number | null | undefined, words: Words) {
  if (event === "taken") return fill(words.joined, { name: agent ?? "" });
  if (event === "ticket") return `${words.ticket} ${ticket}`;
  return event === "closed" ? words.ended : "";
}

/** How far one of the visitor's messages has come. */
function how(entry: VisitorMessage | Own, { about }: Chat, words: Words): string {
  if ("how" in entry) return entry.how === "sent" ? words.sent : words.sending;
  return entry.place <= (about?.agentRead ?? 0) ? words.read : words.sent;
}

const authorOf = (entry?: VisitorMessage | Own) => entry && ("how" in entry ? "visitor" : entry.author);
const agentOf = (entry?: VisitorMessage | Own) => entry && "agent" in entry && entry.agent;

/** Everything that was said, and what is on its way, by days. */
export function Entries({ chat, locale, words, later: { talk } }: Props) {
  const entries = [...chat.said, ...chat.own.filter(({ text, files }) => text || files.length)];
  const lastOwn = entries.findLast((entry) => authorOf(entry) === "visitor");
  const time = new Intl.DateTimeFormat(locale, { timeStyle: "short" });
  return (
    <>
      {entries.map((entry, index) => {
        const [before, after] = [entries[index - 1], entries[index + 1]];
        const day = dayOf(entry.at, locale);
        const isNewDay = !before || day !== dayOf(before.at, locale);
        const author = authorOf(entry);
        const isFirst = isNewDay || author !== authorOf(before) || agentOf(entry) !== agentOf(before);
        const isLast = !after || author !== authorOf(after) || agentOf(entry) !== agentOf(after);
        const { text, files } = entry;
        const own = "how" in entry ? entry : null;
        const said = "how" in entry ? null : entry;
        return (
          <div key={entry.id} data-place={said?.place}>
            {isNewDay && <p class="day">{day}</p>}
            {said?.event ? (
              <p class="day">{happened(said, chat.about?.ticket, words)}</p>
            ) : (
              <div class={author === "visitor" ? "say mine" : "say"}>
                {said?.agent && isFirst && (
                  <b>
                    <Face name={said.agent} picture={said.picture} talk={talk} />
                    {said.agent}
                  </b>
                )}
                {said?.retracted ? <i>{words.gone}</i> : text && <Text text={text} />}
                {files.map((file) => (
                  <Attachment key={file.id} file={file} talk={talk} />
                ))}
                {own?.problem ? (
                  <p class="fault">
                    {words.refused} {words.reasons[own.problem.code] ?? own.problem.title}{" "}
                    <button type="button" class="link" onClick={() => talk.edit(own)}>
                      {words.edit}
                    </button>
                  </p>
                ) : (
                  isLast && (
                    <small>
                      {time.format(entry.at)}
                      {said?.edited && ` · ${words.edited}`}
                      {entry === lastOwn && ` · ${how(entry, chat, words)}`}
                    </small>
                  )
                )}
              </div>
            )}
          </div>
        );
      })}
    </>
  );
}
