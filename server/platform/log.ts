import pino, { type DestinationStream, type Level, type Logger } from "pino";

/**
 * Makes the log, which writes one line of JSON for each entry.
 *
 * @param destination without it, the log goes to the standard output
 */
export function createLog(level: Level | "silent", destination?: DestinationStream): Logger {
  // PostgreSQL's errors quote the row, and personal data must not be logged (R26)
  const options = { level, base: null, redact: { paths: ["err.detail", "err.where"], remove: true } };
  return destination ? pino(options, destination) : pino(options);
}
