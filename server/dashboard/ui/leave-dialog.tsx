import { useServices } from "../app/services.tsx";
import { t } from "../i18n/translate.ts";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";

/** Asks before unsaved changes are left behind. */
export function LeaveDialog() {
  const { asking } = useServices().guard;
  const departure = asking.value;
  if (!departure) return null;
  const { texts, leave, stay } = departure;
  return (
    <Dialog title={t(texts.title)} onClose={stay}>
      <p>{t(texts.text)}</p>
      <div class="dialog-foot">
        <Button kind="danger" onClick={leave}>
          {t(texts.leave)}
        </Button>
        <Button kind="primary" onClick={stay}>
          {t(texts.stay)}
        </Button>
      </div>
    </Dialog>
  );
}
