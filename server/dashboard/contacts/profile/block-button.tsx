import { useServices } from "../../app/services.tsx";
import { errorText } from "../../data/api-error.ts";
import { useAction } from "../../data/use-action.ts";
import { useActionWithNotice } from "../../data/use-action-with-notice.ts";
import { t } from "../../i18n/translate.ts";
import { Button } from "../../ui/button.tsx";

interface BlockButtonProps {
  readonly property: string;
  readonly visitor: string;
  readonly blocked: boolean;
  /** The object in the label of the button, as in "Block contact". */
  readonly what: string;
  readonly onChanged: () => void;
}

/** A button that blocks or unblocks a visitor. The notice offers to undo it. */
export function BlockButton({ property, visitor, blocked, what, onChanged }: BlockButtonProps) {
  const { api, notices } = useServices();
  const run = useActionWithNotice();
  const setBlocked = async (block: boolean) => {
    await (block ? api.block(property, visitor) : api.unblock(property, visitor));
    onChanged();
  };
  const toggle = useAction(async () => {
    await setBlocked(!blocked);
    notices.say(
      blocked ? t("Unblocked. New messages are accepted.") : t("Blocked. New messages are rejected."),
      {
        action: { label: t("Undo"), act: () => void run(() => setBlocked(blocked)) },
      },
    );
  });
  return (
    <>
      <Button small icon={blocked ? "check" : "block"} busy={toggle.busy} onClick={() => void toggle.run()}>
        {blocked ? t("Unblock {what}", { what }) : t("Block {what}", { what })}
      </Button>
      {toggle.failure && (
        <p class="fault" role="alert">
          {errorText(toggle.failure)}
        </p>
      )}
    </>
  );
}
