import { useMemo, useRef, useState } from "preact/hooks";
import { wordingIn } from "../../shared/rules/form-fields.ts";
import { unreadMessages } from "../chat/chat-model.ts";
import { fill } from "../locales/words.ts";
import type { FormScreen } from "../state/panel-state.ts";
import { Announcer, ProgressAnnouncer } from "./Announcer.tsx";
import { Composer } from "./Composer.tsx";
import { MessageList } from "./MessageList.tsx";
import { createScrollKeeper, type ScrollKeeper, useScrollKeeper } from "./scroll.ts";
import { type ChatProps, useChat, usePanelState, usePart } from "./use-chat.ts";
import type { ChatEnvironment } from "./view.ts";

/** The conversation: messages, composer and footer. */
export function Chat(environment: ChatEnvironment) {
  // the same object when the panel is drawn again: another one would draw all of the chat
  const { current: panel } = useRef(environment);
  const { controller } = panel;
  const [isUp, setUp] = useState(false);
  const scroll = useMemo(() => createScrollKeeper(controller, setUp), [controller]);
  // the same element: another one would draw all messages when the visitor leaves the end of the list
  const log = useMemo(() => <Log panel={panel} scroll={scroll} />, [scroll]);
  return (
    <>
      <Announcer panel={panel} />
      <ProgressAnnouncer panel={panel} />
      {log}
      {isUp && <NewMessages panel={panel} onClick={scroll.scrollToEnd} />}
      <Composer panel={panel} />
      <Footer panel={panel} />
    </>
  );
}

/** The scrolled region with everything that was written, and what can be said of it. */
function Log({ panel, scroll }: ChatProps & { readonly scroll: ScrollKeeper }) {
  const { settings, locale, words } = panel;
  const screen = usePanelState(panel, (state) => state.screen);
  const isNew = useChat(panel, ({ conversation, own }) => !conversation && !own.length);
  return (
    <div
      class="list"
      role="log"
      aria-live="off"
      aria-labelledby="title"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable from the keyboard
      tabIndex={0}
      onScroll={scroll.onScroll}
      ref={useScrollKeeper(panel, scroll)}
    >
      <div>
        <h2 id="title" tabIndex={-1}>
          {wordingIn(settings.greeting, locale) ?? words.title.pre_chat}
        </h2>
        {isNew && screen.kind === "form" && <LazyKnownAnswers panel={panel} screen={screen} />}
        <MessageList panel={panel} />
        <ChatStatus panel={panel} />
        <ClosedChat panel={panel} />
      </div>
    </div>
  );
}

function LazyKnownAnswers({ panel, screen }: ChatProps & { readonly screen: FormScreen }) {
  const view = usePart(panel.formView);
  const known = usePanelState(panel, (state) => state.known);
  return view && <view.KnownAnswers {...panel} {...view} screen={screen} known={known} />;
}

function NewMessages({ panel, onClick }: ChatProps & { onClick(): void }) {
  const { words } = panel;
  const hasUnread = useChat(panel, (chat) => unreadMessages(chat).length > 0);
  if (!hasUnread) return null;
  return (
    <button type="button" class="new-messages" onClick={onClick}>
      {words.newMessages}
    </button>
  );
}

/** Status lines: typing, waiting for an answer, offline. */
function ChatStatus({ panel }: ChatProps) {
  const { words, controller: chat } = panel;
  const typing = useChat(panel, ({ typing }) => typing);
  const waitsUntil = useChat(panel, ({ conversation }) => conversation?.waitsUntil);
  const isWaitOver = useChat(panel, () => !!waitsUntil && performance.now() >= waitsUntil);
  const isOffline = useChat(panel, ({ own }) => own.some(({ status }) => status.kind === "waiting"));
  const isNotStored = usePanelState(panel, ({ storage, chat }) => storage !== "disk" && !!chat?.own.length);
  return (
    <>
      {typing && <p class="event">{fill(words.typing, { name: typing })}</p>}
      {waitsUntil && !isWaitOver && <p class="event">{words.soon}</p>}
      {isWaitOver && (
        <p class="notice">
          {words.noAnswer}{" "}
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
function ClosedChat({ panel }: ChatProps) {
  const isRated = useChat(
    panel,
    ({ conversation, messages }) =>
      conversation?.status === "closed" && messages.some(({ author }) => author === "agent"),
  );
  return isRated ? <LazyRating panel={panel} /> : null;
}

function LazyRating({ panel }: ChatProps) {
  const Rating = usePart(panel.controller.rating);
  const rating = useChat(panel, (chat) => chat.rating);
  const given = useChat(panel, ({ conversation }) => conversation?.rating);
  return Rating && <Rating words={panel.words} rating={rating} given={given} />;
}

function Footer({ panel }: ChatProps) {
  const { settings, words, controller: chat } = panel;
  const status = useChat(panel, ({ conversation }) => conversation?.status);
  const isMuted = useChat(panel, () => chat.isMuted());
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
