import type { ConversationEvent, Message } from "../../../../shared/conversation.ts";
import { clockTime, fullTime } from "../../ui/format.ts";
import { Icon, type IconName } from "../../ui/icon.tsx";
import { eventText } from "./event-text.ts";
import { RichText } from "./rich-text.tsx";

const ICONS: Readonly<Record<ConversationEvent["kind"], IconName>> = {
  taken: "hand",
  assigned: "person",
  left: "undo",
  closed: "check",
  reopened: "undo",
  rated: "good",
  ticket: "ticket",
  open: "undo",
  waiting: "clock",
  solved: "check",
  priority: "alert",
  subject: "edit",
  joined: "merge",
  separated: "cut",
  joined_into: "merge",
  separated_from: "cut",
  follows: "link",
  followed_by: "link",
};

/** An event of the conversation, with the text that belongs to it. */
export function EventEntry({ message, me }: { message: Message; me: string }) {
  if (!message.event) return null;
  const icon = message.event.kind === "rated" ? message.event.rating : ICONS[message.event.kind];
  return (
    <li class="event">
      <p>
        <Icon name={icon} size={14} />
        <bdi>{eventText(message.event, message, me)}</bdi>
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
