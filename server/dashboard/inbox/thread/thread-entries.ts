import type { AnsweredField, Conversation, Message, Submission } from "../../../../shared/conversation.ts";
import { startOfDay } from "../../ui/format.ts";

export type ThreadEntry =
  | { readonly kind: "day"; readonly key: string; readonly at: number }
  | {
      readonly kind: "message";
      readonly key: string;
      readonly at: number;
      readonly message: Message;
      /** Right after another one of the same hand: drawn as one block. */
      readonly follows: boolean;
    }
  | {
      readonly kind: "submission";
      readonly key: string;
      readonly at: number;
      readonly submission: Submission;
      /** The answers that do not stand below as a message. */
      readonly answers: readonly AnsweredField[];
    };

type Parts = Pick<Conversation, "messages" | "submissions" | "earlier">;

/** A visitor's clock this far from ours is worth a word, in milliseconds. */
const LATE = 5 * 60_000;
/** What one hand writes within so long is one block. */
const BLOCK = 3 * 60_000;

/** Whether something reached the server long before or after the visitor's clock says it was written. */
export function wasDelayed({ sentAt, receivedAt }: { sentAt: number; receivedAt: number }): boolean {
  return Math.abs(receivedAt - sentAt) > LATE;
}

function formEntries({ messages, submissions, earlier }: Parts): readonly ThreadEntry[] {
  const texts = new Set(messages.filter(({ author }) => author === "visitor").map(({ text }) => text));
  const isMessage = ({ type, answer }: AnsweredField) =>
    type === "long_text" && typeof answer === "string" && texts.has(answer);
  // a form that was sent before what is loaded comes with that part of the history
  const from = earlier ? (messages[0]?.receivedAt ?? 0) : Number.NEGATIVE_INFINITY;
  return submissions
    .filter(({ receivedAt }) => receivedAt >= from)
    .map((submission) => ({
      kind: "submission",
      key: submission.id,
      at: submission.receivedAt,
      submission,
      answers: submission.answers.filter((answer) => !isMessage(answer)),
    }));
}

const isOneHand = (a: Message, b: Message) =>
  a.kind === b.kind &&
  a.kind !== "event" &&
  a.author === b.author &&
  a.agent?.id === b.agent?.id &&
  b.receivedAt - a.receivedAt < BLOCK;

/**
 * Forms and messages in the order they came, with the days between them; a form stands before the message that was
 * written in it.
 */
export function threadEntries(conversation: Parts): readonly ThreadEntry[] {
  const forms = [...formEntries(conversation)];
  const inOrder: ThreadEntry[] = [];
  for (const message of conversation.messages) {
    while (forms[0] && forms[0].at <= message.receivedAt) inOrder.push(forms.shift() as ThreadEntry);
    const before = inOrder.at(-1);
    inOrder.push({
      kind: "message",
      key: message.id,
      at: message.receivedAt,
      message,
      follows: before?.kind === "message" && isOneHand(before.message, message),
    });
  }
  return withDays([...inOrder, ...forms]);
}

function withDays(entries: readonly ThreadEntry[]): readonly ThreadEntry[] {
  let day: number | null = null;
  return entries.flatMap((entry): ThreadEntry[] => {
    const own = startOfDay(entry.at);
    if (own === day) return [entry];
    day = own;
    const separator = { kind: "day", key: `day ${entry.key}`, at: entry.at } as const;
    return [separator, entry.kind === "message" ? { ...entry, follows: false } : entry];
  });
}
