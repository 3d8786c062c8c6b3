import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { MAX_MESSAGE } from "../../../../shared/conversation.ts";
import { lengthOf } from "../../../../shared/rules/text.ts";
import { errorText } from "../../data/api-error.ts";
import { useAction } from "../../data/use-action.ts";
import { Button } from "../../ui/button.tsx";
import { Fault, MOST_TYPED } from "../../ui/field.tsx";
import { isComposing } from "../../ui/is-composing.ts";

interface MessageEditorProps {
  readonly text: string;
  readonly save: (text: string) => Promise<void>;
  readonly onDone: () => void;
}

/** Corrects a message where it stands: Enter saves, Escape leaves it as it was. */
export function MessageEditor({ text, save, onDone }: MessageEditorProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [typed, setTyped] = useState(text);
  const saving = useAction(async () => {
    if (typed.trim() !== text) await save(typed.trim());
    onDone();
  });
  const long = lengthOf(typed) > MAX_MESSAGE;
  const ready = typed.trim() !== "" && !long;
  // at once, or what is typed in the next moment goes where the agent was before
  useLayoutEffect(() => {
    const before = document.activeElement;
    const entry = field.current?.closest("li");
    field.current?.focus();
    field.current?.setSelectionRange(text.length, text.length);
    // back to where the correction was begun: the composer, or the message's own button, which is drawn anew
    return () => {
      queueMicrotask(() => {
        if (document.activeElement !== document.body) return;
        const back =
          before?.isConnected && before !== document.body
            ? before
            : entry?.querySelector(".line-tools button");
        if (back instanceof HTMLElement) back.focus();
      });
    };
  }, []);
  return (
    <form
      class="message-editor"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void saving.run();
      }}
    >
      <textarea
        ref={field}
        class="input"
        dir="auto"
        rows={2}
        maxLength={MOST_TYPED}
        aria-label="Correct this message"
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
            if (ready) void saving.run();
          }
        }}
      />
      {long && <Fault>At most {MAX_MESSAGE} characters.</Fault>}
      {saving.failure && <Fault>{errorText(saving.failure)}</Fault>}
      <div class="message-editor-foot">
        <Button small onClick={onDone}>
          Cancel
        </Button>
        <Button small kind="primary" type="submit" busy={saving.busy} disabled={!ready}>
          Save
        </Button>
      </div>
    </form>
  );
}
