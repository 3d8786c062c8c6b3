import type { ContactFilter } from "../../../../shared/crm.ts";

/** What the list can show of a contact beside the name. */
export const COLUMNS = ["email", "phone", "source", "country", "since", "seen", "id"] as const;
export type Column = (typeof COLUMNS)[number];

const DEFAULT: readonly Column[] = ["email", "phone", "source", "seen"];

export const COLUMN_LABELS: Readonly<Record<Column | "name", string>> = {
  name: "Name",
  email: "E-mail",
  phone: "Phone",
  source: "From",
  country: "Country",
  since: "Contact since",
  seen: "Last seen",
  id: "Visitor ID",
};

/** Where this browser keeps what was chosen. */
export type ChoiceStorage = Pick<Storage, "getItem" | "setItem">;

const keyOf = (property: string) => `foyer.columns.${property}`;

/** The columns that this browser shows of a property's contacts. */
export function readColumns(storage: ChoiceStorage, property: string): readonly Column[] {
  const kept = storage.getItem(keyOf(property));
  return kept === null ? DEFAULT : COLUMNS.filter((column) => kept.split(",").includes(column));
}

export function saveColumns(storage: ChoiceStorage, property: string, columns: readonly Column[]): void {
  storage.setItem(keyOf(property), columns.join(","));
}

type Sort = NonNullable<ContactFilter["sort"]>;

/** What a column sorts by, if it does. */
export const SORT_KEYS: Readonly<Partial<Record<Column | "name", Sort>>> = {
  name: "name",
  since: "since",
  seen: "seen",
};

/** How a list is sorted: whoever was seen last first, unless the filter says otherwise. */
export function sortOf({ sort = "seen", order }: ContactFilter): { sort: Sort; order: "asc" | "desc" } {
  return { sort, order: order ?? (sort === "name" ? "asc" : "desc") };
}

/** The list in an order; the usual one is left out of its address. */
export function withSort(filter: ContactFilter, sort: Sort, order: "asc" | "desc"): ContactFilter {
  const { sort: _sort, order: _order, ...rest } = filter;
  const usual = sort === "name" ? "asc" : "desc";
  return { ...rest, ...(sort !== "seen" && { sort }), ...(order !== usual && { order }) };
}

/** The list sorted by something else, or the other way round if it is sorted by that already. */
export function toggleSort(filter: ContactFilter, sort: Sort): ContactFilter {
  const now = sortOf(filter);
  const usual = sort === "name" ? "asc" : "desc";
  return withSort(filter, sort, now.sort !== sort ? usual : now.order === "asc" ? "desc" : "asc");
}
