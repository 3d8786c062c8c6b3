import { useRef } from "preact/hooks";
import { remInPixels } from "../../ui/virtual-list.tsx";
import {
  NARROWEST,
  released,
  resized,
  type Sized,
  WIDEST,
  type Widths,
  widthAfterKey,
} from "./column-widths.ts";
import { COLUMN_WORDS, type Column } from "./columns.ts";
import type { ColumnWidths } from "./use-column-widths.ts";

interface ResizeHandleProps {
  readonly column: Sized;
  readonly columns: readonly Column[];
  readonly widths: ColumnWidths;
}

/** A drag that is under way, and what there was when it began. */
interface Drag {
  readonly x: number;
  readonly width: number;
  readonly set: Widths;
  readonly shown: Widths;
  /** How much wider the column gets with a pixel to the right. */
  readonly perPixel: number;
}

const isRightToLeft = (element: HTMLElement) => getComputedStyle(element).direction === "rtl";

/** The edge of a column: dragged, or moved by the arrow keys; a double click or Enter makes it automatic again. */
export function ResizeHandle({ column, columns, widths }: ResizeHandleProps) {
  const { set, shown, show, keep } = widths;
  const drag = useRef<Drag | null>(null);
  const last = useRef(set);
  const width = set[column] ?? shown[column] ?? NARROWEST;
  const put = (next: Widths) => {
    last.current = next;
    show(next);
  };
  const cancel = () => {
    if (drag.current) show(drag.current.set);
    drag.current = null;
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved; a separator that has the focus can
    <div
      class="resize-handle"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={`Width of the column ${COLUMN_WORDS[column]}`}
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      aria-valuenow={Math.min(WIDEST, Math.max(NARROWEST, width))}
      aria-valuetext={set[column] === undefined ? `automatic, ${width}` : `${width}`}
      title="Drag to set the width, double-click for the automatic one"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        const handle = event.currentTarget;
        handle.setPointerCapture(event.pointerId);
        const perPixel = ((isRightToLeft(handle) ? -1 : 1) * 16) / remInPixels();
        drag.current = { x: event.clientX, width, set, shown, perPixel };
        last.current = set;
      }}
      onPointerMove={(event) => {
        const begun = drag.current;
        if (!begun || (event.clientX === begun.x && last.current === begun.set)) return;
        const wanted = begun.width + (event.clientX - begun.x) * begun.perPixel;
        put(resized(begun.set, columns, begun.shown, column, wanted));
      }}
      onPointerUp={() => {
        if (drag.current && last.current !== drag.current.set) keep(last.current);
        drag.current = null;
      }}
      onPointerCancel={cancel}
      onDblClick={() => keep(released(set, column))}
      onKeyDown={(event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const next = widthAfterKey(event.key, width, isRightToLeft(event.currentTarget));
        if (event.key === "Escape") cancel();
        else if (event.key === "Enter") keep(released(set, column));
        else if (next !== null) keep(resized(set, columns, shown, column, next));
        else return;
        event.preventDefault();
      }}
    />
  );
}
