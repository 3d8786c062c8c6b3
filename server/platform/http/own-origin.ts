import { originOf } from "../../../shared/rules/origin.ts";

/** The headers by which a request says from which page and to which host it goes. */
export interface RequestOrigin {
  readonly origin: string | undefined;
  readonly host: string | undefined;
  /** The relation of the page to the address, by the browser (Fetch Metadata); a page cannot change it. */
  readonly site: string | undefined;
}

/** Reads the headers. @param header the value of a header, by its name in lower case */
export function requestOrigin(header: (name: string) => string | undefined): RequestOrigin {
  return { origin: header("origin"), host: header("host"), site: header("sec-fetch-site") };
}

/**
 * Whether a page belongs to this server. With a public address, the page's origin must be that: the Host header is then not
 * believed, because a site can give its own name another machine's address (DNS rebinding). Without one, the page's
 * host must be the request's host, or the browser must say that both are one origin: many proxies replace the Host header.
 *
 * @param publicUrl the public address of the server, if known
 */
export function isOwnPage({ origin, host, site }: RequestOrigin, publicUrl: string | null): boolean {
  const page = originOf(origin ?? "");
  if (!page || !/^https?:/.test(page)) return false;
  if (publicUrl !== null) return page === originOf(publicUrl);
  return page.replace(/^https?:\/\//, "") === host || site === "same-origin";
}

/** The reason in words why a page is not one of this server's, with the setting that may be wrong. */
export function describeForeignPage({ origin, host }: RequestOrigin, publicUrl: string | null): string {
  const page = originOf(origin ?? "") ?? "another site";
  if (publicUrl !== null)
    return `A change must come from the dashboard itself, at ${originOf(publicUrl)} (FOYER_PUBLIC_URL), but the page is at ${page}. Open the dashboard there, or correct the setting.`;
  return `A change must come from the dashboard itself. The page is at ${page}, but the server was asked as “${host ?? ""}”: if a proxy in front changes the Host header, set FOYER_PUBLIC_URL=${page}, or let the proxy pass the header on (nginx: proxy_set_header Host $host; Apache: ProxyPreserveHost On).`;
}
