import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useServices } from "../app/services.tsx";
import { isNearEnd, rowAfterKey, scrollToRow, visibleRows } from "./list-window.ts";

interface WindowListProps<T> {
  readonly label: string;
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  /** The height of a row, in rem. */
  readonly rowHeight: number;
  /** Draws one row; its first element takes the focus and must take `tabIndex`. */
  readonly row: (item: T, focus: { readonly tabIndex: 0 | -1 }) => ComponentChildren;
  /** Where the keyboard starts before it has moved. */
  readonly selected?: string | null;
  /** Names the list for remembering where it was scrolled to. */
  readonly name: string;
  /** How many there are in all, if that is known and more than what is loaded. */
  readonly total?: number | null;
  readonly onNearEnd: () => void;
  /** Above the first row, and in sight however far the rows are scrolled. */
  readonly head?: ComponentChildren;
  /** Below the last row. */
  readonly foot?: ComponentChildren;
  /** Whether j and k move like the arrow keys. */
  readonly letters?: boolean;
}

/** The size of the page's text, in pixels. */
export const remInPixels = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;

/** A list of any length that only draws what is near the viewport, and that the arrow keys walk through. */
export function VirtualList<T>(props: WindowListProps<T>) {
  const { items, keyOf, row, selected = null, name, onNearEnd, letters = false } = props;
  const { memory } = useServices();
  const scroller = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: Number(memory.get(`scroll ${name}`) ?? 0), height: 800 });
  // where nothing is open beside the list, it goes on from the row that was left
  const left = () => (selected === null ? ((memory.get(`row ${name}`) as string | undefined) ?? null) : null);
  const [active, setActive] = useState(left);
  const focusNext = useRef(false);
  const rowHeight = props.rowHeight * remInPixels();
  const drawn = visibleRows(view, rowHeight, items.length);

  const viewOf = (box: HTMLElement) => ({
    top: box.scrollTop,
    height: Math.max(0, box.clientHeight - (head.current?.offsetHeight ?? 0)),
  });
  const measure = () => {
    const box = scroller.current;
    if (!box) return;
    const { top, height } = viewOf(box);
    memory.set(`scroll ${name}`, top);
    setView((old) =>
      old.top === top && old.height === height ? old : { top, height: height || old.height },
    );
  };

  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    box.scrollTop = Number(memory.get(`scroll ${name}`) ?? 0);
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(box);
    return () => watcher.disconnect();
  }, [name]);

  useEffect(() => {
    if (isNearEnd(view, rowHeight, items.length)) onNearEnd();
  }, [view, rowHeight, items.length, onNearEnd]);

  const here = items.findIndex((item) => keyOf(item) === (active ?? selected));
  const tabStop = here >= drawn.first && here < drawn.end ? here : drawn.first;

  const move = (key: string): boolean => {
    const box = scroller.current;
    const next = rowAfterKey(key, here, items.length);
    const item = next === null ? undefined : items[next];
    if (next === null || !item || !box) return false;
    setActive(keyOf(item));
    focusNext.current = true;
    box.scrollTop = scrollToRow(viewOf(box), rowHeight, next);
    measure();
    return true;
  };

  useLayoutEffect(() => {
    if (!focusNext.current) return;
    const target = scroller.current?.querySelector<HTMLElement>(`[data-row="${here}"] > *`);
    if (!target) return;
    focusNext.current = false;
    target.focus({ preventScroll: true });
  });

  useEffect(() => {
    const row = scroller.current?.querySelector<HTMLElement>(`[data-row="${here}"] > *`);
    if (left() !== null && document.activeElement === document.body) row?.focus({ preventScroll: true });
  }, [name]);

  useListKeys(scroller, letters, move);

  return (
    <div
      ref={scroller}
      class="window-list"
      onScroll={measure}
      onFocusIn={({ target }) => {
        const row = target instanceof Element && target.closest<HTMLElement>("[data-row]");
        const item = row && items[Number(row.dataset.row)];
        if (item) memory.set(`row ${name}`, keyOf(item));
      }}
    >
      {props.head && (
        <div ref={head} class="window-head">
          {props.head}
        </div>
      )}
      <ul aria-label={props.label} style={{ height: `${drawn.height}px` }}>
        {items.slice(drawn.first, drawn.end).map((item, offset) => {
          const index = drawn.first + offset;
          return (
            <li
              key={keyOf(item)}
              data-row={index}
              aria-setsize={props.total ?? items.length}
              aria-posinset={index + 1}
              style={{ height: `${rowHeight}px`, top: `${index * rowHeight}px` }}
            >
              {row(item, { tabIndex: index === tabStop ? 0 : -1 })}
            </li>
          );
        })}
      </ul>
      {props.foot}
    </div>
  );
}

/** The arrow keys inside the list; with `letters`, j and k from anywhere on the page as well. */
function useListKeys(
  list: RefObject<HTMLElement | null>,
  letters: boolean,
  move: (key: string) => boolean,
): void {
  const latest = useRef(move);
  latest.current = move;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const inside = event.target instanceof Node && list.current?.contains(event.target);
      const wanted = event.key === "j" || event.key === "k" ? letters : inside;
      if (wanted && isShortcut(event) && latest.current(event.key)) event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [list, letters]);
}

/** Whether a key press is meant for the page: no text field, no dialog, no modifier. */
export function isShortcut(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false;
  const target = event.target instanceof Element ? event.target : null;
  return !target?.closest("input, textarea, select, dialog, [contenteditable], [popover]");
}
