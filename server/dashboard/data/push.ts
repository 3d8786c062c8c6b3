import type { PushSubscriptionWrite } from "../../../shared/notifications.ts";
import type { Api } from "./api.ts";
import type { PresenceController } from "./presence.ts";
import type { Session } from "./session.ts";

/** The parts of a browser that reach a closed dashboard: a service worker, and push messages. */
export interface BrowserPush {
  /** Whether it can get push messages. */
  readonly isSupported: boolean;
  /**
   * Starts the service worker, opens the pages of notifications that are tapped, subscribes again after a sign-in, and shows the number of
   * unread conversations on the app's icon.
   */
  start(services: PageServices): void;
  /**
   * Subscribes, or gives the subscription that there is.
   *
   * @param applicationServerKey the server's public key, base64url
   * @throws DOMException if the permission is missing or the browser has no push service
   */
  subscribe(applicationServerKey: string): Promise<PushSubscriptionWrite>;
  unsubscribe(): Promise<void>;
}

/** The parts of a page of the dashboard. */
interface PageServices extends Omit<PushDeps, "push"> {
  readonly session: Pick<Session, "state">;
  readonly presence: Pick<PresenceController, "counts">;
}

/** The dependencies of turning push messages on and off. */
export interface PushDeps {
  readonly api: Pick<Api, "call">;
  readonly push: Pick<BrowserPush, "isSupported" | "subscribe" | "unsubscribe">;
  readonly preferences: Pick<Storage, "getItem" | "setItem">;
}

/** The storage key of the agent who has turned push messages on in this browser. */
export const PUSH_AGENT = "foyer.push";
