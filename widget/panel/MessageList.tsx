/** @jsxRuntime classic */
/** @jsx h */

import type { Chat, Own, Shown } from "../chat/chat-model.ts";
import { fill, type Words } from "../locales/words.ts";
// biome-ignore lint/correctness/noUnusedImports: it is what JSX becomes
import { h } from "./dom.ts";
import { Attachment, Face, Text } from "./MessageContent.tsx";
import type { LaterView } from "./view.ts";

/** One of the visitor's own may be on its way, or refused. */
type Entry = Shown & Partial<Own>;

type Props = LaterView & { readonly chat: Chat };

/** What happened; empty: nothing to speak of. */
function happened({ event, agent }: Shown, ticket: number | null | undefined, words: Words) {
  if (event === "taken") return fill(words.joined, { name: agent ?? "" });
  if (event === "ticket") return `${words.ticket} ${ticket}`;
  return event === "closed" ? words.ended : "";
}

/** How far one of the visitor's messages has come. */
function how({ sequence, how }: Entry, { about }: Chat, words: Words): string {
  if (sequence && about && sequence <= about.agentRead) return words.read;
  return sequence || how === "accepted" ? words.sent : words.sending;
}

const isBy = (one: Shown, another: Shown | undefined) =>
  one.author === another?.author && one.agent === another.agent;

/** Everything that was said, and what is on its way, by days. */
export function Entries({ chat, locale, words, later: { talk } }: Props) {
  const entries: Entry[] = [...chat.said, ...chat.own.filter(({ text, files }) => text || files.length)];
  const lastOwn = entries.findLast(({ author }) => author === "visitor");
  const time = new Intl.DateTimeFormat(locale, { timeStyle: "short" });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: "full" });
  const days = entries.map(({ at }) => date.format(at));
  return entries.map((entry, index) => {
    const { id, sequence, author, agent, picture, text, files, event, edited, retracted, at, problem } =
      entry;
    const isNewDay = days[index] !== days[index - 1];
    return (
      <div key={id} data-sequence={sequence}>
        {isNewDay && <p class="day">{days[index]}</p>}
        {event ? (
          <p class="day">{happened(entry, chat.about?.ticket, words)}</p>
        ) : (
          <div class={`say ${author}`}>
            {agent && (isNewDay || !isBy(entry, entries[index - 1])) && (
              <b>
                <Face name={agent} picture={picture} talk={talk} />
                {agent}
              </b>
            )}
            {retracted ? <i>{words.gone}</i> : text && <Text text={text} />}
            {files.map((file) => (
              <Attachment key={file.id} file={file} talk={talk} />
            ))}
            {problem ? (
              <p class="fault">
                {words.refused} {words.reasons[problem.code] ?? problem.title}{" "}
                <button type="button" class="link" onClick={() => talk.edit(entry)}>
                  {words.edit}
                </button>
              </p>
            ) : (
              (edited || !isBy(entry, entries[index + 1])) && (
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
