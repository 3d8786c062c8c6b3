import type { ContactFilter } from "../../../shared/crm.ts";

type Memory = Map<string, unknown>;

const key = (property: string) => `list ${property}`;

/** Keeps what was listed, so that the way back from a contact leads to the same list. */
export function rememberFilter(memory: Memory, property: string, filter: ContactFilter): void {
  memory.set(key(property), filter);
}

/** What was listed last on this page. */
export function lastFilter(memory: ReadonlyMap<string, unknown>, property: string): ContactFilter {
  return (memory.get(key(property)) as ContactFilter | undefined) ?? {};
}

/** What a loaded list is remembered under, for each filter its own. */
export const listKey = (property: string, filter: ContactFilter) =>
  `contacts ${property} ${new URLSearchParams(filter as Record<string, string>)}`;

/** Forgets the loaded lists: somebody is there who was not, or the other way round. */
export function forgetLists(memory: Memory): void {
  for (const name of [...memory.keys()]) if (name.startsWith("contacts ")) memory.delete(name);
}
