import { useRef } from "preact/hooks";
import { EMPTY_CHAT, unreadMessages } from "../chat/chat-model.ts";
import { Announcer, summary } from "./Announcer.tsx";
import { CloseButton } from "./CloseButton.tsx";
import { ChatContext, useChat, usePanel, usePanelState } from "./chat-context.ts";
import { isEscape } from "./focus.ts";
import { Avatar } from "./MessageContent.tsx";
import type { ChatEnvironment } from "./view.ts";

/** Beside the closed launcher: the number of unread messages, and the last of them. */
export function LauncherPreview(environment: ChatEnvironment) {
  const context = useRef(environment);
  return (
    <ChatContext.Provider value={context.current}>
      <Announcer />
      <UnreadMessages />
    </ChatContext.Provider>
  );
}

function UnreadMessages() {
  const { side, dir, settings, words, actions, controller: chat } = usePanel();
  const unread = unreadMessages(usePanelState((state) => state.chat) ?? EMPTY_CHAT);
  const dismissed = useChat(() => chat.dismissedUpTo());
  const last = unread.at(-1);
  if (!last) return null;
  return (
    <>
      <span class={`badge ${side}`} aria-hidden="true">
        {unread.length}
      </span>
      {last.sequence > dismissed && (
        <aside
          class={`panel preview ${side}`}
          aria-label={settings.name}
          dir={dir}
          onKeyDown={(event) => isEscape(event) && chat.dismissPreview()}
        >
          <button type="button" class="preview-text" onClick={actions.open}>
            <b>
              <Avatar name={last.agent ?? ""} picture={last.picture} />
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
