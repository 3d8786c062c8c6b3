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
import { type Call, propertyPath, type SendFile } from "./request.ts";

/** What a call answers that has nothing to say. */
export const Nothing = z.object({});

/** Where a file of a conversation is, for agents. */
export const fileAddress = (property: string, file: string) => `/api${propertyPath(property, "files", file)}`;

/** The calls around a live conversation. */
export function chatCalls(call: Call, sendFile: SendFile) {
  return {
    connectToken: () => call(ConnectToken, "POST", "/connect-token"),

    history: (property: string, conversation: string, before: number) =>
      call(
        MessagePage,
        "GET",
        `${propertyPath(property, "conversations", conversation, "messages")}?before=${before}`,
      ),
    sendMessage: (property: string, conversation: string, message: AgentMessage) =>
      call(Message, "POST", propertyPath(property, "conversations", conversation, "messages"), message),
    correctMessage: (property: string, conversation: string, message: string, text: string) =>
      call(Message, "PATCH", propertyPath(property, "conversations", conversation, "messages", message), {
        text,
      }),
    takeBack: (property: string, conversation: string, message: string) =>
      call(Message, "DELETE", propertyPath(property, "conversations", conversation, "messages", message)),
    take: (property: string, conversation: string) =>
      call(ConversationSummary, "POST", propertyPath(property, "conversations", conversation, "take")),
    startConversation: (property: string, visitor: string, start: { id: string; text: string }) =>
      call(ConversationSummary, "POST", propertyPath(property, "visitors", visitor, "conversations"), start),

    onlineVisitors: (property: string) => call(OnlineVisitors, "GET", propertyPath(property, "visitors")),

    savedAnswers: (property: string) => call(SavedAnswers, "GET", propertyPath(property, "saved-answers")),
    saveAnswer: (property: string, answer: SavedAnswer) =>
      call(SavedAnswer, "PUT", propertyPath(property, "saved-answers", answer.id), answer),
    deleteAnswer: (property: string, id: string) =>
      call(Nothing, "DELETE", propertyPath(property, "saved-answers", id)),

    editPerson: (property: string, visitor: string, edit: ContactEdit) =>
      call(Contact, "PATCH", propertyPath(property, "contacts", visitor), edit),

    uploadFile: (property: string, file: File, onProgress: (share: number) => void, signal: AbortSignal) =>
      sendFile(FileInfo, "POST", propertyPath(property, "files"), {
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
