import type { ErrorCode } from "../../shared/error.ts";
import { ApiError, toApiError } from "../platform/http/api-error.ts";

/** The codes of the session library, as Foyer's. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  INVALID_PASSWORD: "password_wrong",
  INVALID_CODE: "two_factor_code_wrong",
  INVALID_BACKUP_CODE: "two_factor_code_wrong",
  INVALID_TWO_FACTOR_COOKIE: "two_factor_expired",
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: "two_factor_expired",
  ACCOUNT_TEMPORARILY_LOCKED: "too_many_requests",
  TOTP_NOT_ENABLED: "two_factor_changed",
  TOTP_ALREADY_ENABLED: "two_factor_changed",
  TWO_FACTOR_NOT_ENABLED: "two_factor_changed",
  BACKUP_CODES_NOT_ENABLED: "two_factor_changed",
  INVALID_TOKEN: "link_invalid",
  USER_NOT_FOUND: "link_invalid",
  UNAUTHORIZED: "sign_in_required",
};

/** How long the library refuses codes for an account after ten wrong ones in a row, seconds. */
export const CODE_LOCK_SECONDS = 900;

/** An error of the session library as Foyer's. It wraps database errors; the client gets the original one. */
export function fromLibraryError(error: unknown): ApiError {
  const code = CODES[codeOf(error) ?? ""];
  if (code === "too_many_requests")
    return new ApiError(code, {
      detail: "Too many wrong codes. Please wait a few minutes.",
      headers: { "Retry-After": String(CODE_LOCK_SECONDS) },
    });
  if (code) return new ApiError(code, { cause: error });
  return toApiError(error instanceof Error && error.cause instanceof Error ? error.cause : error);
}

/** The code of an error of better-auth. */
function codeOf(error: unknown): string | null {
  if (!(error instanceof Error) || !("body" in error)) return null;
  const { body, status } = error as { body?: { code?: unknown }; status?: unknown };
  // two requests used one recovery code at the same time
  if (status === "CONFLICT") return "INVALID_BACKUP_CODE";
  return typeof body?.code === "string" ? body.code : null;
}
