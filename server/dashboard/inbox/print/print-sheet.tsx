import type { Conversation, Message } from "../../../../shared/conversation.ts";
import type { FileInfo } from "../../../../shared/file.ts";
import { fileAddress } from "../../data/conversations-api.ts";
import { personName } from "../../data/person-name.ts";
import { t } from "../../i18n/translate.ts";
import { fileSize, shortTime } from "../../ui/format.ts";
import { browserTimeZone } from "../../ui/time-zone.ts";
import { eventText } from "../thread/event-text.ts";
import { RichText } from "../thread/rich-text.tsx";
import { answerText, questionText } from "../thread/submission-entry.tsx";
import { type ThreadEntry, threadEntries } from "../thread/thread-entries.ts";

export interface PrintSheetProps {
  readonly property: string;
  readonly propertyName: string;
  readonly conversation: Conversation;
  /** Whether the notes of the team are printed too. */
  readonly withNotes: boolean;
  /** Ms since 1970. */
  readonly printedAt: number;
}

/** A conversation on paper: who it is with, and every entry in full. */
export function PrintSheet({ property, conversation, withNotes, ...head }: PrintSheetProps) {
  const { messages, submissions, earlier } = conversation;
  const printed = withNotes ? messages : messages.filter(({ kind }) => kind !== "note");
  const entries = threadEntries({ messages: printed, submissions, earlier });
  const visitor = personName(conversation.person);
  return (
    <article class="print-sheet">
      <SheetHead {...head} conversation={conversation} />
      {withNotes && (
        <p class="print-notice">{t("With the internal notes of the team: not for the customer.")}</p>
      )}
      {earlier && (
        <p class="print-notice">
          {t(
            "Earlier messages are missing on this page. To print all of them, press Ctrl+P in the conversation, or choose Print above it.",
          )}
        </p>
      )}
      <ol class="plain-list">
        {entries.map((entry) => (
          <SheetEntry key={entry.key} entry={entry} property={property} visitor={visitor} />
        ))}
      </ol>
    </article>
  );
}

type SheetHeadProps = Pick<PrintSheetProps, "propertyName" | "conversation" | "printedAt">;

function SheetHead({ propertyName, conversation, printedAt }: SheetHeadProps) {
  const { person, ticket, visitor, status, assignee, tags, createdAt, lastMessageAt } = conversation;
  const facts: readonly (readonly [label: string, value: string | null])[] = [
    [t("Contact"), person.name],
    ["E-mail", person.email],
    [t("Phone"), person.phone],
    [t("Visitor ID"), person.id],
    [t("Written from"), visitor === person.id ? null : visitor],
    [t("Site"), propertyName],
    [t("Status"), status],
    [t("Priority"), ticket && ticket.priority !== "normal" ? ticket.priority : null],
    [t("Assigned to"), assignee?.name ?? null],
    [t("Tags"), tags.map(({ name }) => name).join(", ")],
    [t("Begun"), shortTime(createdAt)],
    [t("Last message"), shortTime(lastMessageAt)],
    [t("Printed"), shortTime(printedAt)],
    [t("Time zone"), browserTimeZone()],
  ];
  return (
    <header>
      <h1 dir="auto">
        {ticket
          ? t("Ticket #{number} with {person}", { number: ticket.number, person: personName(person) })
          : t("Conversation with {person}", { person: personName(person) })}
      </h1>
      {ticket?.subject && (
        <p class="print-subject" dir="auto">
          {ticket.subject}
        </p>
      )}
      <dl>
        {facts.map(
          ([label, value]) =>
            value && (
              <div key={label}>
                <dt>{label}</dt>
                <dd>
                  <bdi>{value}</bdi>
                </dd>
              </div>
            ),
        )}
      </dl>
    </header>
  );
}

interface SheetEntryProps {
  readonly entry: ThreadEntry;
  readonly property: string;
  /** The visitor's name. */
  readonly visitor: string;
}

function SheetEntry({ entry, property, visitor }: SheetEntryProps) {
  // every entry has its date
  if (entry.kind === "day") return null;
  if (entry.kind === "submission")
    return (
      <li class="print-entry">
        <EntryHead who={visitor} what={t("Form")} at={entry.at} />
        {entry.answers.map((answer) => (
          <p key={answer.field} dir="auto">
            <b>{questionText(answer)}:</b> {answerText(answer)}
          </p>
        ))}
      </li>
    );
  const { message } = entry;
  if (message.event)
    return (
      <li class="print-entry print-event">
        <p>
          <bdi>{eventText(message.event, message, "")}</bdi> · <time>{shortTime(message.receivedAt)}</time>
        </p>
        {message.text && <RichText text={message.text} />}
      </li>
    );
  return <MessageOnSheet message={message} property={property} visitor={visitor} />;
}

/** A text that is longer may be divided between two pages, in characters. */
const SHORT = 1_000;

function MessageOnSheet({
  message,
  property,
  visitor,
}: Omit<SheetEntryProps, "entry"> & { message: Message }) {
  const { kind, agent, author, text, files, retracted, editedAt, receivedAt } = message;
  const isNote = kind === "note";
  const who = agent?.name ?? (author === "visitor" ? visitor : "Foyer");
  const marks = [isNote && t("Internal note"), editedAt !== null && !retracted && "edited"].filter(Boolean);
  return (
    <li class={`print-entry${isNote ? " print-note" : ""}${text.length > SHORT ? " print-long" : ""}`}>
      <EntryHead who={who} what={marks.join(", ")} at={receivedAt} />
      {retracted ? <p>{t("Message deleted")}</p> : text && <RichText text={text} />}
      {!retracted && files.map((file) => <FileOnSheet key={file.id} property={property} file={file} />)}
    </li>
  );
}

function EntryHead({ who, what, at }: { who: string; what: string; at: number }) {
  return (
    <p class="print-who">
      <b>
        <bdi translate={false}>{who}</bdi>
      </b>
      {what && <span>{what}</span>}
      <time dateTime={new Date(at).toISOString()}>{shortTime(at)}</time>
    </p>
  );
}

function FileOnSheet({ property, file }: { property: string; file: FileInfo }) {
  return (
    <figure>
      {file.picture && <img src={fileAddress(property, file.id)} alt="" {...file.picture} />}
      <figcaption>
        {file.picture ? t("Picture") : t("File")}: <bdi translate={false}>{file.name}</bdi>,{" "}
        {fileSize(file.size)}
      </figcaption>
    </figure>
  );
}
