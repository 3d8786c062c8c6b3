import { type ReadonlySignal, signal } from "@preact/signals";
import type { ConversationSummary, Message } from "../../../shared/conversation.ts";
import type { ToAgent } from "../../../shared/live.ts";
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
  show(call: MessageAlert, onClick: () => void): void;
  playSound(): void;
}

export interface Notifications {
  readonly desktopEnabled: ReadonlySignal<boolean>;
  readonly soundEnabled: ReadonlySignal<boolean>;
  readonly permission: ReadonlySignal<Permission>;
  /** Switched by the agent's own click, which is when a browser lets a page ask. */
  setDesktopEnabled(on: boolean): Promise<void>;
  setSoundEnabled(on: boolean): void;
  /**
   * A frame has come.
   *
   * @param lookedAt whether somebody looks at the dashboard: then nothing is shown
   */
  handleFrame(frame: ToAgent, agent: string, lookedAt: boolean): void;
  /** Called when a notification is clicked. */
  onOpen: (call: MessageAlert) => void;
}

/** Whether a visitor's new message concerns an agent: it is theirs, or nobody's yet. */
function concerns(message: Message, conversation: ConversationSummary | undefined, agent: string): boolean {
  if (!conversation || conversation.suspicious || message.author !== "visitor") return false;
  if (message.kind !== "message" || message.revision !== message.sequence) return false;
  return conversation.assignee === null || conversation.assignee.id === agent;
}

/**
 * What a frame calls an agent for: the last new message of each conversation that concerns them.
 *
 * @param after messages up to this sequence number are not new
 */
export function messageAlerts(frame: ToAgent, agent: string, after = 0): readonly MessageAlert[] {
  // messages that were missed while disconnected are in the inbox; they raise no alert
  if (frame.kind !== "changes" || frame.reset) return [];
  const calls = new Map<string, MessageAlert>();
  for (const { conversation, message } of frame.messages) {
    const summary = frame.conversations.find(({ id }) => id === conversation);
    if (message.sequence <= after || !summary || !concerns(message, summary, agent)) continue;
    const text = message.text || (message.files.length ? "Sent a file" : "");
    calls.set(conversation, {
      property: frame.property,
      conversation,
      title: personName(summary.person),
      text: text.slice(0, 200),
    });
  }
  return [...calls.values()];
}

const NOTIFY = "foyer.notify";
const SOUND = "foyer.sound";

/** Desktop notifications and a sound, for agents who asked for them. */
export function createNotifications(
  storage: Pick<Storage, "getItem" | "setItem">,
  notifier: Notifier,
): Notifications {
  const permission = signal(notifier.permission());
  const desktopEnabled = signal(storage.getItem(NOTIFY) === "on" && permission.value === "granted");
  const soundEnabled = signal(storage.getItem(SOUND) === "on");
  /** The last sequence number of each property: a tab that catches up delivers again what others had. */
  const heard = new Map<string, number>();
  const notifications: Notifications = {
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
    handleFrame(frame, agent, lookedAt) {
      if (frame.kind !== "changes") return;
      const after = heard.get(frame.property) ?? 0;
      const last = frame.messages.map(({ message }) => message.sequence);
      heard.set(frame.property, Math.max(after, ...last));
      if (lookedAt) return;
      const calls = messageAlerts(frame, agent, after);
      if (desktopEnabled.value)
        for (const call of calls) notifier.show(call, () => notifications.onOpen(call));
      if (soundEnabled.value && calls.length) notifier.playSound();
    },
    onOpen: () => undefined,
  };
  return notifications;
}
