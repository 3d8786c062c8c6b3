/** @jsxRuntime classic */
/** @jsx h */
/** @jsxFrag Fragment */

import { type ShownMessage, unreadMessages } from "../chat/chat-model.ts";
import { CloseButton } from "./CloseButton.tsx";
// biome-ignore lint/correctness/noUnusedImports: JSX compiles to calls of it
import { Fragment, h } from "./dom.ts";
import { Avatar } from "./MessageContent.tsx";
import type { ChatView } from "./view.ts";

const summary = ({ text, files }: ShownMessage) => text || files.map(({ name }) => name).join();

/** Announces new messages of agents to screen readers, each once. */
export function Announcer({ state: { chat } }: Pick<ChatView, "state">) {
  return (
    <div class="hidden" aria-live="polite">
      {chat?.announced.map((message) => (
        <p key={message.id}>
          {message.agent}: {summary(message)}
        </p>
      ))}
    </div>
  );
}

/** Beside the closed launcher: the number of unread messages, and the last of them. */
export function LauncherPreview(view: ChatView) {
  const { state, side, dir, settings, words, actions, parts } = view;
  const { chat } = parts;
  const unread = state.chat ? unreadMessages(state.chat) : [];
  const last = unread.at(-1);
  return (
    <>
      <Announcer {...view} />
      {last && (
        <span class={`badge ${side}`} aria-hidden="true">
          {unread.length}
        </span>
      )}
      {last && last.sequence > chat.dismissedUpTo() && (
        <aside class={`panel preview ${side}`} aria-label={settings.name} dir={dir}>
          <button type="button" class="preview-text" onClick={actions.open}>
            <b>
              <Avatar name={last.agent ?? ""} picture={last.picture} chat={chat} />
              {last.agent}
            </b>
            <span dir="auto">{summary(last)}</span>
          </button>
          <CloseButton label={words.close} onClick={chat.dismissPreview} />
        </aside>
      )}
    </>
  );
}
