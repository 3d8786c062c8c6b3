import {
  ApiConversationStart,
  ApiConversationUpdate,
  ApiNote,
  ApiReply,
} from "../../../shared/api/conversation.ts";
import { type AgentMessage, ConversationSummary, Message } from "../../../shared/conversation.ts";
import { startConversation } from "../../conversations/inbox/start-conversation.ts";
import { findSummary } from "../../conversations/inbox/summaries.ts";
import { writeMessage } from "../../conversations/messages/write-message.ts";
import type { Tx } from "../../platform/database/open.ts";
import { newId } from "../../platform/ids.ts";
import type { PropertyDeps } from "../../properties/store.ts";
import { CONTACT_ID } from "../contacts/examples.ts";
import { actingMember } from "../http/acting-member.ts";
import { type Change, change, Nothing, type Operation } from "../http/operation.ts";
import type { RequestKey } from "../keys/key-store.ts";
import { changeConversation, summaryChange } from "./change-conversation.ts";
import { CONVERSATION_ID, EXAMPLE_CHAT, EXAMPLE_MESSAGE } from "./examples.ts";
import { findBrowser } from "./find-browser.ts";

/** How a key acts, in the documentation of what it does for a member of the team. */
export const ACTS_AS =
  "The key acts for the member `agent`, or else for the admin who created it; the dashboard shows the key's name beside theirs.";

/** A program's message or note. `agent`: the member for whom it acts. */
interface Said extends Omit<AgentMessage, "id" | "files"> {
  readonly agent: string | undefined;
}

/**
 * Writes an entry to a conversation for a program.
 *
 * @throws ApiError `not_found` before anything else, and those of `writeMessage`
 */
export async function writeEntry(
  tx: Tx,
  deps: PropertyDeps,
  key: RequestKey,
  { conversation, said: { agent, ...said } }: { readonly conversation: string; readonly said: Said },
): Promise<Change<Message>> {
  const property = await deps.properties.get(key.property);
  const { contact_id } = await findSummary(tx, property.id, conversation);
  const by = await actingMember(tx, key, agent);
  const written = { id: newId(deps), files: [], ...said };
  const body = await writeMessage(tx, deps, property, { id: conversation, by, said: written });
  return { body, about: { contact: contact_id } };
}

/** The operations that change conversations. Each of them is published to dashboards and widgets as an agent's own. */
export function conversationWrites(deps: PropertyDeps): readonly Operation[] {
  const { properties } = deps;
  return [
    change(
      {
        id: "sendReply",
        method: "POST",
        path: "/conversations/:id/messages",
        tag: "Conversations",
        scope: "conversations:reply",
        summary: "Send a message to the customer",
        details: `The message appears in the customer's widget, and is mailed if they do not read it there. ${ACTS_AS} Whoever answers an unassigned chat or ticket takes it.`,
        params: { id: CONVERSATION_ID },
        query: Nothing,
        body: ApiReply,
        answer: Message,
        status: 201,
        errors: ["not_found", "message_empty", "message_too_long", "not_a_ticket", "ticket_joined"],
        example: { body: { text: "The invoice is attached." }, answer: EXAMPLE_MESSAGE },
      },
      (tx, { key, param, body }) =>
        writeEntry(tx, deps, key, {
          conversation: param("id"),
          said: { kind: "message", agent: undefined, ...body },
        }),
    ),
    change(
      {
        id: "addConversationNote",
        method: "POST",
        path: "/conversations/:id/notes",
        tag: "Conversations",
        scope: "conversations:note",
        summary: "Write a note that only the team sees",
        details: ACTS_AS,
        params: { id: CONVERSATION_ID },
        query: Nothing,
        body: ApiNote,
        answer: Message,
        status: 201,
        errors: ["not_found", "message_empty", "message_too_long", "ticket_joined"],
        example: {
          body: { text: "Paid on Monday, says the shop." },
          answer: { ...EXAMPLE_MESSAGE, kind: "note", text: "Paid on Monday, says the shop." },
        },
      },
      (tx, { key, param, body }) =>
        writeEntry(tx, deps, key, {
          conversation: param("id"),
          said: { kind: "note", agent: undefined, ...body },
        }),
    ),
    change(
      {
        id: "updateConversation",
        method: "PATCH",
        path: "/conversations/:id",
        tag: "Conversations",
        scope: "conversations:write",
        summary: "Assign, tag, close or reopen a chat or ticket, or change a ticket's subject and priority",
        details: `Absent fields stay as they are. With \`If-Match\`, the \`ETag\` of what was read before, a conversation that has been changed since then is not changed. ${ACTS_AS}`,
        params: { id: CONVERSATION_ID },
        query: Nothing,
        body: ApiConversationUpdate,
        answer: ConversationSummary,
        status: 200,
        errors: ["not_found", "conversation_changed", "changed_meanwhile", "not_a_ticket", "ticket_joined"],
        example: {
          body: { status: "closed", tags: ["billing"] },
          answer: {
            ...EXAMPLE_CHAT,
            status: "closed",
            tags: [{ id: "019c2f3e-1c00-7000-8000-000000007a61", name: "billing" }],
          },
        },
      },
      async (tx, { key, property, param, header, body }) =>
        changeConversation(tx, deps, await properties.get(property), {
          id: param("id"),
          key,
          body,
          ifMatch: header("if-match"),
        }),
    ),
    change(
      {
        id: "openConversation",
        method: "POST",
        path: "/contacts/:id/conversations",
        tag: "Conversations",
        scope: "conversations:reply",
        summary: "Write to a contact, in their open conversation or a new chat",
        details: `The message appears in the widget of the browser in which the contact was seen last. Whoever has no browser is written to with a ticket. ${ACTS_AS}`,
        params: { id: CONTACT_ID },
        query: Nothing,
        body: ApiConversationStart,
        answer: ConversationSummary,
        status: 201,
        errors: ["not_found", "contact_unreachable", "message_empty", "message_too_long", "ticket_joined"],
        example: {
          body: { text: "Your order has arrived." },
          answer: { ...EXAMPLE_CHAT, preview: "Your order has arrived." },
        },
      },
      async (tx, { key, property, param, body: { text, agent } }) => {
        const visitor = await findBrowser(tx, property, param("id"));
        const by = await actingMember(tx, key, agent);
        const wanted = { visitor, by, said: { id: newId(deps), text } };
        const id = await startConversation(tx, deps, await properties.get(property), wanted);
        return summaryChange(tx, property, id);
      },
    ),
  ];
}
