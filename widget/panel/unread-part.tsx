import type { ComponentChildren } from "preact";
import type { EmbedSettings } from "../../shared/property.ts";
import type { FormWords } from "../locales/words.ts";
import { isEscape } from "./focus.ts";
import { IconButton } from "./IconButton.tsx";

/** The part that tells a visitor of unread messages while the panel is closed: it is loaded with the first of them. */
export { playSound } from "../chat/sound.ts";
export { default as css } from "./unread.css?inline";

/** The part of the panel that the preview needs. */
interface PreviewPanel {
  readonly settings: Pick<EmbedSettings, "name">;
  readonly side: "left" | "right";
  readonly dir: "ltr" | "rtl";
  readonly words: Pick<FormWords, "close">;
  readonly actions: { open(): void };
  readonly controller: { dismissPreview(): void };
}

interface PreviewProps {
  readonly panel: PreviewPanel;
  /** The number of unread messages. */
  readonly count: number;
  /** The preview was closed; the number stays. */
  readonly isDismissed: boolean;
  /** The last message, and who wrote it. */
  readonly author: ComponentChildren;
  readonly text: string;
}

/** The number of unread messages, and the last of them. */
export function Preview({ panel, count, isDismissed, author, text }: PreviewProps) {
  const { settings, side, dir, words, actions, controller } = panel;
  const onKeyDown = (event: KeyboardEvent) => isEscape(event) && controller.dismissPreview();
  return (
    <>
      <span class={`badge ${side}`} aria-hidden="true">
        {count}
      </span>
      {!isDismissed && (
        <aside
          class={`panel preview ${side}`}
          aria-label={settings.name}
          dir={dir}
          onKeyDown={onKeyDown}
          ref={(aside) => {
            // the launcher has the focus before the preview, and is not drawn here
            const launcher = aside && (aside.getRootNode() as ShadowRoot).querySelector("button");
            if (launcher) launcher.onkeydown = onKeyDown;
          }}
        >
          <button type="button" class="preview-text" onClick={actions.open}>
            {author}
            <span dir="auto">{text}</span>
          </button>
          <IconButton label={words.close} onClick={controller.dismissPreview} />
        </aside>
      )}
    </>
  );
}
