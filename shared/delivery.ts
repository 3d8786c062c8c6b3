import * as z from "zod/mini";
import { Problem } from "./error.ts";
import { Answers, FormKind } from "./form.ts";
import { Uuid } from "./visitor.ts";

/** One filled-in form. */
export const SubmissionDelivery = z.object({
  /** Made by the widget before anything is sent; the same ID is answered the same for ever (R21). */
  id: Uuid,
  kind: z.literal("submission"),
  /** The browser's clock when the visitor pressed send, ms since 1970. Shown, never trusted for order. */
  at: z.int(),
  form: FormKind,
  /** Which definition was answered (`FormDefinition.version`). */
  version: z.string().check(z.maxLength(64)),
  answers: Answers,
  page: z.string().check(z.maxLength(2_000)),
  locale: z.string().check(z.maxLength(35)),
  /** How long the form had been open, ms: a person needs more than a moment. */
  shownFor: z.int(),
  /** A field that people never see; only programs fill it in. */
  trap: z.string().check(z.maxLength(500)),
});

/** One thing the widget sends and must not lose. */
export const Delivery = z.discriminatedUnion("kind", [SubmissionDelivery]);
export type Delivery = z.infer<typeof Delivery>;

export const MAX_DELIVERIES_AT_ONCE = 50;

/** A batch from one outbox, in order. `deliveries` are parsed one by one, so that one bad entry refuses only itself. */
export const DeliveryBatch = z.object({
  token: z.string().check(z.maxLength(1_000)),
  deliveries: z.array(z.unknown()).check(z.minLength(1), z.maxLength(MAX_DELIVERIES_AT_ONCE)),
});

/** The server's answer to one delivery; repeated, it is the same (R21). `refused` is final: the visitor must act (R22). */
export const Receipt = z.discriminatedUnion("status", [
  z.object({
    status: z.literal("accepted"),
    id: z.string(),
    conversation: z.string(),
    /** The number of the ticket that an offline message became (R20). */
    ticket: z.optional(z.number()),
  }),
  z.object({ status: z.literal("refused"), id: z.string(), problem: Problem }),
]);
export type Receipt = z.infer<typeof Receipt>;

export const DeliveryReceipts = z.object({ receipts: z.array(Receipt) });
export type DeliveryReceipts = z.infer<typeof DeliveryReceipts>;
