import { VISITOR_ID } from "../../../shared/rules/visitor-id.ts";
import { inChunks } from "../../platform/database/chunks.ts";
import { insertStatement } from "../../platform/database/insert-statement.ts";
import type { Db, Tx } from "../../platform/database/open.ts";
import type { Schema } from "../../platform/database/schema.ts";
import { statement } from "../../platform/database/statement.ts";
import { saveSuggestions } from "../duplicates/save-suggestions.ts";
import { isIndexedIdentifier } from "./indexed-details.ts";
import type { KnownValue, Person } from "./person.ts";

export type VisitorRow = Schema["visitors"];
export type DetailRow = Schema["details"];

const writeVisitors = insertStatement("visitors", (conflict) =>
  conflict.columns(["property_id", "id"]).doUpdateSet((eb) => ({
    attached_to: eb.ref("excluded.attached_to"),
    attached_proven: eb.ref("excluded.attached_proven"),
    contact_since: eb.ref("excluded.contact_since"),
    source: eb.ref("excluded.source"),
    name: eb.ref("excluded.name"),
    sort_name: eb.ref("excluded.sort_name"),
    email: eb.ref("excluded.email"),
    phone: eb.ref("excluded.phone"),
    last_seen_at: eb.ref("excluded.last_seen_at"),
  })),
);

const insertDetails = insertStatement("details");

/** A visitor's row, and the same person as decisions about identity see it. */
export interface LoadedPerson {
  readonly row: VisitorRow;
  readonly person: Person;
}

/** A visitor's row; undefined if the ID is unknown or is no visitor ID. */
export async function findVisitor(db: Db, property: string, id: string): Promise<VisitorRow | undefined> {
  if (!VISITOR_ID.test(id)) return undefined;
  return db
    .selectFrom("visitors")
    .selectAll()
    .where("property_id", "=", property)
    .where("id", "=", id)
    .executeTakeFirst();
}

/** Reads the rows, current values and alternatives of many people. Unknown IDs are left out. */
export async function loadPeople(
  db: Db,
  property: string,
  ids: readonly string[],
): Promise<Map<string, LoadedPerson>> {
  const rows = await visitorsById(db, { property, ids });
  const details = await detailsInUse(db, { property, visitors: rows.map(({ id }) => id) });
  const values = new Map<string, KnownValue[]>();
  for (const row of details) {
    const list = values.get(row.visitor_id) ?? [];
    list.push(toKnownValue(row));
    values.set(row.visitor_id, list);
  }
  return new Map(rows.map((row) => [row.id, { row, person: toPerson(row, values.get(row.id) ?? []) }]));
}

const visitorsById = statement((db, { property, ids }: { property: string; ids: readonly string[] }) =>
  db.selectFrom("visitors").selectAll().where("property_id", "=", property).where("id", "in", ids),
);

const detailsInUse = statement(
  (db, { property, visitors }: { property: string; visitors: readonly string[] }) =>
    db
      .selectFrom("details")
      .select([
        "id",
        "visitor_id",
        "device_id",
        "field",
        "value",
        "compare_key",
        "status",
        "source",
        "proven",
        "at",
        "preferred",
      ])
      .where("property_id", "=", property)
      .where("visitor_id", "in", visitors)
      .where("status", "in", ["current", "alternative"])
      .orderBy("id"),
);

const registeredById = statement((db, { property, ids }: { property: string; ids: readonly string[] }) =>
  db.selectFrom("visitors").select("id").where("property_id", "=", property).where("id", "in", ids),
);

/** The IDs of these visitors that are registered. */
export async function findRegistered(tx: Tx, property: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await registeredById(tx, { property, ids });
  return new Set(rows.map(({ id }) => id));
}

function toKnownValue(
  row: Pick<
    DetailRow,
    | "id"
    | "device_id"
    | "field"
    | "value"
    | "compare_key"
    | "status"
    | "source"
    | "proven"
    | "at"
    | "preferred"
  >,
): KnownValue {
  return {
    id: row.id,
    field: row.field,
    value: row.value,
    key: row.compare_key,
    status: row.status === "current" ? "current" : "alternative",
    source: row.source,
    proven: row.proven === 1,
    device: row.device_id,
    at: row.at,
    preferred: row.preferred,
  };
}

/** The row of a value, always with its columns in the same order, as inserting many rows needs it. */
export function toDetailRow(
  { id, device, field, value, key, status, source, proven, at, preferred }: KnownValue,
  owner: { property: string; visitor: string; previous: string | null },
): DetailRow {
  return {
    id,
    property_id: owner.property,
    visitor_id: owner.visitor,
    device_id: device,
    field,
    value,
    compare_key: key,
    status,
    source,
    proven: proven ? 1 : 0,
    at,
    previous: owner.previous,
    preferred,
  };
}

function toPerson(row: VisitorRow, values: readonly KnownValue[]): Person {
  return {
    id: row.id,
    contactSince: row.contact_since,
    firstSeenAt: row.first_seen_at,
    attachedTo: row.attached_to,
    attachedProven: row.attached_proven === 1,
    values,
  };
}

/** The IDs of the contacts that have these identifiers as current values. */
export async function findHolders(
  db: Db,
  property: string,
  field: "email" | "phone" | "user_id",
  keys: readonly string[],
): Promise<{ key: string; id: string }[]> {
  const rows = await holders(db, { property, field, keys: [...new Set(keys)] });
  return rows.map((row) => ({ key: row.compare_key, id: row.visitor_id }));
}

const holders = statement(
  (db, { property, field, keys }: { property: string; field: string; keys: readonly string[] }) =>
    db
      .selectFrom("details")
      .select(["compare_key", "visitor_id"])
      .where("property_id", "=", property)
      .where("field", "=", field)
      .where("compare_key", "in", keys)
      .where(isIndexedIdentifier.current),
);

export interface RetiredDetail {
  readonly visitor: string;
  readonly id: string;
}

/** The rows that a batch of decisions writes. */
export interface ContactChanges {
  readonly visitors: readonly VisitorRow[];
  readonly details: readonly DetailRow[];
  /** Details that become past. */
  readonly retired: readonly RetiredDetail[];
  readonly suggestions: readonly Schema["suggestions"][];
}

/** Writes the rows in a few statements for each table. */
export async function saveChanges(tx: Tx, property: string, changes: ContactChanges): Promise<void> {
  await retireDetails(tx, property, changes.retired);
  await insertDetails(tx, changes.details);
  await writeVisitors(tx, changes.visitors);
  await saveSuggestions(tx, changes.suggestions);
}

async function retireDetails(tx: Tx, property: string, retired: readonly RetiredDetail[]): Promise<void> {
  await inChunks(retired, async (some) => {
    await tx
      .updateTable("details")
      .set({ status: "past" })
      .where("property_id", "=", property)
      .where("visitor_id", "in", [...new Set(some.map(({ visitor }) => visitor))])
      .where(
        "id",
        "in",
        some.map(({ id }) => id),
      )
      .execute();
    return [];
  });
}
