import { Dialog } from "../../ui/dialog.tsx";
import { Note } from "../../ui/states.tsx";
import { Switch } from "../../ui/switch.tsx";
import { useServices } from "../services.tsx";

/** The settings for desktop notifications and the sound in this browser. */
export function AlertsDialog({ onClose }: { onClose: () => void }) {
  const { notifications } = useServices();
  const permission = notifications.permission.value;
  return (
    <Dialog title="Notifications and sound" onClose={onClose}>
      <p class="hint">
        For new messages in your conversations and in unassigned ones, while the dashboard is in the
        background. This browser only.
      </p>
      <Switch
        label="Desktop notifications"
        hint={
          permission === "unsupported"
            ? "This browser knows none, or the page is not served securely."
            : "Your browser asks for permission when you turn this on."
        }
        checked={notifications.desktopEnabled.value}
        onChange={(on) => void notifications.setDesktopEnabled(on)}
      />
      {permission === "denied" && (
        <Note tone="warn">
          <p>
            The browser does not allow notifications from this page. You can change that in the page's
            settings, beside the address.
          </p>
        </Note>
      )}
      <Switch
        label="Sound"
        hint="A short, quiet tone."
        checked={notifications.soundEnabled.value}
        onChange={(on) => notifications.setSoundEnabled(on)}
      />
    </Dialog>
  );
}
