import * as z from "zod/mini";
import { UUID_V7 } from "./rules/uuid.ts";
import { VISITOR_ID } from "./rules/visitor-id.ts";

export const VisitorId = z.string().check(z.regex(VISITOR_ID, "must be V and 16 digits"));
export const Uuid = z.string().check(z.regex(UUID_V7, "must be a UUID version 7 in lower case"));

/** A page's address as the widget reports it. Longer ones are cut, never refused: a long URL must not lose a visit. */
const Address = z.pipe(
  z.string(),
  z.transform((address) => address.slice(0, 2_000)),
);
const Short = z.pipe(
  z.string(),
  z.transform((text) => text.slice(0, 100)),
);

/**
 * What the widget sends once when the browser is idle: the visitor's ID, issued on landing (R2), and the visit.
 *
 * `proof` is 128 random bits (hex) that the browser keeps to itself. The server stores only a hash: whoever repeats
 * the ID with the same proof is the browser that registered it, so a lost answer or an expired token costs nothing,
 * while anybody else hears `visitor_id_taken`.
 */
export const Visit = z.object({
  visitor: VisitorId,
  proof: z.string().check(z.regex(/^[\da-f]{32}$/, "must be 32 hexadecimal digits")),
  page: Address,
  referrer: Address,
  language: Short,
  timeZone: Short,
  /** Width and height, e.g. `390x844`. */
  screen: Short,
});
export type Visit = z.infer<typeof Visit>;

/** The answer to a visit: what gives access from now on (R3), and whether somebody is there. */
export const VisitReceipt = z.object({
  token: z.string(),
  available: z.boolean(),
});
export type VisitReceipt = z.infer<typeof VisitReceipt>;

/** A device: one browser, known by the visitor ID that it issued. */
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
  /** founder: it is the contact's own; attached: one more device of the contact (R12); merged: a founder until a merge. */
  relation: z.enum(["founder", "attached", "merged"]),
  proven: z.boolean(),
});
export type Device = z.infer<typeof Device>;

/** Somebody who is on the site now: who opened a page within the last minutes, or is connected. */
export const OnlineVisitor = z.object({
  visitor: VisitorId,
  /** Whose record it is shown under: itself, or the contact that this browser is attached to. */
  person: z.object({ id: VisitorId, name: z.nullable(z.string()), email: z.nullable(z.string()) }),
  page: z.string(),
  referrer: z.string(),
  /** When they opened the page. */
  at: z.number(),
  /** When they were first on the site, and how often. */
  firstSeenAt: z.number(),
  visits: z.number(),
  browser: z.string(),
  os: z.string(),
  kind: z.string(),
  country: z.nullable(z.string()),
  /** Their widget is connected: what an agent writes is there at once. */
  connected: z.boolean(),
  /** Their open conversation, if they have one. */
  conversation: z.nullable(z.string()),
});
export type OnlineVisitor = z.infer<typeof OnlineVisitor>;
export const OnlineVisitors = z.object({ items: z.array(OnlineVisitor) });
