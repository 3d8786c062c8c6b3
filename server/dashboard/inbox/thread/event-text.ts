import type { ConversationEvent, Message } from "../../../../shared/conversation.ts";
import { message, t } from "../../i18n/translate.ts";

/** The name of the person who did something, as shown to the reader; null for Foyer itself. */
export function actorName({ agent, author }: Pick<Message, "agent" | "author">, me: string): string | null {
  if (agent) return agent.id === me ? t("You") : agent.name;
  return author === "visitor" ? t("The visitor") : null;
}

/** The sentences about an action that concerns another ticket. */
const OTHER_TICKET = {
  joined: message("{someone} added ticket #{number}"),
  separated: message("{someone} separated ticket #{number}"),
  joined_into: message("{someone} joined this into ticket #{number}"),
  separated_from: message("{someone} separated this from ticket #{number}"),
  follows: message("{someone} replied to the closed ticket #{number}"),
  followed_by: message("{someone} goes on in ticket #{number}"),
} as const;

const NEW_STATUS = {
  open: message("{someone} set this ticket to open"),
  waiting: message("{someone} set this ticket to waiting"),
  solved: message("{someone} set this ticket to solved"),
} as const;

const NEW_PRIORITY = {
  low: message("{someone} set the priority to low"),
  normal: message("{someone} set the priority to normal"),
  high: message("{someone} set the priority to high"),
  urgent: message("{someone} set the priority to urgent"),
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
      return t("{agent} took this conversation", { agent: actor ?? t("An agent") });
    case "assigned":
      return event.to.id === me
        ? t("{someone} assigned this conversation to you", { someone })
        : t("{someone} assigned this conversation to {name}", { someone, name: event.to.name });
    case "left":
      return t("{agent} unassigned this conversation", { agent: actor ?? t("An agent") });
    case "closed":
      return actor ? t("{actor} closed this conversation", { actor }) : t("This conversation was closed");
    case "reopened":
      return actor ? t("{actor} reopened this conversation", { actor }) : t("This conversation was reopened");
    case "rated":
      return event.rating === "good"
        ? t("The visitor rated this chat as good")
        : t("The visitor rated this chat as bad");
    case "ticket":
      return by.agent
        ? t("{someone} made this ticket #{number}", { someone, number: event.number })
        : t("Not answered in time: this became ticket #{number}", { number: event.number });
    case "open":
    case "waiting":
    case "solved":
      return t(NEW_STATUS[event.kind], { someone });
    case "priority":
      return t(NEW_PRIORITY[event.to], { someone });
    case "subject":
      return t("{someone} changed the subject", { someone });
    default:
      return t(OTHER_TICKET[event.kind], { someone, number: event.number });
  }
}
