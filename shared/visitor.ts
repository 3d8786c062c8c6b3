import * as z from "zod/mini";
import { MAX_PAGE } from "./rules/limits.ts";
import { UUID_V7 } from "./rules/uuid.ts";
import { VISITOR_ID } from "./rules/visitor-id.ts";

export const VisitorId = z.string().check(z.regex(VISITOR_ID, "must be V and 16 digits"));
export const Uuid = z.string().check(z.regex(UUID_V7, "must be a UUID version 7 in lower case"));

/**
 * A page's address as the widget reports it. A longer one is cut, because a long URL must not lose a visit; it is cut
 * before a parameter, so that no part of a value is left that nobody recognizes.
 */
export const Address = z.pipe(
  z.string(),
  z.transform((address) =>
    address.length > MAX_PAGE ? address.slice(0, MAX_PAGE).replace(/[?&;#][^?&;#]*$/, "") : address,
  ),
);
const Short = z.pipe(
  z.string(),
  z.transform((text) => text.slice(0, 100)),
);

export const Proof = z.string().check(z.regex(/^[\da-f]{32}$/, "must be 32 hexadecimal digits"));

export const VisitorToken = z.string().check(z.maxLength(1_000));

/** A browser that asks to be forgotten. */
export const ForgetRequest = z.object({ visitor: VisitorId, proof: Proof });
/** A browser that another person uses now (R28). */
export const SignOutRequest = z.object({ token: VisitorToken });
export type ForgetRequest = z.infer<typeof ForgetRequest>;

/**
 * The visit that the widget registers once, when the browser is idle: the visitor ID that the browser drew (R2), and
 * facts about the browser.
 *
 * `proof` is 128 random bits (hex) that only this browser knows. The server stores a hash of it. A request with the same
 * ID and proof comes from the browser that registered the ID and gets a new token; one with another proof is refused
 * with `visitor_id_taken`.
 */
export const Visit = z.object({
  visitor: VisitorId,
  proof: Proof,
  page: Address,
  referrer: Address,
  language: Short,
  timeZone: Short,
  /** Width and height, e.g. `390x844`. */
  screen: Short,
});
export type Visit = z.infer<typeof Visit>;

/** The answer to a visit. */
export const VisitReceipt = z.object({
  /** The visitor token (R3). */
  token: z.string(),
  /** Whether an agent is available. */
  available: z.boolean(),
  /** Whether an agent has written something that the visitor has not read: then the widget loads its panel at once. */
  unread: z.boolean(),
});
export type VisitReceipt = z.infer<typeof VisitReceipt>;

/** A device: one browser, identified by the visitor ID that it drew. */
export const Device = z.object({
  visitor: VisitorId,
  browser: z.string(),
  os: z.string(),
  /** desktop, mobile, tablet … */
  kind: z.string(),
  language: z.string(),
  timeZone: z.string(),
  screen: z.string(),
  country: z.nullable(z.string()),
  city: z.nullable(z.string()),
  lastPage: z.string(),
  referrer: z.string(),
  visits: z.number(),
  firstSeenAt: z.number(),
  lastSeenAt: z.number(),
  /** founder: the contact was made from it; attached: a further device (R12); merged: the founder of a merged contact. */
  relation: z.enum(["founder", "attached", "merged"]),
  proven: z.boolean(),
});
export type Device = z.infer<typeof Device>;

/** A visitor who is on the site now: connected, or with a page opened within the last minutes. */
export const OnlineVisitor = z.object({
  visitor: VisitorId,
  /** The visitor itself, or the contact that this device is attached to. */
  person: z.object({ id: VisitorId, name: z.nullable(z.string()), email: z.nullable(z.string()) }),
  page: z.string(),
  referrer: z.string(),
  /** When the page was opened, ms since 1970. */
  at: z.number(),
  /** The time of the first visit, ms since 1970, and the number of visits. */
  firstSeenAt: z.number(),
  visits: z.number(),
  browser: z.string(),
  os: z.string(),
  kind: z.string(),
  country: z.nullable(z.string()),
  /** Whether the widget has a live connection. */
  connected: z.boolean(),
  /** The ID of the open conversation; null if there is none. */
  conversation: z.nullable(z.string()),
});
export type OnlineVisitor = z.infer<typeof OnlineVisitor>;
export const OnlineVisitors = z.object({ items: z.array(OnlineVisitor) });
