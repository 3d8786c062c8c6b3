import type { Receipt } from "../../shared/delivery.ts";
import { Upserts } from "../contacts/upsert.ts";
import { type OpenedConversation, openConversations, takeTickets } from "../conversations/store.ts";
import { inChunks, insertMany } from "../platform/database/chunks.ts";
import type { Tx } from "../platform/database/open.ts";
import { Failure } from "../platform/failure.ts";
import { answeredFields, detailsOf, messageOf } from "./details-of.ts";
import { looksAutomatic, type ReadSubmission, type UnreadableDelivery } from "./read-delivery.ts";

/** One request's deliveries, read and waiting to be written. */
export interface Batch {
  readonly property: string;
  readonly matching: "attach" | "separate";
  readonly visitor: string;
  readonly entries: readonly (ReadSubmission | UnreadableDelivery)[];
}

export interface AcceptContext {
  readonly now: number;
  readonly newId: () => string;
}

/** A batch's receipts, or the failure that only it met. */
export type BatchOutcome = Receipt[] | Failure;

/**
 * Takes deliveries of one property in: answers repeated ones as the first time (R21), upserts the person and opens a
 * conversation for each new one, and keeps the receipts, all in the given transaction.
 *
 * @returns the outcomes in the order of the batches
 */
export async function acceptBatches(
  tx: Tx,
  property: string,
  batches: readonly Batch[],
  { now, newId }: AcceptContext,
): Promise<BatchOutcome[]> {
  const receipts = await findReceipts(tx, property, batches);
  const fresh = batches.flatMap((batch) =>
    batch.entries.flatMap((entry) =>
      "delivery" in entry ? [{ visitor: batch.visitor, details: details(entry) }] : [],
    ),
  );
  const upserts = await Upserts.load(tx, property, [...fresh, ...batches.map(toVisitor)], newId);
  const tickets = await ticketNumbers(tx, property, batches, receipts);
  const opened: OpenedConversation[] = [];
  const kept: { visitor: string; receipt: Receipt }[] = [];

  const acceptOne = (batch: Batch, entry: ReadSubmission | UnreadableDelivery): Receipt => {
    if (entry.id === null) return (entry as UnreadableDelivery).refusal;
    const key = keyOf(batch.visitor, entry.id);
    const known = receipts.get(key);
    if (known) return known;
    const receipt = "delivery" in entry ? open(batch, entry) : entry.refusal;
    receipts.set(key, receipt);
    kept.push({ visitor: batch.visitor, receipt });
    return receipt;
  };

  const open = (batch: Batch, entry: ReadSubmission): Receipt => {
    const { contact, claimed } = upserts.apply({
      visitor: batch.visitor,
      details: details(entry),
      source: "form",
      proven: false,
      matching: batch.matching,
      now,
    });
    const ticket = entry.delivery.form === "offline" ? tickets() : null;
    const conversation = conversationFor(entry, {
      property,
      visitor: batch.visitor,
      contact,
      claimed,
      ticket,
      now,
      newId,
    });
    opened.push(conversation);
    return {
      status: "accepted",
      id: entry.id,
      conversation: conversation.conversation.id,
      ...(ticket !== null && { ticket }),
    };
  };

  const outcomes = batches.map((batch): BatchOutcome => {
    // the token is good, but the visitor was removed meanwhile: registering again brings it back
    if (!upserts.knows(batch.visitor)) return new Failure("token_invalid");
    return batch.entries.map((entry) => acceptOne(batch, entry));
  });
  await upserts.save();
  await openConversations(tx, opened);
  const rows = kept.map(({ visitor, receipt }) => ({
    property_id: property,
    visitor_id: visitor,
    id: receipt.id,
    receipt: JSON.stringify(receipt),
    received_at: now,
  }));
  await insertMany(tx, "deliveries", rows, (some) => tx.insertInto("deliveries").values(some));
  return outcomes;
}

const keyOf = (visitor: string, id: string) => `${visitor} ${id}`;
const toVisitor = ({ visitor }: Batch) => ({ visitor, details: {} });
const details = ({ form, answers, delivery }: ReadSubmission) => detailsOf(form, answers, delivery.locale);

async function findReceipts(
  tx: Tx,
  property: string,
  batches: readonly Batch[],
): Promise<Map<string, Receipt>> {
  const ids = [...new Set(batches.flatMap(({ entries }) => entries.flatMap(({ id }) => id ?? [])))];
  const rows = await inChunks(ids, (some) =>
    tx
      .selectFrom("deliveries")
      .select(["visitor_id", "id", "receipt"])
      .where("property_id", "=", property)
      .where("id", "in", some)
      .execute(),
  );
  return new Map(rows.map((row) => [keyOf(row.visitor_id, row.id), JSON.parse(row.receipt) as Receipt]));
}

/** One update for all tickets that this transaction opens; numbers left over by repeated entries within it stay unused. */
async function ticketNumbers(
  tx: Tx,
  property: string,
  batches: readonly Batch[],
  receipts: ReadonlyMap<string, Receipt>,
): Promise<() => number> {
  const wanted = new Set(
    batches.flatMap(({ visitor, entries }) =>
      entries.flatMap((entry) =>
        "delivery" in entry && entry.delivery.form === "offline" && !receipts.has(keyOf(visitor, entry.id))
          ? [keyOf(visitor, entry.id)]
          : [],
      ),
    ),
  );
  let next = wanted.size ? await takeTickets(tx, property, wanted.size) : 0;
  return () => next++;
}

function conversationFor(
  { id, delivery, form, answers }: ReadSubmission,
  about: {
    property: string;
    visitor: string;
    contact: string;
    claimed: boolean;
    ticket: number | null;
    now: number;
    newId: () => string;
  },
): OpenedConversation {
  const { property, visitor, now } = about;
  const conversation = about.newId();
  const text = messageOf(form, answers);
  const fields = answeredFields(form, answers, delivery.locale);
  const preview = text || fields.map(({ answer }) => [answer].flat().join(", ")).join(" · ");
  return {
    conversation: {
      property_id: property,
      id: conversation,
      visitor_id: visitor,
      contact_id: about.contact,
      form: delivery.form,
      ticket: about.ticket,
      status: "open",
      unread: 1,
      claimed: about.claimed ? 1 : 0,
      suspicious: looksAutomatic(delivery) ? 1 : 0,
      preview: [...preview.replace(/\s+/g, " ")].slice(0, 200).join(""),
      last_place: text ? 1 : 0,
      created_at: now,
      last_message_at: now,
    },
    message: text
      ? {
          property_id: property,
          conversation_id: conversation,
          place: 1,
          id: about.newId(),
          author: "visitor",
          agent_id: null,
          text,
          sent_at: delivery.at,
          received_at: now,
        }
      : null,
    submission: {
      property_id: property,
      id,
      conversation_id: conversation,
      visitor_id: visitor,
      form: delivery.form,
      answers: JSON.stringify(fields),
      page: delivery.page,
      locale: delivery.locale,
      sent_at: delivery.at,
      received_at: now,
    },
  };
}
