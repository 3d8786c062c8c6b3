import * as z from "zod/mini";
import { FileIds, Rating } from "./conversation.ts";
import { Problem } from "./error.ts";
import { Answers, FormKey } from "./form-key.ts";
import { MAX_DELIVERIES_AT_ONCE, MAX_MESSAGE, MAX_PAGE, MAX_TRAP } from "./rules/limits.ts";
import { Uuid } from "./visitor.ts";
import { WorkProof } from "./work.ts";

/** The last time that a Date can represent, ms since 1970. Later times cannot be displayed. */
const MAX_TIME = 8.64e15;

/** The fields of every delivery. */
const envelope = {
  /** Made by the widget before it sends the delivery. A repeated ID always gets the first receipt (R21). */
  id: Uuid,
  /** When the visitor pressed send, by the browser's clock, ms since 1970. For display only, never for the order. */
  at: z.int().check(z.gte(-MAX_TIME), z.lte(MAX_TIME)),
  /** For the widget: it was sent from the list of conversations, and is shown there and not in the chat. */
  thread: z.optional(z.boolean()),
};

/** A conversation, by its ID or by the ID of the delivery that opens it. */
const conversation = Uuid;

/** A submitted form. */
export const SubmissionDelivery = z.object({
  ...envelope,
  kind: z.literal("submission"),
  form: FormKey,
  /** The version of the form that was answered (`FormDefinition.version`). */
  version: z.string().check(z.maxLength(64)),
  answers: Answers,
  page: z.string().check(z.maxLength(MAX_PAGE)),
  locale: z.string().check(z.maxLength(35)),
  /** How long the form was open, ms. Programs submit faster than people. */
  shownFor: z.int(),
  /** The value of a hidden field that only programs fill in. */
  trap: z.string().check(z.maxLength(MAX_TRAP)),
  /** The unanswered chat that becomes a ticket; absent: the submission opens a conversation of its own. */
  conversation: z.optional(conversation),
});
export type SubmissionDelivery = z.infer<typeof SubmissionDelivery>;

/** A message in a chat. It reopens a closed conversation. */
export const MessageDelivery = z.object({
  ...envelope,
  kind: z.literal("message"),
  conversation,
  /** At most MAX_MESSAGE characters; may be empty if there are files. */
  text: z.string().check(z.maxLength(4 * MAX_MESSAGE)),
  files: FileIds,
});
export type MessageDelivery = z.infer<typeof MessageDelivery>;

/** Marks everything up to a sequence number as read. */
export const ReadDelivery = z.object({
  ...envelope,
  kind: z.literal("read"),
  conversation,
  sequence: z.int().check(z.gte(0)),
});

/** The visitor's rating of a chat. The last one counts. */
export const RatingDelivery = z.object({
  ...envelope,
  kind: z.literal("rating"),
  conversation,
  rating: Rating,
  text: z.string().check(z.maxLength(4 * MAX_MESSAGE)),
});

/** The visitor ends the chat. */
export const EndDelivery = z.object({ ...envelope, kind: z.literal("end"), conversation });

/** Something that the widget sends and must not lose. */
export const Delivery = z.discriminatedUnion("kind", [
  SubmissionDelivery,
  MessageDelivery,
  ReadDelivery,
  RatingDelivery,
  EndDelivery,
]);
export type Delivery = z.infer<typeof Delivery>;

/** A batch from one outbox, in order. Each delivery is parsed by itself, so that an invalid one refuses only itself. */
export const DeliveryBatch = z.object({
  token: z.string().check(z.maxLength(1_000)),
  /** The answer to a challenge, if the server has asked for one (R37). */
  work: z.optional(WorkProof),
  deliveries: z.array(z.unknown()).check(z.minLength(1), z.maxLength(MAX_DELIVERIES_AT_ONCE)),
});

/** The answer to a delivery, and to its repetitions (R21). `refused` is final: the visitor must act (R22). */
export const Receipt = z.discriminatedUnion("status", [
  z.object({
    status: z.literal("accepted"),
    id: z.string(),
    conversation: z.string(),
    /** The sequence number of a message; absent for other deliveries. */
    sequence: z.optional(z.number()),
    /** The number of the ticket, if the submission is one (R20). */
    ticket: z.optional(z.number()),
  }),
  z.object({ status: z.literal("refused"), id: z.string(), problem: Problem }),
]);
export type Receipt = z.infer<typeof Receipt>;

export const DeliveryReceipts = z.object({ receipts: z.array(Receipt) });
export type DeliveryReceipts = z.infer<typeof DeliveryReceipts>;
