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
