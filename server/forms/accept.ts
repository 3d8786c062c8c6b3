import type { Receipt } from "../../shared/delivery.ts";
import { problem } from "../../shared/error.ts";
import { findBlocked } from "../contacts/blocks.ts";
import { tellOfPeople } from "../contacts/tell.ts";
import { Upserts } from "../contacts/upsert.ts";
import { type ActContext, previewOf } from "../conversations/act.ts";
import { announce } from "../conversations/announce.ts";
import { attachFiles, waitingFiles } from "../conversations/attach-files.ts";
import { Chats } from "../conversations/chats.ts";
import { plainEntry } from "../conversations/entries.ts";
import { takePlaces } from "../conversations/places.ts";
import { type OpenedConversation, takeTickets } from "../conversations/store.ts";
import type { Deps } from "../deps.ts";
import { inChunks, insertMany } from "../platform/database/chunks.ts";
import type { Tx } from "../platform/database/open.ts";
import { Failure } from "../platform/failure.ts";
import type { KnownProperty } from "../properties/store.ts";
import { acceptChat, type ChatContext } from "./accept-chat.ts";
import { answeredFields, detailsOf, messageOf } from "./details-of.ts";
import {
  looksAutomatic,
  type ReadDelivery,
  type ReadSubmission,
  type UnreadableDelivery,
} from "./read-delivery.ts";

/** One request's deliveries, read and waiting to be written. */
export interface Batch {
  readonly property: KnownProperty;
  readonly visitor: string;
  readonly entries: readonly (ReadDelivery | UnreadableDelivery)[];
}

export interface AcceptContext extends Pick<Deps, "bus"> {
  readonly now: number;
  readonly newId: () => string;
}

/** A batch's receipts, or the failure that only it met. */
export type BatchOutcome = Receipt[] | Failure;

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
  { now, newId, bus }: AcceptContext,
): Promise<BatchOutcome[]> {
  const receipts = await findReceipts(tx, property.id, batches);
  const submissions = batches.flatMap((batch) =>
    batch.entries.flatMap((entry) =>
      "answers" in entry ? [{ visitor: batch.visitor, details: details(entry) }] : [],
    ),
  );
  const upserts = await Upserts.load(tx, property.id, [...submissions, ...batches.map(toVisitor)], newId);
  const tickets = await ticketNumbers(tx, property.id, batches, receipts);
  const places = await placeNumbers(tx, property.id, batches, receipts);
  const chats = await loadChats(tx, property.id, batches, receipts, { place: places, newId, now });
  const files = await waitingFiles(tx, property.id, batches.flatMap(filesOf));
  const blocked = await findBlocked(
    tx,
    property.id,
    batches.map(({ visitor }) => visitor),
  );
  const attached: { conversation: string; files: readonly string[] }[] = [];
  const kept: { visitor: string; receipt: Receipt }[] = [];

  const acceptOne = (batch: Batch, entry: ReadDelivery | UnreadableDelivery): Receipt => {
    if (entry.id === null) return (entry as UnreadableDelivery).refusal;
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
        attach: (conversation, ids) => attached.push({ conversation, files: ids }),
      });
    const { contact, claimed } = upserts.apply({
      visitor: batch.visitor,
      details: details(entry),
      source: "form",
      proven: false,
      matching: property.settings.matching,
      now,
    });
    const ticket = entry.delivery.form === "offline" ? tickets() : null;
    const conversation = openFor(
      entry,
      { property: property.id, visitor: batch.visitor, contact, claimed, ticket, now, newId, place: places },
      { chats, openedBy },
    );
    return { status: "accepted", id: entry.id, conversation, ...(ticket !== null && { ticket }) };
  };

  const outcomes = batches.map((batch): BatchOutcome => {
    // the token is good, but the visitor was removed meanwhile: registering again brings it back
    if (!upserts.knows(batch.visitor)) return new Failure("token_invalid");
    return batch.entries.map((entry) => acceptOne(batch, entry));
  });
  tellOfPeople(tx, { bus }, property.id, await upserts.save());
  const changes = await chats.save();
  await attachFiles(tx, property.id, attached);
  const rows = kept.map(({ visitor, receipt }) => ({
    property_id: property.id,
    visitor_id: visitor,
    id: receipt.id,
    receipt: JSON.stringify(receipt),
    received_at: now,
  }));
  await insertMany(tx, "deliveries", rows, (some) => tx.insertInto("deliveries").values(some));
  await announce(tx, { bus }, property, changes);
  return outcomes;
}

