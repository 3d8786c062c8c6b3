import type { DoctorAnswer } from "../../../shared/doctor.ts";
import type { Finding } from "../../api/foyer.ts";
import { finding } from "./findings.ts";

/** The greatest difference of the clocks that is none, ms. */
const CLOCK_TOLERANCE = 120_000;

/** The answer to the doctor's request. */
export interface ServerAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  /** The page's clock in the middle of the request, ms since 1970. */
  readonly at: number;
  /** The folder of the panel, as the page's script names it. */
  readonly files: string;
  /** The page's origin. */
  readonly origin: string;
}

/** Says what an answer tells of the way to the server, the script, the clock and the token. Pure. */
export function judgeAnswer(answer: ServerAnswer): {
  readonly findings: readonly Finding[];
  readonly version: string | null;
} {
  const { status, contentType, text } = answer;
  const body = parse(text);
  const { version } = body;
  if (typeof version !== "string" || typeof body.time !== "number") {
    const seen = `${status} ${contentType || "without a content type"}: ${text.slice(0, 100)}`;
    return { findings: [finding(...refusalOf(status, body.code, seen))], version: null };
  }
  const findings: Finding[] = [];
  if (!body.allowed) findings.push(finding("origin_not_allowed", answer.origin));
  if (body.files !== answer.files)
    findings.push(finding("script_outdated", `${answer.files}, and now ${body.files}`));
  const difference = answer.at - body.time;
  if (Math.abs(difference) > CLOCK_TOLERANCE)
    findings.push(
      finding(
        "clock_wrong",
        `It is ${Math.round(Math.abs(difference) / 60_000)} minutes ${difference > 0 ? "fast" : "slow"}.`,
      ),
    );
  if (body.token)
    findings.push(
      body.token === "visitor_blocked" ? finding("visitor_blocked") : finding("token_refused", body.token),
    );
  return { findings, version };
}

function refusalOf(status: number, code: unknown, seen: string): Parameters<typeof finding> {
  if (code === "property_unknown" || code === "too_many_requests") return [code];
  if (typeof code === "string" && status >= 500) return ["server_failed", code];
  return ["proxy_answers", seen];
}

function parse(text: string): Partial<DoctorAnswer & { readonly code: string }> {
  try {
    return { ...JSON.parse(text) };
  } catch {
    return {};
  }
}
