import type { AnsweredField, Submission } from "../../../../shared/conversation.ts";
import { FIELD_TYPES } from "../../ui/field-types.ts";
import { clockTime, fullTime, languageName, shortTime } from "../../ui/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { PageLink } from "../../ui/page-link.tsx";
import { wasDelayed } from "./thread-entries.ts";

const FORM_WORDS = { pre_chat: "Pre-chat form", offline: "Offline form" } as const;

interface SubmissionEntryProps {
  readonly submission: Submission;
  readonly answers: readonly AnsweredField[];
}

/** A filled-in form: what was asked and answered. */
export function SubmissionEntry({ submission, answers }: SubmissionEntryProps) {
  return (
    <li class="submission">
      <header>
        <Icon name="form" size={16} />
        <h3>{FORM_WORDS[submission.form]}</h3>
        <time
          dateTime={new Date(submission.receivedAt).toISOString()}
          title={fullTime(submission.receivedAt)}
        >
          {clockTime(submission.receivedAt)}
        </time>
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
      <DelayNotice entry={submission} />
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
export function DelayNotice({ entry }: { entry: { sentAt: number; receivedAt: number } }) {
  if (!wasDelayed(entry)) return null;
  return (
    <p class="meta late">
      <Icon name="clock" size={15} />
      Written {shortTime(entry.sentAt)} by the visitor's clock, arrived {shortTime(entry.receivedAt)}
    </p>
  );
}
