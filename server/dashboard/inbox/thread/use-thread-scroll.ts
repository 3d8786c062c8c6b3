import type { RefObject } from "preact";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

/** The distance from the end, in pixels, that still counts as being at the end. */
const NEAR_END = 48;
/** The distance from an edge, in pixels, at which more entries are drawn. */
const NEAR_EDGE = 400;

interface ThreadScrollOptions {
  /** The ID of the first loaded entry; null if there is none. */
  readonly first: string | null;
  /** Changes when other entries are drawn. */
  readonly visibleKey: string;
  /** Whether the newest entry is drawn. */
  readonly atNewest: boolean;
  /** The number of messages and notes of others. */
  readonly received: number;
  /** The number of the agent's messages in the outbox. One more scrolls to the end. */
  readonly outgoing: number;
  readonly onNearTop: () => void;
  /** Called near the lower edge while newer entries are loaded but not drawn. */
  readonly onNearBottom: () => void;
  readonly onEnd: () => void;
  /** Draws the newest entries. */
  readonly showNewest: () => void;
}

export interface ThreadScroll {
  readonly box: RefObject<HTMLElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  readonly onScroll: () => void;
  /** The number of messages of others that have arrived below the viewport. */
  readonly unseen: number;
  readonly atEnd: boolean;
  readonly scrollToEnd: () => void;
}

/** The first visible entry and its distance from the top of the viewport, in pixels. */
interface Anchor {
  readonly element: Element;
  readonly offset: number;
}

interface Position {
  readonly top: number;
  readonly atEnd: boolean;
  readonly anchor: Anchor | null;
}

/** The height of the content below the viewport, in pixels. */
const heightBelow = (box: HTMLElement) => box.scrollHeight - box.scrollTop - box.clientHeight;
const jumpToEnd = (box: HTMLElement) => {
  box.scrollTop = box.scrollHeight;
};
const offsetOf = (element: Element, box: HTMLElement) =>
  element.getBoundingClientRect().top - box.getBoundingClientRect().top;

/** Finds the first visible entry by binary search, because every measurement of a long thread is costly. */
function findAnchor(box: HTMLElement): Anchor | null {
  const entries = box.querySelector("ol")?.children;
  const edge = box.getBoundingClientRect().top;
  if (!entries?.length) return null;
  let [low, high] = [0, entries.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.getBoundingClientRect().bottom ?? 0) > edge) high = middle;
    else low = middle + 1;
  }
  // a day separator or the button for older entries can disappear when older entries are drawn
  const element = [...entries].slice(low).find((entry) => entry.matches(".message, .event, .submission"));
  return element ? { element, offset: offsetOf(element, box) } : null;
}

function readPosition(box: HTMLElement, atNewest: boolean): Position {
  const atEnd = atNewest && heightBelow(box) < NEAR_END;
  return { top: box.scrollTop, atEnd, anchor: atEnd ? null : findAnchor(box) };
}

/** Scrolls so that the anchor is where it was before the content changed. */
function restoreAnchor(box: HTMLElement, anchor: Anchor | null): void {
  if (anchor?.element.isConnected) box.scrollTop += offsetOf(anchor.element, box) - anchor.offset;
}

/**
 * Keeps the scroll position of a thread while entries arrive above or below: at the end it stays at the end, elsewhere
 * the visible entries stay where they are.
 */
export function useThreadScroll(options: ThreadScrollOptions): ThreadScroll {
  const { first, visibleKey, atNewest, received, outgoing } = options;
  const box = useRef<HTMLElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const position = useRef<Position>({ top: 0, atEnd: true, anchor: null });
  const previous = useRef({ first, received, outgoing });
  const [unseen, setUnseen] = useState(0);
  const [atEnd, setAtEnd] = useState(true);

  const updatePosition = useCallback(() => {
    if (!box.current) return;
    position.current = readPosition(box.current, atNewest);
    setAtEnd(position.current.atEnd);
    if (position.current.atEnd) setUnseen(0);
  }, [atNewest]);

  const scrollToEnd = () => {
    if (!atNewest) {
      // the layout effect scrolls to the end once the newest entries are drawn
      position.current = { ...position.current, atEnd: true };
      return options.showNewest();
    }
    if (box.current) jumpToEnd(box.current);
    updatePosition();
  };

  const onScroll = () => {
    updatePosition();
    if (position.current.top < NEAR_EDGE) options.onNearTop();
    if (position.current.atEnd) options.onEnd();
    else if (!atNewest && box.current && heightBelow(box.current) < NEAR_EDGE) options.onNearBottom();
  };

  useLayoutEffect(() => {
    const before = previous.current;
    previous.current = { first, received, outgoing };
    if (!box.current) return;
    const hasSent = outgoing > before.outgoing;
    if (hasSent && !atNewest) return scrollToEnd();
    if (hasSent || position.current.atEnd) jumpToEnd(box.current);
    else {
      restoreAnchor(box.current, position.current.anchor);
      // messages that were loaded before the first entry are not new
      if (before.first === first && received > before.received)
        setUnseen((unseen) => unseen + received - before.received);
    }
    updatePosition();
  }, [first, visibleKey, received, outgoing, updatePosition]);

  useLayoutEffect(() => {
    // in a low window, where the page scrolls, the end of the thread would be below it
    box.current?.scrollIntoView({ block: "nearest" });
  }, []);
  useResize(box, content, () => {
    if (position.current.atEnd && box.current) jumpToEnd(box.current);
    updatePosition();
  });
  useEffect(() => {
    // a thread shorter than the viewport never scrolls, so it loads older entries at once
    if (box.current && box.current.scrollHeight <= box.current.clientHeight + NEAR_EDGE) options.onNearTop();
  }, [updatePosition]);

  return { box, content, onScroll, unseen, atEnd, scrollToEnd };
}

/** Calls back when the content or the box changes its size, for example because a picture has loaded. */
function useResize(
  box: RefObject<HTMLElement | null>,
  content: RefObject<HTMLElement | null>,
  listener: () => void,
): void {
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => {
    const observer = new ResizeObserver(() => latest.current());
    for (const element of [content.current, box.current]) if (element) observer.observe(element);
    return () => observer.disconnect();
  }, [box, content]);
}
