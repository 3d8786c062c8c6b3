import { htmlToLines, isConvertible, MARKS } from "./html-to-lines.ts";
import type { InboundMail } from "./inbound-mail.ts";
import {
  attributionStart,
  isBlank,
  isForwardLine,
  isHeaderBlock,
  isMarkedQuote,
  isOriginalLine,
  isQuoted,
  isRule,
  isStrongAttribution,
  nextFilled,
  previousFilled,
} from "./quote-lines.ts";
import { signatureStart } from "./signature-lines.ts";

/** The text of a mail in three parts that follow each other: nothing of it is lost (R32). */
export interface FoldedText {
  /** A quote above an answer below it. */
  readonly above: string;
  /** The sender's own new text. */
  readonly visible: string;
  /** The quoted mail and the signature. */
  readonly below: string;
}

/** More lines than this are not looked at for quotes; they are visible. */
const MAX_LINES = 20_000;
/** A signature, the quote, another signature, and a list's or a provider's lines below. */
const MAX_FOLDS = 4;
/** So many attributions with answers below them are tried. */
const MAX_ATTRIBUTIONS = 100;
/** A subject that says that the mail is forwarded: the header of the other mail in its text is no quote then. */
const FORWARD_SUBJECT =
  /^\s*(fwd?|wg|wtr|tr|rv|enc|i|fs|vb|doorst|vl|pd|ilt|İlt|fw|転送|转发|轉寄|إعادة توجيه|перес\S*)\s*[:：]/iu;

/**
 * The text of a mail with its quote and its signature folded (R32). HTML comes first, because its markup says what is
 * quoted; a mail without HTML, or with HTML that is too long, is read by its plain text.
 */
export function foldMail({ text, html, header }: Pick<InboundMail, "text" | "html" | "header">): FoldedText {
  const lines = html && (isConvertible(html) || !text) ? htmlToLines(html) : "";
  const isForwarded = FORWARD_SUBJECT.test(header.subject);
  return foldQuoted(lines.trim() ? lines : (text ?? ""), isForwarded);
}

/**
 * Folds what stands below the new text (quote, header of the answered mail, signature), and a quote with an attribution
 * above it. A quote without an attribution stays, because people quote on purpose; so does a text with answers between the
 * quotes. If nothing new would be left, everything is visible.
 *
 * @param text plain text with `\n`, or lines of `htmlToLines`
 */
export function foldQuoted(text: string, isForwarded = false): FoldedText {
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  const whole = { start: 0, end: lines.length };
  const found = lines.length > MAX_LINES ? whole : findVisible(lines, isForwarded);
  const isEmpty = lines.slice(found.start, found.end).every(isBlank);
  const { start, end } = isEmpty ? whole : found;
  const part = (from: number, to: number): string => lines.slice(from, to).join("\n").replace(MARKS, "");
  return {
    above: part(0, start),
    visible: part(start, end)
      .replace(/^\s*\n/, "")
      .trimEnd(),
    below: part(end, lines.length),
  };
}

function findVisible(lines: readonly string[], isForwarded: boolean): { start: number; end: number } {
  let end = lines.length;
  // a signature may stand below the quote, above it, or both
  for (let round = 0; round < MAX_FOLDS; round++) {
    const rest = lines.slice(0, end);
    const next = Math.min(quoteStart(rest, isForwarded), signatureStart(rest));
    // a mail that is nothing but a quote or a signature stays as it is
    if (!lines.slice(0, next).every(isBlank)) end = next;
  }
  return { start: leadingQuoteEnd(lines.slice(0, end)), end };
}

/** The line where the quote at the end of a text begins, with its attribution; `lines.length` if there is none. */
function quoteStart(lines: readonly string[], isForwarded: boolean): number {
  let tried = 0;
  for (let at = 0; at < lines.length && tried < MAX_ATTRIBUTIONS; at++) {
    const line = lines[at] ?? "";
    if (isForwardLine(line)) return lines.length;
    if (isOriginalLine(line) && !isQuoted(line)) return at;
    if (!isForwarded && !isQuoted(line) && isHeaderBlock(lines, at)) return withSeparator(lines, at);
    if (isMarkedQuote(line)) return onlyQuoteFollows(lines, at + 1) ? withSeparator(lines, at) : lines.length;
    const start = isQuoted(line) ? null : attributionStart(lines, at);
    if (start === null || !isQuoteHead(lines, start, at)) continue;
    if (onlyQuoteFollows(lines, at + 1)) return withSeparator(lines, start);
    tried++;
  }
  return trailingQuoteStart(lines);
}

/** Whether a quote follows an attribution: with quote marks, or, behind one with address and date, without. */
function isQuoteHead(lines: readonly string[], start: number, last: number): boolean {
  return isQuoted(lines[nextFilled(lines, last + 1)]) || isStrongAttribution(lines, start, last);
}

/** Whether no answers stand between or below the quoted lines. A quote without marks has none that could be told from it. */
function onlyQuoteFollows(lines: readonly string[], from: number): boolean {
  const first = nextFilled(lines, from);
  if (!isQuoted(lines[first])) return true;
  for (let at = first; at < lines.length; at++)
    if (!isBlank(lines[at]) && !isQuoted(lines[at]) && !isWrappedQuote(lines, at)) return false;
  return true;
}

/** A word that a client has wrapped out of its quoted line: short, behind a long quoted line, and in front of another. */
const isWrappedQuote = (lines: readonly string[], at: number): boolean => {
  const [before = "", line = "", after] = [lines[at - 1], lines[at], lines[at + 1]];
  return isQuoted(before) && before.length >= 60 && line.length <= 20 && isQuoted(after);
};

/** Quoted lines at the end, if their first is an attribution, or if the text answers other quotes above them. */
function trailingQuoteStart(lines: readonly string[]): number {
  const start = lines.findLastIndex((line) => !isBlank(line) && !isQuoted(line)) + 1;
  const first = lines.findIndex((line, at) => at >= start && isQuoted(line) && !/^[\s>]*$/.test(line));
  if (first < 0) return lines.length;
  const isHead = [0, 1, 2, 3].some((more) => attributionStart(lines, first + more) === first);
  const answersAbove = lines.some((line, at) => at < start && isQuoted(line) && hasAttribution(lines, at));
  return isHead || answersAbove || isHeaderBlock(lines.map(withoutMark), first) ? start : lines.length;
}

const withoutMark = (line: string): string => line.replace(/^[\s>]+/, "");

/** Whether an attribution stands directly above a quoted line. */
function hasAttribution(lines: readonly string[], at: number): boolean {
  const above = previousFilled(lines, at);
  return above >= 0 && !isQuoted(lines[above]) && attributionStart(lines, above) !== null;
}

/** Where the text below a leading quote begins; 0 if the text begins with no quote, or answers several of them. */
function leadingQuoteEnd(lines: readonly string[]): number {
  const first = nextFilled(lines, 0);
  const quoted = lines.findIndex(isQuoted);
  if (quoted < 0 || !hasAttribution(lines, quoted)) return 0;
  const above = previousFilled(lines, quoted);
  if ((attributionStart(lines, above) ?? above) > first) return 0;
  const end = lines.findIndex((line, at) => at > quoted && !isBlank(line) && !isQuoted(line));
  return end < 0 || lines.slice(end).some(isQuoted) ? 0 : end;
}

/** With the rule and the blank lines that clients put above a quote. */
function withSeparator(lines: readonly string[], start: number): number {
  let at = start;
  while (at > 0 && (isBlank(lines[at - 1]) || isRule(lines[at - 1]))) at--;
  return at;
}
