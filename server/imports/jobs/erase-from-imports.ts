import { createReadStream } from "node:fs";
import type { ImportColumn, ImportReport, ImportState } from "../../../shared/import.ts";
import { listAttributes } from "../../contacts/crm/attributes.ts";
import type { Deps } from "../../deps.ts";
import { inChunks } from "../../platform/database/chunks.ts";
import type { Tx } from "../../platform/database/open.ts";
import { importFiles, removeFiles } from "./import-files.ts";
import type { ImportRow } from "./import-store.ts";

/** Nothing more is done with the files of such an import. */
const FINISHED: readonly ImportState[] = ["done", "undone", "failed"];
/** What is shorter says nothing of one person. */
const MIN_LENGTH = 3;

/**
 * Forgets what imports keep of people who are erased (R26): that a row was about them, what of them the samples and the
 * remarks show, and the files of finished imports in which they are named. Their details must still be there: they are
 * what is looked for. An import that is still waiting to be started keeps its file, which is the owner's list and not
 * yet anybody's record.
 */
export async function eraseFromImports(
  deps: Pick<Deps, "config" | "log">,
  tx: Tx,
  property: string,
  visitors: readonly string[],
): Promise<() => void> {
  const imports = await tx.selectFrom("imports").selectAll().where("property_id", "=", property).execute();
  if (!imports.length) return () => undefined;
  const texts = await loadPersonalTexts(tx, property, visitors);
  const about = await deleteImportContacts(tx, property, visitors, imports);
  for (const row of imports) await eraseFromRow(tx, row, texts, about.has(row.id));
  const finished = imports.filter(({ state }) => FINISHED.includes(state));
  return () => {
    for (const { id } of finished)
      void removeFilesContaining(deps, id, texts).catch((err: unknown) =>
        deps.log.error({ err, import: id }, "could not look for who was erased in an import's files"),
      );
  };
}

/** All that was ever said of them, without case. To which organization or kind of people they belong says nothing of one. */
async function loadPersonalTexts(tx: Tx, property: string, visitors: readonly string[]): Promise<string[]> {
  const rows = await inChunks(visitors, (some) =>
    tx
      .selectFrom("details")
      .select(["field", "value", "compare_key"])
      .where("property_id", "=", property)
      .where("visitor_id", "in", some)
      .execute(),
  );
  const kinds = (await listAttributes(tx, property))
    .filter(({ type }) => type === "choice" || type === "yes_no")
    .map(({ key }) => `custom:${key}`);
  const own = rows.filter(({ field }) => field !== "organization" && !kinds.includes(field));
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
    ...own.flatMap(({ value, compare_key }) => [value, compare_key]),
    ...notes.map(({ text }) => text),
  ];
  return [...new Set(texts.map((text) => text.trim().toLowerCase()))].filter(
    (text) => text.length >= MIN_LENGTH,
  );
}

/** Forgets whom the imports were about. @returns which of them were about these people */
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
  isAbout: boolean,
): Promise<void> {
  const names = (text: string) => texts.some((one) => text.toLowerCase().includes(one));
  // a column may have a part of what is known: a first name
  const isPart = (text: string) => texts.some((one) => one.includes(text.toLowerCase()));
  const columns = (JSON.parse(row.columns) as ImportColumn[]).map((column) => ({
    ...column,
    samples: isAbout ? [] : column.samples.filter((text) => !names(text) && !isPart(text)),
  }));
  const cleaned = (json: string | null) => {
    if (json === null) return null;
    const report = JSON.parse(json) as ImportReport;
    const remarks = report.remarks.filter(({ name, reason }) => !names(`${name}\n${reason}`));
    return JSON.stringify({ ...report, remarks });
  };
  await tx
    .updateTable("imports")
    .set({
      columns: JSON.stringify(columns),
      check_report: cleaned(row.check_report),
      report: cleaned(row.report),
    })
    .where("property_id", "=", row.property_id)
    .where("id", "=", row.id)
    .execute();
}

/** Removes those of an import's files that name one of these texts. */
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
