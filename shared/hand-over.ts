import * as z from "zod/mini";
import { Proof, VisitorId } from "./visitor.ts";

const Origin = z.string().check(z.maxLength(300), z.regex(/^https?:\/\/[^/]+$/, "must be an origin"));

/** Asks for a code that takes the visitor along to a page of another origin. */
export const HandOverRequest = z.object({
  visitor: VisitorId,
  proof: Proof,
  /** The origin of the page to which the link leads. */
  to: Origin,
  /** Whether the other page must load the panel unasked, because a conversation is open. */
  pending: z.boolean(),
});
export type HandOverRequest = z.infer<typeof HandOverRequest>;

export const HandOverCode = z.object({ code: z.string() });
export type HandOverCode = z.infer<typeof HandOverCode>;

/** Redeems a code, once, on the page that it was made for. */
export const Redemption = z.object({
  code: z.string().check(z.maxLength(1_000)),
  /** The origin of the page with the link, as the browser reports it (`document.referrer`). */
  from: Origin,
});
export type Redemption = z.infer<typeof Redemption>;

export const HandedOver = z.object({ visitor: VisitorId, proof: Proof, pending: z.boolean() });
export type HandedOver = z.infer<typeof HandedOver>;
