/** @jsxRuntime classic */
/** @jsx h */

import type { Chat, OwnMessage, ShownMessage } from "../chat/chat-model.ts";
import { fill, refusalText, type Words } from "../locales/words.ts";
// biome-ignore lint/correctness/noUnusedImports: JSX compiles to calls of it
import { h } from "./dom.ts";
import { Attachment, Avatar, MessageText } from "./MessageContent.tsx";
import type { ChatView } from "./view.ts";

type Entry = ShownMessage & Partial<Pick<OwnMessage, "status">>;

type Props = ChatView & { readonly chat: Chat };

/** The text of an event; empty for an event that is not shown. */
function eventText({ event, agent }: Entry, { conversation }: Chat, words: Words): string {
  if (event === "taken") return fill(words.joined, { name: agent ?? "" });
  if (event === "ticket") return `${words.ticket} ${conversation?.ticket}`;
  return event === "closed" ? words.ended : "";
}

/** How far one of the visitor's messages has come. */
function statusText({ sequence, status }: Entry, { conversation }: Chat, words: Words): string {
  if (sequence && conversation && sequence <= conversation.agentRead) return words.read;
  return sequence || status?.kind === "accepted" ? words.sent : words.sending;
}

const isSameAuthor = (one: Entry, other: Entry | undefined) =>
  one.author === other?.author && one.agent === other.agent;

/** All messages and events, and those on their way, by days. */
export function MessageList(props: Props) {
  const { chat, locale, words } = props;
  const entries: Entry[] = [...chat.messages, ...chat.own.filter(({ text, files }) => text || files.length)];
  const lastOwn = entries.findLast(({ author }) => author === "visitor");
  const time = new Intl.DateTimeFormat(locale, { timeStyle: "short" });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: "full" });
  const days = entries.map(({ at }) => date.format(at));
  return entries.map((entry, index) => {
    const isNewDay = days[index] !== days[index - 1];
    const details = [
      time.format(entry.at),
      entry.edited && words.edited,
      entry === lastOwn && statusText(entry, chat, words),
    ];
    return (
      <div key={entry.id} data-sequence={entry.sequence}>
        {isNewDay && <p class="event">{days[index]}</p>}
        {entry.event ? (
          <p class="event">{eventText(entry, chat, words)}</p>
        ) : (
          <Message
            {...props}
            entry={entry}
            showsAuthor={isNewDay || !isSameAuthor(entry, entries[index - 1])}
            details={
              (entry.edited || !isSameAuthor(entry, entries[index + 1])) &&
              details.filter(Boolean).join(" · ")
            }
          />
        )}
      </div>
    );
  });
}

interface MessageProps extends Props {
  readonly entry: Entry;
  readonly showsAuthor: boolean;
  /** The time, and whether the message was edited, sent or read; false: not shown. */
  readonly details: string | false;
}

function Message({ entry, showsAuthor, details, words, parts: { chat } }: MessageProps) {
  const { author, agent, picture, text, files, retracted, status } = entry;
  return (
    <div class={`message ${author}`}>
      {agent && showsAuthor && (
        <b>
          <Avatar name={agent} picture={picture} chat={chat} />
          {agent}
        </b>
      )}
      {retracted ? <i>{words.deleted}</i> : text && <MessageText text={text} />}
      {files.map((file) => (
        <Attachment key={file.id} file={file} chat={chat} />
      ))}
      {status?.kind === "refused" ? (
        <p class="fault">
          {words.refused} {refusalText(words, status.problem.code)}{" "}
          <button type="button" class="link" onClick={() => chat.editRefused(entry)}>
            {words.edit}
          </button>
        </p>
      ) : (
        details && <small>{details}</small>
      )}
    </div>
  );
}
