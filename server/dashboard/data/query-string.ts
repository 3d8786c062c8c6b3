/** The values that are not blank as an address's query, with its `?`; empty if all are blank. */
export function queryString(values: Readonly<Record<string, string | null | undefined>>): string {
  const given = Object.entries(values).filter((entry): entry is [string, string] => !!entry[1]);
  return given.length ? `?${new URLSearchParams(given)}` : "";
}
