import { findBlocked } from "../contacts/crm/blocks.ts";
import { findRegistered } from "../contacts/identity/contact-store.ts";
import { publishContactsChanged } from "../contacts/identity/publish-contacts-changed.ts";
import { UpsertBatch } from "../contacts/identity/upsert.ts";
import { ConversationBatch } from "../conversations/core/conversation-batch.ts";
import { publishChanges } from "../conversations/core/publish-changes.ts";
import type { ConversationRow, TransitionContext } from "../conversations/core/row-changes.ts";
import { allocateSequence } from "../conversations/core/sequence.ts";
import { allocateTicketNumbers } from "../conversations/core/store.ts";
import { transitionContext } from "../conversations/core/transition-context.ts";
import { attachFiles, findUnsentFiles } from "../conversations/messages/attachments.ts";
import { isClosedTicket } from "../conversations/tickets/ticket-status.ts";
import { listOpenedConversations } from "../conversations/visitor/opened-conversations.ts";
import type { Tx } from "../platform/database/open.ts";
import type { Schema } from "../platform/database/schema.ts";
import type { KnownProperty } from "../properties/store.ts";
import { findMayChat } from "../visitors/signed-in.ts";
import { toDetails } from "./answers-to-details.ts";
import { loadRoutings, type Routing } from "./department-routing.ts";
import type { Entry, SubmissionEntry } from "./read-delivery.ts";
import { deliveryKey, Receipts } from "./receipts.ts";

/** The deliveries of one request: read, validated, and not yet written. */
export interface Batch {
  readonly property: KnownProperty;
  readonly visitor: string;
  readonly entries: readonly Entry[];
}

/** Everything that accepting deliveries reads and changes. It is in memory between `loadIntake` and `saveIntake`. */
export interface IntakeState {
  readonly property: KnownProperty;
  readonly receipts: Receipts;
  readonly upserts: UpsertBatch;
  readonly conversations: ConversationBatch;
  /** By visitor, the conversations of other browsers that a proven e-mail has opened (R33), if one is named. */
  readonly opened: ReadonlyMap<string, readonly string[]>;
  readonly transition: TransitionContext;
  readonly nextTicketNumber: () => number;
  /** The agent and the tags for the conversation of a submission, as its department says. */
  readonly routingOf: (entry: SubmissionEntry) => Routing;
  /** Visitors who are registered; the token of one who was removed may still be valid. */
  readonly registered: ReadonlySet<string>;
  /** Of the visitors, those who may begin and continue chats: all, unless only signed-in visitors may (R33). */
  readonly mayChat: ReadonlySet<string>;
  /** Of the visitors, and of the contacts whom their submissions are about, those that are blocked. */
  readonly blocked: ReadonlySet<string>;
  /** Uploaded files that no message contains yet, by ID. */
  readonly unsentFiles: Map<string, Schema["files"]>;
  readonly attachments: { readonly conversation: string; readonly files: readonly string[] }[];
}

/**
 * A sequence number is needed for each of the most changes that one delivery makes: reopened, reassigned, ticket, message,
 * tags, assigned.
 */
const SEQUENCES_PER_DELIVERY = 6;

