import type { MailHeader, RecipientReport } from "./inbound-mail.ts";

/** A report that is plain text, and the text of the reported mail behind it; null if it is not quoted. */
interface PlainReport {
  readonly recipients: readonly RecipientReport[];
  readonly original: string | null;
}

const MAX_DIAGNOSTIC = 1_000;
/** The line behind which Exim, qmail and their like quote the reported mail. */
const COPY =
  /^-+ ?(?:this is a copy of (?:the|your) message|below this line is a copy of the message)[^\n]*\n/im;
/** The first words of such a report; the people of a postmaster's mailbox write other mails too. */
const FIRST_WORDS =
  /could not be delivered|couldn't be delivered|was(?: not|n't) (?:able to )?(?:be )?deliver(?:ed)?|undeliverable|delivery (?:has )?failed|returned to sender|permanent error|qmail-send/i;
const DAEMON = /^(mailer-daemon|mail-daemon|mdaemon)@/i;

/** Reads the reports of Exim (with its field `X-Failed-Recipients`) and of qmail (with its `<address>:` paragraphs). */
export function readPlainReport(header: MailHeader, text: string): PlainReport | null {
  const [report = "", original = null] = splitAtCopy(text.replaceAll("\r\n", "\n"));
  const failed = header.fields.get("x-failed-recipients")?.flatMap((list) => list.split(/[,\s]+/)) ?? [];
  const isFromDaemon = header.returnPath === "" || DAEMON.test(header.from?.address ?? "");
  const named = [...report.matchAll(/^<([^<>\s]{1,254}@[^<>\s]{1,254})>:/gm)].map(
    ([, address = ""]) => address,
  );
  const addresses = [...new Set([...failed, ...named].filter((address) => address.includes("@")))];
  const isReport = failed.length > 0 || (isFromDaemon && FIRST_WORDS.test(report.slice(0, 2_000)));
  if (!isReport || (addresses.length === 0 && original === null)) return null;
  const about = addresses.length > 0 ? addresses : [null];
  return { recipients: about.map((address) => toReport(address, report)), original };
}

function splitAtCopy(text: string): readonly [report: string, original: string | null] {
  const copy = COPY.exec(text);
  if (!copy) return [text, null];
  return [text.slice(0, copy.index), text.slice(copy.index + copy[0].length)];
}

/** The text of the report behind an address, up to the next empty line. */
function toReport(address: string | null, report: string): RecipientReport {
  const at = address ? report.indexOf(address) : -1;
  const [paragraph = ""] = at < 0 || !address ? [] : report.slice(at + address.length).split(/\n[ \t]*\n/, 1);
  const diagnostic = paragraph.replace(/^>?:/, "").replace(/\s+/g, " ").trim().slice(0, MAX_DIAGNOSTIC);
  const status = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(diagnostic)?.[0] ?? null;
  const isDelay = /\bdelay(ed)?\b|still (being|trying)|has not been delivered yet/i.test(
    report.slice(0, 2_000),
  );
  return {
    address,
    action: isDelay || status?.startsWith("4") ? "delayed" : "failed",
    status,
    diagnostic: diagnostic || null,
  };
}
