import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useServices } from "../app/services.tsx";
import { isNearEnd, rowAfterKey, scrollToRow, visibleRows } from "./list-window.ts";
import { usePrinting } from "./printing.ts";
import { hasModifier, shortcutKey } from "./shortcut-keys.ts";

interface VirtualListProps<T> {
  readonly label: string;
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  /** The height of a row, in rem. */
  readonly rowHeight: number;
  /** Renders one row. Its first element receives the focus and must take `tabIndex`. */
  readonly row: (item: T, focus: { readonly tabIndex: 0 | -1 }) => ComponentChildren;
  /** The key of the row that the keyboard starts from. */
  readonly selected?: string | null;
  /** The key under which the scroll position and the focused row are remembered. */
  readonly name: string;
  /** The number of items on the server, if known. */
  readonly total?: number | null;
  readonly onNearEnd: () => void;
  /** Stays visible above the rows while they scroll. */
  readonly head?: ComponentChildren;
  /** Below the last row. */
  readonly foot?: ComponentChildren;
  /** Whether j and k move like the arrow keys. */
  readonly letters?: boolean;
}

/** The size of the page's text, in pixels. */
export const remInPixels = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;

/** A list of any length: only the rows near the viewport are rendered, and the arrow keys move the focus from row to row. */
export function VirtualList<T>(props: VirtualListProps<T>) {
  const { items, keyOf, name, onNearEnd, letters = false } = props;
  const { memory } = useServices();
  const rowHeight = props.rowHeight * remInPixels();
  const viewport = useViewport(name);
  const { view, scroller, header, measure } = viewport;
  const isPrinting = usePrinting();
  const drawn = isPrinting ? { top: 0, height: items.length * rowHeight } : view;
  const rows = visibleRows(drawn, rowHeight, items.length);
  const { current, move } = useActiveRow(props, viewport, rowHeight);

  useEffect(() => {
    if (isNearEnd(view, rowHeight, items.length)) onNearEnd();
  }, [view, rowHeight, items.length, onNearEnd]);
  useListKeys(scroller, letters, move);

  const tabStop = current >= rows.first && current < rows.end ? current : rows.first;
  return (
    <div
      ref={scroller}
      class="window-list"
      onScroll={measure}
      onFocusIn={({ target }) => {
        const row = target instanceof Element && target.closest<HTMLElement>("[data-row]");
        const item = row && items[Number(row.dataset.row)];
        if (item) memory.set(rowKey(name), keyOf(item));
      }}
    >
      {props.head && (
        <div ref={header} class="window-head">
          {props.head}
        </div>
      )}
      <ul aria-label={props.label} style={isPrinting ? {} : { height: `${rows.height}px` }}>
        {items.slice(rows.first, rows.end).map((item, offset) => {
          const index = rows.first + offset;
          return (
            <li
              key={keyOf(item)}
              data-row={index}
              aria-setsize={props.total ?? items.length}
              aria-posinset={index + 1}
              style={isPrinting ? {} : { height: `${rowHeight}px`, top: `${index * rowHeight}px` }}
            >
              {props.row(item, { tabIndex: index === tabStop ? 0 : -1 })}
            </li>
          );
        })}
      </ul>
      {props.foot}
    </div>
  );
}

const scrollKey = (name: string) => `scroll ${name}`;
const rowKey = (name: string) => `row ${name}`;

/** The scrolled part of a list. Its scroll position is restored when the list is opened again. */
function useViewport(name: string) {
  const { memory } = useServices();
  const scroller = useRef<HTMLDivElement>(null);
  const header = useRef<HTMLDivElement>(null);
  const savedTop = () => Number(memory.get(scrollKey(name)) ?? 0);
  const [view, setView] = useState({ top: savedTop(), height: 800 });

  const viewOf = (box: HTMLElement) => ({
    top: box.scrollTop,
    height: Math.max(0, box.clientHeight - (header.current?.offsetHeight ?? 0)),
  });
  const measure = () => {
    const box = scroller.current;
    if (!box) return;
    const { top, height } = viewOf(box);
    memory.set(scrollKey(name), top);
    setView((old) =>
      old.top === top && old.height === height ? old : { top, height: height || old.height },
    );
  };
  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    box.scrollTop = savedTop();
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(box);
    return () => watcher.disconnect();
  }, [name]);

  const scrollTo = (row: number, rowHeight: number) => {
    const box = scroller.current;
    if (!box) return;
    box.scrollTop = scrollToRow(viewOf(box), rowHeight, row);
    measure();
  };
  return { view, scroller, header, measure, scrollTo };
}

/** The row that the keyboard is on, and the function that moves it by a key. */
function useActiveRow<T>(
  { items, keyOf, name, selected = null }: VirtualListProps<T>,
  { scroller, scrollTo }: ReturnType<typeof useViewport>,
  rowHeight: number,
) {
  const { memory } = useServices();
  // a list beside which nothing is open continues from the row that had the focus last
  const lastFocused = () =>
    selected === null ? ((memory.get(rowKey(name)) as string | undefined) ?? null) : null;
  const [active, setActive] = useState(lastFocused);
  const focusNext = useRef(false);
  const current = items.findIndex((item) => keyOf(item) === (active ?? selected));
  const currentElement = () => scroller.current?.querySelector<HTMLElement>(`[data-row="${current}"] > *`);

  const move = (key: string): boolean => {
    const next = rowAfterKey(key, current, items.length);
    const item = next === null ? undefined : items[next];
    if (next === null || !item || !scroller.current) return false;
    setActive(keyOf(item));
    focusNext.current = true;
    scrollTo(next, rowHeight);
    return true;
  };
  useLayoutEffect(() => {
    if (!focusNext.current) return;
    const target = currentElement();
    if (!target) return;
    focusNext.current = false;
    target.focus({ preventScroll: true });
  });
  useEffect(() => {
    if (lastFocused() !== null && document.activeElement === document.body)
      currentElement()?.focus({ preventScroll: true });
  }, [name]);
  return { current, move };
}

/** Handles the arrow keys inside the list and, with `letters`, j and k anywhere on the page. */
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
      const key = shortcutKey(event);
      const wanted = key === "j" || key === "k" ? letters : inside;
      if (wanted && isShortcut(event) && latest.current(key)) event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [list, letters]);
}

/** Whether a key press is meant for the page: no text field, no dialog, no modifier. */
export function isShortcut(event: KeyboardEvent): boolean {
  // a dialog whose focused element is removed leaves the focus to the page behind it
  if (document.querySelector("dialog[open]")) return false;
  if (hasModifier(event) || event.defaultPrevented) return false;
  const target = event.target instanceof Element ? event.target : null;
  return !target?.closest("input, textarea, select, dialog, [contenteditable], [popover]");
}
