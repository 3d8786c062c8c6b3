import type { Details } from "../../../shared/contact.ts";
import type { RepairOptions } from "../../../shared/repair-options.ts";
import { importAuthorId } from "../../contacts/crm/notes.ts";
import { TagsAndNotesBatch } from "../../contacts/crm/tags-and-notes-batch.ts";
import { UpsertBatch } from "../../contacts/identity/upsert.ts";
import {
  hasCurrentValue,
  hasPhoneOf,
  isCurrentValue,
  type RecordInput,
  type RecordResult,
  upsertRecord,
} from "../../contacts/identity/upsert-record.ts";
import type { Db, Tx } from "../../platform/database/open.ts";
import type { RowResult } from "../jobs/import-report.ts";
import {
  addEffect,
  type EarlierRows,
  type ImportEffect,
  loadEarlierRows,
  saveEffects,
} from "./import-effects.ts";
import { loadPhoneRows, phoneRowHash } from "./phone-rows.ts";
import type { UncertainValue } from "./read-attributes.ts";
import { NAME_MISSING, type ReadRow, type RefusedRow } from "./read-row.ts";
import { type DisplayNames, decideOutcome, withLeftOut } from "./row-outcome.ts";
import type { VisitorIdPool } from "./visitor-id-pool.ts";

/** The context of one run of an import, shared by all its rows. */
export interface ImportRun {
  readonly property: string;
  readonly importId: string;
  /** The time of everything that the run writes, ms. It identifies what the import wrote. */
  readonly at: number;
  readonly ids: VisitorIdPool;
  readonly newId: () => string;
  /** The labels of the attributes by their keys. */
  readonly labels: ReadonlyMap<string, string>;
  /** Whether a row is refused for a value that cannot be used. */
  readonly invalidValues: RepairOptions["invalidValues"];
  /** For a dry run, whose transaction belongs to a scratch database: the real database. Null: the import itself. */
  readonly base: Db | null;
}

/** IDs taken beyond the number of rows, for those that are already in use (R2). */
const SPARE_IDS = 8;

/**
 * Writes rows in their order, in one transaction. Each row sees the effects of the rows before it. The effects are
 * saved, so that later rows about the same contact and an undo find them.
 *
 * @returns the outcome of each row, in the same order
 */
export async function writeRows(
  tx: Tx,
  run: ImportRun,
  rows: readonly (ReadRow | RefusedRow)[],
): Promise<RowResult[]> {
  const writer = await RowWriter.load(
    tx,
    run,
    rows.filter((row) => row.kind === "read"),
  );
  const results = rows.map((row) => (row.kind === "refused" ? refusedResult(row) : writer.write(row)));
  await writer.save(tx);
  return results;
}

/** Decides rows in memory: reads in a few statements what they need, and writes their effects in a few statements. */
class RowWriter {
  readonly #run: ImportRun;
  /** Free IDs for new contacts. */
  readonly #ids: string[];
  readonly #upserts: UpsertBatch;
  readonly #tagsAndNotes: TagsAndNotesBatch;
  /** By contact, the first line of the file that is about it. */
  readonly #firstLines: Map<string, number>;
  /** The IDs of the values that rows of the file gave although the contact had them already. */
  readonly #repeated: Set<string>;
  /** By `phoneRowHash`, the contact that the row was about when it was imported before. */
  readonly #contactOfPhoneRow: Map<string, string>;
  readonly #effects = new Map<string, ImportEffect>();
  readonly #displayNames: DisplayNames;

  private constructor(
    run: ImportRun,
    ids: string[],
    upserts: UpsertBatch,
    tagsAndNotes: TagsAndNotesBatch,
    { firstLines, repeated }: EarlierRows,
    contactOfPhoneRow: Map<string, string>,
  ) {
    this.#run = run;
    this.#ids = ids;
    this.#upserts = upserts;
    this.#tagsAndNotes = tagsAndNotes;
    this.#firstLines = firstLines;
    this.#repeated = repeated;
    this.#contactOfPhoneRow = contactOfPhoneRow;
    this.#displayNames = { nameOf: (contact) => this.#nameOf(contact), labels: run.labels };
  }

  static async load(tx: Tx, run: ImportRun, rows: readonly ReadRow[]): Promise<RowWriter> {
    const ids = run.ids.take(rows.length + SPARE_IDS);
    const inputs = [
      ...rows.map(({ visitor, details }) => ({ visitor: visitor ?? "", details })),
      ...ids.map((visitor) => ({ visitor, details: {} })),
    ];
    const upserts = await UpsertBatch.load(tx, run.property, inputs, run.newId, { base: run.base });
    const tagsAndNotes = await TagsAndNotesBatch.load(tx, {
      property: run.property,
      contacts: upserts.candidates.ids,
      inputs: rows,
      author: importAuthorId(run.importId),
      now: run.at,
      newId: run.newId,
      base: run.base,
    });
    const hasPhoneRows = rows.some((row) => phoneRowHash(withoutDerivedName(row).details) !== null);
    const databases = run.base ? [tx, run.base] : [tx];
    return new RowWriter(
      run,
      ids,
      upserts,
      tagsAndNotes,
      await loadEarlierRows(tx, run, upserts.candidates.ids),
      hasPhoneRows ? await loadPhoneRows(databases, run.property, upserts.candidates.ids) : new Map(),
    );
  }

