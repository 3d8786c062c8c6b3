import { useRef } from "preact/hooks";
import type { OwnMessage, ShownMessage } from "../chat/chat-model.ts";
import { type ChatProps, useChat } from "./use-chat.ts";

/** The visible content of a message without text: its files. */
export const summary = ({ text, files }: ShownMessage) => text || files.map(({ name }) => name).join();

/** Announces new messages of agents to screen readers, each once. */
export function Announcer({ panel }: ChatProps) {
  const announced = useChat(panel, (chat) => chat.announced);
  return (
    <div class="hidden" aria-live="polite">
      {announced.map((message) => (
        <p key={message.id}>
          {message.agent}: {summary(message)}
        </p>
      ))}
    </div>
  );
}

type Progress = Pick<OwnMessage, "id" | "status">;

/**
 * The visitor's messages on their way, after the last one that has been delivered. A delivered message is no longer among
 * the own ones once the server has sent it back.
 *
 * @param before the result for the chat before
 * @param own the visitor's messages that the server has not sent back
 */
export function nextProgress(before: readonly Progress[], own: readonly Progress[]): readonly Progress[] {
  const delivered = before.findLast(
    ({ id, status }) => status.kind !== "refused" && own.every((message) => message.id !== id),
  );
  return [...(delivered ? [{ ...delivered, status: { kind: "accepted" } as const }] : []), ...own];
}

/**
 * Announces to screen readers that a message is being sent, and that it was delivered: they read an element again when its
 * text changes. That it is held or refused is announced where it is shown.
 */
export function ProgressAnnouncer({ panel }: ChatProps) {
  const { words } = panel;
  const own = useChat(panel, (chat) => chat.own);
  const progress = useRef<readonly Progress[]>([]);
  progress.current = nextProgress(progress.current, own);
  return (
    <div class="hidden" aria-live="polite">
      {progress.current.map(({ id, status: { kind } }) => (
        <span key={id}>{kind === "sending" ? words.sending : kind === "accepted" && words.sent}</span>
      ))}
    </div>
  );
}
