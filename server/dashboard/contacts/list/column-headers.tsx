import { useEffect, useRef } from "preact/hooks";
import type { ContactFilter } from "../../../../shared/crm.ts";
import { href } from "../../app/routes.ts";
import { useServices } from "../../app/services.tsx";
import { Icon } from "../../ui/icon.tsx";
import { type SizedColumn, sizedColumns } from "./column-widths.ts";
import { COLUMN_LABELS, type Column, SORT_KEYS, sortOf, toggleSort } from "./columns.ts";
import { ResizeHandle } from "./resize-handle.tsx";
import type { ColumnWidths } from "./use-column-widths.ts";

/** Remembers that the list was put into this order by the keyboard. */
const SORTED = "sorted by key";

interface ColumnHeadersProps {
  readonly property: string;
  readonly filter: ContactFilter;
  readonly columns: readonly Column[];
  readonly widths: ColumnWidths;
  readonly all: boolean;
  readonly selectAll: (all: boolean) => void;
}

/** What each column is, and how wide; those that can be sorted by are links to the list in that order. */
export function ColumnHeaders({ property, filter, columns, widths, all, selectAll }: ColumnHeadersProps) {
  return (
    <div ref={widths.headersRef} class="contact-heads">
      <label class="pick">
        <input type="checkbox" checked={all} onChange={(event) => selectAll(event.currentTarget.checked)} />
        <span class="unseen">Select all that are loaded</span>
      </label>
      <span />
      {sizedColumns(columns).map((column) => (
        <div key={column} class="column-head" data-column={column}>
          <ColumnHeaderLabel property={property} filter={filter} column={column} />
          <ResizeHandle column={column} columns={columns} widths={widths} />
        </div>
      ))}
    </div>
  );
}

function ColumnHeaderLabel({
  property,
  filter,
  column,
}: Pick<ColumnHeadersProps, "property" | "filter"> & { column: SizedColumn }) {
  const { memory } = useServices();
  const { sort, order } = sortOf(filter);
  const by = SORT_KEYS[column];
  const here = useRef<HTMLAnchorElement>(null);
  // the list in another order is another list; who chose it by the keyboard goes on where they were
  useEffect(() => {
    if (!here.current) return;
    if (memory.get(SORTED)) here.current.focus();
    memory.delete(SORTED);
  }, [memory]);
  const words = <span class="head-words">{COLUMN_LABELS[column]}</span>;
  if (!by) return words;
  const isHere = by === sort;
  return (
    <a
      {...(isHere && { ref: here })}
      href={href.contacts(property, toggleSort(filter, by))}
      aria-current={isHere ? "true" : undefined}
      onClick={({ detail }) => memory.set(SORTED, detail === 0)}
    >
      {words}
      {isHere && <Icon name={order === "asc" ? "up" : "down"} size={14} />}
      <span class="unseen">
        {isHere ? (order === "asc" ? " sorted upwards" : " sorted downwards") : " sort by this"}
      </span>
    </a>
  );
}
