import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { MAX_MESSAGE } from "../../../../shared/conversation.ts";
import { lengthOf } from "../../../../shared/rules/text.ts";
import { errorText } from "../../data/api-error.ts";
import { useAction } from "../../data/use-action.ts";
import { t } from "../../i18n/translate.ts";
import { Button } from "../../ui/button.tsx";
import { Fault, MOST_TYPED } from "../../ui/field.tsx";
import { count } from "../../ui/format.ts";
import { isComposing } from "../../ui/is-composing.ts";

interface MessageEditorProps {
  readonly text: string;
  /** @throws ApiError */
  readonly save: (text: string) => Promise<void>;
  readonly onDone: () => void;
}

/** Edits a message in place: Enter saves, Escape cancels. */
export function MessageEditor({ text, save, onDone }: MessageEditorProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [typed, setTyped] = useState(text);
  const saving = useAction(async () => {
    if (typed.trim() !== text) await save(typed.trim());
    onDone();
  });
  const isTooLong = lengthOf(typed) > MAX_MESSAGE;
  const isReady = typed.trim() !== "" && !isTooLong;
  const submit = () => {
    if (isReady) void saving.run();
  };
  useEditorFocus(field);
  return (
    <form
      class="message-editor"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <textarea
        ref={field}
        class="input"
        dir="auto"
        rows={2}
        maxLength={MOST_TYPED}
        aria-label={t("Edit message")}
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (isComposing(event)) return;
          if (event.key === "Escape") {
            event.stopPropagation();
            onDone();
          }
          if (event.key === "Enter" && !event.shiftKey) {
            event.preventDefault();
            submit();
          }
        }}
      />
      {isTooLong && <Fault>{t("At most {max} characters.", { max: count(MAX_MESSAGE) })}</Fault>}
      {saving.failure && <Fault>{errorText(saving.failure)}</Fault>}
      <div class="message-editor-foot">
        <Button small onClick={onDone}>
          {t("Cancel")}
        </Button>
        <Button small kind="primary" type="submit" busy={saving.busy} disabled={!isReady}>
          {t("Save")}
        </Button>
      </div>
    </form>
  );
}

/**
 * Moves the focus into the editor, before the next key press. When the editor closes, the focus returns to the element
 * that had it, or to the message's edit button, which is drawn anew.
 */
function useEditorFocus(field: RefObject<HTMLTextAreaElement | null>): void {
  useLayoutEffect(() => {
    const before = document.activeElement;
    const entry = field.current?.closest("li");
    const end = field.current?.value.length ?? 0;
    field.current?.focus();
    field.current?.setSelectionRange(end, end);
    return () => {
      queueMicrotask(() => {
        if (document.activeElement !== document.body) return;
        const target =
          before?.isConnected && before !== document.body
            ? before
            : entry?.querySelector(".message-tools button");
        if (target instanceof HTMLElement) target.focus();
      });
    };
  }, [field]);
}
