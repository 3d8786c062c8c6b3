import { useRef } from "preact/hooks";
import { t } from "../../i18n/translate.ts";
import { remInPixels } from "../../ui/virtual-list.tsx";
import {
  MAX_WIDTH,
  MIN_WIDTH,
  resetColumn,
  resizeColumn,
  type SizedColumn,
  type Widths,
  widthAfterKey,
} from "./column-widths.ts";
import { COLUMN_LABELS, type Column } from "./columns.ts";
import type { ColumnWidths } from "./use-column-widths.ts";

interface ResizeHandleProps {
  readonly column: SizedColumn;
  readonly columns: readonly Column[];
  readonly widths: ColumnWidths;
}

/** A drag in progress, with the state at its start. */
interface Drag {
  readonly x: number;
  readonly width: number;
  readonly chosen: Widths;
  readonly measured: Widths;
  /** The change of the width for one pixel to the right; negative from right to left. */
  readonly perPixel: number;
}

const isRightToLeft = (element: HTMLElement) => getComputedStyle(element).direction === "rtl";

/**
 * The right edge of a column header, dragged or moved with the arrow keys. A double click or Enter resets the width;
 * Escape cancels a drag.
 */
export function ResizeHandle({ column, columns, widths }: ResizeHandleProps) {
  const { chosen, measured, preview, save } = widths;
  const drag = useRef<Drag | null>(null);
  const last = useRef(chosen);
  const width = chosen[column] ?? measured[column] ?? MIN_WIDTH;
  const put = (next: Widths) => {
    last.current = next;
    preview(next);
  };
  const cancel = () => {
    if (drag.current) preview(drag.current.chosen);
    drag.current = null;
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> cannot be moved; a focusable separator can
    <div
      class="resize-handle"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t("Column width: {column}", { column: t(COLUMN_LABELS[column]) })}
      aria-valuemin={MIN_WIDTH}
      aria-valuemax={MAX_WIDTH}
      aria-valuenow={Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, width))}
      aria-valuetext={chosen[column] === undefined ? `automatic, ${width}` : `${width}`}
      title={t("Drag to resize, double-click to reset")}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        const handle = event.currentTarget;
        handle.setPointerCapture(event.pointerId);
        const perPixel = ((isRightToLeft(handle) ? -1 : 1) * 16) / remInPixels();
        drag.current = { x: event.clientX, width, chosen, measured, perPixel };
        last.current = chosen;
      }}
      onPointerMove={(event) => {
        const start = drag.current;
        if (!start || (event.clientX === start.x && last.current === start.chosen)) return;
        const wanted = start.width + (event.clientX - start.x) * start.perPixel;
        put(resizeColumn(start.chosen, columns, start.measured, column, wanted));
      }}
      onPointerUp={() => {
        if (drag.current && last.current !== drag.current.chosen) save(last.current);
        drag.current = null;
      }}
      onPointerCancel={cancel}
      onDblClick={() => save(resetColumn(chosen, column))}
      onKeyDown={(event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const next = widthAfterKey(event.key, width, isRightToLeft(event.currentTarget));
        if (event.key === "Escape") cancel();
        else if (event.key === "Enter") save(resetColumn(chosen, column));
        else if (next !== null) save(resizeColumn(chosen, columns, measured, column, next));
        else return;
        event.preventDefault();
      }}
    />
  );
}
