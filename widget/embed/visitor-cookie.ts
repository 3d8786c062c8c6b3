/** How long browsers keep a cookie at most, seconds. */
const LONGEST = 34_560_000;

/**
 * Writes the first-party cookie that the hosts of a domain share. A browser refuses it silently for a domain to which the
 * page does not belong, and for a public suffix such as `co.uk`.
 *
 * @param value empty: removes the cookie
 * @throws in a sandboxed page
 */
export function writeVisitorCookie(property: string, domain: string, value: string): void {
  const secure = location.protocol === "https:" ? ";secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is asynchronous, and a page may be left meanwhile
  document.cookie = `foyer-${property}=${value};domain=${domain};path=/;max-age=${value ? LONGEST : 0};samesite=lax${secure}`;
}
