import { setImmediate as turn } from "node:timers/promises";
import type { Attribute } from "../../../shared/crm.ts";
import type { ImportColumn, ImportMapping } from "../../../shared/import.ts";
import { unescapeCell } from "../../../shared/rules/escape-cell.ts";
import type { Deps } from "../../deps.ts";
import type { Tx } from "../../platform/database/open.ts";
import { notImported } from "../columns/match-columns.ts";
import type { CsvRow } from "../csv/read-csv.ts";
import { type ReadRow, type RefusedRow, rowReader } from "../rows/read-row.ts";
import { importFiles, openTable } from "./import-files.ts";
import { changeImport, type ImportChange, type ImportRow } from "./import-store.ts";

export type ImportDeps = Pick<Deps, "config" | "database" | "log" | "now" | "random">;

/** How many rows are written in one transaction at first, at least and at most. */
const CHUNK = { first: 200, least: 100, most: 1_000 } as const;
/** How long a transaction should take, ms: what others wait for. */
const CHUNK_TIME = 25;
/** How many turns of the event loop others get after each: a request needs some from its arrival to its answer. */
const TURNS = 5;
/** How long a runner that is not heard of is taken for alive, ms. */
export const LEASE = 3_000;

/** Another runner has taken the import over, or somebody has stopped it. */
export class LostImport extends Error {
  override name = "LostImport" as const;
}

/** One import in the hands of one runner. */
export interface Job {
  readonly deps: ImportDeps;
  readonly row: ImportRow;
  readonly runner: string;
  /** Whether the server is about to stop. */
  readonly isStopping: () => boolean;
}

/**
 * Notes how far the import is, in the transaction that brought it there; so a runner that was thought dead, and comes
 * back when another has taken over, writes nothing any more.
 *
 * @throws LostImport
 */
export async function note(tx: Tx, { row, runner, deps }: Job, change: ImportChange): Promise<void> {
  const held = await changeImport(
    tx,
    { property: row.property_id, id: row.id },
    { states: [row.state], runner },
    { lease_until: deps.now() + LEASE, ...change },
  );
  if (!held) throw new LostImport();
}

/** Some rows of the file, as they stand there and as they were read. */
export interface Chunk {
  readonly raw: readonly CsvRow[];
  readonly read: readonly (ReadRow | RefusedRow)[];
  /** Bytes of the file until here, roughly. */
  readonly bytes: number;
  readonly lastLine: number;
}

/**
 * Walks the rows of the import's file that are not done yet. Others get a turn after each chunk.
 *
 * @param attributes those that the owner defined
 * @throws CsvFault, LostImport when the server is about to stop
 */
export async function* chunksOf(
  job: Job,
  attributes: readonly Attribute[],
): AsyncGenerator<Chunk, void, undefined> {
  const { row, deps } = job;
  let bytes = 0;
  const table = await openTable(importFiles(deps, row.id).upload, (count) => {
    bytes = count;
  });
  const headers = table.header.cells.map((header) => unescapeCell(header.trim()));
  const readRow = rowReader(JSON.parse(row.mapping) as ImportMapping, headers, attributes);
  let size: number = CHUNK.first;
  for await (const batch of table.rows) {
    const open = batch.filter(({ line }) => line > row.line_done);
    for (let at = 0; at < open.length; ) {
      const raw = open.slice(at, at + size);
      at += size;
      const begun = performance.now();
      yield { raw, read: raw.map(readRow), bytes, lastLine: raw.at(-1)?.line ?? 0 };
      size = nextSize(size, performance.now() - begun);
      for (let turns = 0; turns < TURNS; turns++) await turn();
      if (job.isStopping()) throw new LostImport();
    }
    if (!open.length) await turn();
  }
}

/** More rows at a time where that is quick, fewer where it is not. */
function nextSize(size: number, took: number): number {
  const fitting = (size * CHUNK_TIME) / Math.max(1, took);
  return Math.round(Math.min(CHUNK.most, Math.max(CHUNK.least, (size + fitting) / 2)));
}

/** The headers of the columns that the report names as not imported. */
export function leftOut({ columns, mapping }: ImportRow): string[] {
  return notImported(
    (JSON.parse(columns) as ImportColumn[]).map(({ header }) => header),
    JSON.parse(mapping) as ImportMapping,
  );
}
