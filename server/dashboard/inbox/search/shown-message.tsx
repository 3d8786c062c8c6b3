import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import type { Message } from "../../../../shared/conversation.ts";
import type { OpenConversation } from "../store/open-conversation.ts";
import type { ThreadScroll } from "../thread/use-thread-scroll.ts";
import type { ThreadWindow } from "../thread/use-thread-window.ts";

/** How many entries are loaded at once on the way to an old one: as many as the server gives. */
const MAX_PAGE = 500;
/** How many entries after the one that is shown are drawn. */
const AFTER = 100;

interface ShownMessageProps {
  /** The sequence number of the entry. */
  readonly sequence: number;
  readonly open: OpenConversation;
  readonly visible: ThreadWindow;
  readonly scroll: ThreadScroll;
}

/** Loads, draws and scrolls to an entry that a search has found, however old it is. Draws nothing by itself. */
export function ShownMessage({ sequence, open, visible, scroll }: ShownMessageProps) {
  const [pending, setPending] = useState<number | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void loadBackTo(open, sequence, () => isCurrent).then(() => {
      if (!isCurrent) return;
      visible.showUpTo(endOfWindow(entriesOf(open), sequence));
      setPending(sequence);
    });
    return () => {
      isCurrent = false;
    };
  }, [open, sequence]);
  useLayoutEffect(() => {
    const element = scroll.box.current?.querySelector(`[data-sequence="${sequence}"]`);
    if (!element) return;
    // of all entries that a thread draws only this one is marked, so that it is no property of each
    element.setAttribute("aria-current", "true");
    if (pending === sequence) {
      element.scrollIntoView({ block: "center" });
      // at once: a picture that is loaded before the event of the scrolling would scroll a thread to its end
      scroll.onScroll();
      setPending(null);
    }
    return () => element.removeAttribute("aria-current");
  }, [sequence, pending, visible.key]);
  return null;
}

function entriesOf({ state }: OpenConversation): readonly Message[] {
  const { loaded } = state.value;
  return loaded.kind === "ready" ? loaded.value.messages : [];
}

/** Loads the entries back to a sequence number. If that fails, the thread says so. */
async function loadBackTo(open: OpenConversation, sequence: number, isWanted: () => boolean): Promise<void> {
  while (isWanted()) {
    const { loaded } = open.state.value;
    if (loaded.kind !== "ready" || !loaded.value.earlier) return;
    const [first] = loaded.value.messages;
    if (!first || first.sequence <= sequence) return;
    await open.loadEarlier(MAX_PAGE);
    if (open.state.value.history === "failed") return;
  }
}

/** The last drawn entry of a window around an entry; null: the newest. Pure. */
function endOfWindow(entries: readonly Pick<Message, "id" | "sequence">[], sequence: number): string | null {
  const index = entries.findIndex((entry) => entry.sequence >= sequence);
  return (index === -1 ? undefined : entries[index + AFTER])?.id ?? null;
}
