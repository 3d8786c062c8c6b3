import type { Receipt } from "../../shared/delivery.ts";
import { problem } from "../../shared/error.ts";
import { findBlocked } from "../contacts/crm/blocks.ts";
import { findRegistered } from "../contacts/identity/contact-store.ts";
import { publishContactsChanged } from "../contacts/identity/publish-contacts-changed.ts";
import { UpsertBatch } from "../contacts/identity/upsert.ts";
import { ConversationBatch } from "../conversations/core/conversation-batch.ts";
import { publishChanges } from "../conversations/core/publish-changes.ts";
import { allocateSequence } from "../conversations/core/sequence.ts";
import { allocateTicketNumbers } from "../conversations/core/store.ts";
import type { TransitionContext } from "../conversations/core/transitions.ts";
import { attachFiles, findUnsentFiles } from "../conversations/messages/attachments.ts";
import { insertStatement } from "../platform/database/insert-statement.ts";
import type { Tx } from "../platform/database/open.ts";
import { statement } from "../platform/database/statement.ts";
import { ApiError } from "../platform/http/api-error.ts";
import type { KnownProperty } from "../properties/store.ts";
import { acceptChat } from "./accept-chat.ts";
import { acceptSubmission } from "./accept-submission.ts";
import { toDetails } from "./answers-to-details.ts";
import type { ReadDelivery, ReadSubmission, RefusedDelivery } from "./read-delivery.ts";

const insertDeliveries = insertStatement("deliveries");

/** One request's deliveries, read and waiting to be written. */
export interface Batch {
  readonly property: KnownProperty;
  readonly visitor: string;
  readonly entries: readonly (ReadDelivery | RefusedDelivery)[];
}

export interface AcceptContext {
  readonly now: number;
  readonly newId: () => string;
}

/** A batch's receipts, or the failure that only it met. */
export type BatchOutcome = Receipt[] | ApiError;

/**
 * Takes deliveries of one property in: answers repeated ones as the first time (R21), upserts people and opens
 * conversations, does in chats what the others say, and keeps the receipts, all in the given transaction.
 *
 * @returns the outcomes in the order of the batches
 */
export async function acceptBatches(
  tx: Tx,
  property: KnownProperty,
  batches: readonly Batch[],
  { now, newId }: AcceptContext,
): Promise<BatchOutcome[]> {
  const receipts = await findReceipts(tx, property.id, batches);
  const submissions = batches.flatMap((batch) =>
    batch.entries.flatMap((entry) =>
      "answers" in entry ? [{ visitor: batch.visitor, details: details(entry) }] : [],
    ),
  );
  const upserts = await UpsertBatch.load(tx, property.id, submissions, newId);
  const others = batches.map(({ visitor }) => visitor).filter((visitor) => !upserts.knows(visitor));
  const registered = await findRegistered(tx, property.id, [...new Set(others)]);
  const tickets = await ticketNumbers(tx, property.id, batches, receipts);
  const sequences = await sequenceNumbers(tx, property.id, batches, receipts);
  const chats = await loadChats(tx, property.id, batches, receipts, { sequence: sequences, newId, now });
  const files = await findUnsentFiles(tx, property.id, batches.flatMap(filesOf));
  const blocked = await findBlocked(
    tx,
    property.id,
    batches.map(({ visitor }) => visitor),
  );
  const attached: { conversation: string; files: readonly string[] }[] = [];
  const kept: { visitor: string; receipt: Receipt }[] = [];

  const acceptOne = (batch: Batch, entry: ReadDelivery | RefusedDelivery): Receipt => {
    if (entry.id === null) return (entry as RefusedDelivery).refusal;
    const key = keyOf(batch.visitor, entry.id);
    const known = receipts.get(key);
    if (known) return known;
    const receipt = "delivery" in entry ? acceptUnlessBlocked(batch, entry) : entry.refusal;
    receipts.set(key, receipt);
    kept.push({ visitor: batch.visitor, receipt });
    return receipt;
  };

  const acceptUnlessBlocked = (batch: Batch, entry: ReadDelivery): Receipt =>
    blocked.has(batch.visitor)
      ? { status: "refused", id: entry.id, problem: problem("visitor_blocked") }
      : accept(batch, entry);

  const accept = (batch: Batch, entry: ReadDelivery): Receipt => {
    const openedBy = (delivery: string) => conversationOf(receipts.get(keyOf(batch.visitor, delivery)));
    if (!("answers" in entry))
      return acceptChat(batch.visitor, entry.delivery, {
        chats,
        openedBy,
        files,
        attach: (conversation, ids) => {
          attached.push({ conversation, files: ids });
          for (const id of ids) files.delete(id); // the next message cannot name it again
        },
      });
    const { contact, claimed } = upserts.apply({
      visitor: batch.visitor,
      details: details(entry),
      source: "form",
      proven: false,
      matching: property.settings.matching,
      now,
    });
    const about = {
      property: property.id,
      visitor: batch.visitor,
      contact,
      claimed,
      now,
      newId,
      sequence: sequences,
    };
    const { id: conversation, ticket } = acceptSubmission(entry, about, tickets, { chats, openedBy });
    return { status: "accepted", id: entry.id, conversation, ...(ticket !== null && { ticket }) };
  };

  const outcomes = batches.map((batch): BatchOutcome => {
    // the token is good, but the visitor was removed meanwhile: registering again brings it back
    if (!upserts.knows(batch.visitor) && !registered.has(batch.visitor)) return new ApiError("token_invalid");
    return batch.entries.map((entry) => acceptOne(batch, entry));
  });
  publishContactsChanged(tx, property.id, await upserts.save());
  const changes = await chats.save();
  await attachFiles(tx, property.id, attached);
  const rows = kept.map(({ visitor, receipt }) => ({
    property_id: property.id,
    visitor_id: visitor,
    id: receipt.id,
    receipt: JSON.stringify(receipt),
    received_at: now,
  }));
  await insertDeliveries(tx, rows);
  await publishChanges(tx, property, changes);
  return outcomes;
}

