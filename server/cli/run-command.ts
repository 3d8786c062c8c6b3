import type { Deps } from "../deps.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { runDisableAccount, runResetPassword, runResetTwoFactor } from "./account-command.ts";
import { runExport } from "./export-command.ts";
import { runImport } from "./import-command.ts";
import { type Terminal, USAGE, UsageError } from "./usage.ts";

type Command = (deps: Deps, args: readonly string[], terminal: Terminal) => Promise<void>;

/** The commands by name. The code of the sample data is loaded when it is used: a server does not need it. */
const COMMANDS: Readonly<Record<string, Command>> = {
  import: runImport,
  export: runExport,
  "reset-password": runResetPassword,
  "reset-two-factor": runResetTwoFactor,
  "disable-account": (...call) => runDisableAccount(...call, true),
  "enable-account": (...call) => runDisableAccount(...call, false),
  seed: async (...call) => (await import("./seed/seed-command.ts")).runSeed(...call),
};

/**
 * Runs a command with the same functions as the dashboard's routes.
 *
 * @param args the name of the command and its arguments
 * @returns the exit code: 0, or 1 after an error message on the error stream
 */
export async function runCommand(deps: Deps, args: readonly string[], terminal: Terminal): Promise<number> {
  const [name = "", ...rest] = args;
  try {
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (!command) throw new UsageError(USAGE);
    await command(deps, rest, terminal);
    return 0;
  } catch (error) {
    terminal.err.write(`${messageOf(error)}\n`);
    return 1;
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
