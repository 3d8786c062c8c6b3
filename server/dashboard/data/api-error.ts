import type { ErrorCode, Fault, Problem } from "../../../shared/error.ts";

/** What can go wrong with a call, beside the codes that the server names. */
type LocalCode = "unreachable" | "unreadable";

const LOCAL_WORDS: Readonly<Record<LocalCode, string>> = {
  unreachable: "The server cannot be reached. Check the connection and try again.",
  unreadable: "The server's answer could not be read. Reloading the page may help.",
};

/** A call that did not work: the problem document the server answered with, or that there was no (readable) answer. */
export class ApiError extends Error {
  override name = "ApiFailure" as const;
  readonly code: ErrorCode | LocalCode;
  readonly problem: Problem | null;

  constructor(reason: Problem | LocalCode, cause?: unknown) {
    const code = typeof reason === "string" ? reason : reason.code;
    super(code, { cause });
    this.code = code;
    this.problem = typeof reason === "string" ? null : reason;
  }
}

/** Any thrown thing as a failure, so that screens know one kind only. */
export function toApiError(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError("unreadable", error);
}

/** The failure in words for the agent: what the server said, in full where it said more. */
export function errorText({ code, problem }: ApiError): string {
  if (!problem) return LOCAL_WORDS[code as LocalCode];
  return problem.detail ?? problem.title;
}

/** The faults that belong to a field, by path, for messages next to it. */
export function faultsByPath(failure: ApiError | null): ReadonlyMap<string, string> {
  const faults: readonly Fault[] = failure?.problem?.faults ?? [];
  return new Map(faults.map((fault) => [fault.path, sentence(fault.message)]));
}

/** A fault's words as a sentence: they are written to follow a field's name, which stands above. */
export function sentence(words: string): string {
  const whole = /^(is|must|has) /.test(words) ? `this ${words}` : words;
  const text = whole.charAt(0).toUpperCase() + whole.slice(1);
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
