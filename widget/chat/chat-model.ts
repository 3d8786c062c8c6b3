import type { Rating, VisitorConversation, VisitorMessage } from "../../shared/conversation.ts";
import type { Problem } from "../../shared/error.ts";
import type { FileInfo } from "../../shared/file.ts";
import type { VisitorChanges, VisitorHistory } from "../../shared/live.ts";

/** What is told of a message that goes as soon as its files have arrived. */
export const ON_ITS_WAY = "file_on_its_way";

/** What is shown of an entry. */
export type Shown = Pick<VisitorMessage, "id" | "author" | "agent" | "text" | "at"> &
  Partial<Pick<VisitorMessage, "sequence" | "picture" | "event" | "edited" | "retracted">> & {
    readonly files: readonly Pick<FileInfo, "id" | "name" | "picture">[];
  };

/** One of the visitor's messages that the server has not brought back yet; `id` is its delivery's. */
export interface Own extends Shown {
  /** The conversation begins with it. */
  readonly opens?: boolean;
  /** What the outbox last told of it. */
  readonly how: "trying" | "waiting" | "accepted";
  readonly problem: Problem | null;
}

/** What an entry of the visitor's has that nobody has told otherwise. */
export const OWN = { author: "visitor", agent: null, files: [] } as const;

/** A file on its way to the server, to go with the next message. */
export interface Upload {
  readonly key: string;
  readonly file: File;
  /** How much has arrived, 0 to 1. */
  readonly part: number;
  readonly info: FileInfo | null;
  readonly problem: Partial<Problem> | null;
}

/** The conversation as this tab knows it: what the server has told, and what is still on its way there. */
export interface Chat {
  /** Up to which place of the property's order everything is here. */
  readonly sequence: number;
  readonly about: VisitorConversation | null;
  /** By place, without a gap. */
  readonly said: readonly VisitorMessage[];
  /** Whether there is more before that. */
  readonly earlier: boolean;
  readonly own: readonly Own[];
  /** Up to which place the visitor has read in this browser. */
  readonly read: number;
  /** The agent who is writing; empty: none. */
  readonly typing: string;
  readonly draft: string;
  readonly uploads: readonly Upload[];
  /** What agents have just written: told to screen readers, once. */
  readonly news: readonly VisitorMessage[];
  /** What the visitor has just said of it; the remark is null once it is sent. */
  readonly rated: Rating | null;
  readonly remark: string | null;
  /** Why what the visitor wanted was not done, or is not yet: a key of the words' reasons; empty: there is nothing to say. */
  readonly told: string;
}

export const NO_CHAT: Chat = {
  sequence: 0,
  about: null,
  said: [],
  earlier: false,
  own: [],
  read: 0,
  typing: "",
  draft: "",
  uploads: [],
  news: [],
  rated: null,
  remark: "",
  told: "",
};

/**
 * What to do with changes that another tab, the live connection or an answer brought, given what is here: apply them;
 * ignore them, for they are here already; or fetch, for something between is missing.
 */
export function judge(
  { sequence }: Pick<Chat, "sequence">,
  changes: Pick<VisitorChanges, "from" | "sequence" | "reset">,
): "apply" | "ignore" | "fetch" {
  if (changes.reset) return changes.from === sequence || changes.sequence > sequence ? "apply" : "fetch";
  if (changes.sequence <= sequence) return "ignore";
  return changes.from > sequence ? "fetch" : "apply";
}

/** Both together by place; of two versions of an entry the later one. */
function merge(some: readonly VisitorMessage[], more: readonly VisitorMessage[]): VisitorMessage[] {
  const all = new Map(some.map((entry) => [entry.id, entry]));
  for (const entry of more)
    if ((all.get(entry.id)?.revision ?? 0) <= entry.revision) all.set(entry.id, entry);
  return [...all.values()].sort((a, b) => a.sequence - b.sequence);
}

/** A conversation whose times are those of this browser's clock, which may be wrong. */
function byClock(now: number, { conversation, now: at }: VisitorChanges): VisitorConversation | null {
  const { waitsUntil } = conversation ?? {};
  return conversation && { ...conversation, waitsUntil: waitsUntil ? waitsUntil - at + now : null };
}

/**
 * The chat with changes that were judged good to apply.
 *
 * @param now by this browser's clock
 */
export function withChanges(chat: Chat, changes: VisitorChanges, now: number): Chat {
  const first = chat.earlier ? (chat.said[0]?.sequence ?? 0) : 0;
  const about = byClock(now, changes) ?? (changes.reset ? null : chat.about);
  const said = changes.reset
    ? changes.messages
    : merge(
        chat.said,
        changes.messages.filter(({ sequence }) => sequence >= first), // an older one would stand before a gap
      );
  return {
    ...chat,
    sequence: changes.sequence,
    about,
    said,
    earlier: changes.reset ? changes.earlier : chat.earlier,
    own: chat.own.filter(({ id }) => id !== about?.opener && !said.some((entry) => entry.id === id)),
    typing: changes.messages.some(({ author }) => author === "agent") ? "" : chat.typing,
  };
}

/** The chat with a page of what came before. */
export function withHistory(chat: Chat, { messages, earlier }: VisitorHistory): Chat {
  return { ...chat, said: merge(chat.said, messages), earlier };
}

/** The chat with one of the visitor's own messages, new or changed. */
export function withOwn(chat: Chat, own: Own): Chat {
  const others = chat.own.filter(({ id }) => id !== own.id);
  const known = chat.about?.opener === own.id || chat.said.some(({ id }) => id === own.id);
  return { ...chat, own: known ? others : [...others, own].sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

/** What agents have written that the visitor has not read. */
export function unreadIn({ about, said, read }: Chat): readonly VisitorMessage[] {
  const until = Math.max(read, about?.visitorRead ?? 0);
  return said.filter(
    ({ author, conversation, sequence, retracted }) =>
      author === "agent" && conversation === about?.id && sequence > until && !retracted,
  );
}

/** Whether it is a chat to show. A message that was left while nobody was there is one once it is answered (R20). */
export function isChat({ about, said, own }: Chat): boolean {
  return (
    own.length > 0 ||
    (!!about &&
      (about.ticket === null ||
        said.some(({ author, conversation }) => author === "agent" && conversation === about.id)))
  );
}
