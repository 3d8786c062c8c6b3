import { type ReadonlySignal, signal } from "@preact/signals";
import type { ConversationSummary, Message } from "../../../shared/conversation.ts";
import type { ToAgent } from "../../../shared/live.ts";
import { t } from "../i18n/translate.ts";
import { personName } from "./person-name.ts";

/** A new message to alert an agent to. */
export interface MessageAlert {
  readonly property: string;
  readonly conversation: string;
  readonly title: string;
  readonly text: string;
}

export type Permission = "granted" | "denied" | "default" | "unsupported";

/** The browser's means to alert an agent. */
export interface Notifier {
  permission(): Permission;
  requestPermission(): Promise<Permission>;
  show(alert: MessageAlert): Promise<void>;
  playSound(): void;
}

export interface Notifications {
  readonly desktopEnabled: ReadonlySignal<boolean>;
  readonly soundEnabled: ReadonlySignal<boolean>;
  readonly permission: ReadonlySignal<Permission>;
  /** Call it in a click handler: browsers only then let a page request the permission. */
  setDesktopEnabled(on: boolean): Promise<void>;
  setSoundEnabled(on: boolean): void;
  /** @param focused whether a tab of the dashboard has the focus, so that no alert is needed */
  handleFrame(frame: ToAgent, agent: string, focused: boolean): void;
}

/** Whether a message is a visitor's new one, in a conversation that is assigned to the agent or to nobody. */
function concerns(message: Message, conversation: ConversationSummary | undefined, agent: string): boolean {
  if (!conversation || conversation.suspicious || message.author !== "visitor") return false;
  if (message.kind !== "message" || message.revision !== message.sequence) return false;
  return conversation.assignee === null || conversation.assignee.id === agent;
}

/**
 * The alerts that a frame raises for an agent: the last new message of each conversation that concerns the agent.
 *
 * @param after messages up to this sequence number are not new
 */
export function messageAlerts(frame: ToAgent, agent: string, after = 0): readonly MessageAlert[] {
  // messages that were missed while disconnected are in the inbox; they raise no alert
  if (frame.kind !== "changes" || frame.reset) return [];
  const alerts = new Map<string, MessageAlert>();
  for (const { conversation, message } of frame.messages) {
    const summary = frame.conversations.find(({ id }) => id === conversation);
    if (message.sequence <= after || !summary || !concerns(message, summary, agent)) continue;
    const text = message.text || (message.files.length ? t("Sent a file") : "");
    alerts.set(conversation, {
      property: frame.property,
      conversation,
      title: personName(summary.person),
      text: text.slice(0, 200),
    });
  }
  return [...alerts.values()];
}

const NOTIFY = "foyer.notify";
const SOUND = "foyer.sound";

/** Creates the desktop notifications and the sound. Both are off until the agent turns them on. */
export function createNotifications(
  storage: Pick<Storage, "getItem" | "setItem">,
  notifier: Notifier,
): Notifications {
  const permission = signal(notifier.permission());
  const desktopEnabled = signal(storage.getItem(NOTIFY) === "on" && permission.value === "granted");
  const soundEnabled = signal(storage.getItem(SOUND) === "on");
  /** The last sequence number of each property. A tab that fills a gap receives messages again that need no second alert. */
  const delivered = new Map<string, number>();
  return {
    desktopEnabled,
    soundEnabled,
    permission,
    async setDesktopEnabled(on) {
      if (on && notifier.permission() !== "granted") permission.value = await notifier.requestPermission();
      const works = on && permission.value === "granted";
      desktopEnabled.value = works;
      storage.setItem(NOTIFY, works ? "on" : "off");
    },
    setSoundEnabled(on) {
      soundEnabled.value = on;
      storage.setItem(SOUND, on ? "on" : "off");
      if (on) notifier.playSound();
    },
    handleFrame(frame, agent, focused) {
      if (frame.kind !== "changes") return;
      const after = delivered.get(frame.property) ?? 0;
      const last = frame.messages.map(({ message }) => message.sequence);
      delivered.set(frame.property, Math.max(after, ...last));
      if (focused) return;
      const alerts = messageAlerts(frame, agent, after);
      if (desktopEnabled.value) for (const alert of alerts) void notifier.show(alert);
      if (soundEnabled.value && alerts.length) notifier.playSound();
    },
  };
}
