import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { MAX_MESSAGE } from "../../../shared/conversation.ts";
import { lengthOf } from "../../../shared/rules/text.ts";
import { href } from "../app/routes.ts";
import { useServices } from "../app/services.tsx";
import { useAction } from "../data/use-load.ts";
import { Field } from "../ui/field.tsx";
import { FormDialog } from "../ui/form-dialog.tsx";
import { isComposing } from "../ui/is-composing.ts";
import { type Present, visitorName } from "./online-visitors.ts";

interface WriteDialogProps {
  readonly property: string;
  readonly visitor: Present;
  readonly onClose: () => void;
}

/** Speaks to a visitor first: the message opens a conversation, which is where the agent goes next. */
export function WriteDialog({ property, visitor, onClose }: WriteDialogProps) {
  const { api, newId } = useServices();
  const { route } = useLocation();
  // the same one for every try, so that a lost answer does not say it twice
  const [id] = useState(newId);
  const [text, setText] = useState("");
  const start = useAction(async () => {
    const conversation = await api.startConversation(property, visitor.visitor, { id, text: text.trim() });
    onClose();
    route(href.inbox(property, "open", conversation.id));
  });
  const long = lengthOf(text) > MAX_MESSAGE;
  const ready = text.trim() !== "" && !long;
  const name = visitorName(visitor);
  return (
    <FormDialog
      title={`Write to ${name}`}
      act="Send"
      icon="send"
      busy={start.busy}
      disabled={!ready}
      failure={start.failure}
      onSubmit={() => {
        if (ready) void start.run();
      }}
      onClose={onClose}
    >
      <Field
        label="Message"
        hint={
          visitor.connected
            ? "It appears on their page at once."
            : "They see it as soon as their widget is connected."
        }
        fault={long ? `At most ${MAX_MESSAGE} characters.` : undefined}
      >
        {(control) => (
          <textarea
            {...control}
            class="input"
            rows={4}
            dir="auto"
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || event.shiftKey || isComposing(event)) return;
              event.preventDefault();
              if (ready) void start.run();
            }}
          />
        )}
      </Field>
    </FormDialog>
  );
}
