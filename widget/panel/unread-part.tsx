import type { ComponentChildren } from "preact";
import { CloseButton } from "./CloseButton.tsx";
import { isEscape } from "./focus.ts";

/** What a visitor learns of unread messages while the panel is closed: it is loaded with the first of them. */
export { playSound } from "../chat/sound.ts";
export { default as css } from "./unread.css?inline";

interface PreviewProps {
  /** The name of the property. */
  readonly name: string;
  readonly side: "left" | "right";
  readonly dir: "ltr" | "rtl";
  /** The number of unread messages. */
  readonly count: number;
  /** The preview was closed; the number stays. */
  readonly isDismissed: boolean;
  /** The last message, and who wrote it. */
  readonly author: ComponentChildren;
  readonly text: string;
  /** Of the button that closes the preview. */
  readonly closeLabel: string;
  onOpen(): void;
  onDismiss(): void;
}

/** The number of unread messages, and the last of them. */
export function Preview(props: PreviewProps) {
  const { name, side, dir, count, isDismissed, author, text, closeLabel, onOpen, onDismiss } = props;
  const onKeyDown = (event: KeyboardEvent) => isEscape(event) && onDismiss();
  return (
    <>
      <span class={`badge ${side}`} aria-hidden="true">
        {count}
      </span>
      {!isDismissed && (
        <aside
          class={`panel preview ${side}`}
          aria-label={name}
          dir={dir}
          onKeyDown={onKeyDown}
          ref={(aside) => {
            // the launcher has the focus before the preview, and is not drawn here
            const launcher = aside && (aside.getRootNode() as ShadowRoot).querySelector("button");
            if (launcher) launcher.onkeydown = onKeyDown;
          }}
        >
          <button type="button" class="preview-text" onClick={onOpen}>
            {author}
            <span dir="auto">{text}</span>
          </button>
          <CloseButton label={closeLabel} onClick={onDismiss} />
        </aside>
      )}
    </>
  );
}
