/** Builds the query of an address, with its `?`, from the values that are not blank; empty if all are blank. */
export function queryString(values: Readonly<Record<string, string | null | undefined>>): string {
  const given = Object.entries(values).filter((entry): entry is [string, string] => !!entry[1]);
  return given.length ? `?${new URLSearchParams(given)}` : "";
}
