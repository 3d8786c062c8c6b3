/** The distances from the launcher's edges at which it is looked at, CSS pixels: they find every control of 20. */
const PLACES = [10, 30, 50];

/** How much higher than its style says the launcher may be, CSS pixels: a scroll bar of the page takes about so much. */
const TOLERANCE = 20;

/**
 * Whether the launcher is covered, inert, hidden from screen readers, out of sight or out of the page, or seems to lie
 * over a control of the page. It is asked every second, so that only a page that needs `page-watch` loads it. An element
 * under the launcher seems to be a control if it can have the focus, if the cursor says so (a hand, an I-beam, the arrow
 * of a button), or if it has a shadow root, in which there may be one.
 *
 * @param element of the widget, in whose shadow root the launcher is
 */
export function isMisplaced(element: HTMLElement, launcher: HTMLElement): unknown {
  const { x, y, bottom } = launcher.getBoundingClientRect();
  return (
    // WebKit places even what is in the top layer relative to a root element with a transform, a filter or containment
    innerHeight - bottom - parseFloat(getComputedStyle(launcher).bottom) > TOLERANCE ||
    element.ariaHidden ||
    PLACES.some((column) =>
      PLACES.some((row) => {
        const found = document.elementsFromPoint(x + column, y + row) as HTMLElement[];
        const [top, below = element] = found; // an element of another kind has no tab index
        return (
          top !== element ||
          below.shadowRoot ||
          below.tabIndex >= 0 ||
          getComputedStyle(below).cursor !== "auto"
        );
      }),
    )
  );
}
