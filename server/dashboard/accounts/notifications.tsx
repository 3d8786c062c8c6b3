import { useRef, useState } from "preact/hooks";
import type { Me } from "../../../shared/account.ts";
import type { NotificationPreferences, NotificationSettings } from "../../../shared/notifications.ts";
import { href } from "../app/routes.ts";
import { useServices } from "../app/services.tsx";
import { type ApiError, toApiError } from "../data/api-error.ts";
import type { BrowserPush } from "../data/push.ts";
import { notificationCalls } from "../data/push-subscription.ts";
import { useLoad } from "../data/use-load.ts";
import { t } from "../i18n/translate.ts";
import { BackLink } from "../ui/back-link.tsx";
import { ErrorNote, LoadError, Skeleton } from "../ui/states.tsx";
import { useHeadingFocus } from "../ui/use-heading-focus.ts";
import { useTitle } from "../ui/use-title.ts";
import { PushBrowsers, ThisBrowser } from "./notification-browsers.tsx";
import { NotificationRoads, QuietHoursFields } from "./notification-fields.tsx";

/** The page on which an agent chooses what they are told, how, and when. */
export function NotificationsScreen({ me, property }: { me: Me; property: string }) {
  const { api, loadPush } = useServices();
  const heading = useRef<HTMLHeadingElement>(null);
  const { loaded, retry, change } = useLoad(me.agent.id, async () => ({
    settings: await notificationCalls(api).read(),
    push: await loadPush(),
  }));
  useTitle(t("Notifications"));
  useHeadingFocus(heading);
  return (
    <main class="contact" id="main" tabIndex={-1}>
      <div class="contact-page narrow-page notification-page">
        <BackLink to={href.inbox(property)}>{t("Inbox")}</BackLink>
        <h1 ref={heading} tabIndex={-1}>
          {t("Notifications")}
        </h1>
        {loaded.kind === "loading" && <Skeleton lines={8} label={t("Loading the notifications")} />}
        {loaded.kind === "failed" && <LoadError failure={loaded.failure} retry={() => void retry()} />}
        {loaded.kind === "ready" && (
          <NotificationForm
            agent={me.agent.id}
            {...loaded.value}
            onChange={(settings) => change((old) => ({ ...old, settings }))}
          />
        )}
      </div>
    </main>
  );
}

interface NotificationFormProps {
  readonly agent: string;
  readonly settings: NotificationSettings;
  readonly push: BrowserPush;
  readonly onChange: (settings: NotificationSettings) => void;
}

function NotificationForm({ agent, settings, push, onChange }: NotificationFormProps) {
  const browser = { settings, push, onChange };
  const { preferences, save, state } = usePreferences(settings, onChange);
  return (
    <>
      <ThisBrowser agent={agent} {...browser} />
      <NotificationRoads preferences={preferences} onChange={save} />
      <QuietHoursFields
        value={preferences.quietHours}
        onChange={(quietHours) => save({ ...preferences, quietHours })}
      />
      <p class="hint" role="status">
        {state === "saving" ? t("Saving…") : state === "saved" ? t("Saved.") : ""}
      </p>
      <ErrorNote failure={typeof state === "object" ? state : null} />
      <PushBrowsers {...browser} />
    </>
  );
}

type SaveState = "unchanged" | "saving" | "saved" | ApiError;

/** The preferences, each change of which is saved at once, in the order of the changes. */
function usePreferences(settings: NotificationSettings, onChange: (settings: NotificationSettings) => void) {
  const { api } = useServices();
  const [preferences, setPreferences] = useState(settings.preferences);
  const [state, setState] = useState<SaveState>("unchanged");
  const saves = useRef({ last: Promise.resolve(), count: 0 });
  const save = (next: NotificationPreferences) => {
    setPreferences(next);
    setState("saving");
    const mine = ++saves.current.count;
    const isLast = () => mine === saves.current.count;
    saves.current.last = saves.current.last.then(async () => {
      try {
        const saved = await notificationCalls(api).save(next);
        if (!isLast()) return;
        onChange(saved);
        setState("saved");
      } catch (error) {
        if (isLast()) setState(toApiError(error));
      }
    });
  };
  return { preferences, save, state };
}
