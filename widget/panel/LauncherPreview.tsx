import { useRef } from "preact/hooks";
import type { VisitorMessage } from "../../shared/conversation.ts";
import { EMPTY_CHAT, unreadMessages } from "../chat/chat-model.ts";
import { Announcer, summary } from "./Announcer.tsx";
import { Avatar } from "./MessageContent.tsx";
import { type ChatProps, useChat, usePanelState, usePart } from "./use-chat.ts";
import type { ChatEnvironment } from "./view.ts";

/** Beside the closed launcher: the number of unread messages, and the last of them. */
export function LauncherPreview(environment: ChatEnvironment) {
  const { current: panel } = useRef(environment);
  return (
    <>
      <Announcer panel={panel} />
      <UnreadMessages panel={panel} />
    </>
  );
}

function UnreadMessages({ panel }: ChatProps) {
  const unread = unreadMessages(usePanelState(panel, (state) => state.chat) ?? EMPTY_CHAT);
  const last = unread.at(-1);
  return last ? <LazyPreview panel={panel} count={unread.length} last={last} /> : null;
}

interface LazyPreviewProps extends ChatProps {
  readonly count: number;
  readonly last: VisitorMessage;
}

function LazyPreview({ panel, count, last }: LazyPreviewProps) {
  const { controller: chat } = panel;
  const dismissed = useChat(panel, () => chat.dismissedUpTo());
  const Preview = usePart(chat.preview);
  return (
    Preview && (
      <Preview
        panel={panel}
        count={count}
        isDismissed={last.sequence <= dismissed}
        author={
          <b>
            <Avatar panel={panel} name={last.agent ?? ""} picture={last.picture} />
            {last.agent}
          </b>
        }
        text={summary(last)}
      />
    )
  );
}
