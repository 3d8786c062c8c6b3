/**
 * The path of a request below the path of the public address. Some proxies remove that path before they pass a request on,
 * and some do not: a path that does not begin with it stays as it is.
 *
 * @param base without a slash at the end, such as `/chat`; empty: none
 */
export function withoutBase(path: string, base: string): string {
  return base && (path === base || path.startsWith(`${base}/`)) ? path.slice(base.length) || "/" : path;
}
