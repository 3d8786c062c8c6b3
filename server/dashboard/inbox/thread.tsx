import type { AnsweredField, Conversation, Message, Submission } from "../../../shared/conversation.ts";
import { FIELD_TYPES } from "../field-types.ts";
import { languageName, shortTime } from "../format.ts";
import { Icon } from "../ui/icon.tsx";
import { Ago, PageLink } from "../ui/small.tsx";
import { threadEntries, wasLate } from "./thread-entries.ts";

/** What was asked, answered and written, in the order it came. */
export function Thread({ conversation }: { conversation: Conversation }) {
  return (
    <ol class="thread">
      {threadEntries(conversation).map((entry) =>
        entry.kind === "message" ? (
          <MessageEntry key={entry.message.id} message={entry.message} />
        ) : (
          <SubmissionEntry key={entry.submission.id} submission={entry.submission} answers={entry.answers} />
        ),
      )}
    </ol>
  );
}

function MessageEntry({ message }: { message: Message }) {
  return (
    <li class={`message ${message.author}`}>
      <div class="bubble">
        <p dir="auto">{message.text}</p>
      </div>
      <p class="meta">
        <Ago at={message.receivedAt} />
      </p>
      <Late entry={message} />
    </li>
  );
}

const FORM_WORDS = { pre_chat: "Pre-chat form", offline: "Offline form" } as const;

function SubmissionEntry({
  submission,
  answers,
}: {
  submission: Submission;
  answers: readonly AnsweredField[];
}) {
  return (
    <li class="submission">
      <header>
        <Icon name="form" size={16} />
        <h3>{FORM_WORDS[submission.form]}</h3>
        <Ago at={submission.receivedAt} />
      </header>
      {answers.length > 0 && (
        <dl>
          {answers.map((answer) => (
            <div key={answer.field}>
              <dt dir="auto">{questionOf(answer)}</dt>
              <dd dir="auto">{wordsOfAnswer(answer)}</dd>
            </div>
          ))}
        </dl>
      )}
      <p class="meta page">
        <Icon name="globe" size={15} />
        <span>
          Sent from <PageLink address={submission.page} /> in {languageName(submission.locale)}
        </span>
      </p>
      <Late entry={submission} />
    </li>
  );
}

/** The question as it was worded; where the widget asked in its own words, what the field is for. */
function questionOf({ field, type, label }: AnsweredField): string {
  return label && label !== field ? label : FIELD_TYPES[type].name;
}

/** An answer in words: choices one after the other, a ticked box as yes. */
function wordsOfAnswer({ answer }: AnsweredField): string {
  if (typeof answer === "boolean") return answer ? "Yes" : "No";
  return typeof answer === "string" ? answer : answer.join(", ");
}

/** What was written long before it arrived says so: it waited in a browser that was offline, or a clock is wrong. */
function Late({ entry }: { entry: { sentAt: number; receivedAt: number } }) {
  if (!wasLate(entry)) return null;
  return (
    <p class="meta late">
      <Icon name="clock" size={15} />
      Written {shortTime(entry.sentAt)} by the visitor's clock, arrived {shortTime(entry.receivedAt)}
    </p>
  );
}
