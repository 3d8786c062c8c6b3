import type { Database, Db, Tx } from "../../platform/database/open.ts";
import { PROBE_AFTER } from "./plan-endpoint.ts";

/** A delivery that this process sends, with all that a request needs. */
export interface ClaimedDelivery {
  readonly endpoint: string;
  readonly property: string;
  readonly position: number;
  /** The event's ID. */
  readonly event: string;
  readonly body: string;
  readonly url: string;
  readonly secret: string;
  readonly old_secret: string | null;
  readonly old_secret_until: number | null;
}

/** How long a process holds a delivery after its last sign of life, ms. */
export const LEASE = 10_000;
/** Requests to one endpoint at the same time. */
export const MAX_OF_ENDPOINT = 20;

interface Claim {
  /** The process that sends. */
  readonly runner: string;
  readonly now: number;
  /** How many more requests this process makes at the same time. */
  readonly capacity: number;
  /** How many it makes to each endpoint already. */
  readonly sendingTo: (endpoint: string) => number;
}

/** The enabled endpoints to which something is due. The index gives the answer for each of them at once, however much waits. */
const selectDueEndpoints = (db: Db, now: number) =>
  db
    .selectFrom("webhook_endpoints")
    .select(["id", "property_id", "failures"])
    .where("state", "=", "enabled")
    .where("retry_at", "<=", now)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("webhook_deliveries")
          .select("position")
          .whereRef("webhook_deliveries.endpoint_id", "=", "webhook_endpoints.id")
          .where("due_at", "is not", null)
          .where("due_at", "<=", now),
      ),
    );

/**
 * Claims deliveries that are due, so many of each endpoint as may be sent to it at the same time: an endpoint that does not answer
 * takes no place of another. When this is on disk they are sent; a process that dies in between leaves deliveries that another sends
 * again with the same ID (R35).
 */
export async function claimDeliveries(
  database: Database,
  { runner, now, capacity, sendingTo }: Claim,
): Promise<ClaimedDelivery[]> {
  const freeOf = (endpoint: string, failures: number) =>
    Math.max(0, (failures >= PROBE_AFTER ? 1 : MAX_OF_ENDPOINT) - sendingTo(endpoint));
  // usually there are none, and a transaction would make the other writers wait
  const due = await selectDueEndpoints(database.read, now).execute();
  if (capacity <= 0 || !due.some(({ id, failures }) => freeOf(id, failures))) return [];
  return database.write(async (tx) => {
    const claimed: ClaimedDelivery[] = [];
    const endpoints = await selectDueEndpoints(tx, now).execute();
    const share = Math.max(1, Math.floor(capacity / Math.max(1, endpoints.length)));
    for (const { id, failures } of endpoints) {
      const limit = Math.min(freeOf(id, failures), share, capacity - claimed.length);
      if (limit > 0) claimed.push(...(await claimOf(tx, id, { runner, now, limit })));
    }
    return claimed;
  });
}

async function claimOf(
  tx: Tx,
  endpoint: string,
  { runner, now, limit }: { readonly runner: string; readonly now: number; readonly limit: number },
): Promise<ClaimedDelivery[]> {
  const rows = await tx
    .selectFrom("webhook_deliveries")
    .innerJoin("webhook_events", "webhook_events.position", "webhook_deliveries.position")
    .innerJoin("webhook_endpoints", (join) =>
      join
        .onRef("webhook_endpoints.property_id", "=", "webhook_deliveries.property_id")
        .onRef("webhook_endpoints.id", "=", "webhook_deliveries.endpoint_id"),
    )
    .select([
      "webhook_deliveries.position",
      "webhook_deliveries.property_id as property",
      "webhook_events.id as event",
      "webhook_events.body",
      "webhook_endpoints.url",
      "webhook_endpoints.secret",
      "webhook_endpoints.old_secret",
      "webhook_endpoints.old_secret_until",
    ])
    .where("webhook_deliveries.endpoint_id", "=", endpoint)
    .where("webhook_deliveries.due_at", "is not", null)
    .where("webhook_deliveries.due_at", "<=", now)
    .orderBy("webhook_deliveries.due_at")
    .orderBy("webhook_deliveries.position")
    .limit(limit)
    .execute();
  if (!rows.length) return [];
  await tx
    .updateTable("webhook_deliveries")
    .set((eb) => ({
      state: "sending",
      due_at: null,
      runner,
      lease_until: now + LEASE,
      attempts: eb("attempts", "+", 1),
    }))
    .where("endpoint_id", "=", endpoint)
    .where(
      "position",
      "in",
      rows.map(({ position }) => position),
    )
    .execute();
  return rows.map((row) => ({ ...row, endpoint }));
}

/** Renews the leases of the deliveries that a process sends. */
export async function renewLeases(database: Database, runner: string, now: number): Promise<void> {
  await database.write((tx) =>
    tx
      .updateTable("webhook_deliveries")
      .set({ lease_until: now + LEASE })
      .where("lease_until", "is not", null)
      .where("runner", "=", runner)
      .execute(),
  );
}

/**
 * Makes deliveries due again that a process was sending when it died.
 *
 * @param runner this process: its leases may run out while the computer sleeps
 */
export async function recoverDeliveries(database: Database, runner: string, now: number): Promise<void> {
  const selectAbandoned = (db: Db) =>
    db
      .selectFrom("webhook_deliveries")
      .select(["endpoint_id", "position"])
      .where("lease_until", "is not", null)
      .where("lease_until", "<", now)
      .where("runner", "<>", runner);
  if (!(await selectAbandoned(database.read).executeTakeFirst())) return;
  await database.write(async (tx) => {
    for (const { endpoint_id, position } of await selectAbandoned(tx).execute())
      await tx
        .updateTable("webhook_deliveries")
        .set({ state: "waiting", due_at: now, runner: null, lease_until: null })
        .where("endpoint_id", "=", endpoint_id)
        .where("position", "=", position)
        .execute();
  });
}
