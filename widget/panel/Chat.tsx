/** @jsxRuntime classic */
/** @jsx h */
/** @jsxFrag Fragment */

import { wordingIn } from "../../shared/rules/form-fields.ts";
import { type Chat as ChatModel, EMPTY_CHAT, unreadMessages } from "../chat/chat-model.ts";
import { fill } from "../locales/words.ts";
import { Composer } from "./Composer.tsx";
// biome-ignore lint/correctness/noUnusedImports: JSX compiles to calls of it
import { Fragment, h } from "./dom.ts";
import { KnownAnswers } from "./Form.tsx";
import { Announcer } from "./LauncherPreview.tsx";
import { MessageList } from "./MessageList.tsx";
import { Rating } from "./Rating.tsx";
import type { ChatView } from "./view.ts";

type Props = ChatView & { readonly chat: ChatModel };

/** The conversation: messages, composer and footer. */
export function Chat(view: ChatView) {
  const { state, settings, locale, words, parts } = view;
  const { scroll } = parts;
  const chat = state.chat ?? EMPTY_CHAT;
  const { conversation, own } = chat;
  const props = { ...view, chat };
  return (
    <>
      <Announcer {...view} />
      <div
        class="list"
        role="log"
        aria-live="off"
        aria-labelledby="title"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable from the keyboard
        tabIndex={0}
        onScroll={scroll.onScroll}
        ref={scroll.onDraw}
      >
        <div>
          <h2 id="title" tabIndex={-1}>
            {wordingIn(settings.greeting, locale) ?? words.title.pre_chat}
          </h2>
          {!conversation && !own.length && state.screen.kind === "form" && (
            <KnownAnswers {...view} screen={state.screen} />
          )}
          <MessageList {...props} />
          <ChatStatus {...props} />
          {conversation?.status === "closed" && chat.messages.some(({ author }) => author === "agent") && (
            <Rating {...props} />
          )}
        </div>
      </div>
      {scroll.isUp() && unreadMessages(chat).length > 0 && (
        <button type="button" class="new-messages" onClick={scroll.scrollToEnd}>
          {words.newMessages}
        </button>
      )}
      <Composer {...props} />
      <Footer {...props} />
    </>
  );
}

/** Status lines: typing, waiting for an answer, offline. */
function ChatStatus({ chat, state, words, parts }: Props) {
  const { conversation, own, typing } = chat;
  const { waitsUntil } = conversation ?? {};
  return (
    <>
      {typing && <p class="event">{fill(words.typing, { name: typing })}</p>}
      {waitsUntil &&
        (Date.now() < waitsUntil ? (
          <p class="event">{words.soon}</p>
        ) : (
          <p class="notice">
            {words.unanswered}{" "}
            <button type="button" class="link" onClick={parts.chat.openOfflineForm}>
              {words.title.offline}
            </button>
          </p>
        ))}
      {own.some(({ status }) => status.kind === "waiting") && <p class="notice">{words.waiting}</p>}
      {own.length > 0 && state.storage !== "disk" && <p class="notice">{words.notStored}</p>}
    </>
  );
}

function Footer({ chat: { conversation }, settings, words, parts: { chat } }: Props) {
  if (!conversation) return null;
  return (
    <p class="footer">
      {conversation.status === "open" && (
        <button type="button" onClick={chat.end}>
          {words.end}
        </button>
      )}
      <button type="button" onClick={() => chat.save(`${settings.name}.txt`, chat.loadTranscript())}>
        {words.download}
      </button>
      <button type="button" onClick={chat.toggleMute}>
        {chat.isMuted() ? words.unmute : words.mute}
      </button>
    </p>
  );
}
