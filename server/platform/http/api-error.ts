import { type ErrorCode, type Fault, type Problem, problem } from "../../../shared/error.ts";
import type { WorkChallenge } from "../../../shared/work.ts";

/** An error with a code of `shared/error.ts`. `answerError` turns it into a problem document. */
export class ApiError extends Error {
  override name = "ApiError" as const;
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: ErrorCode,
    more: {
      detail?: string;
      faults?: Fault[];
      work?: WorkChallenge;
      headers?: Record<string, string>;
      cause?: unknown;
    } = {},
  ) {
    const { headers = {}, cause, ...words } = more;
    super(code, { cause });
    this.problem = problem(code, words);
    this.headers = headers;
  }
}

/** SQLite: IOERR, READONLY, FULL, CANTOPEN, BUSY, LOCKED. */
const SQLITE_FAULTS = new Set([10, 8, 13, 14, 5, 6]);

/** The messages of `pg`, which have no code, for a connection that is lost or cannot be opened. */
const LOST_CONNECTION =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/;

/** Whether the database is temporarily unreachable or cannot write, so that a retry may succeed. */
export function isStorageFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { errcode, code } = error as { errcode?: number; code?: string };
  if (typeof errcode === "number") return SQLITE_FAULTS.has(errcode & 0xff);
  // PostgreSQL: connection (08), resources (53), operator intervention (57), read-only (25006), disk (58); then sockets
  return (
    /^(08|53|57|58|25006|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND)/.test(code ?? "") ||
    LOST_CONNECTION.test(error.message)
  );
}

/** Any error as the one that the client receives. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (isStorageFault(error))
    return new ApiError("storage_unavailable", { headers: { "Retry-After": "5" }, cause: error });
  return new ApiError("internal", { cause: error });
}
