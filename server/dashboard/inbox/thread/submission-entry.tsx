import type { AnsweredField, Submission } from "../../../../shared/conversation.ts";
import { t, withElements } from "../../i18n/translate.ts";
import { FIELD_TYPES } from "../../ui/field-types.ts";
import { formLabel } from "../../ui/form-label.ts";
import { clockTime, fullTime, languageName, shortTime } from "../../ui/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { PageLink } from "../../ui/page-link.tsx";
import { wasDelayed } from "./thread-entries.ts";

interface SubmissionEntryProps {
  readonly submission: Submission;
  readonly answers: readonly AnsweredField[];
}

/** A submitted form: its questions and answers. */
export function SubmissionEntry({ submission, answers }: SubmissionEntryProps) {
  return (
    <li class="submission">
      <header>
        <Icon name="form" size={16} />
        <h3>{formLabel(submission.form)}</h3>
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
              <dt dir="auto">{questionText(answer)}</dt>
              <dd dir="auto">{answerText(answer)}</dd>
            </div>
          ))}
        </dl>
      )}
      <p class="meta page">
        <Icon name="globe" size={15} />
        <span>
          {withElements("Sent from {page} in {locale}", {
            page: <PageLink address={submission.page} />,
            locale: languageName(submission.locale),
          })}
        </span>
      </p>
      <DelayNotice entry={submission} />
    </li>
  );
}

/** The question as the visitor saw it; the name of the field type if the form has no label for the field. */
export function questionText({ field, type, label }: AnsweredField): string {
  return label && label !== field ? label : t(FIELD_TYPES[type].name);
}

/** An answer as text: choices separated by commas, a checkbox as yes or no. */
export function answerText({ answer }: AnsweredField): string {
  if (typeof answer === "boolean") return answer ? t("Yes") : t("No");
  return typeof answer === "string" ? answer : answer.join(", ");
}

/** Both times of something that arrived long after it was written (see `wasDelayed`). */
export function DelayNotice({ entry }: { entry: { sentAt: number; receivedAt: number } }) {
  if (!wasDelayed(entry)) return null;
  return (
    <p class="meta delayed">
      <Icon name="clock" size={15} />
      {t("Written {sentAt} by the visitor's clock, received {receivedAt}", {
        sentAt: shortTime(entry.sentAt),
        receivedAt: shortTime(entry.receivedAt),
      })}
    </p>
  );
}
