import { useEffect, useRef } from "preact/hooks";
import type { ContactFilter } from "../../../../shared/crm.ts";
import { href } from "../../app/routes.ts";
import { useServices } from "../../app/services.tsx";
import { t } from "../../i18n/translate.ts";
import { Icon } from "../../ui/icon.tsx";
import { type SizedColumn, sizedColumns } from "./column-widths.ts";
import { COLUMN_LABELS, type Column, SORT_KEYS, sortOf, toggleSort } from "./columns.ts";
import { ResizeHandle } from "./resize-handle.tsx";
import type { ColumnWidths } from "./use-column-widths.ts";

/** The key in `memory` that says: the list was sorted with the keyboard, so focus the sorted header. */
const SORTED_BY_KEYBOARD = "sorted by keyboard";

interface ColumnHeadersProps {
  readonly property: string;
  readonly filter: ContactFilter;
  readonly columns: readonly Column[];
  readonly widths: ColumnWidths;
  readonly allSelected: boolean;
  readonly selectAll: (all: boolean) => void;
}

/** The headers of the columns, with their resize handles. Sortable columns are links to the sorted list. */
export function ColumnHeaders({
  property,
  filter,
  columns,
  widths,
  allSelected,
  selectAll,
}: ColumnHeadersProps) {
  return (
    <div ref={widths.headersRef} class="contact-headers">
      <label class="pick">
        <input
          type="checkbox"
          checked={allSelected}
          onChange={(event) => selectAll(event.currentTarget.checked)}
        />
        <span class="unseen">{t("Select all loaded contacts")}</span>
      </label>
      <span />
      {sizedColumns(columns).map((column) => (
        <div key={column} class="column-header" data-column={column}>
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
  const sortKey = SORT_KEYS[column];
  const sortedLink = useRef<HTMLAnchorElement>(null);
  // another order makes another list, so the header is drawn anew and would lose the focus of the keyboard
  useEffect(() => {
    if (!sortedLink.current) return;
    if (memory.get(SORTED_BY_KEYBOARD)) sortedLink.current.focus();
    memory.delete(SORTED_BY_KEYBOARD);
  }, [memory]);
  const label = <span class="header-label">{t(COLUMN_LABELS[column])}</span>;
  if (!sortKey) return label;
  const isSorted = sortKey === sort;
  return (
    <a
      {...(isSorted && { ref: sortedLink })}
      href={href.contacts(property, toggleSort(filter, sortKey))}
      aria-current={isSorted ? "true" : undefined}
      onClick={({ detail }) => memory.set(SORTED_BY_KEYBOARD, detail === 0)}
    >
      {label}
      {isSorted && <Icon name={order === "asc" ? "up" : "down"} size={14} />}
      <span class="unseen">
        {isSorted ? (order === "asc" ? t(" sorted ascending") : t(" sorted descending")) : t(" sort")}
      </span>
    </a>
  );
}
