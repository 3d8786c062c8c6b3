import { useRef } from "preact/hooks";
import type { VisitorMessage } from "../../shared/conversation.ts";
import { EMPTY_CHAT, unreadMessages } from "../chat/chat-model.ts";
import { Announcer, summary } from "./Announcer.tsx";
import { ChatContext, useChat, usePanel, usePanelState, usePart } from "./chat-context.ts";
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
  const unread = unreadMessages(usePanelState((state) => state.chat) ?? EMPTY_CHAT);
  const last = unread.at(-1);
  return last ? <LazyPreview count={unread.length} last={last} /> : null;
}

function LazyPreview({ count, last }: { readonly count: number; readonly last: VisitorMessage }) {
  const { settings, side, dir, words, actions, controller: chat } = usePanel();
  const dismissed = useChat(() => chat.dismissedUpTo());
  const Preview = usePart(chat.preview);
  return (
    Preview && (
      <Preview
        name={settings.name}
        side={side}
        dir={dir}
        closeLabel={words.close}
        onOpen={actions.open}
        onDismiss={chat.dismissPreview}
        count={count}
        isDismissed={last.sequence <= dismissed}
        author={
          <b>
            <Avatar name={last.agent ?? ""} picture={last.picture} />
            {last.agent}
          </b>
        }
        text={summary(last)}
      />
    )
  );
}
