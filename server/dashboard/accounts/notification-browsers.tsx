import { useState } from "preact/hooks";
import type { NotificationSettings } from "../../../shared/notifications.ts";
import { useServices } from "../app/services.tsx";
import { ApiError } from "../data/api-error.ts";
import type { BrowserPush } from "../data/push.ts";
import { notificationCalls, turnPushOff, turnPushOn } from "../data/push-subscription.ts";
import { useAction } from "../data/use-action.ts";
import { t, withElements } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { ErrorNote, Note } from "../ui/states.tsx";
import { Switch } from "../ui/switch.tsx";

interface BrowserProps {
  readonly settings: NotificationSettings;
  readonly push: BrowserPush;
  readonly onChange: (settings: NotificationSettings) => void;
}

/** Whether the browser accepts push messages at all: some have no push service, or lost its connection. */
function usePush(agent: string, { push, onChange }: BrowserProps) {
  const { api, preferences, notifications } = useServices();
  const [isRefused, setRefused] = useState(false);
  const turn = useAction(async (on: boolean) => {
    setRefused(false);
    await notifications.setDesktopEnabled(on);
    if (!push.isSupported || (on && !notifications.desktopEnabled.value)) return;
    const deps = { api, push, preferences };
    try {
      onChange(await (on ? turnPushOn(deps, agent) : turnPushOff(deps)));
    } catch (error) {
      if (error instanceof ApiError) throw error;
      setRefused(true);
    }
  });
  return { turn, isRefused };
}

/** The notifications and the sound of this browser. */
export function ThisBrowser({ agent, ...browser }: BrowserProps & { readonly agent: string }) {
  const { settings, push } = browser;
  const { notifications } = useServices();
  const permission = notifications.permission.value;
  const { turn, isRefused } = usePush(agent, browser);
  const isOn = settings.browsers.some(({ isCurrent }) => isCurrent) || notifications.desktopEnabled.value;
  return (
    <section class="group" aria-labelledby="this-browser">
      <h2 id="this-browser">{t("This browser")}</h2>
      <Switch
        label={t("Notifications")}
        hint={hintOf(permission === "unsupported", push.isSupported)}
        checked={isOn}
        onChange={(on) => void turn.run(on)}
      />
      {permission === "denied" && (
        <Note tone="warn">
          <p>
            {t(
              "The browser does not allow notifications from this page. You can change that in the page's settings, beside the address.",
            )}
          </p>
        </Note>
      )}
      {isRefused && (
        <Note tone="warn">
          <p>
            {t(
              "This browser cannot get messages while Foyer is closed: its push service refuses. You are still told while Foyer is open.",
            )}
          </p>
        </Note>
      )}
      <ErrorNote failure={turn.failure} />
      <Switch
        label={t("Sound")}
        hint={t("A short, quiet tone while Foyer is open in the background.")}
        checked={notifications.soundEnabled.value}
        onChange={(on) => notifications.setSoundEnabled(on)}
      />
    </section>
  );
}

function hintOf(isUnsupported: boolean, isPushSupported: boolean): string {
  if (isUnsupported)
    return t(
      "This browser shows none, or the page is not served securely. On an iPhone or iPad, add Foyer to the Home Screen first, and open it from there.",
    );
  return isPushSupported
    ? t(
        "Also while Foyer is closed. Your browser asks for permission when you turn this on. On a phone, install Foyer from the browser's menu to have it among your apps.",
      )
    : t("While Foyer is open in the background. This browser cannot get messages while it is closed.");
}

/** All browsers that get push messages. */
export function PushBrowsers({ settings, push, onChange }: BrowserProps) {
  const { api, preferences } = useServices();
  const remove = useAction(async (id: string) => {
    const isCurrent = settings.browsers.some((one) => one.id === id && one.isCurrent);
    onChange(
      await (isCurrent ? turnPushOff({ api, push, preferences }) : notificationCalls(api).removeBrowser(id)),
    );
  });
  if (!settings.browsers.length) return null;
  return (
    <section class="group" aria-labelledby="push-browsers">
      <h2 id="push-browsers">{t("Browsers with push messages")}</h2>
      <ul class="plain-list push-browsers">
        {settings.browsers.map(({ id, name, createdAt, isCurrent }) => (
          <li key={id}>
            <div>
              <p>
                {name || t("Unknown browser")}
                {isCurrent && ` (${t("this browser")})`}
              </p>
              <p class="hint">{withElements("Since {time}", { time: <RelativeTime at={createdAt} /> })}</p>
            </div>
            <Button small disabled={remove.busy} onClick={() => void remove.run(id)}>
              {withElements("Remove{name}", { name: <span class="unseen"> {name}</span> })}
            </Button>
          </li>
        ))}
      </ul>
      <ErrorNote failure={remove.failure} />
      <p class="hint">{t("Signing out of a browser ends its messages too.")}</p>
    </section>
  );
}
