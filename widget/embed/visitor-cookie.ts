/** How long browsers keep a cookie at most, seconds. */
const LONGEST = 34_560_000;

/**
 * Writes the first-party cookie that the hosts of a domain share. A browser refuses it silently for a domain to which the
 * page does not belong, and for a public suffix such as `co.uk`; a sandboxed page has no cookies.
 *
 * @param value empty: removes the cookie
 */
export function writeVisitorCookie(property: string, domain: string, value: string): void {
  const secure = location.protocol === "https:" ? ";secure" : "";
  try {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is asynchronous, and a page may be left meanwhile
    document.cookie = `foyer-${property}=${value};domain=${domain};path=/;max-age=${value ? LONGEST : 0};samesite=lax${secure}`;
  } catch {
    // sandboxed
  }
}
