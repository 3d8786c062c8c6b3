import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { MAX_MESSAGE } from "../../../shared/conversation.ts";
import { lengthOf } from "../../../shared/rules/text.ts";
import { href } from "../app/routes.ts";
import { useServices } from "../app/services.tsx";
import { personName } from "../data/person-name.ts";
import { useAction } from "../data/use-action.ts";
import { t } from "../i18n/translate.ts";
import { TextArea } from "../ui/field.tsx";
import { FormDialog } from "../ui/form-dialog.tsx";
import { count } from "../ui/format.ts";
import { isComposing } from "../ui/is-composing.ts";
import type { ListedVisitor } from "./online-visitors.ts";

interface StartConversationDialogProps {
  readonly property: string;
  readonly visitor: ListedVisitor;
  readonly onClose: () => void;
}

/** Starts a conversation with a visitor who has not written yet, and opens it. */
export function StartConversationDialog({ property, visitor, onClose }: StartConversationDialogProps) {
  const { api, newId } = useServices();
  const { route } = useLocation();
  // one ID for all tries, so that a lost answer does not make a second conversation
  const [id] = useState(newId);
  const [text, setText] = useState("");
  const start = useAction(async () => {
    const conversation = await api.startConversation(property, visitor.visitor, { id, text: text.trim() });
    onClose();
    route(href.inbox(property, "all", conversation.id));
  });
  const isTooLong = lengthOf(text) > MAX_MESSAGE;
  const ready = text.trim() !== "" && !isTooLong;
  const name = personName(visitor.person);
  return (
    <FormDialog
      title={t("Write to {name}", { name })}
      act={t("Send")}
      icon="send"
      busy={start.busy}
      disabled={!ready}
      failure={start.failure}
      onSubmit={() => {
        if (ready) void start.run();
      }}
      onClose={onClose}
    >
      <TextArea
        label={t("Message")}
        hint={visitor.connected ? t("Delivered at once.") : t("Delivered when their widget connects.")}
        fault={isTooLong ? t("At most {max} characters.", { max: count(MAX_MESSAGE) }) : undefined}
        rows={4}
        value={text}
        onInput={setText}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || isComposing(event)) return;
          event.preventDefault();
          if (ready) void start.run();
        }}
      />
    </FormDialog>
  );
}
