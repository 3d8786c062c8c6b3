/**
 * Adds a style sheet to the widget's shadow root until the widget is removed. It is a constructed sheet, because the
 * page's policy (CSP) may forbid style elements; a browser without these (Safari before 16.4) gets an element with the
 * nonce of the page.
 *
 * @param signal is aborted when the widget is removed
 */
export function addStyleSheet(root: ShadowRoot, css: string, signal: AbortSignal): void {
  if ("adoptedStyleSheets" in root) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    signal.addEventListener("abort", () => {
      root.adoptedStyleSheets = root.adoptedStyleSheets.filter((one) => one !== sheet);
    });
  } else {
    const element = document.createElement("style");
    element.nonce = document.querySelector<HTMLElement>("script[nonce]")?.nonce ?? "";
    element.textContent = css;
    (root as ShadowRoot).append(element); // TypeScript knows no root without sheets
    signal.addEventListener("abort", () => element.remove());
  }
}
