import type { ContactFilter } from "../../../shared/crm.ts";
import { remembered } from "../app/services.tsx";
import { queryString } from "../data/query-string.ts";

type Memory = Map<string, unknown>;

const LISTS = "contacts ";

const filterMemory = (memory: Memory, property: string) =>
  remembered(memory, `contact filter ${property}`, (): { filter: ContactFilter } => ({ filter: {} }));

/** Remembers the filter of the list, so that the link back from a contact leads to the same list. */
export function rememberFilter(memory: Memory, property: string, filter: ContactFilter): void {
  filterMemory(memory, property).filter = filter;
}

/** The filter of the list that was shown last on this page; empty if there was none. */
export function lastFilter(memory: Memory, property: string): ContactFilter {
  return filterMemory(memory, property).filter;
}

/** The key under which the loaded list of a filter is remembered. */
export const listKey = (property: string, filter: ContactFilter) =>
  `${LISTS}${property} ${queryString(filter)}`;

/** Forgets all loaded lists. Call it after contacts were added, merged or removed. */
export function forgetLists(memory: Memory): void {
  for (const key of [...memory.keys()]) if (key.startsWith(LISTS)) memory.delete(key);
}
