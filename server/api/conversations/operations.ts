import {
  ApiConversation,
  ApiConversationPage,
  ApiConversationQuery,
  ApiEntryPage,
  ApiEntryQuery,
  ApiTeam,
} from "../../../shared/api/conversation.ts";
import { ConversationSummary, Message } from "../../../shared/conversation.ts";
import { readTeam } from "../../accounts/team.ts";
import { readInboxCursor } from "../../conversations/inbox/inbox-cursor.ts";
import { listConversations } from "../../conversations/inbox/list-conversations.ts";
import type { PropertyDeps } from "../../properties/store.ts";
import { resolveContact } from "../contacts/read-api-contact.ts";
import { apiSchemas } from "../http/openapi.ts";
import { Nothing, type Operation, read } from "../http/operation.ts";
import { findTagByName } from "./change-conversation.ts";
import { CONVERSATION_ID, EXAMPLE_CHAT, EXAMPLE_ENTRIES, EXAMPLE_TICKET, withEntries } from "./examples.ts";
import { etagOf, readApiConversation, readApiEntries } from "./read-api-conversation.ts";
import { conversationWrites } from "./write-operations.ts";

apiSchemas.add(ConversationSummary, { id: "ConversationSummary" });
apiSchemas.add(ApiConversation, { id: "Conversation" });
apiSchemas.add(ApiConversationPage, { id: "ConversationPage" });
apiSchemas.add(Message, { id: "Entry" });
apiSchemas.add(ApiEntryPage, { id: "EntryPage" });
apiSchemas.add(ApiTeam, { id: "Team" });

/** Conversations: list, read, answer, note, change. The scopes of conversations are good for tickets too. */
export function conversationOperations(deps: PropertyDeps): readonly Operation[] {
  const { database, now } = deps;
  return [
    read(
      {
        id: "listConversations",
        method: "GET",
        path: "/conversations",
        tag: "Conversations",
        scope: "conversations:read",
        summary: "List chats and tickets",
        details:
          "A page of a view of the inbox, as in the dashboard: overdue tickets are on top, then the last message comes first. Probable spam is only in the view `suspicious`.",
        params: {},
        query: ApiConversationQuery,
        body: Nothing,
        answer: ApiConversationPage,
        status: 200,
        errors: ["not_found"],
        example: {
          query: { view: "unanswered" },
          answer: { items: [EXAMPLE_CHAT, EXAMPLE_TICKET], next: null },
        },
      },
      async ({ key, property, query: { view, contact, tag, agent, cursor } }) => {
        const scope = {
          property,
          view: view ?? (contact ? null : "all"),
          agent: agent ?? key.createdBy,
          contact: contact ? await resolveContact(database.read, property, contact) : null,
          tag: tag === undefined ? null : await findTagByName(database.read, property, tag),
        };
        const page = { cursor: readInboxCursor(cursor), now: now() };
        const { items, next } = await listConversations(database.read, scope, page);
        return { body: { items, next } };
      },
    ),
    read(
      {
        id: "getConversation",
        method: "GET",
        path: "/conversations/:id",
        tag: "Conversations",
        scope: "conversations:read",
        summary: "Read a chat or ticket with its last entries",
        params: { id: CONVERSATION_ID },
        query: Nothing,
        body: Nothing,
        answer: ApiConversation,
        status: 200,
        errors: ["not_found"],
        example: { answer: withEntries(EXAMPLE_CHAT) },
      },
      async ({ property, param }) => {
        const conversation = await readApiConversation(database.read, property, param("id"));
        return { body: conversation, headers: { ETag: etagOf(conversation) } };
      },
    ),
    read(
      {
        id: "listEntries",
        method: "GET",
        path: "/conversations/:id/entries",
        tag: "Conversations",
        scope: "conversations:read",
        summary: "List the messages, notes and events of a chat or ticket",
        params: { id: CONVERSATION_ID },
        query: ApiEntryQuery,
        body: Nothing,
        answer: ApiEntryPage,
        status: 200,
        errors: ["not_found"],
        example: { answer: EXAMPLE_ENTRIES },
      },
      async ({ property, param, query: { cursor } }) => ({
        body: await readApiEntries(database.read, property, param("id"), cursor),
      }),
    ),
    ...conversationWrites(deps),
    read(
      {
        id: "listTeam",
        method: "GET",
        path: "/team",
        tag: "Conversations",
        scope: "conversations:read",
        summary: "List the members of the team",
        details: "Their IDs are the `assignee` of conversations, and the `agent` for whom a key may act.",
        params: {},
        query: Nothing,
        body: Nothing,
        answer: ApiTeam,
        status: 200,
        errors: [],
        example: {
          answer: {
            items: [{ id: "019c2f3e-1c00-7000-8000-00000000a9e1", name: "Olga Owner", role: "admin" }],
          },
        },
      },
      async ({ property }) => {
        const { agents } = await readTeam(database.read, property, now());
        return { body: { items: agents.map(({ id, name, role }) => ({ id, name, role })) } };
      },
    ),
  ];
}
