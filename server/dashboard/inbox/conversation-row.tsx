import type { ConversationSummary } from "../../../shared/conversation.ts";
import { Ago } from "../ui/small.tsx";
import { callOf } from "./inbox-list.ts";

interface ConversationRowProps {
  readonly item: ConversationSummary;
  readonly href: string;
  readonly selected: boolean;
  readonly tabIndex: 0 | -1;
}

/** One conversation in the list. */
export function ConversationRow({ item, href, selected, tabIndex }: ConversationRowProps) {
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
            <span class="unseen">Unread. </span>
          </span>
        )}
        <span class="row-name" dir="auto">
          {callOf(item.person)}
        </span>
        <Ago at={item.lastMessageAt} />
      </span>
      <span class="row-preview" dir="auto">
        {item.preview || "No message"}
      </span>
      <Badges item={item} />
    </a>
  );
}

/** How a conversation began, and what to know before trusting it. */
export function Badges({ item }: { item: ConversationSummary }) {
  return (
    <span class="badges">
      <span class="badge">{beginningOf(item)}</span>
      {item.claimed && <span class="badge warn">Claimed</span>}
      {item.suspicious && <span class="badge bad">Suspicious</span>}
      {item.status === "closed" && <span class="badge">Closed</span>}
    </span>
  );
}

/** "Offline message #12", or "Chat". */
function beginningOf({ form, ticket }: ConversationSummary): string {
  if (form === "pre_chat") return "Chat";
  return ticket === null ? "Offline message" : `Offline message #${ticket}`;
}
