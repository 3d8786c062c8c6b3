const key = (property: string) => `search ${property}`;

/** Keeps what was searched for, so that the way back from a contact leads to the same list. */
export function keepSearch(memory: Map<string, unknown>, property: string, search: string): void {
  memory.set(key(property), search);
}

/** What was searched for last on this page. */
export function lastSearch(memory: ReadonlyMap<string, unknown>, property: string): string {
  const search = memory.get(key(property));
  return typeof search === "string" ? search : "";
}
