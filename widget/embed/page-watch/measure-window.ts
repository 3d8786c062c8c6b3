/** What an element that fills the window tells about it. */
export interface WindowMeasure {
  /**
   * The factor between a box and the window. WebKit measures the boxes of a page that has a `zoom` in lengths of the
   * page, all other functions and engines in those of the window.
   */
  scale(): number;
  /** Whether what is fixed in the widget is placed by the window. */
  isFilled(): boolean;
}

/** Adds an invisible element that is fixed to all edges of the window. */
export function measureWindow(root: ShadowRoot): WindowMeasure {
  const ruler = document.createElement("div");
  ruler.style.cssText = "position:fixed;inset:0;visibility:hidden";
  root.append(ruler);
  const measure = () => {
    const { width = innerWidth, height = innerHeight, scale: pinch = 1 } = visualViewport ?? {};
    const box = ruler.getBoundingClientRect();
    const scale = (width * pinch) / box.width || 1;
    return { scale, box, height: height * pinch };
  };
  return {
    scale: () => measure().scale,
    isFilled() {
      const { scale, box, height } = measure();
      return Math.abs(box.x * scale) < 1 && Math.abs(box.bottom * scale - height) < 1;
    },
  };
}

/**
 * Makes the widget's element as large as the window, and the containing block of what is fixed in it, without being in
 * the way of the pointer. WebKit places what is fixed in a popover by a root element that has a transform, a filter or
 * containment, if it places it at all; the popover itself it places by the window.
 */
export function coverWindow(host: HTMLElement): void {
  const style = { inset: "0", contain: "layout", "pointer-events": "none" };
  for (const [name, value] of Object.entries(style)) host.style.setProperty(name, value, "important");
}
