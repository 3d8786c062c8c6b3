import type { Writable } from "node:stream";
import { IMPORT_FIELDS } from "../../shared/import.ts";

/** The streams that a command writes to. */
export interface Terminal {
  readonly out: Writable;
  readonly err: Writable & { readonly isTTY?: boolean };
  /** Aborted when somebody presses Ctrl-C; absent: that ends the process. */
  readonly interrupted?: AbortSignal;
}

/** The exit codes of commands. */
export const EXIT = {
  ok: 0,
  /** It could not be done; a message is on the error stream. */
  failed: 1,
  /** An import is done, or checked, and some of its rows are refused. */
  rowsRefused: 2,
  /** Ctrl-C, as shells number it. */
  cancelled: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const FIELDS = `${IMPORT_FIELDS.join(", ")} or attribute:KEY`;

export const USAGE = `foyer import FILE [--property ID] [--dry-run] [--map "COLUMN=FIELD"]…
foyer undo [IMPORT] [--property ID]
foyer export [FILE] [--property ID]
foyer seed [--people NUMBER] [--seed NUMBER]
foyer reset-password EMAIL
foyer reset-two-factor EMAIL
foyer disable-account EMAIL
foyer enable-account EMAIL

An import starts with a dry run; with --dry-run, it stops there.
FIELD is one of ${FIELDS}; leave it empty for a column that is not to be imported. KEY is the key of an attribute.
Ctrl-C cancels the import; the rows so far stay. undo reverts an import as a whole; without IMPORT, it lists the latest ones.
The exit code is 0, or 2 if rows were refused, 130 after Ctrl-C, and 1 after an error.
Without FILE, an export goes to the standard output. If there is only one property, --property is not needed.
reset-password prints a link by which somebody who is locked out sets a new password. reset-two-factor turns off the two-factor
authentication of somebody who has lost the authenticator app and the recovery codes. disable-account ends all sessions of an
account, and nobody can sign in to it until enable-account.
seed writes sample data into an empty database. For the development data folder, it deletes the data first.
`;

/** Whether the arguments ask for the usage. */
export function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  const options = end < 0 ? args : args.slice(0, end);
  return args[0] === "help" || options.includes("--help") || options.includes("-h");
}

/** A mistake in how a command was called. The message is shown as it is, without a stack trace. */
export class UsageError extends Error {}
