import type { ConversationEvent, Message } from "../../../../shared/conversation.ts";

/** The name of the person who did something, as shown to the reader; null for Foyer itself. */
export function actorName({ agent, author }: Pick<Message, "agent" | "author">, me: string): string | null {
  if (agent) return agent.id === me ? "You" : agent.name;
  return author === "visitor" ? "The visitor" : null;
}

/** The words for an action that concerns another ticket; its number follows. */
const OTHER_TICKET = {
  joined: "added ticket #",
  separated: "separated ticket #",
  joined_into: "joined this into ticket #",
  separated_from: "separated this from ticket #",
  follows: "replied to the closed ticket #",
  followed_by: "goes on in ticket #",
} as const;

/**
 * The sentence about an event.
 *
 * @param me the ID of the agent who reads it
 */
export function eventText(
  event: ConversationEvent,
  by: Pick<Message, "agent" | "author">,
  me: string,
): string {
  const actor = actorName(by, me);
  const someone = actor ?? "Foyer";
  switch (event.kind) {
    case "taken":
      return `${actor ?? "An agent"} took this conversation`;
    case "assigned":
      return `${someone} assigned this conversation to ${event.to.id === me ? "you" : event.to.name}`;
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
      return by.agent
        ? `${someone} made this ticket #${event.number}`
        : `Not answered in time: this became ticket #${event.number}`;
    case "open":
    case "waiting":
    case "solved":
      return `${someone} set this ticket to ${event.kind}`;
    case "priority":
      return `${someone} set the priority to ${event.to}`;
    case "subject":
      return `${someone} changed the subject`;
    default:
      return `${someone} ${OTHER_TICKET[event.kind]}${event.number}`;
  }
}
