import type { ConversationEvent, Message } from "../../../../shared/conversation.ts";
import { clockTime, fullTime } from "../../ui/format.ts";
import { Icon, type IconName } from "../../ui/icon.tsx";
import { RichText } from "./rich-text.tsx";

/**
 * The sentence about an event.
 *
 * @param actor the name of the person who did it; null for Foyer itself
 * @param reader the ID of the agent who reads it
 */
export function eventText(event: ConversationEvent, actor: string | null, reader: string): string {
  switch (event.kind) {
    case "taken":
      return `${actor ?? "An agent"} took this conversation`;
    case "assigned":
      return `${actor ?? "Foyer"} assigned this conversation to ${event.to.id === reader ? "you" : event.to.name}`;
    case "left":
      return `${actor ?? "An agent"} unassigned this conversation`;
    case "closed":
      return actor ? `${actor} closed this conversation` : "This conversation was closed";
    case "reopened":
      return actor ? `${actor} reopened this conversation` : "This conversation was reopened";
    case "rated":
      return event.rating === "good"
        ? "The visitor rated this chat as good"
        : "The visitor rated this chat as bad";
    case "ticket":
      return `Not answered in time: this became ticket #${event.number}`;
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

/** The name of the person who did something, as shown to the reader; null for Foyer itself. */
export function actorName({ agent, author }: Pick<Message, "agent" | "author">, me: string): string | null {
  if (agent) return agent.id === me ? "You" : agent.name;
  return author === "visitor" ? "The visitor" : null;
}

/** An event of the conversation, with the text that belongs to it. */
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
