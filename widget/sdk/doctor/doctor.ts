import type { Diagnosis, Finding, FoyerEvents } from "../../api/foyer.ts";
import type { EmbedForSdk, EmbedHost } from "../../embed/panel-host.ts";
import { checkPage } from "./check-page.ts";
import { checkLive, checkScript, checkServer } from "./check-server.ts";
import { checkStorage } from "./check-storage.ts";
import { finding } from "./findings.ts";
import { watchPolicy } from "./watch-policy.ts";

/** Findings that a violation of the page's policy explains. */
const EXPLAINED: Readonly<Record<string, string>> = {
  request_blocked: "csp_connect",
  answer_unreadable: "csp_connect",
  websocket_refused: "csp_websocket",
  script_blocked: "csp_script",
};
const ORDER: readonly Finding["severity"][] = ["error", "warning", "info"];

/**
 * Looks for everything that stands in the way of the widget on this page, and prints it. Before consent (R25) it neither
 * requests nor stores anything.
 *
 * @param errors the last error of each command
 */
export default async function diagnose(
  embed: EmbedForSdk,
  errors: readonly FoyerEvents["error"][],
): Promise<Diagnosis> {
  const host = embed.session();
  const { findings, version } = host ? await checkSession(host) : { findings: [], version: null };
  const all = [...checkPage(embed), ...findings, ...errors.map(toFinding)].sort(
    (a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity),
  );
  const diagnosis = { ok: all.every(({ severity }) => severity !== "error"), findings: all, version };
  print(diagnosis);
  return diagnosis;
}

async function checkSession(host: EmbedHost): Promise<Pick<Diagnosis, "findings" | "version">> {
  const stopWatching = watchPolicy(new URL(host.propertyUrl).origin);
  const stored = await checkStorage();
  const { findings, version } = await checkServer(host);
  // without an answer, the rest would only say the same again
  const more = version === null ? [] : [...(await checkScript()), ...(await checkLive(host))];
  const forbidden = await stopWatching();
  const codes = forbidden.map(({ code }) => code);
  const unexplained = [...findings, ...more].filter(({ code }) => !codes.includes(EXPLAINED[code] ?? ""));
  return { findings: [...forbidden, ...unexplained, ...stored], version };
}

const toFinding = ({ command, code, detail }: FoyerEvents["error"]) =>
  finding(command === "identify" ? "identity_refused" : "command_failed", `${command}: ${code}: ${detail}`);

/** Prints a diagnosis for the page's developer. */
function print({ findings, version }: Diagnosis): void {
  const { console } = globalThis;
  const result = findings.length
    ? `${findings.length} ${findings.length === 1 ? "finding" : "findings"}`
    : "Nothing stands in the way.";
  console.group(`Foyer${version ? ` ${version}` : ""}: ${result}`);
  for (const { severity, text, code, detail } of findings)
    console[severity === "warning" ? "warn" : severity](`${text} (${code}${detail ? `: ${detail}` : ""})`);
  console.groupEnd();
}
