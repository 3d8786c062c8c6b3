import type { RefObject } from "preact";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

/** This close to an edge counts as being there, in pixels. */
const NEAR_END = 48;
const NEAR_EDGE = 400;

/** What the thread holds, as far as scrolling must know. */
interface ScrollFacts {
  /** The first entry that is held, null for none. */
  readonly first: string | null;
  /** Changes whenever other entries stand in the page. */
  readonly shown: string;
  /** Whether the newest ones stand in the page. */
  readonly atNewest: boolean;
  /** How many words of others there are. */
  readonly heard: number;
  /** How many of the agent's own are on their way: one more brings the end into sight. */
  readonly own: number;
  readonly onNearTop: () => void;
  /** The lower edge of what stands in the page is near, and newer ones are held. */
  readonly onNearBottom: () => void;
  readonly onEnd: () => void;
  /** Puts the newest ones into the page. */
  readonly toNewest: () => void;
}

interface ThreadScroll {
  readonly box: RefObject<HTMLElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  readonly onScroll: () => void;
  /** How many words of others came in below what is in sight. */
  readonly unseen: number;
  readonly atEnd: boolean;
  readonly toEnd: () => void;
}

/** What stands at the top of the viewport, and how far from its edge. */
interface Anchor {
  readonly element: Element;
  readonly offset: number;
}

/** How much is still below what is in sight, in pixels. */
const belowOf = (box: HTMLElement) => box.scrollHeight - box.scrollTop - box.clientHeight;

/** The first entry that is in sight, found by halves: a history may be long. */
function anchorOf(box: HTMLElement): Anchor | null {
  const entries = box.querySelector("ol")?.children;
  const edge = box.getBoundingClientRect().top;
  if (!entries?.length) return null;
  let [low, high] = [0, entries.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.getBoundingClientRect().bottom ?? 0) > edge) high = middle;
    else low = middle + 1;
  }
  // what stands between entries, a day or the way to earlier ones, may go when they come
  const element = [...entries].slice(low).find((entry) => entry.matches(".message, .event, .submission"));
  return element ? { element, offset: element.getBoundingClientRect().top - edge } : null;
}

/**
 * Keeps a thread's place: at the end it stays at the end, elsewhere what is in sight stays in sight, whatever comes in
 * above or below.
 */
export function useThreadScroll(facts: ScrollFacts): ThreadScroll {
  const { first, shown: parts, atNewest, heard, own } = facts;
  const box = useRef<HTMLElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const position = useRef<{ top: number; atEnd: boolean; anchor: Anchor | null }>({
    top: 0,
    atEnd: true,
    anchor: null,
  });
  const before = useRef({ first, heard, own });
  const [unseen, setUnseen] = useState(0);
  const [atEnd, setAtEnd] = useState(true);

  const note = useCallback(() => {
    const shown = box.current;
    if (!shown) return;
    const end = atNewest && belowOf(shown) < NEAR_END;
    position.current = { top: shown.scrollTop, atEnd: end, anchor: end ? null : anchorOf(shown) };
    setAtEnd(end);
    if (end) setUnseen(0);
  }, [atNewest]);

  const toEnd = () => {
    if (!atNewest) {
      // once they are in the page, it goes to their end
      position.current = { ...position.current, atEnd: true };
      return facts.toNewest();
    }
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
    note();
  };

  const onScroll = () => {
    note();
    if (position.current.top < NEAR_EDGE) facts.onNearTop();
    if (position.current.atEnd) facts.onEnd();
    else if (!atNewest && box.current && belowOf(box.current) < NEAR_EDGE) facts.onNearBottom();
  };

  useLayoutEffect(() => {
    const shown = box.current;
    const old = before.current;
    before.current = { first, heard, own };
    if (!shown) return;
    const { atEnd, anchor } = position.current;
    if (own > old.own && !atNewest) return toEnd();
    if (atEnd || own > old.own) shown.scrollTop = shown.scrollHeight;
    else {
      if (anchor?.element.isConnected) {
        const now = anchor.element.getBoundingClientRect().top - shown.getBoundingClientRect().top;
        shown.scrollTop += now - anchor.offset;
      }
      // entries before the first one are not new
      if (old.first === first && heard > old.heard) setUnseen((count) => count + heard - old.heard);
    }
    note();
  }, [first, parts, heard, own, note]);

  useEffect(() => {
    const shown = content.current;
    if (!shown) return;
    // a picture that has loaded, a window that was made narrower, a composer that grows
    const watcher = new ResizeObserver(() => {
      if (position.current.atEnd && box.current) box.current.scrollTop = box.current.scrollHeight;
      note();
    });
    watcher.observe(shown);
    if (box.current) watcher.observe(box.current);
    // a short conversation has no scroll bar to come near the top with
    if (box.current && box.current.scrollHeight <= box.current.clientHeight + NEAR_EDGE) facts.onNearTop();
    return () => watcher.disconnect();
  }, [note]);

  return { box, content, onScroll, unseen, atEnd, toEnd };
}
