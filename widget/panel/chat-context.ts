import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { type Chat, EMPTY_CHAT } from "../chat/chat-model.ts";
import type { ChatController } from "../chat/controller/chat-controller.ts";
import { usePanelState } from "./panel-context.ts";

export const ChatContext = createContext<ChatController | null>(null);

export function useChatController(): ChatController {
  const controller = useContext(ChatContext);
  if (!controller) throw new Error("A component of the chat is outside its context");
  return controller;
}

/** A part of the chat, as by `usePanelState`. */
export function useChat<T>(select: (chat: Chat) => T): T {
  return usePanelState(({ chat }) => select(chat ?? EMPTY_CHAT));
}
