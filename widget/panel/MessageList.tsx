import { Component, type ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { VisitorConversation } from "../../shared/conversation.ts";
import type { OwnMessage, ShownMessage } from "../chat/chat-model.ts";
import { refusalText } from "../locales/fault-texts.ts";
import { fill, type Words } from "../locales/words.ts";
import { formatsOf } from "./formats.ts";
import { Attachment, Avatar, MessageText } from "./MessageContent.tsx";
import { type ChatProps, useChat } from "./use-chat.ts";

type Entry = ShownMessage & Partial<Pick<OwnMessage, "status">>;

/** How far one of the visitor's messages has come. */
function statusText({ sequence, status }: Entry, agentRead: number, words: Words): string {
  if (sequence && sequence <= agentRead) return words.read;
  return sequence || status?.kind === "accepted" ? words.sent : words.sending;
}

/** The sequence numbers of a chunk of messages. A property's conversations share the numbers, so it holds fewer messages. */
const CHUNK_SIZE = 32;

/** Up to this many messages, a browser lays out all of them quickly enough. */
const LONG = 1_000;

const isSameAuthor = (one: Entry, other: Entry | undefined) =>
  one.author === other?.author && one.agent === other.agent;

const dayOf = (at: number) => new Date(at).setHours(0, 0, 0, 0);

/** All messages and events, and those on their way, by days. */
export function MessageList({ panel }: ChatProps) {
  const { words } = panel;
  const messages = useChat(panel, (chat) => chat.messages);
  const own = useChat(panel, (chat) => chat.own);
  const agentRead = useChat(panel, ({ conversation }) => conversation?.agentRead ?? 0);
  const ticket = useChat(panel, ({ conversation }) => conversation?.ticket ?? null);
  const entries: Entry[] = [...messages, ...own.filter(({ text, files }) => text || files.length)];
  const lastOwn = entries.findLast(({ author }) => author === "visitor");
  const rows = entries.map((entry, index) => {
    const before = entries[index - 1];
    const isNewDay = !before || dayOf(entry.at) !== dayOf(before.at);
    return (
      <Row
        key={entry.id}
        panel={panel}
        entry={entry}
        ticket={entry.event === "ticket" ? ticket : null}
        isNewDay={isNewDay}
        showsAuthor={isNewDay || !isSameAuthor(entry, before)}
        showsTime={entry.edited || !isSameAuthor(entry, entries[index + 1])}
        status={entry === lastOwn ? statusText(entry, agentRead, words) : ""}
      />
    );
  });
  return (
    <>
      {[...chunksOf(entries)].map(([chunk, { start, end }]) => (
        <Chunk key={chunk} isLong={messages.length > LONG}>
          {rows.slice(start, end)}
        </Chunk>
      ))}
    </>
  );
}

/**
 * The entries in chunks whose bounds do not depend on what is loaded: an entry stays in its chunk, and is not drawn again,
 * when others come before or after it. Those on their way are in the last chunk, as they mostly are once the server has
 * sent them back: the focus and a selection in them are kept.
 */
function chunksOf(entries: readonly Entry[]): Map<number, { readonly start: number; readonly end: number }> {
  const chunks = new Map<number, { readonly start: number; readonly end: number }>();
  let chunk = 0;
  entries.forEach(({ sequence }, index) => {
    if (sequence) chunk = Math.floor(sequence / CHUNK_SIZE);
    chunks.set(chunk, { start: chunks.get(chunk)?.start ?? index, end: index + 1 });
  });
  return chunks;
}

/**
 * A chunk of the list. The browser skips one that is out of sight (`content-visibility`), but only after it was laid out
 * once: the height of one that never was is a guess, and the list would jump when it is scrolled into sight.
 */
function Chunk({ isLong, children }: { readonly isLong: boolean; readonly children: ComponentChildren }) {
  const [isLaidOut, setLaidOut] = useState(false);
  useEffect(() => setLaidOut(true), []);
  return <div class={isLong && isLaidOut ? "chunk" : undefined}>{children}</div>;
}

interface RowProps extends ChatProps {
  readonly entry: Entry;
  /** The number of the ticket that the conversation has become, for the event that says so. */
  readonly ticket: VisitorConversation["ticket"];
  readonly isNewDay: boolean;
  readonly showsAuthor: boolean;
  readonly showsTime: boolean;
  /** How far the visitor's last message has come; empty for the others. */
  readonly status: string;
}

/** An entry of the list. It is drawn again only if one of its properties changes, because a chat may have thousands. */
class Row extends Component<RowProps> {
  override shouldComponentUpdate(next: RowProps): boolean {
    return Object.entries(next).some(([name, value]) => value !== this.props[name as keyof RowProps]);
  }

  override render({ panel, entry, isNewDay, ticket, ...message }: RowProps) {
    return (
      <div data-sequence={entry.sequence}>
        {isNewDay && <Day panel={panel} at={entry.at} />}
        {entry.event ? (
          <Event panel={panel} entry={entry} ticket={ticket} />
        ) : (
          <Message panel={panel} entry={entry} {...message} />
        )}
      </div>
    );
  }
}

function Day({ panel, at }: ChatProps & { readonly at: number }) {
  return <p class="event">{formatsOf(panel.locale).date.format(at)}</p>;
}

/** An event of the conversation; empty for an event that is not shown. */
function Event({ panel, entry: { event, agent }, ticket }: Pick<RowProps, "panel" | "entry" | "ticket">) {
  const { words } = panel;
  return (
    <p class="event">
      {event === "taken" && fill(words.agentJoined, { name: agent ?? "" })}
      {event === "ticket" && `${words.ticket} ${ticket}`}
      {event === "closed" && words.ended}
    </p>
  );
}

type MessageProps = Pick<RowProps, "panel" | "entry" | "showsAuthor" | "showsTime" | "status">;

function Message({ panel, entry, showsAuthor, showsTime, status: progress }: MessageProps) {
  const { author, agent, picture, text, files, edited, retracted, status } = entry;
  const { words, locale, controller: chat } = panel;
  const details = [formatsOf(locale).time.format(entry.at), edited && words.edited, progress];
  return (
    <div class={`message ${author}`}>
      {agent && showsAuthor && (
        <b>
          <Avatar panel={panel} name={agent} picture={picture} />
          {agent}
        </b>
      )}
      {retracted ? <i>{words.deleted}</i> : text && <MessageText panel={panel} text={text} />}
      {files.map((file) => (
        <Attachment key={file.id} panel={panel} file={file} />
      ))}
      {status?.kind === "refused" ? (
        <p class="fault" role="alert">
          {words.refused} {refusalText(words, status.problem.code)}{" "}
          <button type="button" class="link" onClick={() => chat.editRefused(entry)}>
            {words.edit}
          </button>
        </p>
      ) : (
        showsTime && <small>{details.filter(Boolean).join(" · ")}</small>
      )}
    </div>
  );
}
