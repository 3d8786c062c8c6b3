import type { LogEvent } from "kysely";
import type { Logger } from "pino";

/** Statements that take at least this long are logged, ms. */
const SLOW = 50;
/** A longer statement is cut off in the log, characters: some insert hundreds of rows. */
const MAX_TEXT = 1_000;

/** Receives each statement of a database after it has run. */
export type StatementLog = (event: LogEvent) => void;

/**
 * Logs slow SQL statements at `debug`, with their text and their duration in ms. Values are parameters of the statement
 * and are not logged (R26).
 *
 * @param slow the threshold, ms
 * @returns undefined if the log's level hides these entries, so that statements are not measured
 */
export function logSlowStatements(log: Logger, slow = SLOW): StatementLog | undefined {
  if (!log.isLevelEnabled("debug")) return undefined;
  return ({ level, query, queryDurationMillis }) => {
    if (level !== "query" || queryDurationMillis < slow) return;
    log.debug({ sql: query.sql.slice(0, MAX_TEXT), ms: Math.round(queryDurationMillis) }, "slow statement");
  };
}