const keyOf = (visitor: string, id: string) => `${visitor} ${id}`;
const details = ({ form, answers, delivery }: ReadSubmission) => toDetails(form, answers, delivery.locale);
const conversationOf = (receipt?: Receipt) =>
  receipt?.status === "accepted" ? receipt.conversation : undefined;
const filesOf = ({ entries }: Batch) =>
  entries.flatMap((entry) =>
    "delivery" in entry && entry.delivery.kind === "message" ? entry.delivery.files : [],
  );

/** What a batch's deliveries call their conversations by. */
const conversationsNamed = ({ entries }: Batch) =>
  entries.flatMap((entry) => ("delivery" in entry && entry.delivery.conversation) || []);

/** The receipts of these deliveries, and of those that opened the conversations they are about. */
async function findReceipts(
  tx: Tx,
  property: string,
  batches: readonly Batch[],
): Promise<Map<string, Receipt>> {
  const ids = batches.flatMap((batch) => [
    ...batch.entries.flatMap(({ id }) => id ?? []),
    ...conversationsNamed(batch),
  ]);
  const rows = await answered(tx, { property, ids: [...new Set(ids)] });
  return new Map(rows.map((row) => [keyOf(row.visitor_id, row.id), JSON.parse(row.receipt) as Receipt]));
}

const answered = statement((db, { property, ids }: { property: string; ids: readonly string[] }) =>
  db
    .selectFrom("deliveries")
    .select(["visitor_id", "id", "receipt"])
    .where("property_id", "=", property)
    .where("id", "in", ids),
);

async function loadChats(
  tx: Tx,
  property: string,
  batches: readonly Batch[],
  receipts: ReadonlyMap<string, Receipt>,
  context: TransitionContext,
): Promise<ConversationBatch> {
  const ids = batches.flatMap((batch) =>
    conversationsNamed(batch).map(
      (named) => conversationOf(receipts.get(keyOf(batch.visitor, named))) ?? named,
    ),
  );
  return ConversationBatch.load(tx, property, ids, context);
}

/** For each new delivery. A form that makes a closed chat a ticket opens it, moves it, numbers it and says something. */
const SEQUENCE_EACH = 4;

/** One update for all places that this transaction gives; what is left over stays unused. */
async function sequenceNumbers(
  tx: Tx,
  property: string,
  batches: readonly Batch[],
  receipts: ReadonlyMap<string, Receipt>,
): Promise<() => number> {
  const fresh = batches.flatMap(({ visitor, entries }) =>
    entries.filter((entry) => "delivery" in entry && !receipts.has(keyOf(visitor, entry.id))),
  );
  let next = fresh.length ? await allocateSequence(tx, property, SEQUENCE_EACH * fresh.length) : 0;
  return () => next++;
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
        "answers" in entry && entry.delivery.form === "offline" && !receipts.has(keyOf(visitor, entry.id))
          ? [keyOf(visitor, entry.id)]
          : [],
      ),
    ),
  );
  let next = wanted.size ? await allocateTicketNumbers(tx, property, wanted.size) : 0;
  return () => next++;
}
