import { setImmediate as turn } from "node:timers/promises";
import type { Attribute } from "../../../shared/crm.ts";
import { unescapeCell } from "../../../shared/rules/escape-cell.ts";
import type { ConversationReassigner } from "../../contacts/merging/load-records.ts";
import type { Deps } from "../../deps.ts";
import type { Tx } from "../../platform/database/open.ts";
import type { KnownProperty } from "../../properties/store.ts";
import { unmappedHeaders } from "../columns/match-columns.ts";
import type { CsvRow } from "../csv/row-parser.ts";
import { openTable } from "../formats/open-file.ts";
import { createRowReader, type ReadRow, type RefusedRow } from "../rows/read-row.ts";
import { importFiles } from "./import-files.ts";
import {
  changeImport,
  type ImportChange,
  type ImportRow,
  parseColumns,
  parseFileRows,
  parseMapping,
  parseReading,
  parseRepairs,
} from "./import-store.ts";

export type ImportDeps = Pick<Deps, "config" | "database" | "log" | "now" | "random">;

/** Rows in one transaction. */
const CHUNK_SIZE = { first: 200, min: 100, max: 1_000 } as const;
/** How long a transaction should take, ms: other writers wait for it. */
const CHUNK_TIME = 25;
/** Turns of the event loop between two chunks: a request needs several from its arrival to its response. */
const TURNS = 5;
/** How long a runner holds an import after its last sign of life, ms. */
export const LEASE = 3_000;

/** Another runner has taken the import over, or the server is stopping. The work continues elsewhere or later. */
export class ImportInterrupted extends Error {
  override name = "ImportInterrupted" as const;
}

/** How an undo changes what belongs to contacts and conversations together. The feature `people` implements it. */
export interface UndoHooks {
  /** How conversations follow their contacts. */
  conversations(property: KnownProperty): ConversationReassigner;
  /** Makes a device its own record again, with its conversations (R12). */
  detach(tx: Tx, property: KnownProperty, device: string): Promise<void>;
}

/** An import that a runner works on. */
export interface ImportJob {
  readonly deps: ImportDeps;
  readonly hooks: UndoHooks;
  readonly row: ImportRow;
  readonly runner: string;
  /** Whether the server is stopping. */
  readonly isStopping: () => boolean;
}

/**
 * Saves progress in the transaction that made it, and renews the lease. If the runner has lost its lease, the exception
 * rolls the transaction back: two runners never write the same rows.
 *
 * @throws ImportInterrupted
 */
export async function saveProgress(
  tx: Tx,
  { row, runner, deps }: ImportJob,
  change: ImportChange,
): Promise<void> {
  const isHeld = await changeImport(
    tx,
    { property: row.property_id, id: row.id },
    { states: [row.state], runner },
    { lease_until: deps.now() + LEASE, ...change },
  );
  if (!isHeld) throw new ImportInterrupted();
}

/** Consecutive rows of the file. */
export interface Chunk {
  /** As they are in the file, or were edited in the review. */
  readonly raw: readonly CsvRow[];
  /** The same rows, read by the mapping. */
  readonly rows: readonly (ReadRow | RefusedRow)[];
  /** Bytes of the file read so far, approximately. */
  readonly bytes: number;
  readonly lastLine: number;
}

/**
 * Reads the rows of the import's file after `line_done`. Yields to the event loop after each chunk.
 *
 * @param attributes the property's attributes
 * @throws CsvFileError; ImportInterrupted when the server is stopping
 */
export async function* readChunks(
  job: ImportJob,
  attributes: readonly Attribute[],
): AsyncGenerator<Chunk, void, undefined> {
  const { row, deps } = job;
  let bytes = 0;
  const table = await openTable(importFiles(deps, row.id).upload, parseReading(row), (count) => {
    bytes = count;
  });
  const headers = table.header.cells.map((header) => unescapeCell(header.trim()));
  const readRow = createRowReader(parseMapping(row), headers, attributes, parseRepairs(row));
  const edits = new Map(parseFileRows(row.edits).map((edited) => [edited.line, edited]));
  let size: number = CHUNK_SIZE.first;
  for await (const batch of table.rows) {
    const pending = batch.filter(({ line }) => line > row.line_done);
    for (let at = 0; at < pending.length; ) {
      const raw = pending.slice(at, at + size).map((one) => edits.get(one.line) ?? one);
      at += size;
      const startedAt = performance.now();
      yield { raw, rows: raw.map(readRow), bytes, lastLine: raw.at(-1)?.line ?? 0 };
      size = nextSize(size, performance.now() - startedAt);
      for (let turns = 0; turns < TURNS; turns++) await turn();
      if (job.isStopping()) throw new ImportInterrupted();
    }
    if (!pending.length) await turn();
  }
}

/** Adapts the chunk's size so that a transaction takes about `CHUNK_TIME`. */
function nextSize(size: number, milliseconds: number): number {
  const fitting = (size * CHUNK_TIME) / Math.max(1, milliseconds);
  return Math.round(Math.min(CHUNK_SIZE.max, Math.max(CHUNK_SIZE.min, (size + fitting) / 2)));
}

/** The headers of the columns that are not imported, for the report. */
export function unmappedHeadersOf(row: ImportRow): string[] {
  return unmappedHeaders(
    parseColumns(row).map(({ header }) => header),
    parseMapping(row),
  );
}
