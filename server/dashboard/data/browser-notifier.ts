import type { Notifier, Permission } from "./notifications.ts";

/** The notifications and the sound of a browser. Most of the code is loaded with the first alert. */
export function browserNotifier(page: Window): Notifier {
  const supported = "Notification" in page;
  const permission = (): Permission => (supported ? Notification.permission : "unsupported");
  const load = () => import("./browser-alerts.ts");
  // the code of an older server cannot be loaded: the number in the title still changes
  const missing = () => undefined;
  return {
    permission,
    async requestPermission() {
      if (!supported) return "unsupported";
      return Notification.requestPermission();
    },
    show: (alert) => load().then(({ showAlert }) => showAlert(page, alert), missing),
    playSound: () => void load().then(({ playTones }) => playTones(), missing),
  };
}
