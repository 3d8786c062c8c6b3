import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { COMMAND_LINE, recordAudit } from "../accounts/audit-log.ts";
import type { Deps } from "../deps.ts";
import { exportContacts } from "../imports/export/export-contacts.ts";
import type { Db } from "../platform/database/open.ts";
import { findProperty } from "./find-property.ts";
import { progressBar } from "./progress-bar.ts";
import { type Terminal, USAGE, UsageError } from "./usage.ts";

/**
 * `foyer export [FILE] [--property KEY]`: writes all contacts of a property as a CSV file that an import takes (R19).
 *
 * @throws UsageError
 */
export async function runExport(deps: Deps, args: readonly string[], terminal: Terminal): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { property: { type: "string" } },
  });
  if (positionals.length > 1) throw new UsageError(USAGE);
  const [file] = positionals;
  const { read } = deps.database;
  const property = await findProperty(deps, values.property);
  await deps.database.write((tx) =>
    recordAudit(tx, deps, COMMAND_LINE, { property, action: "contacts_exported" }),
  );
  const total = await countContacts(read, property);
  const showProgress = progressBar("Export", terminal);
  const onContacts = (count: number) => showProgress(count / Math.max(1, total));
  const contacts = exportContacts(read, { property, only: null, onContacts });
  await pipeline(Readable.from(contacts), file ? createWriteStream(file) : terminal.out, { end: !!file });
  showProgress(1);
}

async function countContacts(read: Db, property: string): Promise<number> {
  const { total } = await read
    .selectFrom("visitors")
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .where("property_id", "=", property)
    .where("contact_since", "is not", null)
    .executeTakeFirstOrThrow();
  return Number(total);
}
