import { EMPTY_CHAT, unreadMessages } from "../chat/chat-model.ts";
import type { ChatController } from "../chat/controller/chat-controller.ts";
import { Announcer, summary } from "./Announcer.tsx";
import { CloseButton } from "./CloseButton.tsx";
import { ChatContext, useChat, useChatController } from "./chat-context.ts";
import { isEscape } from "./focus.ts";
import { Avatar } from "./MessageContent.tsx";
import { usePanel, usePanelState } from "./panel-context.ts";

/** Beside the closed launcher: the number of unread messages, and the last of them. */
export function LauncherPreview({ controller }: { readonly controller: ChatController }) {
  return (
    <ChatContext.Provider value={controller}>
      <Announcer />
      <UnreadMessages />
    </ChatContext.Provider>
  );
}

function UnreadMessages() {
  const { side, dir, settings, words, actions } = usePanel();
  const chat = useChatController();
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
