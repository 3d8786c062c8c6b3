import { useMemo, useRef, useState } from "preact/hooks";
import { wordingIn } from "../../shared/rules/form-fields.ts";
import { unreadMessages } from "../chat/chat-model.ts";
import { fill } from "../locales/words.ts";
import { Announcer, ProgressAnnouncer } from "./Announcer.tsx";
import { Composer } from "./Composer.tsx";
import { ChatContext, useChat, useChatController, usePanel, usePanelState, usePart } from "./chat-context.ts";
import { KnownAnswers } from "./Form.tsx";
import { MessageList } from "./MessageList.tsx";
import { createScrollKeeper, type ScrollKeeper, useScrollKeeper } from "./scroll.ts";
import type { ChatEnvironment } from "./view.ts";

/** The conversation: messages, composer and footer. */
export function Chat(environment: ChatEnvironment) {
  const { controller } = environment;
  // the same object when the panel is drawn again: another one would draw all of the chat
  const context = useRef(environment);
  const [isUp, setUp] = useState(false);
  const scroll = useMemo(() => createScrollKeeper(controller, setUp), [controller]);
  // the same element: another one would draw all messages when the visitor leaves the end of the list
  const log = useMemo(() => <Log scroll={scroll} />, [scroll]);
  return (
    <ChatContext.Provider value={context.current}>
      <Announcer />
      <ProgressAnnouncer />
      {log}
      {isUp && <NewMessages onClick={scroll.scrollToEnd} />}
      <Composer />
      <Footer />
    </ChatContext.Provider>
  );
}

/** The scrolled region with everything that was written, and what can be said of it. */
function Log({ scroll }: { readonly scroll: ScrollKeeper }) {
  const environment = usePanel();
  const { settings, locale, words } = environment;
  const screen = usePanelState((state) => state.screen);
  const known = usePanelState((state) => state.known);
  const isNew = useChat(({ conversation, own }) => !conversation && !own.length);
  return (
    <div
      class="list"
      role="log"
      aria-live="off"
      aria-labelledby="title"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable from the keyboard
      tabIndex={0}
      onScroll={scroll.onScroll}
      ref={useScrollKeeper(scroll)}
    >
      <div>
        <h2 id="title" tabIndex={-1}>
          {wordingIn(settings.greeting, locale) ?? words.title.pre_chat}
        </h2>
        {isNew && screen.kind === "form" && <KnownAnswers {...environment} screen={screen} known={known} />}
        <MessageList />
        <ChatStatus />
        <ClosedChat />
      </div>
    </div>
  );
}

function NewMessages({ onClick }: { onClick(): void }) {
  const { words } = usePanel();
  const hasUnread = useChat((chat) => unreadMessages(chat).length > 0);
  if (!hasUnread) return null;
  return (
    <button type="button" class="new-messages" onClick={onClick}>
      {words.newMessages}
    </button>
  );
}

/** Status lines: typing, waiting for an answer, offline. */
function ChatStatus() {
  const { words } = usePanel();
  const chat = useChatController();
  const typing = useChat(({ typing }) => typing);
  const waitsUntil = useChat(({ conversation }) => conversation?.waitsUntil);
  const isWaitOver = useChat(() => !!waitsUntil && performance.now() >= waitsUntil);
  const isOffline = useChat(({ own }) => own.some(({ status }) => status.kind === "waiting"));
  const isNotStored = usePanelState(({ storage, chat }) => storage !== "disk" && !!chat?.own.length);
  return (
    <>
      {typing && <p class="event">{fill(words.typing, { name: typing })}</p>}
      {waitsUntil && !isWaitOver && <p class="event">{words.soon}</p>}
      {isWaitOver && (
        <p class="notice">
          {words.unanswered}{" "}
          <button type="button" class="link" onClick={chat.openOfflineForm}>
            {words.title.offline}
          </button>
        </p>
      )}
      <div aria-live="polite">{isOffline && <p class="notice">{words.waiting}</p>}</div>
      {isNotStored && <p class="notice">{words.notStored}</p>}
    </>
  );
}

/** A closed chat that an agent has taken part in can be rated. */
function ClosedChat() {
  const isRated = useChat(
    ({ conversation, messages }) =>
      conversation?.status === "closed" && messages.some(({ author }) => author === "agent"),
  );
  return isRated ? <LazyRating /> : null;
}

function LazyRating() {
  const Rating = usePart(useChatController().rating);
  const rating = useChat((chat) => chat.rating);
  const given = useChat(({ conversation }) => conversation?.rating);
  return Rating && <Rating words={usePanel().words} rating={rating} given={given} />;
}

function Footer() {
  const { settings, words } = usePanel();
  const chat = useChatController();
  const status = useChat(({ conversation }) => conversation?.status);
  const isMuted = useChat(() => chat.isMuted());
  if (!status) return null;
  return (
    <p class="footer">
      {status === "open" && (
        <button type="button" onClick={chat.end}>
          {words.end}
        </button>
      )}
      <button
        type="button"
        onClick={() => chat.files().then(({ saveTranscript }) => saveTranscript(`${settings.name}.txt`))}
      >
        {words.download}
      </button>
      <button type="button" onClick={chat.toggleMute}>
        {isMuted ? words.unmute : words.mute}
      </button>
    </p>
  );
}
