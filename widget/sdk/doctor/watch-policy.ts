import type { Finding } from "../../api/foyer.ts";
import { type FindingCode, finding } from "./findings.ts";

/** A violation of the page's policy, by an event or by the browser's reports. */
type Violation = Pick<SecurityPolicyViolationEvent, "effectiveDirective" | "blockedURI" | "disposition">;

/** The report of a violation. Not in TypeScript's DOM. */
interface ViolationReport {
  readonly body: {
    readonly effectiveDirective: string;
    readonly blockedURL: string;
    readonly disposition: string;
  };
}
declare const ReportingObserver:
  | (new (
      listener: (reports: readonly ViolationReport[]) => void,
      options: { readonly types: readonly string[]; readonly buffered: boolean },
    ) => { observe(): void; takeRecords(): readonly ViolationReport[]; disconnect(): void })
  | undefined;

/**
 * Watches what the page's content security policy forbids from now on and, where the browser remembers it, before.
 *
 * @param server the server's origin: what concerns others is not reported
 * @returns stops it, and gives the findings
 */
export function watchPolicy(server: string): () => Promise<Finding[]> {
  const violations: Violation[] = [];
  const onViolation = (event: SecurityPolicyViolationEvent) => violations.push(event);
  const onReports = (reports: readonly ViolationReport[]) => {
    for (const { body } of reports) violations.push({ ...toViolation(body) });
  };
  document.addEventListener("securitypolicyviolation", onViolation);
  const observer =
    typeof ReportingObserver === "undefined"
      ? undefined
      : new ReportingObserver(onReports, { types: ["csp-violation"], buffered: true });
  observer?.observe();
  return async () => {
    // the browser tells of violations in tasks of their own
    await new Promise((resolve) => setTimeout(resolve));
    document.removeEventListener("securitypolicyviolation", onViolation);
    onReports(observer?.takeRecords() ?? []);
    observer?.disconnect();
    const found = new Map(violations.flatMap((one) => toFinding(one, server)));
    return [...found].map(([code, directive]) => finding(code, directive));
  };
}

const toViolation = ({ effectiveDirective, blockedURL, disposition }: ViolationReport["body"]) => ({
  effectiveDirective,
  blockedURI: blockedURL,
  disposition: disposition as Violation["disposition"],
});

function toFinding(
  { effectiveDirective, blockedURI, disposition }: Violation,
  server: string,
): (readonly [FindingCode, string])[] {
  if (disposition !== "enforce") return [];
  if (/trusted-types/.test(effectiveDirective)) return [["trusted_types", effectiveDirective]];
  if (blockedURI.replace(/^ws/, "http").split("/", 3).join("/") !== server) return [];
  const isSocket = blockedURI.startsWith("ws");
  if (effectiveDirective === "connect-src")
    return [[isSocket ? "csp_websocket" : "csp_connect", effectiveDirective]];
  return [[effectiveDirective.startsWith("script-src") ? "csp_script" : "csp_blocks", effectiveDirective]];
}
