import { type NotificationPreferences, NotificationSettings } from "../../../shared/notifications.ts";
import type { Api } from "./api.ts";
import { PUSH_AGENT, type PushDeps } from "./push.ts";

/** The requests for an agent's notifications. */
export const notificationCalls = ({ call }: Pick<Api, "call">) => ({
  read: () => call(NotificationSettings, "GET", "/me/notifications", {}),
  save: (json: NotificationPreferences) => call(NotificationSettings, "PUT", "/me/notifications", { json }),
  removeBrowser: (id: string) =>
    call(NotificationSettings, "DELETE", "/me/push-subscriptions/:id", { param: { id } }),
});

/**
 * Sends push messages for an agent to this browser. Call it in a click handler, after the permission was given.
 *
 * @throws ApiError; DOMException if the browser refuses
 */
export async function turnPushOn(
  { api, push, preferences }: PushDeps,
  agent: string,
): Promise<NotificationSettings> {
  const { applicationServerKey } = await notificationCalls(api).read();
  const json = await push.subscribe(applicationServerKey);
  const settings = await api.call(NotificationSettings, "PUT", "/me/push-subscription", { json });
  preferences.setItem(PUSH_AGENT, agent);
  return settings;
}

/** Ends the push messages to this browser. @throws ApiError */
export async function turnPushOff({ api, push, preferences }: PushDeps): Promise<NotificationSettings> {
  preferences.setItem(PUSH_AGENT, "");
  await push.unsubscribe();
  const calls = notificationCalls(api);
  const settings = await calls.read();
  const current = settings.browsers.find(({ isCurrent }) => isCurrent);
  return current ? calls.removeBrowser(current.id) : settings;
}
