import pino, { type DestinationStream, type Level, type Logger } from "pino";

/**
 * The log: lines of JSON.
 *
 * @param destination the standard output, if none is given
 */
export function createLog(level: Level | "silent", destination?: DestinationStream): Logger {
  // PostgreSQL quotes the row that it complains of: nobody's details belong in a log (R26)
  const options = { level, base: null, redact: { paths: ["err.detail", "err.where"], remove: true } };
  return destination ? pino(options, destination) : pino(options);
}
