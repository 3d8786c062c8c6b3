import type { ErrorCode, Fault, Problem } from "../../../shared/error.ts";
import { type Message, message, t, translated } from "../i18n/translate.ts";

/** The error codes that this page adds to the server's. */
type LocalCode = "unreachable" | "unreadable" | "too_large_for_proxy" | "refused_by_proxy";

const LOCAL_WORDS: Readonly<Record<LocalCode, Message>> = {
  unreachable: message("The server cannot be reached. Check the connection and try again."),
  too_large_for_proxy: message(
    "A proxy in front of the server refuses requests of this size (nginx: client_max_body_size).",
  ),
  refused_by_proxy: message("A proxy or a firewall in front of the server has answered in its place."),
  unreadable: message("The server's answer could not be read. Reloading the page may help."),
};

/** A failed request: with the server's problem document, or without a readable answer. */
export class ApiError extends Error {
  override name = "ApiError" as const;
  readonly code: ErrorCode | LocalCode;
  readonly problem: Problem | null;

  constructor(reason: Problem | LocalCode, cause?: unknown) {
    const code = typeof reason === "string" ? reason : reason.code;
    super(code, { cause });
    this.code = code;
    this.problem = typeof reason === "string" ? null : reason;
  }
}

/** Converts anything that was thrown, so that screens handle one type of error. */
export function toApiError(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError("unreadable", error);
}

/** The text to show for an error: the problem's detail, or else its title. */
export function errorText({ code, problem }: ApiError): string {
  if (!problem) return t(LOCAL_WORDS[code as LocalCode]);
  return translated(problem.detail ?? problem.title);
}

/** The faults by the path of their field, to be shown next to it. */
export function faultsByPath(failure: ApiError | null): ReadonlyMap<string, string> {
  const faults: readonly Fault[] = failure?.problem?.faults ?? [];
  return new Map(faults.map((fault) => [fault.path, translated(sentence(fault.message))]));
}

/** A fault's message as a sentence: the server writes messages to follow a field's name. */
export function sentence(words: string): string {
  const whole = /^(is|must|has) /.test(words) ? `this ${words}` : words;
  const text = whole.charAt(0).toUpperCase() + whole.slice(1);
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
