import * as z from "zod/mini";
import { type OpenRequest, PushPayload } from "../../../shared/push-message.ts";
import { BASE } from "../data/base-path.ts";

/** The start of every page of the dashboard. */
const ROOT = `${BASE}/dashboard/`;

/** A notification as the browser shows it. */
export interface ShownNotification {
  readonly title: string;
  readonly options: {
    readonly body: string;
    readonly tag: string;
    /** A later message with the same tag rings again. */
    readonly renotify: true;
    readonly icon: string;
    /** The monochrome picture in Android's status bar. */
    readonly badge: string;
    readonly data: { readonly path: string };
  };
  /** The number on the app's icon; null: it stays. */
  readonly unread: number | null;
}

const show = ({ title, body, tag, path }: Omit<PushPayload, "unread">, unread: number | null) => ({
  title,
  options: {
    body,
    tag,
    renotify: true as const,
    icon: `${ROOT}app/icon-192.png`,
    badge: `${ROOT}app/badge-96.png`,
    data: { path },
  },
  unread,
});

/**
 * The notification of a push message. A browser that shows none for a message may end the subscription, so a message that cannot be
 * read, of a newer server, gives one too.
 *
 * @param text the decrypted message; null: it has none
 */
export function toNotification(text: string | null): ShownNotification {
  const parsed = z.safeParse(PushPayload, parseJson(text));
  if (!parsed.success)
    return show({ title: "Foyer", body: "There is something new for you.", tag: "new", path: ROOT }, null);
  const { unread, ...payload } = parsed.data;
  return show({ ...payload, path: inDashboard(BASE + payload.path) }, unread);
}

function parseJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return null; // not JSON
  }
}

/** A path of the dashboard; its start for any other address. */
export const inDashboard = (path: unknown): string =>
  typeof path === "string" && path.startsWith(ROOT) ? path : ROOT;

/** A window of the dashboard. */
export interface OpenWindow {
  readonly focused: boolean;
  readonly visibilityState: string;
  focus(): Promise<unknown>;
  postMessage(message: OpenRequest): void;
}

/**
 * Opens the page of a notification: in a window that is there, which keeps what is typed in it, or in a new one.
 *
 * @param windows the open windows of the dashboard, the last used one first
 * @param data what the notification carries
 */
export async function openPage(
  windows: readonly OpenWindow[],
  data: unknown,
  openWindow: (path: string) => Promise<unknown>,
): Promise<void> {
  const parsed = z.safeParse(z.object({ path: z.string() }), data);
  const path = inDashboard(parsed.data?.path);
  const target =
    windows.find(({ focused }) => focused) ??
    windows.find(({ visibilityState }) => visibilityState === "visible") ??
    windows[0];
  if (!target) {
    await openWindow(path);
    return;
  }
  target.postMessage({ kind: "open", path });
  await target.focus();
}
