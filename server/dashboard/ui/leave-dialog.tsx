import { useServices } from "../services.tsx";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";

/** Asks before unsaved changes are left behind. */
export function LeaveDialog() {
  const { asking } = useServices().guard;
  const departure = asking.value;
  if (!departure) return null;
  return (
    <Dialog title="Leave without saving?" onClose={departure.stay}>
      <p>What you have changed here is not saved yet.</p>
      <div class="dialog-foot">
        <Button kind="danger" onClick={departure.leave}>
          Leave without saving
        </Button>
        <Button kind="primary" onClick={departure.stay}>
          Keep editing
        </Button>
      </div>
    </Dialog>
  );
}
