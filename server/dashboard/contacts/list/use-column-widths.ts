import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useServices } from "../../app/services.tsx";
import { remInPixels } from "../../ui/virtual-list.tsx";
import { keepWidths, readWidths, type Sized, sizedOf, type Widths } from "./column-widths.ts";
import type { Column } from "./columns.ts";

/** The widths of a list's columns: those that were set, and those that are seen. */
export interface ColumnWidths {
  /** Takes the row of heads, which is measured. */
  readonly measured: (heads: HTMLElement | null) => void;
  readonly set: Widths;
  readonly shown: Widths;
  /** Shows other widths for the moment. */
  readonly show: (widths: Widths) => void;
  /** Shows other widths from now on, in this browser. */
  readonly keep: (widths: Widths) => void;
}

/** The widths that this browser keeps for a property. */
export function useWidths(property: string, columns: readonly Column[]): ColumnWidths {
  const { storage } = useServices();
  const [heads, measured] = useState<HTMLElement | null>(null);
  const [set, show] = useState(() => readWidths(storage, property));
  const [shown, setShown] = useState<Widths>({});
  const measure = () =>
    setShown((old) => {
      const now = widthsOf(heads, columns);
      return sizedOf(columns).every((column) => old[column] === now[column]) ? old : now;
    });
  const latest = useRef(measure);
  latest.current = measure;
  useLayoutEffect(measure);
  useLayoutEffect(() => {
    if (!heads) return;
    const watcher = new ResizeObserver(() => latest.current());
    watcher.observe(heads);
    return () => watcher.disconnect();
  }, [heads]);
  return {
    measured,
    set,
    shown,
    show,
    keep(widths) {
      show(widths);
      keepWidths(storage, property, widths);
    },
  };
}

/** How wide the columns stand there. */
function widthsOf(heads: HTMLElement | null, columns: readonly Column[]): Widths {
  const unit = remInPixels() / 16;
  const entries = sizedOf(columns).map((column): [Sized, number] => {
    const head = heads?.querySelector(`[data-column="${column}"]`);
    return [column, Math.round((head?.getBoundingClientRect().width ?? 0) / unit)];
  });
  return Object.fromEntries(entries);
}
