import { useEffect, useRef, useState } from "preact/hooks";
import type { ConversationSummary } from "../../../../shared/conversation.ts";

function usePageVisible(): boolean {
  const [visible, setVisible] = useState(document.visibilityState !== "hidden");
  useEffect(() => {
    const update = () => setVisible(document.visibilityState !== "hidden");
    document.addEventListener("visibilitychange", update);
    return () => document.removeEventListener("visibilitychange", update);
  }, []);
  return visible;
}

/** Marks a conversation read when it is opened, and when a message arrives while it is open on a visible page. */
export function useMarkRead(conversation: ConversationSummary, markRead: () => Promise<void>): void {
  const { unread, lastMessageAt } = conversation;
  const visible = usePageVisible();
  // a conversation that is marked unread while it is open stays unread until the next message
  const readUpTo = useRef(unread ? 0 : lastMessageAt);
  useEffect(() => {
    if (!visible || !unread || readUpTo.current >= lastMessageAt) return;
    readUpTo.current = lastMessageAt;
    void markRead();
  }, [visible, unread, lastMessageAt]);
}
