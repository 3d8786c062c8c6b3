import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useServices } from "../../app/services.tsx";
import { remInPixels } from "../../ui/virtual-list.tsx";
import { readWidths, type SizedColumn, saveWidths, sizedColumns, type Widths } from "./column-widths.ts";
import type { Column } from "./columns.ts";

/** The widths of the columns of a list: chosen by the agent, and measured on screen. */
export interface ColumnWidths {
  /** The `ref` of the row of column headers, which is measured. */
  readonly headersRef: (headers: HTMLElement | null) => void;
  readonly chosen: Widths;
  readonly measured: Widths;
  /** Shows these widths without saving them. */
  readonly preview: (widths: Widths) => void;
  /** Shows these widths and saves them in this browser. */
  readonly save: (widths: Widths) => void;
}

/** The column widths that this browser has saved for a property. */
export function useColumnWidths(property: string, columns: readonly Column[]): ColumnWidths {
  const { preferences } = useServices();
  const [headers, headersRef] = useState<HTMLElement | null>(null);
  const [chosen, preview] = useState(() => readWidths(preferences, property));
  const [measured, setMeasured] = useState<Widths>({});
  const measure = () =>
    setMeasured((old) => {
      const now = measureWidths(headers, columns);
      return sizedColumns(columns).every((column) => old[column] === now[column]) ? old : now;
    });
  const latest = useRef(measure);
  latest.current = measure;
  useLayoutEffect(measure);
  useLayoutEffect(() => {
    if (!headers) return;
    const observer = new ResizeObserver(() => latest.current());
    observer.observe(headers);
    return () => observer.disconnect();
  }, [headers]);
  return {
    headersRef,
    chosen,
    measured,
    preview,
    save(widths) {
      preview(widths);
      saveWidths(preferences, property, widths);
    },
  };
}

/** The widths of the column headers on screen, in the unit of `Widths`. */
function measureWidths(headers: HTMLElement | null, columns: readonly Column[]): Widths {
  const unit = remInPixels() / 16;
  const entries = sizedColumns(columns).map((column): [SizedColumn, number] => {
    const header = headers?.querySelector(`[data-column="${column}"]`);
    return [column, Math.round((header?.getBoundingClientRect().width ?? 0) / unit)];
  });
  return Object.fromEntries(entries);
}
