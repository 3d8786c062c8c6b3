import { useEffect, useRef, useState } from "preact/hooks";
import type { ConversationSummary } from "../../../../shared/conversation.ts";

/** Whether this page is in front: only then has somebody seen what came in. */
function useInFront(): boolean {
  const [visible, setVisible] = useState(document.visibilityState !== "hidden");
  useEffect(() => {
    const onChange = () => setVisible(document.visibilityState !== "hidden");
    document.addEventListener("visibilitychange", onChange);
    return () => document.removeEventListener("visibilitychange", onChange);
  }, []);
  return visible;
}

/** Opening a conversation marks it read, and so does looking at what arrives while it is open. */
export function useMarkRead(conversation: ConversationSummary, markRead: () => Promise<void>): void {
  const { unread, lastMessageAt } = conversation;
  const inFront = useInFront();
  // what is marked unread while it is open stays so, until something new comes in
  const seen = useRef(unread ? 0 : lastMessageAt);
  useEffect(() => {
    if (!inFront || !unread || seen.current >= lastMessageAt) return;
    seen.current = lastMessageAt;
    void markRead();
  }, [inFront, unread, lastMessageAt]);
}
