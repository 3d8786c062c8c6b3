import { useState } from "preact/hooks";
import { useServices } from "../app/services.tsx";
import { useAction } from "../data/use-action.ts";
import { t, withElements } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { Verbatim } from "../ui/verbatim.tsx";

interface DetachDeviceProps {
  readonly property: string;
  readonly visitor: string;
  /** The name of the contact. */
  readonly contact: string;
  readonly onDetached: () => void;
}

/** A button that detaches a device from a contact, after a confirmation (R12). */
export function DetachDevice({ property, visitor, contact, onDetached }: DetachDeviceProps) {
  const { api, notices } = useServices();
  const [confirming, setConfirming] = useState(false);
  const detach = useAction(async () => {
    await api.detachDevice(property, visitor);
    setConfirming(false);
    notices.say(t("Device detached."));
    onDetached();
  });
  return (
    <>
      <Button small icon="cut" onClick={() => setConfirming(true)}>
        {t("Detach device")}
      </Button>
      {confirming && (
        <ConfirmDialog
          title={t("Detach this device?")}
          act={t("Detach device")}
          action={detach}
          onClose={() => setConfirming(false)}
        >
          <p>
            {withElements(
              "{visitor} becomes a separate visitor and takes its conversations and details with it. {contact} keeps everything else.",
              { visitor: <Verbatim>{visitor}</Verbatim>, contact: <Verbatim>{contact}</Verbatim> },
            )}
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}
