import { useServices } from "../app/services.tsx";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";

/** Asks before something is lost by leaving. */
export function LeaveDialog() {
  const { asking } = useServices().guard;
  const departure = asking.value;
  if (!departure) return null;
  const { words, leave, stay } = departure;
  return (
    <Dialog title={words.title} onClose={stay}>
      <p>{words.text}</p>
      <div class="dialog-foot">
        <Button kind="danger" onClick={leave}>
          {words.leave}
        </Button>
        <Button kind="primary" onClick={stay}>
          {words.stay}
        </Button>
      </div>
    </Dialog>
  );
}
