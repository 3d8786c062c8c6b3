/** The launcher is looked at in so many places in both directions, which finds every control of 20 CSS pixels. */
const PLACES = [1, 2, 3, 4, 5];

/**
 * Whether the launcher is covered, inert, out of sight or out of the page, or seems to lie over a control of the page. It
 * is asked every second, so that only a page that needs `page-watch` loads it. What is under the launcher seems to be a
 * control if it can have the focus, if the cursor says so (a hand, an I-beam, the arrow of a button), or if it has a
 * shadow root, in which there may be one.
 *
 * @param element of the widget, in whose shadow root the launcher is
 */
export function isMisplaced(element: HTMLElement, launcher: HTMLElement): boolean {
  const { x, y, width } = launcher.getBoundingClientRect();
  const isTaken = (column: number, row: number) => {
    const found = document.elementsFromPoint(x + (width * column) / 6, y + (width * row) / 6);
    const [top, below = element] = found as HTMLElement[]; // an element of another kind has no tab index
    return (
      top !== element || below.shadowRoot || below.tabIndex >= 0 || getComputedStyle(below).cursor !== "auto"
    );
  };
  return PLACES.some((column) => PLACES.some((row) => isTaken(column, row)));
}
