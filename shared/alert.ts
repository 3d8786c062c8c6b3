import * as z from "zod/mini";
import { ALERT_FAILURES, type AlertFailureCode } from "./alert-failure.ts";
import { QuietHours } from "./notifications.ts";
import { type AddressedService, alertAddressFault } from "./rules/alert-address.ts";
import { lineUpTo } from "./tidied-text.ts";

/** The occurrences that a team is alerted of in its chat service. */
export const AlertKind = z.enum(["waiting_chat", "new_ticket", "mention"]);
export type AlertKind = z.infer<typeof AlertKind>;
export const ALERT_KINDS: readonly AlertKind[] = ["waiting_chat", "new_ticket", "mention"];

/** `slack_compatible`: Mattermost, Rocket.Chat, and others that take Slack's messages. */
export const AlertService = z.enum(["slack", "teams", "discord", "telegram", "slack_compatible"]);
export type AlertService = z.infer<typeof AlertService>;

/** The most channels of a property. */
export const MAX_ALERT_CHANNELS = 20;
/** The longest wait before a chat is reported, in seconds. */
export const MAX_WAIT = 3_600;
const MAX_NAME = 60;
const MAX_ADDRESS = 2_000;

/** An incoming webhook address, which is a secret: who has it can write. */
const addressOf = <S extends AddressedService>(kind: S) =>
  z.object({
    kind: z.literal(kind),
    address: z.string().check(
      // without it, the next check runs for a longer text too
      z.maxLength(MAX_ADDRESS, { abort: true }),
      z.trim(),
      z.check(({ value, issues }) => {
        const message = alertAddressFault(kind, value);
        if (message !== null) issues.push({ code: "custom", input: value, message });
      }),
    ),
  });

/** Where alerts are sent, with its secret. It is never sent to a browser. */
export const AlertTarget = z.discriminatedUnion("kind", [
  addressOf("slack"),
  addressOf("teams"),
  addressOf("discord"),
  addressOf("slack_compatible"),
  z.object({
    kind: z.literal("telegram"),
    token: z
      .string()
      .check(
        z.maxLength(100, { abort: true }),
        z.trim(),
        z.regex(/^\d{3,20}:[\w-]{20,80}$/, "must be like 123456789:AAE…"),
      ),
    /** The number of a chat, or the name of a public channel. */
    chat: z
      .string()
      .check(
        z.maxLength(40, { abort: true }),
        z.trim(),
        z.regex(
          /^(-?\d{1,20}|@[a-z]\w{3,31})$/i,
          "must be a number such as -1001234567890, or like @channel",
        ),
      ),
  }),
]);
export type AlertTarget = z.infer<typeof AlertTarget>;

/** The choices of a channel. */
export const AlertSettings = z.object({
  kinds: z
    .object({ waiting_chat: z.boolean(), new_ticket: z.boolean(), mention: z.boolean() })
    .check(z.refine((kinds) => ALERT_KINDS.some((kind) => kinds[kind]), "select at least one")),
  /** How long a chat waits for an answer before it is reported, in seconds. */
  waitSeconds: z.int().check(z.gte(0), z.lte(MAX_WAIT)),
  /** By the property's time zone; null: none. */
  quietHours: z.nullable(
    z
      .object({ from: QuietHours.shape.from, to: QuietHours.shape.to })
      .check(
        z.refine(({ from, to }) => from !== to, { path: ["to"], message: "must differ from the start" }),
      ),
  ),
  /** Whether alerts contain names, and the beginning of messages and notes. */
  includeMessage: z.boolean(),
});
export type AlertSettings = z.infer<typeof AlertSettings>;

export const DEFAULT_ALERT_SETTINGS: AlertSettings = {
  kinds: { waiting_chat: true, new_ticket: true, mention: false },
  waitSeconds: 30,
  quietHours: null,
  includeMessage: false,
};

const Name = lineUpTo(MAX_NAME, "a name is needed");

/** A new channel. */
export const AlertChannelCreate = z.object({ name: Name, target: AlertTarget, settings: AlertSettings });

/** A changed channel. A target that is null stays as it is stored. */
export const AlertChannelUpdate = z.object({
  name: Name,
  target: z.nullable(AlertTarget),
  settings: AlertSettings,
});
export type AlertChannelUpdate = z.infer<typeof AlertChannelUpdate>;

/** `failing`: the service could not be reached for days. The other reasons but `by_admin` are its refusals. */
export const PauseReason = z.enum(["by_admin", "gone", "refused", "failing"]);
export type PauseReason = z.infer<typeof PauseReason>;

const AlertFailure = z.object({
  code: z.enum(Object.keys(ALERT_FAILURES) as [AlertFailureCode, ...AlertFailureCode[]]),
  /** For people. */
  message: z.string(),
});

/** A channel as admins see it: without its secret. */
export const AlertChannel = z.object({
  id: z.string(),
  name: z.string(),
  service: AlertService,
  /** A text that tells it from others: the host and the last characters of the address, or the chat. */
  hint: z.string(),
  settings: AlertSettings,
  /** Null: it is active. */
  paused: z.nullable(z.object({ reason: PauseReason, at: z.number() })),
  /** Ms since 1970; null: nothing was sent yet. */
  lastSentAt: z.nullable(z.number()),
  /** The last failure; null: there was none since the last success. */
  lastFailure: z.nullable(z.object({ ...AlertFailure.shape, at: z.number() })),
  createdAt: z.number(),
});
export type AlertChannel = z.infer<typeof AlertChannel>;

export const AlertChannels = z.object({
  items: z.array(AlertChannel),
  /** Whether alerts have links: the server knows its public address. */
  hasLinks: z.boolean(),
});
export type AlertChannels = z.infer<typeof AlertChannels>;

/** The service's answer to a test. */
export const AlertTestResult = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("accepted") }),
  z.object({ kind: z.literal("failed"), ...AlertFailure.shape }),
]);
export type AlertTestResult = z.infer<typeof AlertTestResult>;
