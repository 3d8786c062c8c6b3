import { createReadStream } from "node:fs";
import type { ImportState } from "../../../shared/import.ts";
import { listAttributes } from "../../contacts/crm/attributes.ts";
import type { Deps } from "../../deps.ts";
import { inChunks } from "../../platform/database/chunks.ts";
import type { Tx } from "../../platform/database/open.ts";
import { importFiles, removeFiles } from "./import-files.ts";
import { type ImportRow, parseColumns, parseFileRows, parseReading, parseReport } from "./import-store.ts";

/** The states in which an import's files are not used any more. */
const FINISHED: readonly ImportState[] = ["done", "undone", "failed", "cancelled", "undo_cancelled"];
/** Shorter texts do not identify a person. */
const MIN_LENGTH = 3;

/**
 * Erases people from imports (R26): the effects on them, the samples and remarks that contain their data, and the files
 * of finished imports that contain it. Must be called before their details are deleted, which it searches for. An import
 * that has not started keeps its file, which is the owner's list and no contact's data yet.
 *
 * @returns a function that deletes the files, to be called after the commit
 */
export async function eraseFromImports(
  deps: Pick<Deps, "config" | "log">,
  tx: Tx,
  property: string,
  visitors: readonly string[],
): Promise<() => Promise<void>> {
  const imports = await tx.selectFrom("imports").selectAll().where("property_id", "=", property).execute();
  if (!imports.length) return async () => undefined;
  const texts = await loadPersonalTexts(tx, property, visitors);
  const about = await deleteImportContacts(tx, property, visitors, imports);
  for (const row of imports) await eraseFromRow(tx, row, texts, about.has(row.id));
  const finished = imports.filter(({ state }) => FINISHED.includes(state));
  return async () => {
    for (const { id } of finished)
      await removeFilesContaining(deps, id, texts).catch((err: unknown) =>
        deps.log.error({ err, import: id }, "could not search an import's files for an erased person"),
      );
  };
}

/** All texts about the people, in lower case. Organizations and choices do not identify a person. */
async function loadPersonalTexts(tx: Tx, property: string, visitors: readonly string[]): Promise<string[]> {
  const rows = await inChunks(visitors, (some) =>
    tx
      .selectFrom("details")
      .select(["field", "value", "compare_key"])
      .where("property_id", "=", property)
      .where("visitor_id", "in", some)
      .execute(),
  );
  const choiceFields = (await listAttributes(tx, property))
    .filter(({ type }) => type === "choice" || type === "yes_no")
    .map(({ key }) => `custom:${key}`);
  const personal = rows.filter(({ field }) => field !== "organization" && !choiceFields.includes(field));
  const notes = await inChunks(visitors, (some) =>
    tx
      .selectFrom("contact_notes")
      .select("text")
      .where("property_id", "=", property)
      .where("contact_id", "in", some)
      .execute(),
  );
  const texts = [
    ...visitors,
    ...personal.flatMap(({ value, compare_key }) => [value, compare_key]),
    ...notes.map(({ text }) => text),
  ];
  return [...new Set(texts.map((text) => text.trim().toLowerCase()))].filter(
    (text) => text.length >= MIN_LENGTH,
  );
}

/** Deletes the imports' effects on the people. @returns the IDs of the imports that had any */
async function deleteImportContacts(
  tx: Tx,
  property: string,
  visitors: readonly string[],
  imports: readonly ImportRow[],
): Promise<Set<string>> {
  const ids = imports.map(({ id }) => id);
  const rows = await inChunks(visitors, (some) =>
    tx
      .deleteFrom("import_contacts")
      .where("property_id", "=", property)
      .where("import_id", "in", ids)
      .where("visitor_id", "in", some)
      .returning("import_id")
      .execute(),
  );
  return new Set(rows.map(({ import_id }) => import_id));
}

async function eraseFromRow(
  tx: Tx,
  row: ImportRow,
  texts: readonly string[],
  hadEffects: boolean,
): Promise<void> {
  const isPersonal = (text: string) => texts.some((one) => text.toLowerCase().includes(one));
  // a sample may be a part of a text: a first name
  const isPart = (text: string) => texts.some((one) => one.includes(text.toLowerCase()));
  const columns = parseColumns(row).map((column) => ({
    ...column,
    samples: hadEffects ? [] : column.samples.filter((text) => !isPersonal(text) && !isPart(text)),
  }));
  const cleaned = (json: string | null) => {
    const report = parseReport(json);
    if (!report) return null;
    const remarks = report.remarks.filter(
      ({ name, email, reason }) => !isPersonal(`${name}\n${email}\n${reason}`),
    );
    return JSON.stringify({ ...report, remarks });
  };
  const withoutPerson = <Row extends { cells: readonly string[] }>(rows: readonly Row[]) =>
    rows.filter(({ cells }) => !isPersonal(cells.join("\n")) && !cells.some((cell) => cell && isPart(cell)));
  const reading = parseReading(row);
  const firstRows = hadEffects ? [] : withoutPerson(reading.firstRows);
  await tx
    .updateTable("imports")
    .set({
      columns: JSON.stringify(columns),
      reading: JSON.stringify({ ...reading, firstRows }),
      edits: JSON.stringify(withoutPerson(parseFileRows(row.edits))),
      editable_rows: JSON.stringify(withoutPerson(parseFileRows(row.editable_rows))),
      check_report: cleaned(row.check_report),
      report: cleaned(row.report),
    })
    .where("property_id", "=", row.property_id)
    .where("id", "=", row.id)
    .execute();
}

/** Deletes an import's files that contain one of the texts. */
async function removeFilesContaining(
  deps: Pick<Deps, "config">,
  id: string,
  texts: readonly string[],
): Promise<void> {
  const { refused, upload } = importFiles(deps, id);
  for (const path of [refused, upload]) if (await fileContains(path, texts)) await removeFiles(path);
}

async function fileContains(path: string, texts: readonly string[]): Promise<boolean> {
  const longest = Math.max(...texts.map((text) => text.length));
  let tail = "";
  try {
    for await (const chunk of createReadStream(path, "utf8")) {
      const text = tail + (chunk as string).toLowerCase();
      if (texts.some((one) => text.includes(one))) return true;
      tail = text.slice(-longest);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  return false;
}
