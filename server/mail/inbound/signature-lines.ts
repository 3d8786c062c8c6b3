import EmailReplyParser from "email-reply-parser";
import { SIGNATURE_MARK } from "./html-to-lines.ts";
import { isBlank, previousFilled } from "./quote-lines.ts";

/** A signature has at most this many lines with text. More of them are a text of the customer. */
const MAX_SIGNATURE_LINES = 12;
const MAX_SIGNATURE_LENGTH = 1_200;
/** Below a separator that is not that of RFC 3676, only a few short lines are taken for a signature. */
const MAX_LOOSE_LINES = 6;
const MAX_LOOSE_LINE = 80;
/** The input of email-reply-parser is limited: its patterns take cubic time, seconds for 24,000 characters. */
const MAX_PARSED_LINES = 30;
const MAX_PARSED = 2_000;

/** "Sent from my iPhone" in the languages of the large clients. It stands alone in its line, with or without a link. */
const SENT_FROM =
  /^(sent (from|with|via) |get outlook for |von meinem .{1,40} gesendet|gesendet (von|mit) |diese nachricht wurde (von|mit) .{1,60} gesendet|outlook für .{1,20} (beziehen|herunterladen)|holen sie sich outlook|envoyé (de|depuis|à partir de) |(obtenir|télécharger) outlook pour |enviado desde |obtener outlook para |enviado (do|de|pelo|via) |obter o outlook para |inviato da|ottieni outlook per |verzonden (vanaf|met) |verstuurd vanaf |wysłane z |wysłano z |pobierz (aplikację )?outlook|отправлено (с|из) |скачать outlook|загрузить outlook|.{0,40}'?(u|ü|i|ı)?m?d[ae]n gönderildi|ios için outlook|android için outlook|.{0,40}から送信|outlook for (ios|android)|.{0,40}を入手|(发|發|寄)自我的|(发|發|寄)自|获取 ?outlook|取得 ?outlook|下載 ?outlook|تم الإرسال من|أُرسلت من|مرسل من|الحصول على outlook|skickat från|sendt fra|lähetetty )/iu;
const MAX_SENT_FROM = 160;
/** The rule above the lines that a mailing list adds to each mail. */
const FOOTER = /^_{20,}\s*$/;
/** Lines that people add below their name. They must not disappear in a fold. */
const POSTSCRIPT = /^\s*(p\.? ?s\.?|n\.? ?b\.?|ps:|п\.? ?с\.?|追伸|附言)(\s|[:：.,-])/imu;

/**
 * The line where the signature at the end of a text begins: RFC 3676's `-- `, a signature that the client has marked, a
 * phone's "Sent from", or what email-reply-parser knows in its languages.
 *
 * @returns `lines.length` if there is none
 */
export function signatureStart(lines: readonly string[]): number {
  const last = lines.findLastIndex((line) => !isBlank(line));
  const marked = lines.findIndex((line) => line.startsWith(SIGNATURE_MARK));
  const separated = lines.findLastIndex((line) => line === "-- " || line === "--");
  const lastLine = (lines[last] ?? "").trim();
  const sentFrom = lastLine.length <= MAX_SENT_FROM && SENT_FROM.test(lastLine) ? last : -1;
  const footer = lines.findLastIndex((line) => FOOTER.test(line));
  const candidates = [withDashes(lines, marked), separated, sentFrom, footer, parsedStart(lines)].filter(
    (start) => start >= 0 && isSignature(lines.slice(start)),
  );
  return candidates.length > 0 ? Math.min(...candidates) : lines.length;
}

/** With the dashes that Gmail puts in front of the element of a signature. */
function withDashes(lines: readonly string[], marked: number): number {
  const above = previousFilled(lines, marked);
  return marked > 0 && /^--\s*$/.test(lines[above] ?? "") ? above : marked;
}

function isSignature(lines: readonly string[]): boolean {
  const [first = "", ...rest] = lines;
  const filled = rest.filter((line) => !isBlank(line));
  const text = filled.join("\n");
  if (text.length > MAX_SIGNATURE_LENGTH || POSTSCRIPT.test(text)) return false;
  if (first === "--" && !filled.some((line) => line.startsWith(SIGNATURE_MARK)))
    return filled.length <= MAX_LOOSE_LINES && filled.every((line) => line.length <= MAX_LOOSE_LINE);
  return filled.length <= MAX_SIGNATURE_LINES;
}

/** The line where the library's last signature begins; -1 if it finds none, or only a separator that people use too. */
function parsedStart(lines: readonly string[]): number {
  const text = lines.slice(-MAX_PARSED_LINES).join("\n").slice(-MAX_PARSED);
  const fragments = new EmailReplyParser().read(text).getFragments();
  const index = fragments.findLastIndex(
    (fragment) => !fragment.isEmpty() && fragment.toString().trim() !== "",
  );
  const fragment = fragments[index];
  if (!fragment?.isSignature()) return -1;
  const content = fragment.toString().trim();
  if (/^\W+$/.test(content.split("\n", 1)[0] ?? "")) return -1;
  return lineOfTail(lines, lettersOf(content).length);
}

const lettersOf = (text: string): string => text.replace(/\s+/g, "");

/**
 * The line behind which the given number of characters stands, spaces not counted: the library changes line breaks and
 * spaces of what it returns, and nothing else.
 */
function lineOfTail(lines: readonly string[], count: number): number {
  let rest = count;
  for (let at = lines.length - 1; at >= 0; at--) {
    rest -= lettersOf(lines[at] ?? "").length;
    if (rest <= 0) return rest === 0 ? at : -1;
  }
  return -1;
}
