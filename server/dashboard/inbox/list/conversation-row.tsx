import type { ConversationSummary } from "../../../../shared/conversation.ts";
import { useServices } from "../../app/services.tsx";
import { personName } from "../../data/person-name.ts";
import { t } from "../../i18n/translate.ts";
import { formLabel, isNamed } from "../../ui/form-label.ts";
import { duration } from "../../ui/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { TypingDots } from "../conversation/typing-indicator.tsx";

interface ConversationRowProps {
  readonly item: ConversationSummary;
  /** The ID of the signed-in agent; undefined: the assignee is not shown. */
  readonly me?: string;
  readonly href: string;
  readonly selected: boolean;
  readonly tabIndex: 0 | -1;
}

/** One conversation in the list. */
export function ConversationRow({ item, me, href, selected, tabIndex }: ConversationRowProps) {
  const { typing } = useServices();
  const isTyping = typing.typists.value.some(
    ({ conversation, agent }) => conversation === item.id && agent === null,
  );
  return (
    <a
      class={item.unread ? "row unread" : "row"}
      href={href}
      tabIndex={tabIndex}
      aria-current={selected ? "true" : undefined}
    >
      <span class="row-top">
        {item.unread && (
          <span class="dot">
            <span class="unseen">{t("Unread.")} </span>
          </span>
        )}
        <span class="row-name" dir="auto" translate={false}>
          {personName(item.person)}
        </span>
        <RelativeTime at={item.lastMessageAt} />
      </span>
      {isTyping ? (
        <span class="row-preview typing">
          <TypingDots /> {t("is writing")}
        </span>
      ) : (
        <span class="row-preview" dir="auto">
          {previewOf(item)}
        </span>
      )}
      <Badges item={item} me={me} />
    </a>
  );
}

/** How long the person has waited, the assignee, the channel, and warnings. */
export function Badges({ item, me }: { item: ConversationSummary; me?: string | undefined }) {
  return (
    <span class="badges">
      {item.unansweredSince !== null && (
        <Wait since={item.unansweredSince} dueAt={item.ticket?.dueAt ?? null} />
      )}
      {item.ticket && item.ticket.priority !== "normal" && (
        <span class="badge warn">{item.ticket.priority}</span>
      )}
      {item.assignee && me !== undefined && (
        <span class={item.assignee.id === me ? "badge own" : "badge"} dir="auto">
          {item.assignee.id === me ? t("You") : item.assignee.name}
        </span>
      )}
      <span class="badge">{channelText(item)}</span>
      {item.claimed && <span class="badge warn">{t("Claimed")}</span>}
      {item.mailFailed && <span class="badge bad">{t("E-mail failed")}</span>}
      {item.suspicious && <span class="badge bad">{t("Suspicious")}</span>}
      {item.status !== "open" && <span class="badge status">{item.status}</span>}
      {item.tags.map(({ id, name }) => (
        <span key={id} class="badge" dir="auto" translate={false}>
          {name}
        </span>
      ))}
      {item.rating && (
        <span class={`badge rating ${item.rating}`}>
          <Icon name={item.rating} size={12} />
          {item.rating === "good" ? t("Rated good") : t("Rated bad")}
        </span>
      )}
    </span>
  );
}

/** An answer that is due within this time is marked, in milliseconds. */
const SOON = 2 * 3_600_000;

/** How long the person has waited; of a ticket, until when its answer is due, or for how long it has been overdue. */
function Wait({ since, dueAt }: { since: number; dueAt: number | null }) {
  const now = useServices().clock.value;
  if (dueAt === null)
    return (
      <span class="badge due">{t("Waiting {value}", { value: duration(Math.max(0, now - since)) })}</span>
    );
  if (dueAt <= now)
    return <span class="badge bad">{t("Overdue {now}", { now: duration(now - dueAt) })}</span>;
  return (
    <span class={dueAt - now < SOON ? "badge due" : "badge"}>
      {t("Due in {dueAt}", { dueAt: duration(dueAt - now) })}
    </span>
  );
}

/** The subject of a ticket, if the last message does not begin with it, and the last message. */
function previewOf({ preview, ticket }: ConversationSummary): string {
  if (!ticket?.subject || preview.startsWith(ticket.subject)) return preview || t("No message");
  return preview ? `${ticket.subject} · ${preview}` : ticket.subject;
}

/** The form or ticket that the conversation began with, or that an agent wrote first. */
function channelText({ form, ticket }: ConversationSummary): string {
  if (ticket)
    return [`#${ticket.number}`, form !== null && isNamed(form) && formLabel(form)]
      .filter(Boolean)
      .join(" · ");
  if (form === null) return t("Started by agent");
  return form === "pre_chat" ? t("Chat") : t("Offline message");
}
