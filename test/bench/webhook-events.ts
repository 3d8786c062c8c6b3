import { randomBytes } from "node:crypto";
import type { Database } from "../../server/platform/database/open.ts";
import { insertProperty } from "../../server/properties/store.ts";
import { createEndpoint } from "../../server/webhooks/endpoints/endpoint-store.ts";
import { queueEvents } from "../../server/webhooks/events/record-events.ts";
import { defaultSettings } from "../../shared/property.ts";
import { PROPERTY } from "./bench-server.ts";

/** How many events are queued in one transaction, and how many there are of each contact. */
const BATCH = 1_000;
const OF_CONTACT = 5;

const deps = { now: Date.now, random: (bytes: number) => new Uint8Array(randomBytes(bytes)) };

/** Makes the property of the bench. */
export const makeProperty = (database: Database): Promise<void> =>
  database.write((tx) =>
    insertProperty(tx, { id: PROPERTY, settings: defaultSettings("Shop", "UTC"), now: Date.now() }),
  );

/** Makes an endpoint that is switched off. @returns its ID */
export const makeEndpoint = (database: Database, url: string): Promise<string> =>
  database.write(async (tx) => {
    const write = { url, description: "Bench", events: ["contact.updated" as const] };
    const { id } = await createEndpoint(tx, deps, PROPERTY, write);
    await tx.updateTable("webhook_endpoints").set({ state: "disabled" }).where("id", "=", id).execute();
    return id;
  });

/** Lets the server send what waits for an endpoint. */
export const enableEndpoint = (database: Database, id: string): Promise<unknown> =>
  database.write((tx) =>
    tx.updateTable("webhook_endpoints").set({ state: "enabled" }).where("id", "=", id).execute(),
  );

/** Queues events for one endpoint, some of each contact. */
export async function queueEventsFor(database: Database, id: string, count: number): Promise<void> {
  const contacts = Math.ceil(count / OF_CONTACT);
  const receivers = [{ id, property: PROPERTY, wants: () => true }];
  for (let start = 0; start < count; start += BATCH) {
    const events = Array.from({ length: Math.min(BATCH, count - start) }, (_, at) =>
      eventOf((start + at) % contacts),
    );
    await database.write((tx) => queueEvents(tx, deps, events, receivers));
  }
}

/** An event as large as those of real contacts. */
function eventOf(contact: number) {
  const id = `V${String(contact).padStart(16, "0")}`;
  const emails = [`person.${contact}@example.com`];
  const attributes = { plan: "Gold", seats: 5, note: "x".repeat(200) };
  const data = { contact: { id, aliases: [], name: `Person ${contact}`, emails, phones: [], attributes } };
  return { type: "contact.updated" as const, property: PROPERTY, subject: id, person: id, data };
}
