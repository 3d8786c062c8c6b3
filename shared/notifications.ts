import * as z from "zod/mini";
import { TimeZone } from "./time-zone.ts";

/**
 * The kinds of notification: a message while nobody is there to see it, a conversation that somebody assigned to them, a
 * note that mentions them.
 */
export const NotificationKind = z.enum(["new_message", "assigned", "mentioned"]);
export type NotificationKind = z.infer<typeof NotificationKind>;

/** How an agent is told while no dashboard of theirs is open. */
export const NotificationRoad = z.enum(["mail", "push"]);
export type NotificationRoad = z.infer<typeof NotificationRoad>;

const Roads = z.object({ mail: z.boolean(), push: z.boolean() });

/** Minutes since local midnight. */
const Minute = z.number().check(z.int(), z.minimum(0), z.maximum(1439));

/**
 * The hours of every day in which an agent is told of nothing, and after which of what still waits. If `from` is later than
 * `to`, they end on the next day.
 */
export const QuietHours = z
  .object({ from: Minute, to: Minute, timeZone: TimeZone })
  .check(z.refine(({ from, to }) => from !== to, { path: ["to"], message: "must differ from the start" }));
export type QuietHours = z.infer<typeof QuietHours>;

/** The choices of an agent, for all properties. */
export const NotificationPreferences = z.object({
  new_message: Roads,
  assigned: Roads,
  mentioned: Roads,
  /** Null: none. */
  quietHours: z.nullable(QuietHours),
});
export type NotificationPreferences = z.infer<typeof NotificationPreferences>;

const BOTH = { mail: true, push: true };

/** The preferences of an agent who has chosen nothing. */
export const DEFAULT_PREFERENCES: NotificationPreferences = {
  new_message: BOTH,
  assigned: BOTH,
  mentioned: BOTH,
  quietHours: null,
};

/** The longest address of a push service that is accepted; those in use have some 200 characters. */
const MAX_ENDPOINT = 1_000;

/** The subscription of a browser to Web Push: an address, and the keys for encryption (RFC 8291). */
export const PushSubscriptionWrite = z.object({
  endpoint: z.string().check(z.maxLength(MAX_ENDPOINT), z.startsWith("https://")),
  /** The browser's public key: an uncompressed point of P-256, in base64url. */
  p256dh: z.string().check(z.regex(/^[\w-]{87}$/)),
  /** Its authentication secret: 16 bytes in base64url. */
  auth: z.string().check(z.regex(/^[\w-]{22}$/)),
});
export type PushSubscriptionWrite = z.infer<typeof PushSubscriptionWrite>;

/** A browser in which an agent gets messages by Web Push. */
export const PushBrowser = z.object({
  id: z.string(),
  /** `Firefox on Linux`; empty: unknown. */
  name: z.string(),
  /** Ms since 1970. */
  createdAt: z.number(),
  /** Whether it is the browser that asks. */
  isCurrent: z.boolean(),
});
export type PushBrowser = z.infer<typeof PushBrowser>;

export const NotificationSettings = z.object({
  preferences: NotificationPreferences,
  browsers: z.array(PushBrowser),
  /** The server's public key, which a browser subscribes with (RFC 8292): base64url. */
  applicationServerKey: z.string(),
});
export type NotificationSettings = z.infer<typeof NotificationSettings>;
