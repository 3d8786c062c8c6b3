import type * as z from "zod/mini";
import {
  type AlertChannel,
  AlertChannelCreate,
  AlertChannelUpdate,
  type AlertKind,
  type AlertService,
  type AlertSettings,
  type AlertTarget,
  DEFAULT_ALERT_SETTINGS,
} from "../../../../shared/alert.ts";
import { type Message, message, plural, t } from "../../i18n/translate.ts";
import { schemaFaults } from "../../ui/schema-faults.ts";
import { timeText } from "../opening-hours.ts";

interface ServiceWords {
  readonly name: string | Message;
  /** How the address or token is made there. */
  readonly hint: Message;
  readonly placeholder: string;
}

export const SERVICES: Readonly<Record<AlertService, ServiceWords>> = {
  slack: {
    name: "Slack",
    hint: message("Create a Slack app with an incoming webhook for the channel, and copy its URL."),
    placeholder: "https://hooks.slack.com/services/…",
  },
  teams: {
    name: "Microsoft Teams",
    hint: message(
      "In the channel, open Workflows, choose “Send webhook alerts to a channel”, and copy the URL.",
    ),
    placeholder: "https://….api.powerplatform.com/…",
  },
  discord: {
    name: "Discord",
    hint: message("In the channel's settings, open Integrations, create a webhook, and copy its URL."),
    placeholder: "https://discord.com/api/webhooks/…",
  },
  telegram: {
    name: "Telegram",
    hint: message("Create a bot with @BotFather, and add it to the group or channel."),
    placeholder: "123456789:AAE…",
  },
  slack_compatible: {
    name: message("Mattermost, Rocket.Chat, or another that takes Slack's messages"),
    hint: message("Create an incoming webhook there, and copy its URL."),
    placeholder: "https://chat.example.com/hooks/…",
  },
};

export const KIND_WORDS: Readonly<Record<AlertKind, Message>> = {
  waiting_chat: message("A chat waits for an answer"),
  new_ticket: message("A new ticket"),
  mention: message("A note mentions somebody"),
};

/** The fields of the dialog. */
export interface AlertDraft {
  readonly service: AlertService;
  readonly name: string;
  /** Empty when a stored one is edited: it stays. */
  readonly address: string;
  readonly token: string;
  readonly chat: string;
  readonly settings: AlertSettings;
}

/** The fields of a channel. Null: a new one. */
export const draftOf = (channel: AlertChannel | null): AlertDraft => ({
  service: channel?.service ?? "slack",
  name: channel?.name ?? "",
  address: "",
  token: "",
  chat: "",
  settings: channel?.settings ?? DEFAULT_ALERT_SETTINGS,
});

/** The target of a draft; null: nothing was entered, and the stored one stays. */
function targetOf({ service, address, token, chat }: AlertDraft): AlertTarget | null {
  if (service === "telegram") return token || chat ? { kind: service, token, chat } : null;
  return address ? { kind: service, address } : null;
}

/** The request that saves a draft of a new channel. Without an address, the schema says that it is missing. */
export const toCreate = (draft: AlertDraft): z.input<typeof AlertChannelCreate> => ({
  name: draft.name,
  target:
    targetOf(draft) ??
    (draft.service === "telegram"
      ? { kind: draft.service, token: "", chat: "" }
      : { kind: draft.service, address: "" }),
  settings: draft.settings,
});

export const toUpdate = (draft: AlertDraft): z.input<typeof AlertChannelUpdate> => ({
  name: draft.name,
  target: targetOf(draft),
  settings: draft.settings,
});

/** The faults of a draft, by path. */
export const draftFaults = (draft: AlertDraft, isNew: boolean): ReadonlyMap<string, string> =>
  isNew
    ? schemaFaults(AlertChannelCreate, toCreate(draft))
    : schemaFaults(AlertChannelUpdate, toUpdate(draft));

/** The settings of a channel in a line of text. */
export function settingsText({ kinds, waitSeconds, quietHours, includeMessage }: AlertSettings): string {
  const wait = waitSeconds
    ? ` after ${plural(waitSeconds, "{count} second", "{count} seconds")}`
    : t(" at once");
  return [
    ...(kinds.waiting_chat ? [t("Waiting chats{wait}", { wait })] : []),
    ...(kinds.new_ticket ? [t("New tickets")] : []),
    ...(kinds.mention ? [t("Mentions")] : []),
    ...(quietHours
      ? [t("Quiet {from}–{to}", { from: timeText(quietHours.from), to: timeText(quietHours.to) })]
      : []),
    ...(includeMessage ? [t("With names and messages")] : []),
  ].join(" · ");
}
