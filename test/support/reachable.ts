import type { Page } from "playwright-core";

/** Elements that a person must be able to reach with a pointer or read: controls, headings and texts of messages. */
const NEEDED =
  "a[href], button, input, select, textarea, summary, [role=option], h1, h2, h3, p, dt, dd, label, .message-text";

/**
 * Finds the elements that a person cannot reach or read in a page of this size: elements of which, after scrolling, less
 * than 24 CSS pixels (or less than all of a smaller one) are in the window, which the side of the window cuts off, or
 * which something else covers; and a page that scrolls sideways. Empty if all is well.
 *
 * @param within the part of the page to look at, such as an open dialog
 */
export function unreachable(page: Page, within = "body"): Promise<string[]> {
  return page.evaluate(
    ({ needed, root }) => {
      const MIN = 24;
      const name = (element: Element) => {
        const text = element.getAttribute("aria-label") ?? element.textContent ?? "";
        return `${element.localName}${element.className ? `.${element.className}` : ""} “${text.trim().slice(0, 40)}”`;
      };
      /** The part of an element that its scrolled or clipping ancestors and the window leave visible. */
      const visiblePart = (element: Element) => {
        const rect = element.getBoundingClientRect();
        const part = { left: rect.left, top: rect.top, right: rect.right, bottom: rect.bottom };
        const clip = (left: number, top: number, right: number, bottom: number) => {
          part.left = Math.max(part.left, left);
          part.top = Math.max(part.top, top);
          part.right = Math.min(part.right, right);
          part.bottom = Math.min(part.bottom, bottom);
        };
        clip(0, 0, innerWidth, innerHeight);
        // what is fixed, as all of the top layer is, is not clipped by its ancestors
        for (
          let at: Element | null = element;
          at && at !== document.body && getComputedStyle(at).position !== "fixed";
          at = at.parentElement
        ) {
          const above = at.parentElement;
          if (!above || getComputedStyle(above).overflow === "visible") continue;
          const { left, top, right, bottom } = above.getBoundingClientRect();
          clip(left, top, right, bottom);
        }
        return part;
      };
      const covers = (hit: Element | null, element: Element) =>
        !hit ||
        !(element.contains(hit) || hit.contains(element) || hit.closest("label")?.control === element);
      const isHidden = (element: Element) => {
        const { width, height } = element.getBoundingClientRect();
        // what is for screen readers only has one pixel, and a skip link appears with the focus
        return (
          !element.checkVisibility({ visibilityProperty: true }) ||
          width <= 1 ||
          height <= 1 ||
          !!element.closest(".unseen, .wide-only, .skip, [inert]")
        );
      };
      const faultOf = (element: Element): string[] => {
        element.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
        const rect = element.getBoundingClientRect();
        const part = visiblePart(element);
        const [width, height] = [part.right - part.left, part.bottom - part.top];
        if (width < Math.min(MIN, rect.width) - 1 || height < Math.min(MIN, rect.height) - 1)
          return [`${name(element)}: ${Math.round(width)} × ${Math.round(height)} visible`];
        if (rect.width <= innerWidth && (rect.left < -1 || rect.right > innerWidth + 1))
          return [`${name(element)}: cut off at the side of the window`];
        const hit = document.elementFromPoint((part.left + part.right) / 2, (part.top + part.bottom) / 2);
        return covers(hit, element) ? [`${name(element)}: covered by ${hit ? name(hit) : "nothing"}`] : [];
      };
      const { scrollWidth, clientWidth } = document.documentElement;
      return [
        ...(scrollWidth > clientWidth ? [`the page scrolls sideways: ${scrollWidth} of ${clientWidth}`] : []),
        ...[...document.querySelectorAll(root)].flatMap((part) =>
          [...part.querySelectorAll(needed)].filter((element) => !isHidden(element)).flatMap(faultOf),
        ),
      ];
    },
    { needed: NEEDED, root: within },
  );
}
