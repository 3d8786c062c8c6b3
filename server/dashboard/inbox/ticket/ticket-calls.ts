import { ConversationSummary, type TicketStart } from "../../../../shared/conversation.ts";
import type { Api } from "../../data/api.ts";

/** The requests of the ticket's dialog. They are in its file, so that they are loaded with it. */
export function ticketCalls({ call }: Pick<Api, "call">) {
  return {
    find: (property: string, number: number) =>
      call(ConversationSummary, "GET", "/properties/:property/tickets/:number", {
        param: { property, number: String(number) },
      }),
    open: (property: string, contact: string, json: TicketStart) =>
      call(ConversationSummary, "POST", "/properties/:property/contacts/:id/tickets", {
        param: { property, id: contact },
        json,
      }),
    make: (property: string, id: string, subject: string) =>
      call(ConversationSummary, "POST", "/properties/:property/conversations/:id/ticket", {
        param: { property, id },
        json: { subject },
      }),
    join: (property: string, id: string, into: string) =>
      call(ConversationSummary, "POST", "/properties/:property/conversations/:id/join", {
        param: { property, id },
        json: { into },
      }),
    separate: (property: string, id: string) =>
      call(ConversationSummary, "DELETE", "/properties/:property/conversations/:id/join", {
        param: { property, id },
      }),
  } as const;
}