  write(read: ReadRow): RowResult {
    const row = withoutDerivedName(read);
    const phoneRow = phoneRowHash(row.details);
    const named = this.#namedContact(row, phoneRow);
    const name = read.details.name ?? "";
    const [email = ""] = read.details.emails ?? [];
    if (named === null && !name) return refusedResult({ ...row, reason: NAME_MISSING, email, name });
    const changed = this.#changedOf(row, named);
    const errors = changed.flatMap(({ error }) => error ?? []);
    const [error] = errors;
    if (error !== undefined && this.#run.invalidValues === "refuse")
      return refusedResult({ ...row, reason: error, email, name });
    const leftOut = [...row.leftOut, ...errors];

    const given = this.#upsert({
      named,
      details: withoutKnownValues(row, changed),
      source: "csv",
      sameFields: row.uncertain.filter((one) => !changed.includes(one)).map(({ key }) => `custom:${key}`),
    });
    const result = read.isNameDerived ? this.#nameNameless(given, name) : given;
    const { contact } = result;
    for (const id of result.repeated) this.#repeated.add(id);
    const firstLine = this.#firstLines.get(contact) ?? null;
    if (firstLine === null) this.#firstLines.set(contact, row.line);
    const { added, repeated } = this.#tagsAndNotes.add(contact, row);
    const hasAdded = added.tags.length + added.notes.length > 0;
    const isSame = !result.plan.writes.length && !result.plan.becomesContact && !hasAdded;
    const effect = addEffect(this.#effects.get(contact), {
      line: firstLine ?? row.line,
      effect: result.isNew ? "made" : isSame ? "same" : "changed",
      added,
      repeated: { ...repeated, details: result.repeated },
      phoneRows: phoneRow === null ? [] : [phoneRow],
    });
    if (phoneRow !== null) this.#contactOfPhoneRow.set(phoneRow, contact);
    this.#effects.set(contact, effect);
    const decided = decideOutcome(result, hasAdded, firstLine, this.#displayNames);
    const { outcome, reason } = withLeftOut(decided, leftOut);
    return {
      outcome,
      reason,
      line: row.line,
      isDuplicate: firstLine !== null,
      leftOut: leftOut.length,
      name,
      email,
    };
  }

  async save(tx: Tx): Promise<void> {
    this.#run.ids.giveBack(this.#ids);
    await this.#upserts.save(this.#run.base ? "never" : "now");
    await this.#tagsAndNotes.save(tx);
    await saveEffects(tx, this.#run, this.#effects);
    const updated = [...this.#effects].flatMap(([id, { effect }]) => (effect === "changed" ? [id] : []));
    // tags alone change no row of the upserts
    tx.publish({ kind: "contacts_saved", property: this.#run.property, created: [], updated });
  }

  /** The uncertain values of a row that its contact does not hold in exactly this form. */
  #changedOf(row: ReadRow, named: string | null): readonly UncertainValue[] {
    if (!row.uncertain.length) return row.uncertain;
    return row.uncertain.filter(
      ({ key, text }) =>
        !isCurrentValue(this.#upserts, { ...row, named, source: "csv" }, `custom:${key}`, text),
    );
  }

  #upsert(record: Pick<RecordInput, "named" | "details" | "source" | "sameFields">): RecordResult {
    const result = upsertRecord(this.#upserts, {
      ...record,
      now: this.#run.at,
      newVisitor: this.#nextFreeId(),
      isOfFile: this.#isOfFile,
    });
    if (result.isNew) this.#ids.shift();
    return result;
  }

  readonly #isOfFile: RecordInput["isOfFile"] = ({ id, source, at }) =>
    this.#repeated.has(id) || (source === "csv" && at === this.#run.at);

  /** The contact that a row names by its ID, or that it was about when it was imported before. */
  #namedContact({ visitor, details }: ReadRow, phoneRow: string | null): string | null {
    if (visitor !== null && this.#upserts.knows(visitor)) return visitor;
    const contact = phoneRow === null ? undefined : this.#contactOfPhoneRow.get(phoneRow);
    return contact !== undefined && hasPhoneOf(this.#upserts, contact, details) ? contact : null;
  }

  /** Gives a contact that has no name the one that is taken from its details. A later row with a name replaces it (R11). */
  #nameNameless(result: RecordResult, name: string): RecordResult {
    const record = { named: result.contact, details: { name }, source: "derived" } as const;
    if (hasCurrentValue(this.#upserts, record, "name")) return result;
    const { plan } = this.#upsert(record);
    return { ...result, plan: { ...result.plan, writes: [...result.plan.writes, ...plan.writes] } };
  }

  #nextFreeId(): string {
    while (this.#ids[0] !== undefined && this.#upserts.knows(this.#ids[0])) this.#ids.shift();
    if (this.#ids[0] === undefined) throw new Error("Too many of the drawn visitor IDs are taken");
    return this.#ids[0];
  }

  /** How a reason names a contact: by its line if the file has it, otherwise by its visitor ID. */
  #nameOf(contact: string): string {
    const line = this.#firstLines.get(contact);
    return line === undefined ? contact : `the person of line ${line}`;
  }
}

function withoutDerivedName(row: ReadRow): ReadRow {
  if (!row.isNameDerived) return row;
  const { name: _derived, ...details } = row.details;
  return { ...row, details };
}

/** The row's details without the attribute values that the contact holds in exactly this form. */
function withoutKnownValues({ details, uncertain }: ReadRow, changed: readonly UncertainValue[]): Details {
  if (!uncertain.length) return details;
  const known = uncertain.filter((one) => !changed.includes(one)).map(({ key }) => key);
  if (!known.length) return details;
  const custom = Object.entries(details.custom ?? {}).filter(([key]) => !known.includes(key));
  return { ...details, custom: Object.fromEntries(custom) };
}

function refusedResult({ line, reason, email, name }: Omit<RefusedRow, "kind">): RowResult {
  return { line, outcome: "refused", isDuplicate: false, reason, leftOut: 0, name, email };
}
