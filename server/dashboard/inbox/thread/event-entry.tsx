import type { ConversationEvent, Message } from "../../../../shared/conversation.ts";
import { clockTime, fullTime } from "../../ui/format.ts";
import { Icon, type IconName } from "../../ui/icon.tsx";
import { RichText } from "./rich-text.tsx";

/** What happened, as a sentence about who did it. */
export function eventText(event: ConversationEvent, who: string | null, agent: string | null): string {
  switch (event.kind) {
    case "taken":
      return `${who ?? "Somebody"} took this conversation`;
    case "assigned":
      return event.to.id === agent
        ? `${who ?? "Foyer"} assigned this to you`
        : `${who ?? "Foyer"} assigned this to ${event.to.name}`;
    case "left":
      return `${who ?? "Somebody"} gave this back: it waits for anybody`;
    case "closed":
      return who ? `${who} closed this conversation` : "This conversation was closed";
    case "reopened":
      return who ? `${who} opened this conversation again` : "This conversation was opened again";
    case "rated":
      return event.rating === "good"
        ? "The visitor was happy with this chat"
        : "The visitor was not happy with this chat";
    case "ticket":
      return `Nobody had answered: this became ticket #${event.number}`;
  }
}

const ICONS: Readonly<Record<ConversationEvent["kind"], IconName>> = {
  taken: "hand",
  assigned: "person",
  left: "undo",
  closed: "check",
  reopened: "undo",
  rated: "good",
  ticket: "ticket",
};

/** Who did something, as the reader calls them. */
export function actorName({ agent, author }: Pick<Message, "agent" | "author">, me: string): string | null {
  if (agent) return agent.id === me ? "You" : agent.name;
  return author === "visitor" ? "The visitor" : null;
}

/** Something that happened, as a quiet line. */
export function EventEntry({ message, me }: { message: Message; me: string }) {
  if (!message.event) return null;
  const icon = message.event.kind === "rated" ? message.event.rating : ICONS[message.event.kind];
  return (
    <li class="event">
      <p>
        <Icon name={icon} size={14} />
        <bdi>{eventText(message.event, actorName(message, me), me)}</bdi>
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
