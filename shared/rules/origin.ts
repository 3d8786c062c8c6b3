/** More characters than an origin has: a scheme, a domain (RFC 1035, section 2.3.4) and a port. */
const MAX_ORIGIN = 300;

/**
 * Whether a page's origin may use the widget. An entry is an exact origin (`https://example.com`, with its port if it
 * has one; `capacitor://localhost` of an app) or a wildcard (`*.example.com`, `https://*.example.com`), which matches
 * every subdomain of a web site but not the domain itself. An empty list allows every origin.
 *
 * @param origin what the browser sent, e.g. `https://shop.example.com`
 */
export function originAllowed(origin: string, allowed: readonly string[]): boolean {
  if (!allowed.length) return true;
  const url = addressOf(origin);
  return !!url && allowed.some((entry) => matches(url, entry));
}

function matches(url: URL, entry: string): boolean {
  const [wildcard, scheme, host] = /^(?:(https?:)\/\/)?\*\.([^/]+)$/.exec(entry) ?? [];
  // the URL parser removes a scheme's default port, as it does in an origin
  const other = addressOf(wildcard ? `${scheme ?? url.protocol}//${host}` : entry);
  if (other?.protocol !== url.protocol) return false;
  return wildcard
    ? /^https?:$/.test(url.protocol) && url.host.endsWith(`.${other.host}`)
    : url.host === other.host;
}

/** The URL of a page with a host; null for everything else, such as the opaque origin `null`. */
function addressOf(text: string): URL | null {
  // the URL parser takes quadratic time for letters beyond ASCII
  const url = text.length <= MAX_ORIGIN && URL.canParse(text) ? new URL(text) : null;
  return url?.host ? url : null;
}

/**
 * The origin of an address as a browser sends it, also of the pages of an app, for which the URL parser has none.
 *
 * @returns null if the text is no address with a host
 */
export function originOf(text: string): string | null {
  const url = addressOf(text.slice(0, MAX_ORIGIN));
  return url && `${url.protocol}//${url.host}`;
}

/**
 * Whether an entry of the list admits a page whose host is a domain or lies under it, so that a cookie of that domain
 * reaches the page.
 *
 * @param entry an origin or a wildcard; an entry that is neither admits nothing
 * @param domain e.g. `example.com`, in lower case
 */
export function entryUnderDomain(entry: string, domain: string): boolean {
  const [, wildcard = "", host = ""] = /^(?:https?:\/\/)?(\*\.)?([^/:]+)(?::\d+)?$/.exec(entry) ?? [];
  return isUnder(host, domain) || (!!wildcard && isUnder(domain, host));
}

const isUnder = (host: string, domain: string) => host === domain || host.endsWith(`.${domain}`);

/**
 * The form of a domain that several hosts can share (RFC 1123): at least two labels of lower-case ASCII, the last not a
 * number, because browsers refuse a cookie for one label and for an IP address.
 */
export const SHARED_DOMAIN =
  /^(?=.{1,253}$)(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+(?!\d+$)[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/;

/**
 * The form of one entry of the list: an origin of a web site, or one of an app or a browser's extension
 * (`capacitor://localhost`, `chrome-extension://…`), or a wildcard for subdomains.
 */
export const ORIGIN_ENTRY =
  /^(?:https?:\/\/(?:\*\.)?|\*\.|(?!(?:https?|ftps?|wss?|file|data|blob|about|javascript):)[a-z][a-z\d+.-]{1,30}:\/\/)(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)*[a-z\d](?:[a-z\d-]*[a-z\d])?(?::\d{1,5})?$/;
