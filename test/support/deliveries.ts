import { randomBytes } from "node:crypto";
import * as z from "zod/mini";
import {
  type Delivery,
  DeliveryReceipts,
  type MessageDelivery,
  type Receipt,
  type SubmissionDelivery,
} from "../../shared/delivery.ts";
import { uuidv7 } from "../../shared/rules/uuid.ts";
import { type BrowserVisitor, submission } from "./browser-visitor.ts";

export const uuid = () => uuidv7(Date.now(), randomBytes(8));
const envelope = () => ({ id: uuid(), at: Date.UTC(2026, 10, 23, 11, 59) });

/** A message of a chat, as the widget would send it. */
export function message(
  conversation: string,
  text: string,
  more: Partial<MessageDelivery> = {},
): MessageDelivery {
  return { ...envelope(), kind: "message", conversation, text, files: [], ...more };
}

export function read(conversation: string, sequence: number): Delivery {
  return { ...envelope(), kind: "read", conversation, sequence };
}

export function rating(conversation: string, good: boolean, text = ""): Delivery {
  return { ...envelope(), kind: "rating", conversation, rating: good ? "good" : "bad", text };
}

export function end(conversation: string): Delivery {
  return { ...envelope(), kind: "end", conversation };
}

/** The offline form that is offered in a chat which nobody answers. */
export function followUp(conversation: string, answers: SubmissionDelivery["answers"]): SubmissionDelivery {
  return { ...submission(answers, "offline"), conversation };
}

/** Sends deliveries in one batch. @returns their receipts */
export async function deliver(visitor: BrowserVisitor, ...deliveries: unknown[]): Promise<Receipt[]> {
  const response = await visitor.send(...deliveries);
  if (!response.ok) throw new Error(await response.text());
  return z.parse(DeliveryReceipts, await response.json()).receipts;
}

/** Sends one delivery that must be accepted. */
export async function accepted(visitor: BrowserVisitor, delivery: unknown) {
  const [receipt] = await deliver(visitor, delivery);
  if (receipt?.status !== "accepted") throw new Error(`Not accepted: ${JSON.stringify(receipt)}`);
  return receipt;
}

/** Sends one delivery that must be refused. @returns the code */
export async function refused(visitor: BrowserVisitor, delivery: unknown): Promise<string> {
  const [receipt] = await deliver(visitor, delivery);
  if (receipt?.status !== "refused") throw new Error(`Not refused: ${JSON.stringify(receipt)}`);
  return receipt.problem.code;
}
