import * as z from "zod/mini";
import { Picture } from "../../../shared/account.ts";
import { Contact, type ContactEdit } from "../../../shared/contact.ts";
import {
  type AgentMessage,
  ConversationSummary,
  Message,
  MessagePage,
  SavedAnswer,
  SavedAnswers,
} from "../../../shared/conversation.ts";
import { FileInfo } from "../../../shared/file.ts";
import { ConnectToken } from "../../../shared/live.ts";
import { OnlineVisitors } from "../../../shared/visitor.ts";
import { type Call, inside, type SendFile } from "./request.ts";

/** What a call answers that has nothing to say. */
export const Nothing = z.object({});

/** Where a file of a conversation is, for agents. */
export const fileAddress = (property: string, file: string) => `/api${inside(property, "files", file)}`;

/** The calls around a live conversation. */
export function chatCalls(call: Call, sendFile: SendFile) {
  return {
    liveTicket: () => call(ConnectToken, "POST", "/live-ticket"),

    history: (property: string, conversation: string, before: number) =>
      call(
        MessagePage,
        "GET",
        `${inside(property, "conversations", conversation, "messages")}?before=${before}`,
      ),
    sendMessage: (property: string, conversation: string, message: AgentMessage) =>
      call(Message, "POST", inside(property, "conversations", conversation, "messages"), message),
    correctMessage: (property: string, conversation: string, message: string, text: string) =>
      call(Message, "PATCH", inside(property, "conversations", conversation, "messages", message), { text }),
    takeBack: (property: string, conversation: string, message: string) =>
      call(Message, "DELETE", inside(property, "conversations", conversation, "messages", message)),
    take: (property: string, conversation: string) =>
      call(ConversationSummary, "POST", inside(property, "conversations", conversation, "take")),
    startConversation: (property: string, visitor: string, start: { id: string; text: string }) =>
      call(ConversationSummary, "POST", inside(property, "visitors", visitor, "conversations"), start),

    siteVisitors: (property: string) => call(OnlineVisitors, "GET", inside(property, "visitors")),

    savedAnswers: (property: string) => call(SavedAnswers, "GET", inside(property, "saved-answers")),
    saveAnswer: (property: string, answer: SavedAnswer) =>
      call(SavedAnswer, "PUT", inside(property, "saved-answers", answer.id), answer),
    deleteAnswer: (property: string, id: string) =>
      call(Nothing, "DELETE", inside(property, "saved-answers", id)),

    editPerson: (property: string, visitor: string, edit: ContactEdit) =>
      call(Contact, "PATCH", inside(property, "contacts", visitor), edit),

    uploadFile: (property: string, file: File, onProgress: (share: number) => void, signal: AbortSignal) =>
      sendFile(FileInfo, "POST", inside(property, "files"), {
        body: file,
        name: file.name,
        onProgress,
        signal,
      }),
    savePicture: (picture: Blob, onProgress: (share: number) => void, signal: AbortSignal) =>
      sendFile(Picture, "PUT", "/me/picture", { body: picture, onProgress, signal }),
    removePicture: () => call(Nothing, "DELETE", "/me/picture"),
  } as const;
}
