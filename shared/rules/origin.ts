/**
 * Whether a page's origin may use the widget: entries match exactly (`https://example.com`, any port named) or, as
 * `*.example.com` or `https://*.example.com`, any subdomain but not the domain itself. An empty list allows all.
 *
 * @param origin what the browser sent, e.g. `https://shop.example.com`
 */
export function originAllowed(origin: string, allowed: readonly string[]): boolean {
  if (!allowed.length) return true;
  let url: URL;
  try {
    url = new URL(origin);
  } catch {
    return false; // "null" and other things that are no origin
  }
  return allowed.some((entry) => {
    const wildcard = /^(?:(https?):\/\/)?\*\.([^/]+)$/.exec(entry);
    if (!wildcard) return entry === url.origin;
    const [, scheme, host] = wildcard;
    return url.host.endsWith(`.${host}`) && (!scheme || url.protocol === `${scheme}:`);
  });
}

/** One entry of the list: an origin, or a wildcard for subdomains. */
export const ORIGIN_ENTRY =
  /^(?:https?:\/\/(?:\*\.)?|\*\.)(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)*[a-z\d](?:[a-z\d-]*[a-z\d])?(?::\d{1,5})?$/;
