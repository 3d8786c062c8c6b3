import type { ExportedReceivedBody } from "../../shared/webhook-source.ts";
import { inChunks, isOneOf } from "../platform/database/chunks.ts";
import type { Db, Tx } from "../platform/database/open.ts";
import { emailIdentifier, phoneIdentifier, userIdentifier } from "./body/identifier-keys.ts";

/** Everything of a row that says something of a person. Its digest and the ID of the event stay, so that it does not come back. */
const ERASED = {
  body: null,
  state: "erased",
  outcome: null,
  reason: "",
  left_out: "[]",
  visitor_id: null,
  next_try_at: null,
} as const;

/** The IDs of the bodies that were found to be about visitors, or about contacts that were merged into them. */
async function bodiesAbout(db: Db, property: string, visitors: readonly string[]): Promise<string[]> {
  const rows = await db
    .selectFrom("received_bodies")
    .select("id")
    .where("property_id", "=", property)
    .where((eb) =>
      eb.or([
        isOneOf(db, "visitor_id", visitors),
        eb(
          "visitor_id",
          "in",
          db
            .selectFrom("aliases")
            .select("aliases.id")
            .where("aliases.property_id", "=", property)
            .where(isOneOf(db, "aliases.contact_id", visitors)),
        ),
      ]),
    )
    .execute();
  return rows.map(({ id }) => id);
}

/** The IDs of the bodies in which an e-mail, a phone or the user ID of visitors is, whomever they are about. */
async function bodiesNaming(db: Db, property: string, visitors: readonly string[]): Promise<string[]> {
  const details = await inChunks(visitors, (some) =>
    db
      .selectFrom("details")
      .select(["field", "value"])
      .where("property_id", "=", property)
      .where("visitor_id", "in", some)
      .where("field", "in", ["email", "phone", "user_id"])
      .execute(),
  );
  const keys = details.flatMap(({ field, value }) => {
    if (field === "email") return emailIdentifier(value) ?? [];
    return field === "phone" ? (phoneIdentifier(value) ?? []) : [userIdentifier(value)];
  });
  if (!keys.length) return [];
  const rows = await db
    .selectFrom("received_body_keys")
    .select("body_id")
    .where("property_id", "=", property)
    .where(isOneOf(db, "identifier_key", keys))
    .execute();
  return rows.map(({ body_id }) => body_id);
}

/**
 * Erases the received bodies about visitors, and those in which one of their identifiers is (R26). It must be called before
 * their details are deleted, which it looks up.
 */
export async function eraseReceivedBodies(
  tx: Tx,
  property: string,
  visitors: readonly string[],
): Promise<() => void> {
  const ids = [
    ...(await bodiesAbout(tx, property, visitors)),
    ...(await bodiesNaming(tx, property, visitors)),
  ];
  if (ids.length) {
    await tx
      .updateTable("received_bodies")
      .set(ERASED)
      .where("property_id", "=", property)
      .where(isOneOf(tx, "id", ids))
      .execute();
    await tx
      .deleteFrom("received_body_keys")
      .where("property_id", "=", property)
      .where(isOneOf(tx, "body_id", ids))
      .execute();
  }
  return () => undefined;
}

/** Reads the received bodies about visitors (R26), oldest first. */
export async function exportReceivedBodies(
  db: Db,
  property: string,
  visitors: readonly string[],
): Promise<ExportedReceivedBody[]> {
  const ids = await bodiesAbout(db, property, visitors);
  if (!ids.length) return [];
  const rows = await db
    .selectFrom("received_bodies")
    .innerJoin("webhook_sources", (join) =>
      join
        .onRef("webhook_sources.property_id", "=", "received_bodies.property_id")
        .onRef("webhook_sources.id", "=", "received_bodies.source_id"),
    )
    .select([
      "received_bodies.received_at",
      "received_bodies.topic",
      "received_bodies.body",
      "webhook_sources.name",
    ])
    .where("received_bodies.property_id", "=", property)
    .where(isOneOf(db, "received_bodies.id", ids))
    .orderBy("received_bodies.id")
    .execute();
  return rows.flatMap(({ received_at, topic, body, name }) =>
    body === null ? [] : [{ receivedAt: received_at, source: name, topic, body }],
  );
}
