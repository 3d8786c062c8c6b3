/** The most characters that a text area takes: a longer text would block the browser for a while. */
export const MAX_INPUT = 1e5;

/**
 * Makes a text area as high as its text, in browsers that cannot do it by the style sheet (`field-sizing`). As the ref of
 * a text area it must be a new function at each drawing, so that it is called after each.
 */
export function fitToText(area: HTMLTextAreaElement | null): void {
  if (!area || CSS.supports("field-sizing:content")) return;
  area.style.height = "";
  area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
}
