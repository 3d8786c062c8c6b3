/**
 * The element that the widget is added to; null while the page is not ready for it.
 *
 * React 18 fails to hydrate a whole document that has an unknown element, unless it is the last in `body`. In a page that
 * React has not written, a line break separates `head` and `body`. There the widget stays outside `body`, because the
 * page may style its last element or replace all of them.
 */
export function homeOf(): Element | null {
  if (document.head?.nextSibling !== document.body) return document.documentElement;
  return document.readyState === "loading" ? null : document.body;
}

/**
 * Adds the widget to the page as soon as the page is ready for it.
 *
 * @param lifetime of the widget, which ends the wait
 */
export function placeHost(host: Element, lifetime: AbortController): void {
  const home = homeOf();
  if (home) home.append(host);
  else addEventListener("DOMContentLoaded", () => placeHost(host, lifetime), lifetime);
}
