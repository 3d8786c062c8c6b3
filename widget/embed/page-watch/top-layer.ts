/** The modal dialog that has the focus, in shadow roots too, where no selector finds it. */
function focusedDialog(): Element | null | undefined {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element?.closest(":modal");
}

/**
 * The element that the page has put above all others, which the widget must be in to be seen and used: everything outside
 * a modal dialog is inert, and everything outside a full-screen element is covered. A film is not covered by the launcher.
 *
 * @param isOpen whether the panel is open
 * @returns null if there is none, or in a browser that does not know `:modal`
 */
export function findTopLayerParent(isOpen: boolean): Element | null {
  try {
    const top = focusedDialog() ?? [...document.querySelectorAll(":modal")].at(-1) ?? null;
    const isFilm = top === document.fullscreenElement && !!top?.querySelector("video");
    return isFilm && !isOpen ? null : top;
  } catch {
    return null;
  }
}