const keyOf = (visitor: string, id: string) => `${visitor} ${id}`;
const toVisitor = ({ visitor }: Batch) => ({ visitor, details: {} });
const details = ({ form, answers, delivery }: ReadSubmission) => detailsOf(form, answers, delivery.locale);
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
  const rows = await inChunks([...new Set(ids)], (some) =>
    tx
      .selectFrom("deliveries")
      .select(["visitor_id", "id", "receipt"])
      .where("property_id", "=", property)
      .where("id", "in", some)
      .execute(),
  );
  return new Map(rows.map((row) => [keyOf(row.visitor_id, row.id), JSON.parse(row.receipt) as Receipt]));
}

async function loadChats(
  tx: Tx,
  property: string,
  batches: readonly Batch[],
  receipts: ReadonlyMap<string, Receipt>,
  context: ActContext,
): Promise<Chats> {
  const ids = batches.flatMap((batch) =>
    conversationsNamed(batch).map(
      (named) => conversationOf(receipts.get(keyOf(batch.visitor, named))) ?? named,
    ),
  );
  return Chats.load(tx, property, ids, context);
}

/** Three for each new delivery: a message to a closed conversation opens it first. What is left over stays unused. */
async function placeNumbers(
  tx: Tx,
  property: string,
  batches: readonly Batch[],
  receipts: ReadonlyMap<string, Receipt>,
): Promise<() => number> {
  const fresh = batches.flatMap(({ visitor, entries }) =>
    entries.filter((entry) => "delivery" in entry && !receipts.has(keyOf(visitor, entry.id))),
  );
  let next = fresh.length ? await takePlaces(tx, property, 3 * fresh.length) : 0;
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
  let next = wanted.size ? await takeTickets(tx, property, wanted.size) : 0;
  return () => next++;
}

interface OpenContext {
  readonly property: string;
  readonly visitor: string;
  readonly contact: string;
  readonly claimed: boolean;
  readonly ticket: number | null;
  readonly now: number;
  readonly newId: () => string;
  readonly place: () => number;
}

/**
 * Opens a conversation for a submission, or makes a ticket of the chat that nobody answered.
 *
 * @returns the conversation's ID
 */
function openFor(
  entry: ReadSubmission,
  about: OpenContext,
  known: Pick<ChatContext, "chats" | "openedBy">,
): string {
  const waiting = entry.delivery.conversation;
  const row = waiting && known.chats.find(known.openedBy(waiting) ?? waiting);
  if (!row || row.visitor_id !== about.visitor || about.ticket === null) {
    const opened = conversationFor(entry, about);
    known.chats.open(opened);
    return opened.conversation.id;
  }
  const text = messageOf(entry.form, entry.answers);
  const by = { agent: null };
  known.chats.submitted(submissionFor(entry, row.id, about));
  known.chats.act(row.id, { is: "ticket", number: about.ticket }, by);
  if (text)
    known.chats.act(row.id, { is: "say", id: entry.id, text, files: [], sentAt: entry.delivery.at }, by);
  return row.id;
}

function submissionFor(
  { id, delivery, form, answers }: ReadSubmission,
  conversation: string,
  about: OpenContext,
) {
  return {
    property_id: about.property,
    id,
    conversation_id: conversation,
    visitor_id: about.visitor,
    form: delivery.form,
    answers: JSON.stringify(answeredFields(form, answers, delivery.locale)),
    page: delivery.page,
    locale: delivery.locale,
    sent_at: delivery.at,
    received_at: about.now,
  };
}

function conversationFor(entry: ReadSubmission, about: OpenContext): OpenedConversation {
  const { delivery, form, answers } = entry;
  const { property, visitor, now } = about;
  const conversation = about.newId();
  const text = messageOf(form, answers);
  const fields = answeredFields(form, answers, delivery.locale);
  const place = about.place();
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
      preview: previewOf(text || fields.map(({ answer }) => [answer].flat().join(", ")).join(" · ")),
      last_place: place,
      revision: place,
      visitor_read: place,
      agent_read: 0,
      assignee_id: null,
      waiting_since: now,
      rating: null,
      opener: entry.id,
      created_at: now,
      last_message_at: now,
    },
    message: text
      ? plainEntry({
          property_id: property,
          conversation_id: conversation,
          place,
          id: about.newId(),
          author: "visitor",
          agent_id: null,
          text,
          sent_at: delivery.at,
          received_at: now,
        })
      : null,
    submission: submissionFor(entry, conversation, about),
  };
}
