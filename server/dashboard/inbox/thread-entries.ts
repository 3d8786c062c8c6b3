import type { AnsweredField, Conversation, Message, Submission } from "../../../shared/conversation.ts";

export type ThreadEntry =
  | { readonly kind: "message"; readonly at: number; readonly message: Message }
  | {
      readonly kind: "submission";
      readonly at: number;
      readonly submission: Submission;
      /** The answers that do not stand below as a message. */
      readonly answers: readonly AnsweredField[];
    };

/** A visitor's clock this far from ours is worth a word, in milliseconds. */
const LATE = 5 * 60_000;

/** Whether something reached the server long before or after the visitor's clock says it was written. */
export function wasLate({ sentAt, receivedAt }: { sentAt: number; receivedAt: number }): boolean {
  return Math.abs(receivedAt - sentAt) > LATE;
}

/** Forms and messages in the order they came; a form stands before the message that was written in it. */
export function threadEntries({ messages, submissions }: Conversation): readonly ThreadEntry[] {
  const texts = new Set(messages.filter(({ author }) => author === "visitor").map(({ text }) => text));
  const isMessage = ({ type, answer }: AnsweredField) =>
    type === "long_text" && typeof answer === "string" && texts.has(answer);
  const forms = submissions.map(
    (submission): ThreadEntry => ({
      kind: "submission",
      at: submission.receivedAt,
      submission,
      answers: submission.answers.filter((answer) => !isMessage(answer)),
    }),
  );
  const written = messages.map(
    (message): ThreadEntry => ({ kind: "message", at: message.receivedAt, message }),
  );
  // sorting is stable, so at the same instant the form comes first
  return [...forms, ...written].sort((a, b) => a.at - b.at);
}
