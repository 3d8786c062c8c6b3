/**
 * Adds a style sheet to the widget's shadow root until the widget is removed. It is a constructed sheet, because the
 * page's policy (CSP) may forbid style elements.
 *
 * @param signal is aborted when the widget is removed
 */
export function addStyleSheet(root: ShadowRoot, css: string, signal: AbortSignal): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  signal.addEventListener("abort", () => {
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((one) => one !== sheet);
  });
}
