import * as z from "zod/mini";
import { Address, VisitorToken } from "./visitor.ts";

/** How many entries a batch has at most. */
export const MAX_ACTIVITY_ENTRIES = 100;
/** More characters than a tag's name has. */
const MAX_TAG = 200;

const Tags = z.array(z.string().check(z.maxLength(MAX_TAG))).check(z.maxLength(20));

/** A statement of a page about its visitor. Values are checked one by one: one that cannot be used costs itself. */
const ActivityEntry = z.discriminatedUnion("kind", [
  /** Custom attributes by their keys; null removes what the page has said. */
  z.object({ kind: z.literal("set"), attributes: z.unknown() }),
  z.object({ kind: z.literal("tag"), tags: Tags }),
  z.object({ kind: z.literal("untag"), tags: Tags }),
  z.object({
    kind: z.literal("event"),
    name: z.unknown(),
    data: z.optional(z.unknown()),
    page: Address,
    /** How long before the request it happened, ms. The browser's clock may be wrong. */
    ago: z.number().check(z.minimum(0)),
  }),
]);
export type ActivityEntry = z.infer<typeof ActivityEntry>;

/** Statements in the page's order. A repeated ID of the same visitor changes nothing. */
export const ActivityRequest = z.object({
  token: VisitorToken,
  id: z.string().check(z.regex(/^[\da-f]{32}$/, "must be 32 hexadecimal digits")),
  entries: z.array(ActivityEntry).check(z.minLength(1), z.maxLength(MAX_ACTIVITY_ENTRIES)),
});
export type ActivityRequest = z.infer<typeof ActivityRequest>;

/** The answer to a batch. It depends on the request and the settings alone (R12). */
export const ActivityAnswer = z.object({
  /** The names of what could not be used: `attributes.plan`, `tags.VIP`, `events.order.total`. */
  ignored: z.array(z.string()),
});
export type ActivityAnswer = z.infer<typeof ActivityAnswer>;
