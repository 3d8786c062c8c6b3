/**
 * Whether a page's origin may use the widget: entries match exactly (`https://example.com`, any port named) or, as
 * `*.example.com` or `https://*.example.com`, any subdomain but not the domain itself. An empty list allows all.
 *
 * @param origin what the browser sent, e.g. `https://shop.example.com`
 */
export function originAllowed(origin: string, allowed: readonly string[]): boolean {
  if (!allowed.length) return true;
  const url = webAddress(origin);
  return !!url && allowed.some((entry) => matches(url, entry));
}

function matches(url: URL, entry: string): boolean {
  const [wildcard, scheme, host] = /^(?:(https?:)\/\/)?\*\.([^/]+)$/.exec(entry) ?? [];
  if (!wildcard) return webAddress(entry)?.origin === url.origin;
  // through the URL parser, which leaves a scheme's own port away as it does in an origin
  const domain = webAddress(`${scheme ?? url.protocol}//${host}`);
  return !!domain && (!scheme || scheme === url.protocol) && url.host.endsWith(`.${domain.host}`);
}

/** Null for `null`, and for everything else that is not a page on the web. */
function webAddress(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url && /^https?:$/.test(url.protocol) ? url : null;
}

/** One entry of the list: an origin, or a wildcard for subdomains. */
export const ORIGIN_ENTRY =
  /^(?:https?:\/\/(?:\*\.)?|\*\.)(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)*[a-z\d](?:[a-z\d-]*[a-z\d])?(?::\d{1,5})?$/;
