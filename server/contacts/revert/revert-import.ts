import type { Source } from "../../../shared/contact.ts";
import { inChunks } from "../../platform/database/chunks.ts";
import type { Tx } from "../../platform/database/open.ts";
import { resolveAliases } from "../identity/aliases.ts";
import { saveChanges, type VisitorRow } from "../identity/contact-store.ts";
import { summarizeDetails } from "../identity/current-values.ts";
import type { DetailValue } from "../merging/detail-value.ts";
import { removeValues } from "../merging/plan-detach.ts";
import { queueForIndex } from "../search/indexer.ts";

/** What is to be taken back: all that one source wrote at one time. */
export interface Withdrawal {
  readonly property: string;
  readonly source: Source;
  readonly at: number;
  /** Whom it changed. */
  readonly changed: readonly string[];
  /** Whom it made. They go, unless others have said or noted something of them since, or are their devices. */
  readonly made: readonly string[];
  /** The details that it made past, and what they were. */
  readonly retired: ReadonlyMap<string, string>;
  /** Of those that it made, who stays in any case. */
  readonly stays: ReadonlySet<string>;
}

/**
 * Takes back what a list had written: what it made goes, what it changed is as before unless it was changed since (R18).
 * Of who was merged since, it takes back what it had said; the merge stays.
 */
export async function withdraw(tx: Tx, { property, source, at, ...whom }: Withdrawal): Promise<void> {
  const named = [...whom.changed, ...whom.made];
  const standing = await resolveAliases(tx, property, named);
  const ids = [...new Set(standing)];
  const made = new Set(whom.made.filter((id, at) => standing[whom.changed.length + at] === id));
  const rows = await inChunks(ids, (some) =>
    tx
      .selectFrom("visitors")
      .selectAll()
      .where("property_id", "=", property)
      .where("id", "in", some)
      .execute(),
  );
  const values = await valuesOf(tx, property, ids);
  const leaves = (value: DetailValue) =>
    value.source === source && value.at === at && value.device_id === null;
  const attached = new Set(await attachedTo(tx, property, [...made]));
  const noted = await withNotesOrTags(tx, property, [...made]);

  const goes = (id: string) =>
    made.has(id) &&
    !attached.has(id) &&
    !noted.has(id) &&
    !whom.stays.has(id) &&
    (values.get(id) ?? []).every(leaves);
  const gone = rows.filter(({ id }) => goes(id)).map(({ id }) => id);
  const left = rows.filter(({ id }) => !goes(id));
  await forget(tx, property, gone);
  await forgetSuggestions(tx, property, named, at);
  const after: VisitorRow[] = [];
  const leaving: { visitor: string; id: string }[] = [];
  for (const row of left) {
    const own = values.get(row.id) ?? [];
    const settled = removeValues(own, leaves, whom.retired);
    for (const { id } of own.filter(leaves)) leaving.push({ visitor: row.id, id });
    for (const { id, status, previous } of settled.changed)
      await tx
        .updateTable("details")
        .set({ status, previous })
        .where("property_id", "=", property)
        .where("visitor_id", "=", row.id)
        .where("id", "=", id)
        .execute();
    const { name, email, phone } = summarizeDetails(settled.values);
    const isContact = made.has(row.id) || row.contact_since !== at || email !== null || phone !== null;
    after.push({ ...row, name, email, phone, contact_since: isContact ? row.contact_since : null });
  }
  await removeDetails(tx, property, leaving);
  await saveChanges(tx, property, { visitors: after, details: [], retired: [], suggestions: [] });
  await queueForIndex(tx, property, ids);
}

async function valuesOf(
  tx: Tx,
  property: string,
  ids: readonly string[],
): Promise<Map<string, DetailValue[]>> {
  const rows = await inChunks(ids, (some) =>
    tx
      .selectFrom("details")
      .select([
        "visitor_id",
        "id",
        "field",
        "value",
        "compare_key",
        "status",
        "device_id",
        "source",
        "proven",
        "at",
        "previous",
        "preferred",
      ])
      .where("property_id", "=", property)
      .where("visitor_id", "in", some)
      .orderBy("id")
      .execute(),
  );
  const values = new Map<string, DetailValue[]>();
  for (const { visitor_id, ...value } of rows)
    values.set(visitor_id, [...(values.get(visitor_id) ?? []), value]);
  return values;
}

function attachedTo(tx: Tx, property: string, ids: readonly string[]): Promise<string[]> {
  return inChunks(ids, async (some) => {
    const rows = await tx
      .selectFrom("visitors")
      .select("attached_to")
      .where("property_id", "=", property)
      .where("attached_to", "in", some)
      .execute();
    return rows.flatMap(({ attached_to }) => attached_to ?? []);
  });
}

/** Of whom an agent has kept something by hand. */
async function withNotesOrTags(tx: Tx, property: string, ids: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (const table of ["contact_notes", "contact_tags"] as const)
    for (const { contact_id } of await inChunks(ids, (some) =>
      tx
        .selectFrom(table)
        .select("contact_id")
        .where("property_id", "=", property)
        .where("contact_id", "in", some)
        .execute(),
    ))
      found.add(contact_id);
  return found;
}

async function forget(tx: Tx, property: string, ids: readonly string[]): Promise<void> {
  await inChunks(ids, async (some) => {
    await tx
      .deleteFrom("details")
      .where("property_id", "=", property)
      .where("visitor_id", "in", some)
      .execute();
    await tx.deleteFrom("visitors").where("property_id", "=", property).where("id", "in", some).execute();
    await tx
      .deleteFrom("deleted_contacts")
      .where("property_id", "=", property)
      .where("contact_id", "in", some)
      .execute();
    for (const side of ["a", "b"] as const)
      await tx
        .deleteFrom("suggestions")
        .where("property_id", "=", property)
        .where(side, "in", some)
        .execute();
    return [];
  });
}

async function forgetSuggestions(
  tx: Tx,
  property: string,
  ids: readonly string[],
  at: number,
): Promise<void> {
  await inChunks(ids, async (some) => {
    for (const side of ["a", "b"] as const)
      await tx
        .deleteFrom("suggestions")
        .where("property_id", "=", property)
        .where(side, "in", some)
        .where("at", "=", at)
        .where("status", "=", "open")
        .execute();
    return [];
  });
}

async function removeDetails(
  tx: Tx,
  property: string,
  details: readonly { visitor: string; id: string }[],
): Promise<void> {
  await inChunks(details, async (some) => {
    await tx
      .deleteFrom("details")
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
