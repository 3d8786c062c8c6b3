import * as z from "zod/mini";
import { FileIds, Rating } from "./conversation.ts";
import { Problem } from "./error.ts";
import { Answers, FormKind } from "./form.ts";
import { MAX_DELIVERIES_AT_ONCE, MAX_MESSAGE, MAX_PAGE, MAX_TRAP } from "./rules/limits.ts";
import { Uuid } from "./visitor.ts";

/** The furthest moment that a Date can hold, ms from 1970: what lies beyond cannot be shown. */
const MAX_TIME = 8.64e15;

/** What every delivery has. */
const envelope = {
  /** Made by the widget before anything is sent; the same ID is answered the same for ever (R21). */
  id: Uuid,
  /** The browser's clock when the visitor pressed send, ms since 1970. Shown, never trusted for order. */
  at: z.int().check(z.gte(-MAX_TIME), z.lte(MAX_TIME)),
};

/** Which conversation: its ID, or, before the server has said it, the ID of the delivery that opens it. */
const conversation = Uuid;

/** One filled-in form. */
export const SubmissionDelivery = z.object({
  ...envelope,
  kind: z.literal("submission"),
  form: FormKind,
  /** Which definition was answered (`FormDefinition.version`). */
  version: z.string().check(z.maxLength(64)),
  answers: Answers,
  page: z.string().check(z.maxLength(MAX_PAGE)),
  locale: z.string().check(z.maxLength(35)),
  /** How long the form had been open, ms: a person needs more than a moment. */
  shownFor: z.int(),
  /** A field that people never see; only programs fill it in. */
  trap: z.string().check(z.maxLength(MAX_TRAP)),
  /** The chat that nobody answered and that this makes a ticket of; absent: it opens a conversation of its own. */
  conversation: z.optional(conversation),
});
export type SubmissionDelivery = z.infer<typeof SubmissionDelivery>;

/** One message of a chat. To a closed conversation it opens it again. */
export const MessageDelivery = z.object({
  ...envelope,
  kind: z.literal("message"),
  conversation,
  /** At most MAX_MESSAGE characters; may be empty if there are files. */
  text: z.string().check(z.maxLength(4 * MAX_MESSAGE)),
  files: FileIds,
});
export type MessageDelivery = z.infer<typeof MessageDelivery>;

/** "I have read this", up to a place. */
export const ReadDelivery = z.object({
  ...envelope,
  kind: z.literal("read"),
  conversation,
  sequence: z.int().check(z.gte(0)),
});

/** What the visitor thinks of a chat. The last one counts. */
export const RatingDelivery = z.object({
  ...envelope,
  kind: z.literal("rating"),
  conversation,
  rating: Rating,
  text: z.string().check(z.maxLength(4 * MAX_MESSAGE)),
});

/** The visitor ends the chat. */
export const EndDelivery = z.object({ ...envelope, kind: z.literal("end"), conversation });

/** One thing the widget sends and must not lose. */
export const Delivery = z.discriminatedUnion("kind", [
  SubmissionDelivery,
  MessageDelivery,
  ReadDelivery,
  RatingDelivery,
  EndDelivery,
]);
export type Delivery = z.infer<typeof Delivery>;

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
    /** Where a message now stands; absent for what has no place of its own. */
    sequence: z.optional(z.number()),
    /** The number of the ticket that an offline message became (R20). */
    ticket: z.optional(z.number()),
  }),
  z.object({ status: z.literal("refused"), id: z.string(), problem: Problem }),
]);
export type Receipt = z.infer<typeof Receipt>;

export const DeliveryReceipts = z.object({ receipts: z.array(Receipt) });
export type DeliveryReceipts = z.infer<typeof DeliveryReceipts>;