/** Reads everything that the batches' deliveries need, with one statement for each table. */
export async function loadIntake(
  tx: Tx,
  property: KnownProperty,
  batches: readonly Batch[],
  { now, newId }: Pick<TransitionContext, "now" | "newId">,
): Promise<IntakeState> {
  const visitors = [...new Set(batches.map(({ visitor }) => visitor))];
  const entries = batches.flatMap((batch) =>
    batch.entries.map((entry) => ({ visitor: batch.visitor, ...entry })),
  );
  const deliveries = entries.flatMap((entry) =>
    entry.kind === "submission" || entry.kind === "chat" ? [entry] : [],
  );
  const named = deliveries.flatMap(({ visitor, delivery }) =>
    delivery.conversation === undefined ? [] : [{ visitor, conversation: delivery.conversation }],
  );
  const receipts = await Receipts.load(tx, property.id, [
    ...entries.flatMap((entry) => (entry.kind === "unreadable" ? [] : [entry.id])),
    ...named.map(({ conversation }) => conversation),
  ]);
  const submissions = deliveries.flatMap((entry) =>
    entry.kind === "submission" ? [{ visitor: entry.visitor, details: toDetails(entry) }] : [],
  );
  const upserts = await UpsertBatch.load(tx, property.id, submissions, newId);
  const others = visitors.filter((visitor) => !upserts.knows(visitor));
  const registered = await findRegistered(tx, property.id, others);

  const unanswered = deliveries.filter((entry) => !receipts.find(entry));
  const fresh = [...new Map(unanswered.map((entry) => [deliveryKey(entry), entry])).values()];
  const sequence = await allocate(SEQUENCES_PER_DELIVERY * fresh.length, (count) =>
    allocateSequence(tx, property.id, count),
  );
  const transition = transitionContext(property.settings, { sequence, newId, now });
  const conversations = await ConversationBatch.load(
    tx,
    property.id,
    named.map(({ visitor, conversation }) => receipts.resolveConversation(visitor, conversation)),
    transition,
  );
  const opened = new Map<string, readonly string[]>();
  for (const { visitor, conversation } of named) {
    const row = conversations.find(receipts.resolveConversation(visitor, conversation));
    if (row && row.visitor_id !== visitor && !opened.has(visitor))
      opened.set(visitor, await listOpenedConversations(tx, { property: property.id, visitor }));
  }
  const ticketCount = countNewTickets(fresh, (visitor, conversation) => {
    const id = receipts.resolveConversation(visitor, conversation);
    return conversations.find(id) && conversations.current(id);
  });
  const nextTicketNumber = await allocate(ticketCount, (count) =>
    allocateTicketNumbers(tx, property.id, count),
  );
  const files = deliveries.flatMap(({ delivery }) => (delivery.kind === "message" ? delivery.files : []));
  return {
    property,
    receipts,
    upserts,
    conversations,
    opened,
    transition,
    nextTicketNumber,
    routingOf: await loadRoutings(
      tx,
      property,
      batches.flatMap((batch) => batch.entries.filter((entry) => entry.kind === "submission")),
    ),
    registered: new Set([...registered, ...visitors.filter((visitor) => upserts.knows(visitor))]),
    mayChat: await findMayChat(tx, property, visitors),
    blocked: await findBlocked(tx, property.id, [...visitors, ...upserts.candidates.ids]),
    unsentFiles: await findUnsentFiles(tx, property.id, files),
    attachments: [],
  };
}

/**
 * Counts the tickets that deliveries may open: one for each form that is not the pre-chat form, and one for each closed ticket that is
 * answered (R30). A number that is not used leaves a gap.
 */
function countNewTickets(
  deliveries: readonly (Extract<Entry, { kind: "submission" | "chat" }> & { readonly visitor: string })[],
  currentOf: (visitor: string, named: string) => ConversationRow | undefined,
): number {
  const answered = deliveries.flatMap(({ visitor, delivery }) => {
    const current = delivery.kind === "message" && currentOf(visitor, delivery.conversation);
    return current && isClosedTicket(current) ? [current.id] : [];
  });
  const forms = deliveries.filter(
    ({ delivery }) => delivery.kind === "submission" && delivery.form !== "pre_chat",
  );
  return forms.length + new Set(answered).size;
}

/** Allocates `count` consecutive numbers in one statement. @returns each of them in turn */
async function allocate(
  count: number,
  allocateFirst: (count: number) => Promise<number>,
): Promise<() => number> {
  let next = count ? await allocateFirst(count) : 0;
  return () => next++;
}

/** Writes everything that was accepted, and publishes what has changed. */
export async function saveIntake(tx: Tx, state: IntakeState): Promise<void> {
  const { attachments, conversations, property, receipts, transition, upserts } = state;
  publishContactsChanged(tx, property.id, await upserts.save());
  const changes = await conversations.save();
  await attachFiles(tx, property.id, attachments);
  await receipts.save(transition.now);
  await publishChanges(tx, property, changes);
}
