import type { FoyerEvent } from "../../../shared/event.ts";
import type { WebhookType } from "../../../shared/webhook.ts";
import type { Deps } from "../../deps.ts";
import { insertStatement } from "../../platform/database/insert-statement.ts";
import type { Db, EventRecorder } from "../../platform/database/open.ts";
import type { Schema } from "../../platform/database/schema.ts";
import { statement } from "../../platform/database/statement.ts";
import { newId } from "../../platform/ids.ts";
import { parseEvents } from "../endpoints/parse-events.ts";
import { type CompleteEvent, completeEvents } from "./complete-events.ts";
import { planEvents } from "./plan-events.ts";

/** The kinds of events that may become webhooks: a commit with none of them costs nothing. */
const RELEVANT: ReadonlySet<FoyerEvent["kind"]> = new Set([
  "contacts_saved",
  "person",
  "contacts_merged",
  "person_erased",
  "visitor_identified",
  "submission",
  "conversation",
  "import_finished",
]);

const insertEvents = insertStatement("webhook_events");
const insertDeliveries = insertStatement("webhook_deliveries");

type RecordDeps = Pick<Deps, "now" | "random">;

/** An endpoint that gets events. */
interface Receiver {
  readonly id: string;
  readonly property: string;
  /** Whether it gets events of this type. */
  readonly wants: (type: WebhookType) => boolean;
}

/**
 * Makes the recorder of webhooks (R35): it writes the events that endpoints want, and their deliveries, in the transaction that makes
 * them. Properties without an endpoint cost one statement for a commit.
 */
export function createWebhookRecorder(deps: RecordDeps): EventRecorder {
  return async (tx, events) => {
    const relevant = events.filter(({ kind }) => RELEVANT.has(kind));
    if (!relevant.length) return [];
    const receivers = await readReceivers(tx);
    const isWanted = ({ type, property }: Pick<CompleteEvent, "type" | "property">) =>
      receivers.some((one) => one.property === property && one.wants(type));
    const drafts = receivers.length ? planEvents(relevant).filter(isWanted) : [];
    if (!drafts.length) return [];
    const complete = await completeEvents(tx, drafts);
    await queueEvents(tx, deps, complete, receivers);
    return complete.length ? [{ kind: "webhooks_queued" }] : [];
  };
}

const selectReceivers = statement((db, { state }: { state: "enabled" }) =>
  db.selectFrom("webhook_endpoints").select(["id", "property_id", "events"]).where("state", "=", state),
);

async function readReceivers(db: Db): Promise<Receiver[]> {
  const rows = await selectReceivers(db, { state: "enabled" });
  return rows.map(({ id, property_id, events }) => {
    const types: ReadonlySet<WebhookType> = new Set(parseEvents(events));
    return { id, property: property_id, wants: (type) => types.has(type) };
  });
}

/** An event to be queued, which may also be a test. */
export type QueuedEvent = Omit<CompleteEvent, "type"> & { readonly type: WebhookType };

/**
 * Writes events and their deliveries. Those of a subject are due one after the other at each endpoint: the first at once, if none of
 * the subject waits there.
 *
 * @returns the IDs of the events, in the same order
 */
export async function queueEvents(
  tx: Db,
  deps: RecordDeps,
  events: readonly QueuedEvent[],
  receivers: readonly Receiver[],
): Promise<string[]> {
  if (!events.length) return [];
  const now = deps.now();
  let position = await lastPosition(tx);
  const rows = events.map((event) => ({ ...toEventRow(event, deps, now), position: ++position }));
  await insertEvents(tx, rows);
  for (const { id, property, wants } of receivers) {
    const wanted = rows.filter((row) => row.property_id === property && wants(row.kind));
    if (!wanted.length) continue;
    const subjects = [...new Set(wanted.map(({ subject }) => subject))];
    const open = await selectOpenSubjects(tx, { endpoint: id, subjects });
    const taken = new Set(open.map(({ open_subject }) => open_subject ?? ""));
    await insertDeliveries(
      tx,
      wanted.map((row) => {
        const isFirst = !taken.has(row.subject);
        taken.add(row.subject);
        return { ...NEW_DELIVERY, ...deliveryOf(row), endpoint_id: id, due_at: isFirst ? now : null };
      }),
    );
  }
  return rows.map(({ id }) => id);
}

const selectOpenSubjects = statement(
  (db, { endpoint, subjects }: { endpoint: string; subjects: readonly string[] }) =>
    db
      .selectFrom("webhook_deliveries")
      .select("open_subject")
      .distinct()
      .where("endpoint_id", "=", endpoint)
      .where("open_subject", "in", subjects),
);

/** Processes take turns in writing, so the next number is free until the commit. */
async function lastPosition(db: Db): Promise<number> {
  const { last } = await db
    .selectFrom("webhook_events")
    .select((eb) => eb.fn.max("position").as("last"))
    .executeTakeFirstOrThrow();
  return Number(last ?? 0);
}

function toEventRow(
  { type, property, subject, person, data }: QueuedEvent,
  deps: RecordDeps,
  now: number,
): Omit<Schema["webhook_events"], "position"> {
  return {
    id: `evt_${newId(deps).replaceAll("-", "")}`,
    property_id: property,
    kind: type,
    subject,
    person_id: person,
    body: JSON.stringify({ type, timestamp: new Date(now).toISOString(), data }),
    created_at: now,
  };
}

const NEW_DELIVERY = {
  state: "waiting",
  runner: null,
  lease_until: null,
  attempts: 0,
  last_attempt_at: null,
  status: null,
  failure: null,
  duration: null,
  answer: null,
} as const;

const deliveryOf = ({ position, property_id, subject, created_at }: Schema["webhook_events"]) => ({
  position,
  property_id,
  open_subject: subject,
  queued_at: created_at,
});
