/** @jsxRuntime classic */
/** @jsx h */

import type { Chat, Own, Shown } from "../chat.ts";
import { fill, type Words } from "../locales/words.ts";
// biome-ignore lint/correctness/noUnusedImports: it is what JSX becomes
import { h } from "./dom.ts";
import { Attachment, Face, Text } from "./Said.tsx";
import type { LaterView } from "./view.ts";

type Props = LaterView & { readonly chat: Chat };

/** What happened; empty: nothing to speak of. */
function happened({ event, agent }: Shown, ticket: number | null | undefined, words: Words) {
  if (event === "taken") return fill(words.joined, { name: agent ?? "" });
  if (event === "ticket") return `${words.ticket} ${ticket}`;
  return event === "closed" ? words.ended : "";
}

/** How far one of the visitor's messages has come. */
function how({ place, ...entry }: Shown | Own, { about }: Chat, words: Words): string {
  if (!place) return "how" in entry && entry.how === "sent" ? words.sent : words.sending;
  return about && place <= about.agentRead ? words.read : words.sent;
}

const isBy = (one: Shown, another: Shown | undefined) =>
  one.author === another?.author && one.agent === another.agent;

/** Everything that was said, and what is on its way, by days. */
export function Entries({ chat, locale, words, later: { talk } }: Props) {
  const entries: (Shown | Own)[] = [
    ...chat.said,
    ...chat.own.filter(({ text, files }) => text || files.length),
  ];
  const lastOwn = entries.findLast(({ author }) => author === "visitor");
  const time = new Intl.DateTimeFormat(locale, { timeStyle: "short" });
  const date = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" });
  const dayOf = (entry?: Shown) => entry && date.format(entry.at);
  return entries.map((entry, index) => {
    const [before, after] = [entries[index - 1], entries[index + 1]];
    const { id, place, author, agent, picture, text, files, event, edited, retracted, at } = entry;
    const isNewDay = dayOf(entry) !== dayOf(before);
    return (
      <div key={id} data-place={place}>
        {isNewDay && <p class="day">{dayOf(entry)}</p>}
        {event ? (
          <p class="day">{happened(entry, chat.about?.ticket, words)}</p>
        ) : (
          <div class={`say ${author}`}>
            {agent && (isNewDay || !isBy(entry, before)) && (
              <b>
                <Face name={agent} picture={picture} talk={talk} />
                {agent}
              </b>
            )}
            {retracted ? <i>{words.gone}</i> : text && <Text text={text} />}
            {files.map((file) => (
              <Attachment key={file.id} file={file} talk={talk} />
            ))}
            {"problem" in entry && entry.problem ? (
              <p class="fault">
                {words.refused} {words.reasons[entry.problem.code] ?? entry.problem.title}{" "}
                <button type="button" class="link" onClick={() => talk.edit(entry)}>
                  {words.edit}
                </button>
              </p>
            ) : (
              !isBy(entry, after) && (
                <small>
                  {time.format(at)}
                  {edited && ` · ${words.edited}`}
                  {entry === lastOwn && ` · ${how(entry, chat, words)}`}
                </small>
              )
            )}
          </div>
        )}
      </div>
    );
  });
}
