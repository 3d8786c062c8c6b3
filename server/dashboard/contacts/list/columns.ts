import type { ContactFilter } from "../../../../shared/crm.ts";
import { type Message, message } from "../../i18n/translate.ts";

/** The columns that the list can show beside the name. */
export const COLUMNS = ["email", "phone", "source", "country", "since", "seen", "id"] as const;
export type Column = (typeof COLUMNS)[number];

const DEFAULT_COLUMNS: readonly Column[] = ["email", "phone", "source", "seen"];

export const COLUMN_LABELS: Readonly<Record<Column | "name", Message>> = {
  name: message("Name"),
  email: message("E-mail"),
  phone: message("Phone"),
  source: message("Source"),
  country: message("Country"),
  since: message("Contact since"),
  seen: message("Last seen"),
  id: message("Visitor ID"),
};

/** The part of `localStorage` that holds the choices of this browser. */
export type ChoiceStorage = Pick<Storage, "getItem" | "setItem">;

const keyOf = (property: string) => `foyer.columns.${property}`;

/** The columns that this browser shows of a property's contacts. */
export function readColumns(storage: ChoiceStorage, property: string): readonly Column[] {
  const saved = storage.getItem(keyOf(property));
  return saved === null ? DEFAULT_COLUMNS : COLUMNS.filter((column) => saved.split(",").includes(column));
}

export function saveColumns(storage: ChoiceStorage, property: string, columns: readonly Column[]): void {
  storage.setItem(keyOf(property), columns.join(","));
}

type Sort = NonNullable<ContactFilter["sort"]>;

/** The sort keys of the columns that can be sorted. */
export const SORT_KEYS: Readonly<Partial<Record<Column | "name", Sort>>> = {
  name: "name",
  since: "since",
  seen: "seen",
};

const defaultOrder = (sort: Sort) => (sort === "name" ? "asc" : "desc");

/** The order of a list. By default, contacts are sorted by when they were last seen, newest first. */
export function sortOf({ sort = "seen", order }: ContactFilter): { sort: Sort; order: "asc" | "desc" } {
  return { sort, order: order ?? defaultOrder(sort) };
}

/** The filter with another order. A default order is left out, so that it is not in the address. */
export function withSort(filter: ContactFilter, sort: Sort, order: "asc" | "desc"): ContactFilter {
  const { sort: _sort, order: _order, ...rest } = filter;
  return { ...rest, ...(sort !== "seen" && { sort }), ...(order !== defaultOrder(sort) && { order }) };
}

/** The filter sorted by a key, or in the reverse order if it is sorted by that key already. */
export function toggleSort(filter: ContactFilter, sort: Sort): ContactFilter {
  const current = sortOf(filter);
  if (current.sort !== sort) return withSort(filter, sort, defaultOrder(sort));
  return withSort(filter, sort, current.order === "asc" ? "desc" : "asc");
}
