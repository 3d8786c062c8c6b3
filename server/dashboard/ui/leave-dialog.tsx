import { useServices } from "../app/services.tsx";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";

/** Asks before unsaved changes are left behind. */
export function LeaveDialog() {
  const { asking } = useServices().guard;
  const departure = asking.value;
  if (!departure) return null;
  const { texts, leave, stay } = departure;
  return (
    <Dialog title={texts.title} onClose={stay}>
      <p>{texts.text}</p>
      <div class="dialog-foot">
        <Button kind="danger" onClick={leave}>
          {texts.leave}
        </Button>
        <Button kind="primary" onClick={stay}>
          {texts.stay}
        </Button>
      </div>
    </Dialog>
  );
}
