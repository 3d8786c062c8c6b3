import type { Deps } from "../deps.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { runDisableAccount, runResetPassword, runResetTwoFactor } from "./account-command.ts";
import { runExport } from "./export-command.ts";
import { runImport } from "./import-command.ts";
import { runUndo } from "./undo-command.ts";
import { asksForHelp, EXIT, type ExitCode, type Terminal, USAGE, UsageError } from "./usage.ts";

type Run<Result> = (deps: Deps, args: readonly string[], terminal: Terminal) => Promise<Result>;
/** @returns the exit code */
type Command = Run<ExitCode>;

/** A command that is done, or throws. */
const simple =
  (run: Run<void>): Command =>
  async (...call) => {
    await run(...call);
    return EXIT.ok;
  };

/** The commands by name. The code of the sample data is loaded when it is used: a server does not need it. */
const COMMANDS: Readonly<Record<string, Command>> = {
  import: runImport,
  undo: runUndo,
  export: simple(runExport),
  "reset-password": simple(runResetPassword),
  "reset-two-factor": simple(runResetTwoFactor),
  "disable-account": simple((...call) => runDisableAccount(...call, true)),
  "enable-account": simple((...call) => runDisableAccount(...call, false)),
  seed: simple(async (...call) => (await import("./seed/seed-command.ts")).runSeed(...call)),
};

/** Whether a command cancels its work after Ctrl-C and says what was done. Ctrl-C ends every other command at once. */
export const isCancellable = ([name]: readonly string[]) => name === "import" || name === "undo";

/** A command with what it needs: a database is opened only for one that exists, and not for its usage. */
export interface CommandRun {
  readonly open: () => Promise<Deps>;
  readonly args: readonly string[];
  readonly terminal: Terminal;
}

/**
 * Runs a command with the same functions as the dashboard's routes.
 *
 * @returns the exit code
 */
export async function runCommandLine({ open, args, terminal }: CommandRun): Promise<ExitCode> {
  if (asksForHelp(args)) {
    terminal.out.write(USAGE);
    return EXIT.ok;
  }
  if (!Object.hasOwn(COMMANDS, args[0] ?? "")) {
    terminal.err.write(USAGE);
    return EXIT.failed;
  }
  const deps = await open();
  try {
    return await runCommand(deps, args, terminal);
  } finally {
    await deps.database.close();
  }
}

/**
 * Runs a command with an open database.
 *
 * @param args the name of the command and its arguments
 * @returns the exit code; after an error, its message is on the error stream
 */
export async function runCommand(deps: Deps, args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [name = "", ...rest] = args;
  try {
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (!command) throw new UsageError(USAGE);
    return await command(deps, rest, terminal);
  } catch (error) {
    terminal.err.write(`${messageOf(error)}\n`);
    return EXIT.failed;
  }
}

/** @throws the error itself if it is a defect of Foyer and its stack trace is needed */
function messageOf(error: unknown): string {
  if (error instanceof ApiError) return problemText(error);
  // errors of the file system and of the argument parser have a code
  if (error instanceof UsageError || (error instanceof Error && "code" in error)) return error.message;
  throw error;
}

/** The detail of a problem and its faults, each sentence once. */
function problemText({ problem }: ApiError): string {
  const sentences = [
    problem.detail ?? problem.title,
    ...(problem.faults ?? []).map(({ message }) => message),
  ];
  return sentences
    .filter((sentence, index) => sentences.findIndex((other) => other.includes(sentence)) === index)
    .join("\n");
}
