import type { ComponentProps } from "preact";

/** The most characters that a text area takes: a longer text would block the browser for a while. */
const MAX_INPUT = 1e5;

/** Makes a text area as high as its text, for browsers that cannot do it by the style sheet (`field-sizing`). */
function fitToText(area: HTMLTextAreaElement): void {
  if (CSS.supports("field-sizing:content")) return;
  area.style.height = "";
  area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
}

/** A text area that grows with its text. */
export function TextArea(props: ComponentProps<"textarea">) {
  // a new function each time, so that it is called after each drawing
  const ref = (area: HTMLTextAreaElement | null) => {
    if (area) fitToText(area);
  };
  return <textarea {...props} class="input" maxLength={MAX_INPUT} ref={ref} />;
}
