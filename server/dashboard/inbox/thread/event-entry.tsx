import type { ConversationEvent, Message } from "../../../../shared/conversation.ts";
import { clockTime, fullTime } from "../../ui/format.ts";
import { Icon, type IconName } from "../../ui/icon.tsx";
import { eventText } from "./event-text.ts";
import { RichText } from "./rich-text.tsx";
import { ViaApi } from "./via-api.tsx";

/** The icons of events; those that are about the ticket itself have that of a ticket. */
const ICONS: Readonly<Partial<Record<ConversationEvent["kind"], IconName>>> = {
  taken: "hand",
  assigned: "person",
  left: "undo",
  closed: "check",
  reopened: "undo",
  rated: "good",
  solved: "check",
};

/** An event of the conversation, with the text that belongs to it. */
export function EventEntry({ message, me }: { message: Message; me: string }) {
  if (!message.event) return null;
  const icon =
    message.event.kind === "rated" ? message.event.rating : (ICONS[message.event.kind] ?? "ticket");
  return (
    <li class="event" data-sequence={message.sequence}>
      <p>
        <Icon name={icon} size={14} />
        <bdi>{eventText(message.event, message, me)}</bdi>
        <ViaApi via={message.via} />
        <time dateTime={new Date(message.receivedAt).toISOString()} title={fullTime(message.receivedAt)}>
          {clockTime(message.receivedAt)}
        </time>
      </p>
      {message.text && (
        <blockquote>
          <RichText text={message.text} />
        </blockquote>
      )}
    </li>
  );
}
