import { useServices } from "../../app/services.tsx";
import { errorText, toApiError } from "../../data/api-error.ts";
import { useAction } from "../../data/use-action.ts";
import { Button } from "../../ui/button.tsx";

interface BlockButtonProps {
  readonly property: string;
  readonly visitor: string;
  readonly blocked: boolean;
  /** What is blocked, as the button says it. */
  readonly what: string;
  readonly onChanged: () => void;
}

/** Takes nothing from a visitor any more, or again; the notice turns it back. */
export function BlockButton({ property, visitor, blocked, what, onChanged }: BlockButtonProps) {
  const { api, notices } = useServices();
  const set = async (block: boolean) => {
    await (block ? api.block(property, visitor) : api.unblock(property, visitor));
    onChanged();
  };
  const turnBack = async () => {
    try {
      await set(blocked);
    } catch (error) {
      notices.say(errorText(toApiError(error)), { tone: "bad" });
    }
  };
  const act = useAction(async () => {
    await set(!blocked);
    notices.say(
      blocked ? "Messages from here are taken again." : "Blocked: nothing is taken from here any more.",
      { action: { label: "Undo", act: () => void turnBack() } },
    );
  });
  return (
    <>
      <Button small icon={blocked ? "check" : "block"} busy={act.busy} onClick={() => void act.run()}>
        {blocked ? `Unblock ${what}` : `Block ${what}`}
      </Button>
      {act.failure && (
        <p class="fault" role="alert">
          {errorText(act.failure)}
        </p>
      )}
    </>
  );
}
