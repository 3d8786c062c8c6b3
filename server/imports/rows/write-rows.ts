import { sql } from "kysely";
import type { Details } from "../../../shared/contact.ts";
import { importAuthor } from "../../contacts/crm/notes.ts";
import { type Given, TagsAndNotes } from "../../contacts/crm/tags-and-notes.ts";
import { UpsertBatch } from "../../contacts/identity/upsert.ts";
import { isCurrentValue, upsertRecord } from "../../contacts/identity/upsert-record.ts";
import { insertMany, isOneOf } from "../../platform/database/chunks.ts";
import type { Db, Tx } from "../../platform/database/open.ts";
import type { Counted } from "../jobs/report.ts";
import { isRefused, NAME_NEEDED, type ReadRow, type RefusedRow } from "./read-row.ts";
import type { UnsureValue } from "./row-attributes.ts";
import { judge } from "./row-outcome.ts";
import type { DrawnIds } from "./visitor-id-pool.ts";

/** What is the same for all rows of one run. */
export interface Run {
  readonly property: string;
  readonly importId: string;
  /** The time of all that it writes. */
  readonly at: number;
  readonly ids: DrawnIds;
  readonly newId: () => string;
  /** The attributes' labels by their keys. */
  readonly labels: ReadonlyMap<string, string>;
  /** The database under that of the transaction, which is an overlay in a dry run; null: no dry run. */
  readonly base: Db | null;
}

/** More IDs than rows are drawn, for those that somebody holds already (R2). */
const SPARE = 8;

interface Noted {
  readonly line: number;
  readonly effect: "made" | "changed" | "same";
  readonly retired: string;
}

/** As `import_contacts` keeps what a row gave: a line for each, read by `run-undo`. */
const givenLines = ({ tags, notes }: Given) =>
  [...tags.map((id) => `${id} tag\n`), ...notes.map((id) => `${id} note\n`)].join("");

/**
 * Takes some rows in, in order, in one transaction: who they are about is decided with the effects of those before
 * them, and noted, so that later rows about the same person and an undo find it.
 *
 * @returns what became of each
 */
export async function takeRows(
  tx: Tx,
  run: Run,
  rows: readonly (ReadRow | RefusedRow)[],
): Promise<Counted[]> {
  const read = rows.filter((row): row is ReadRow => !isRefused(row));
  const ids = run.ids.take(read.length + SPARE);
  const inputs = read.map(({ visitor, details }) => ({ visitor: visitor ?? "", details }));
  const free = ids.map((visitor) => ({ visitor, details: {} }));
  const upserts = await UpsertBatch.load(tx, run.property, [...inputs, ...free], run.newId, {
    base: run.base,
  });
  const firstLines = await findFirstLines(tx, run, upserts.candidates.ids);
  const more = await TagsAndNotes.load(tx, {
    ...run,
    people: upserts.candidates.ids,
    inputs: read,
    author: importAuthor(run.importId),
    now: run.at,
  });
  const effects = new Map<string, Noted>();

  const nextFree = () => {
    while (ids[0] !== undefined && upserts.knows(ids[0])) ids.shift();
    if (ids[0] === undefined) throw new Error("Too many of the drawn visitor IDs are taken");
    return ids[0];
  };
  const whoIs = (person: string) => {
    const line = firstLines.get(person);
    return line === undefined ? person : `the person of line ${line}`;
  };
  const take = (row: ReadRow): Counted => {
    const named = row.visitor !== null && upserts.knows(row.visitor) ? row.visitor : null;
    if (named === null && !row.details.name) return refusal({ line: row.line, refused: NAME_NEEDED });
    const news = row.unsure.filter(
      ({ key, text }) => !isCurrentValue(upserts, { ...row, named, source: "csv" }, `custom:${key}`, text),
    );
    const unread = news.find(({ refused }) => refused !== null);
    if (unread?.refused)
      return { ...refusal({ line: row.line, refused: unread.refused }), name: row.details.name ?? "" };
    const result = upsertRecord(upserts, {
      named,
      details: withoutKnown(row, news),
      source: "csv",
      now: run.at,
      newVisitor: nextFree(),
      isRepeated: (person) => firstLines.has(person),
    });
    if (result.isNew) ids.shift();
    const firstLine = firstLines.get(result.contact) ?? null;
    if (firstLine === null) firstLines.set(result.contact, row.line);
    const given = more.give(result.contact, row);
    const isGiven = given.tags.length + given.notes.length > 0;
    const isSame = !result.plan.writes.length && !result.plan.becomesContact && !isGiven;
    const before = effects.get(result.contact);
    const effect = result.isNew ? "made" : isSame ? "same" : "changed";
    effects.set(result.contact, {
      line: firstLine ?? row.line,
      effect: before && before.effect !== "same" ? before.effect : effect,
      retired:
        (before?.retired ?? "") +
        result.retired.map(({ id, status }) => `${id} ${status}\n`).join("") +
        givenLines(given),
    });
    return {
      ...judge(result, isGiven, firstLine, { whoIs, labels: run.labels }),
      line: row.line,
      isDuplicate: firstLine !== null,
      name: row.details.name ?? "",
    };
  };

  const counted = rows.map((row) => (isRefused(row) ? refusal(row) : take(row)));
  run.ids.giveBack(ids);
  await upserts.save(run.base ? "never" : "now");
  await more.save(tx);
  await noteEffects(tx, run, effects);
  return counted;
}

/** What a row says, without the values of attributes that the contact has just so. */
function withoutKnown({ details, unsure }: ReadRow, news: readonly UnsureValue[]): Details {
  const known = unsure.filter((one) => !news.includes(one)).map(({ key }) => key);
  if (!known.length) return details;
  const custom = Object.entries(details.custom ?? {}).filter(([key]) => !known.includes(key));
  return { ...details, custom: Object.fromEntries(custom) };
}

function refusal({ line, refused }: RefusedRow): Counted {
  return { line, verdict: "refused", isDuplicate: false, reason: refused, name: "" };
}

/** The first lines of this import that were about these people. */
async function findFirstLines(
  tx: Tx,
  { property, importId }: Run,
  people: readonly string[],
): Promise<Map<string, number>> {
  const rows = await tx
    .selectFrom("import_contacts")
    .select(["visitor_id", "line"])
    .where("property_id", "=", property)
    .where("import_id", "=", importId)
    .where(isOneOf(tx, "visitor_id", people))
    .execute();
  return new Map(rows.map((row) => [row.visitor_id, row.line]));
}

/** Notes whom the rows were about. Who was made by an earlier row stays made. */
async function noteEffects(
  tx: Tx,
  { property, importId }: Run,
  effects: ReadonlyMap<string, Noted>,
): Promise<void> {
  const rows = [...effects].map(([visitor_id, { line, effect, retired }]) => ({
    property_id: property,
    import_id: importId,
    visitor_id,
    line,
    effect,
    retired,
  }));
  await insertMany(tx, "import_contacts", rows, (some) =>
    tx
      .insertInto("import_contacts")
      .values(some)
      .onConflict((conflict) =>
        conflict.columns(["property_id", "import_id", "visitor_id"]).doUpdateSet({
          effect: sql`case when import_contacts.effect = 'same' then excluded.effect else import_contacts.effect end`,
          retired: sql`import_contacts.retired || excluded.retired`,
        }),
      ),
  );
}
