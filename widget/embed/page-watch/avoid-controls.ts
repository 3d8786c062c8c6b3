/** Elements that a visitor clicks, types into or chooses from. A frame may be the launcher of another widget. */
const CONTROLS =
  "a[href],button,input,select,textarea,label,summary,iframe,video[controls],audio[controls],[role=button],[role=link],[onclick],[contenteditable],[tabindex]:not([tabindex='-1'])";

/** The space between the launcher and a control that it was moved above, CSS pixels. */
const GAP = 8;

/** A square is searched at so many points in both directions: they find every control of 15 CSS pixels. */
const POINTS = 5;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The box of the control at a point of the window; undefined if there is none. */
export type ControlAt = (x: number, y: number) => Box | undefined;

/** A control whose centre is in a square of the window. */
function findControl(controlAt: ControlAt, left: number, top: number, size: number): Box | undefined {
  const isInside = (from: number, centre: number) => centre >= from && centre <= from + size;
  for (let row = 0; row < POINTS; row++)
    for (let column = 0; column < POINTS; column++) {
      const step = size / (POINTS - 1);
      const box = controlAt(left + column * step, top + row * step);
      if (box && isInside(left, box.x + box.width / 2) && isInside(top, box.y + box.height / 2)) return box;
    }
  return undefined;
}

/**
 * Finds where the launcher is over the centre of no control of the page: where it is by its offset or, above the
 * controls there, higher.
 *
 * @param box of the launcher by its offset; all lengths are CSS pixels of the window
 * @returns how much higher it is to be; 0 if there are controls all the way up
 */
export function liftAboveControls(controlAt: ControlAt, { x, y, width }: Box): number {
  for (let top = y; top > 0; ) {
    const control = findControl(controlAt, x, top, width);
    if (!control) return y - top;
    top = control.y - width - GAP;
  }
  return 0;
}

/** The uppermost element of the page at a point, in shadow roots too. */
function elementAt(host: Element, x: number, y: number): Element | undefined {
  let root: DocumentOrShadowRoot = document;
  for (;;) {
    const element: Element | undefined = root.elementsFromPoint(x, y).find((one) => one !== host);
    if (!element?.shadowRoot || element.shadowRoot === root) return element;
    root = element.shadowRoot;
  }
}

/** The box of an element in CSS pixels of the window. */
export function boxOf(element: Element, scale: number): Box {
  const { x, y, width, height } = element.getBoundingClientRect();
  return { x: x * scale, y: y * scale, width: width * scale, height: height * scale };
}

/**
 * The page's control at a point: an element that browsers or `tabindex` make one, else the outermost element over which
 * the page shows a hand.
 *
 * @param host the widget's own element
 */
export function controlAt(host: Element, x: number, y: number): Element | undefined {
  const element = elementAt(host, x, y);
  const control = element?.closest(CONTROLS);
  if (control || !element || !showsHand(element)) return control ?? undefined;
  let outermost = element;
  for (let parent = element.parentElement; parent && showsHand(parent); parent = parent.parentElement)
    outermost = parent;
  return outermost;
}

const showsHand = (element: Element) => getComputedStyle(element).cursor === "pointer";

/**
 * The factor between a box and the window. WebKit measures the boxes of a page that has a `zoom` in lengths of the page,
 * all other functions and engines in those of the window.
 *
 * @param host is as wide as the window; in old browsers, which know no constructed sheets, it has no width
 */
export function scaleOf(host: Element): number {
  const { width = innerWidth, scale = 1 } = visualViewport ?? {};
  return (width * scale) / (host.getBoundingClientRect().width || width);
}
