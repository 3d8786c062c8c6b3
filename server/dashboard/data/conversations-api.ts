import * as z from "zod/mini";
import { Contact, type ContactEdit } from "../../../shared/contact.ts";
import {
  type AgentMessage,
  Conversation,
  ConversationSummary,
  type ConversationUpdate,
  InboxPage,
  type InboxView,
  Message,
  MessagePage,
  SavedAnswer,
  SavedAnswers,
} from "../../../shared/conversation.ts";
import { FileInfo } from "../../../shared/file.ts";
import { ConnectToken } from "../../../shared/live.ts";
import { OnlineVisitors } from "../../../shared/visitor.ts";
import { apiAddress } from "./api-routes.ts";
import type { Client, SentFile } from "./client.ts";

/** The empty response of a route that only reports success. */
export const Done = z.object({});

/** The address of a conversation's file, for agents. */
export const fileAddress = (property: string, id: string) =>
  apiAddress("/properties/:property/files/:id", { property, id });

interface InboxFilter {
  readonly view?: InboxView;
  /** The ID of the tag of the view `tag`. */
  readonly tag?: string;
  readonly contact?: string;
  readonly cursor: string | null;
}

/** The requests of the inbox, its conversations, and the visitors who are online. */
export function conversationCalls(client: Client) {
  return { ...inboxCalls(client), ...messageCalls(client), ...savedAnswerCalls(client) } as const;
}

/** The requests for conversations, their persons and the visitors who are online. */
function inboxCalls({ call }: Client) {
  return {
    connectToken: () => call(ConnectToken, "POST", "/connect-token", {}),
    onlineVisitors: (property: string) =>
      call(OnlineVisitors, "GET", "/properties/:property/visitors", { param: { property } }),

    inbox: (property: string, query: InboxFilter) =>
      call(InboxPage, "GET", "/properties/:property/conversations", { param: { property }, query }),
    conversation: (property: string, id: string) =>
      call(Conversation, "GET", "/properties/:property/conversations/:id", { param: { property, id } }),
    updateConversation: (property: string, id: string, json: z.input<typeof ConversationUpdate>) =>
      call(ConversationSummary, "PATCH", "/properties/:property/conversations/:id", {
        param: { property, id },
        json,
      }),
    take: (property: string, id: string) =>
      call(ConversationSummary, "POST", "/properties/:property/conversations/:id/take", {
        param: { property, id },
      }),
    startConversation: (property: string, visitor: string, json: { id: string; text: string }) =>
      call(ConversationSummary, "POST", "/properties/:property/visitors/:visitor/conversations", {
        param: { property, visitor },
        json,
      }),

    editPerson: (property: string, id: string, json: ContactEdit) =>
      call(Contact, "PATCH", "/properties/:property/contacts/:id", { param: { property, id }, json }),
    detachDevice: (property: string, visitor: string) =>
      call(Contact, "POST", "/properties/:property/devices/:visitor/detach", {
        param: { property, visitor },
      }),
  } as const;
}

/** The requests for messages and their files. */
function messageCalls({ call, upload }: Client) {
  return {
    history: (property: string, id: string, before: number, limit?: number) =>
      call(MessagePage, "GET", "/properties/:property/conversations/:id/messages", {
        param: { property, id },
        query: { before: String(before), limit: limit ? String(limit) : null },
      }),
    sendMessage: (property: string, id: string, json: AgentMessage) =>
      call(Message, "POST", "/properties/:property/conversations/:id/messages", {
        param: { property, id },
        json,
      }),
    correctMessage: (property: string, id: string, message: string, text: string) =>
      call(Message, "PATCH", "/properties/:property/conversations/:id/messages/:message", {
        param: { property, id, message },
        json: { text },
      }),
    retractMessage: (property: string, id: string, message: string) =>
      call(Message, "DELETE", "/properties/:property/conversations/:id/messages/:message", {
        param: { property, id, message },
      }),
    uploadFile: (
      property: string,
      file: File,
      onProgress: SentFile["onProgress"],
      signal: AbortSignal,
    ): Promise<FileInfo> =>
      upload(
        FileInfo,
        "POST",
        "/properties/:property/files",
        { param: { property } },
        {
          body: file,
          name: file.name,
          onProgress,
          signal,
        },
      ),
  } as const;
}

/** The requests for saved answers. */
function savedAnswerCalls({ call }: Client) {
  return {
    savedAnswers: (property: string) =>
      call(SavedAnswers, "GET", "/properties/:property/saved-answers", { param: { property } }),
    saveAnswer: (property: string, json: SavedAnswer) =>
      call(SavedAnswer, "PUT", "/properties/:property/saved-answers/:id", {
        param: { property, id: json.id },
        json,
      }),
    deleteAnswer: (property: string, id: string) =>
      call(Done, "DELETE", "/properties/:property/saved-answers/:id", { param: { property, id } }),
  } as const;
}
