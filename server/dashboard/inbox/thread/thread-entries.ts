import type { AnsweredField, Conversation, Message, Submission } from "../../../../shared/conversation.ts";
import { startOfDay } from "../../ui/format.ts";

interface MessageThreadEntry {
  readonly kind: "message";
  readonly key: string;
  readonly at: number;
  readonly message: Message;
  /** Whether it continues the block of the message before it. */
  readonly follows: boolean;
}

interface SubmissionThreadEntry {
  readonly kind: "submission";
  readonly key: string;
  readonly at: number;
  readonly submission: Submission;
  /** The answers that do not appear as a message of their own. */
  readonly answers: readonly AnsweredField[];
}

export type ThreadEntry =
  | { readonly kind: "day"; readonly key: string; readonly at: number }
  | MessageThreadEntry
  | SubmissionThreadEntry;

type Parts = Pick<Conversation, "messages" | "submissions" | "earlier">;

/** A message that took longer than this to arrive shows both times, in milliseconds. */
const MAX_DELAY = 5 * 60_000;
/** Messages of one author within this time form one block, in milliseconds. */
const BLOCK_TIME = 3 * 60_000;

/**
 * Whether something arrived long after the visitor's browser says it was written, or long before. It waited in a
 * browser that was offline, or the visitor's clock is wrong.
 */
export function wasDelayed({ sentAt, receivedAt }: { sentAt: number; receivedAt: number }): boolean {
  return Math.abs(receivedAt - sentAt) > MAX_DELAY;
}

function submissionEntries({ messages, submissions, earlier }: Parts): SubmissionThreadEntry[] {
  const texts = new Set(messages.filter(({ author }) => author === "visitor").map(({ text }) => text));
  const isMessage = ({ type, answer }: AnsweredField) =>
    type === "long_text" && typeof answer === "string" && texts.has(answer);
  // an earlier submission belongs to a part of the history that is not loaded
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

const isSameBlock = (a: Message, b: Message) =>
  a.kind === b.kind &&
  a.kind !== "event" &&
  a.author === b.author &&
  a.agent?.id === b.agent?.id &&
  a.via === b.via &&
  b.receivedAt - a.receivedAt < BLOCK_TIME;

/**
 * Submissions and messages by time, with a separator before each day. A submission comes before the message that was
 * written in its form.
 */
export function threadEntries(conversation: Parts): readonly ThreadEntry[] {
  const submissions = submissionEntries(conversation);
  const entries: ThreadEntry[] = [];
  let taken = 0;
  for (const message of conversation.messages) {
    for (let next = submissions[taken]; next && next.at <= message.receivedAt; next = submissions[++taken])
      entries.push(next);
    const previous = entries.at(-1);
    entries.push({
      kind: "message",
      key: message.id,
      at: message.receivedAt,
      message,
      follows: previous?.kind === "message" && isSameBlock(previous.message, message),
    });
  }
  return withDays([...entries, ...submissions.slice(taken)]);
}

function withDays(entries: readonly ThreadEntry[]): readonly ThreadEntry[] {
  let day: number | null = null;
  return entries.flatMap((entry): ThreadEntry[] => {
    const entryDay = startOfDay(entry.at);
    if (entryDay === day) return [entry];
    day = entryDay;
    const separator = { kind: "day", key: `day ${entry.key}`, at: entry.at } as const;
    return [separator, entry.kind === "message" ? { ...entry, follows: false } : entry];
  });
}
