import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import type { OpenConversation } from "../store/open-conversation.ts";
import type { ThreadScroll } from "./use-thread-scroll.ts";
import type { ThreadWindow } from "./use-thread-window.ts";

interface ShownMessage {
  /** The sequence number of the entry; null: the thread stays at its end. */
  readonly sequence: number | null;
  readonly open: OpenConversation;
  readonly visible: ThreadWindow;
  readonly scroll: ThreadScroll;
}

/** Loads, draws and scrolls to an entry that a search has found, however old it is. */
export function useShownMessage({ sequence, open, visible, scroll }: ShownMessage): void {
  const [pending, setPending] = useState<number | null>(null);
  useEffect(() => {
    if (sequence === null) return;
    let isCurrent = true;
    void open.loadBackTo(sequence).then(() => {
      if (!isCurrent) return;
      visible.showAround(sequence);
      setPending(sequence);
    });
    return () => {
      isCurrent = false;
    };
  }, [open, sequence]);
  useLayoutEffect(() => {
    // an entry that was erased is never drawn; the next move of the window ends the wait for it
    if (pending !== null && scroll.scrollToEntry(pending)) setPending(null);
  }, [pending, visible.key]);
}
