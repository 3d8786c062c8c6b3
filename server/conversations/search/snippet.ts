import type { SnippetPart } from "../../../shared/message-search.ts";
import { searchedPart, tokensOf } from "./tokenize-message.ts";

/** The characters of a snippet, and how many of them come before the first match. */
const LENGTH = 180;
const BEFORE = 40;

interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * The part of a text around the first of the words that were searched, divided at each of them. Without any it is the
 * beginning of the text. Pure.
 *
 * @param terms of the query
 */
export function makeSnippet(text: string, terms: readonly string[]): SnippetPart[] {
  const searched = searchedPart(text);
  const matches = findMatches(searched, terms);
  const window = windowAround(searched, matches[0]?.start ?? 0);
  const inside = matches.filter(({ start, end }) => start >= window.start && end <= window.end);
  const parts: SnippetPart[] = [];
  let at = window.start;
  const add = (end: number, isMatch: boolean) => {
    const piece = searched.slice(at, end).replace(/\s+/g, " ");
    if (piece) parts.push({ text: piece, isMatch });
    at = end;
  };
  for (const { start, end } of inside) {
    add(start, false);
    add(end, true);
  }
  add(window.end, false);
  return withEllipses(parts, window, searched.length);
}

function withEllipses(parts: SnippetPart[], { start, end }: Range, length: number): SnippetPart[] {
  if (start > 0) parts.unshift({ text: "… ", isMatch: false });
  if (end < length) parts.push({ text: " …", isMatch: false });
  return parts;
}

/** The pieces of a text that the terms stand for, in order, without those that overlap an earlier one. */
function findMatches(text: string, terms: readonly string[]): Range[] {
  const found: Range[] = [];
  for (const token of tokensOf(text)) {
    // the longest term marks the most
    let longest = 0;
    for (const term of terms) if (term.length > longest && token.term.startsWith(term)) longest = term.length;
    if (longest) found.push({ start: token.start, end: token.end(longest) });
  }
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  const apart: Range[] = [];
  for (const range of found) {
    const last = apart.at(-1);
    if (!last || range.start >= last.end) apart.push(range);
    else if (range.end > last.end) apart[apart.length - 1] = { start: last.start, end: range.end };
  }
  return apart;
}

/** The part of a text that a snippet shows, from the beginning of a word to the end of one if there are words. */
function windowAround(text: string, first: number): Range {
  const from = Math.max(0, Math.min(first - BEFORE, text.length - LENGTH));
  const spaceBefore = text.slice(from, first).search(/\s/);
  const start = from === 0 ? 0 : spaceBefore === -1 ? wholeCharacter(text, from) : from + spaceBefore + 1;
  const to = Math.min(text.length, start + LENGTH);
  const spaceAfter = text.slice(first, to).search(/\s\S*$/);
  const end = to === text.length ? to : spaceAfter === -1 ? wholeCharacter(text, to) : first + spaceAfter;
  return { start, end };
}

/** A position that does not divide a surrogate pair. */
const wholeCharacter = (text: string, at: number): number =>
  /[\udc00-\udfff]/.test(text[at] ?? "") ? at + 1 : at;
