import { useState } from "preact/hooks";
import { useServices } from "../app/services.tsx";
import { useAction } from "../data/use-action.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";

interface DetachDeviceProps {
  readonly property: string;
  readonly visitor: string;
  /** What the contact is called. */
  readonly contact: string;
  readonly onDetached: () => void;
}

/** R12: takes an attached device away from a contact. */
export function DetachDevice({ property, visitor, contact, onDetached }: DetachDeviceProps) {
  const { api, notices } = useServices();
  const [asking, setAsking] = useState(false);
  const detach = useAction(async () => {
    await api.detachDevice(property, visitor);
    setAsking(false);
    notices.say("The device was detached.");
    onDetached();
  });
  return (
    <>
      <Button small icon="cut" onClick={() => setAsking(true)}>
        Detach device
      </Button>
      {asking && (
        <ConfirmDialog
          title="Detach this device?"
          act="Detach device"
          action={detach}
          onClose={() => setAsking(false)}
        >
          <p>
            <bdi>{visitor}</bdi> becomes a visitor of its own. Its conversations and what it said go with it;{" "}
            <bdi>{contact}</bdi> keeps everything else.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}
