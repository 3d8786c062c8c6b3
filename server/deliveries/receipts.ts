import * as z from "zod/mini";
import { Receipt } from "../../shared/delivery.ts";
import { insertStatement } from "../platform/database/insert-statement.ts";
import type { Tx } from "../platform/database/open.ts";
import { statement } from "../platform/database/statement.ts";

/** A delivery's ID is unique only together with the visitor who sent it. */
export interface DeliveryKey {
  readonly visitor: string;
  readonly id: string;
}

export const deliveryKey = ({ visitor, id }: DeliveryKey) => `${visitor} ${id}`;

/** The stored receipts that concern a transaction, and the new ones that it adds. A repeated delivery gets its first receipt (R21). */
export class Receipts {
  readonly #tx: Tx;
  readonly #property: string;
  readonly #receipts: Map<string, Receipt>;
  readonly #added: { readonly visitor: string; readonly receipt: Receipt }[] = [];

  private constructor(tx: Tx, property: string, receipts: Map<string, Receipt>) {
    this.#tx = tx;
    this.#property = property;
    this.#receipts = receipts;
  }

  /** Reads the receipts of these deliveries, whoever sent them. */
  static async load(tx: Tx, property: string, deliveries: readonly string[]): Promise<Receipts> {
    const rows = await selectReceipts(tx, { property, ids: [...new Set(deliveries)] });
    const receipts = rows.map(
      ({ visitor_id, id, receipt }) =>
        [deliveryKey({ visitor: visitor_id, id }), z.parse(Receipt, JSON.parse(receipt))] as const,
    );
    return new Receipts(tx, property, new Map(receipts));
  }

  find(delivery: DeliveryKey): Receipt | undefined {
    return this.#receipts.get(deliveryKey(delivery));
  }

  /** Resolves what a delivery calls a conversation: the ID of the delivery that opened it, or its own ID. */
  resolveConversation(visitor: string, named: string): string {
    const receipt = this.find({ visitor, id: named });
    return receipt?.status === "accepted" ? receipt.conversation : named;
  }

  add(delivery: DeliveryKey, receipt: Receipt): void {
    this.#receipts.set(deliveryKey(delivery), receipt);
    this.#added.push({ visitor: delivery.visitor, receipt });
  }

  /** Writes the new receipts. @param now ms since 1970 */
  async save(now: number): Promise<void> {
    const rows = this.#added.map(({ visitor, receipt }) => ({
      property_id: this.#property,
      visitor_id: visitor,
      id: receipt.id,
      receipt: JSON.stringify(receipt),
      refused: receipt.status === "refused" ? 1 : 0,
      received_at: now,
    }));
    await insertReceipts(this.#tx, rows);
  }
}

/** How long the receipt of a refusal is stored, ms: a widget that has not heard it asks again within that time. */
const REFUSAL_LIFE = 7 * 86_400_000;

/** Removes the receipts of refusals that are older than a week. What comes again after that is decided again. */
export async function removeOldRefusals(tx: Tx, now: number): Promise<void> {
  await tx
    .deleteFrom("deliveries")
    .where("refused", "=", 1)
    .where("received_at", "<", now - REFUSAL_LIFE)
    .execute();
}

const insertReceipts = insertStatement("deliveries");

const selectReceipts = statement((db, { property, ids }: { property: string; ids: readonly string[] }) =>
  db
    .selectFrom("deliveries")
    .select(["visitor_id", "id", "receipt"])
    .where("property_id", "=", property)
    .where("id", "in", ids),
);
