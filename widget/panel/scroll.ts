import { useLayoutEffect, useRef } from "preact/hooks";
import type { ChatController } from "../chat/controller/chat-controller.ts";
import { useChat, usePanelState } from "./use-chat.ts";
import type { ChatEnvironment } from "./view.ts";

/** A list this close to its end counts as scrolled to the end, pixels. */
const END_MARGIN = 60;
/** Earlier messages are loaded when the list is this close to its beginning, pixels. */
const LOAD_MARGIN = 300;
/** A list that does not move for this long has stopped scrolling, ms. */
const SCROLL_END = 100;

export type ScrollKeeper = ReturnType<typeof createScrollKeeper>;

/**
 * Keeps the visitor's position in the list of messages. The list is laid out from its end (`column-reverse`), and its
 * scroll position counts from there: earlier messages move nothing, and new ones are visible at once.
 *
 * @param setUp is called with whether the visitor has scrolled up
 */
export function createScrollKeeper(
  {
    initialTop,
    leaveEnd,
    onScrollEnd,
    loadEarlier,
  }: Pick<ChatController, "initialTop" | "leaveEnd" | "onScrollEnd" | "loadEarlier">,
  setUp: (isUp: boolean) => void,
) {
  let list: HTMLElement | undefined;
  /** The sequence number of the message to scroll to the top; 0: none. */
  let target = 0;
  let height = 0;
  /** The distance to the end, pixels. */
  let distance = 0;
  let first: string | undefined;
  let isUp = false;
  let timer: ReturnType<typeof setTimeout>;
  const messages = () => [...(list?.querySelectorAll<HTMLElement>("[data-sequence]") ?? [])];
  const topEdge = () => list?.getBoundingClientRect().top ?? 0;

  /** The first message below the top edge, by bisection: there may be thousands. */
  function topMessage(): HTMLElement | undefined {
    const all = messages();
    let [low, high] = [0, all.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((all[middle]?.getBoundingClientRect().bottom ?? 0) > topEdge()) high = middle;
      else low = middle + 1;
    }
    return all[low];
  }

  return {
    /** The list has been drawn. */
    onDraw(element: HTMLElement): void {
      if (element !== list) {
        list = element;
        target = initialTop();
        isUp = false;
      }
      const all = messages();
      const earliest = all[0]?.dataset.sequence;
      // new messages do not move the list for a visitor who reads earlier ones; the browser may have moved it
      if (isUp && earliest === first) list.scrollTop = -(distance + list.scrollHeight - height);
      height = list.scrollHeight;
      first = earliest;
      const top = all.find(({ dataset }) => Number(dataset.sequence) >= target);
      if (target && top && (top !== all[0] || Number(earliest) === target || !loadEarlier())) {
        list.scrollTop += top.getBoundingClientRect().top - topEdge();
        target = 0;
      }
      distance = -list.scrollTop;
    },
    onScroll(): void {
      if (!list) return;
      distance = -list.scrollTop;
      isUp = distance > END_MARGIN;
      if (isUp) leaveEnd();
      setUp(isUp);
      if (list.scrollHeight - list.clientHeight - distance < LOAD_MARGIN) loadEarlier();
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (!target) onScrollEnd(isUp ? Number(topMessage()?.dataset.sequence) : 0);
      }, SCROLL_END);
    },
    scrollToEnd(): void {
      if (list) list.scrollTop = 0;
    },
  };
}

/**
 * Corrects the position after each change of what is in the list.
 *
 * @returns the ref of the list
 */
export function useScrollKeeper(panel: ChatEnvironment, scroll: ScrollKeeper) {
  const list = useRef<HTMLDivElement>(null);
  const content = [
    useChat(panel, (chat) => chat.messages),
    useChat(panel, (chat) => chat.own),
    useChat(panel, (chat) => chat.conversation),
    useChat(panel, (chat) => chat.typing),
    useChat(panel, (chat) => chat.rating),
    usePanelState(panel, (state) => state.storage),
  ];
  useLayoutEffect(() => {
    if (list.current) scroll.onDraw(list.current);
  }, content);
  return list;
}
