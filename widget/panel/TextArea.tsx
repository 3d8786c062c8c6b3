import type { ComponentProps } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** The most characters that a text area takes: a longer text would block the browser for a while. */
const MAX_INPUT = 1e5;

/** A text area that grows with its text, also in browsers that cannot do it by the style sheet (`field-sizing`). */
export function TextArea(props: ComponentProps<"textarea">) {
  const ref = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const area = ref.current;
    if (!area || CSS.supports("field-sizing:content")) return;
    area.style.height = "";
    area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
  }, [props.value]);
  return <textarea {...props} class="input" maxLength={MAX_INPUT} ref={ref} />;
}
