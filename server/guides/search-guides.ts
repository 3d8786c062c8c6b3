import MiniSearch from "minisearch";
import type { Guide, GuideSection } from "./read-guide.ts";

const MAX_FOUND = 20;
/** Characters of a section's text before and after the first word that was found. */
const BEFORE = 60;
const AFTER = 160;

/** A word of a text. */
const WORD = /[\p{L}\p{N}_]+/gu;

/** A found section. */
export interface FoundSection {
  readonly guide: Guide;
  readonly section: GuideSection;
  /** Its text around what was found, in pieces: every second one is a word of the query. */
  readonly excerpt: readonly string[];
}

/** Finds the sections of guides that have the words of a query, the best first. A word may be unfinished or misspelt. */
export function createGuideSearch(guides: readonly Guide[]): (query: string) => readonly FoundSection[] {
  const entries = guides.flatMap((guide) => guide.sections.map((section) => ({ guide, section })));
  const search = new MiniSearch({
    fields: ["title", "guide", "text"],
    tokenize: (text) => text.match(WORD) ?? [],
    searchOptions: { boost: { title: 4, guide: 2 }, prefix: true, fuzzy: 0.2, combineWith: "AND" },
  });
  search.addAll(
    entries.map(({ guide, section }, id) => ({
      id,
      guide: guide.title,
      title: section.title,
      text: section.text,
    })),
  );
  return (query) =>
    search
      .search(query)
      .slice(0, MAX_FOUND)
      .flatMap(({ id, terms }) => {
        const entry = entries[id];
        return entry ? [{ ...entry, excerpt: excerptOf(entry.section.text, terms) }] : [];
      });
}

/**
 * Cuts a text around the first of some words, into pieces: every second one is one of the words.
 *
 * @param words in lower case
 */
function excerptOf(text: string, words: readonly string[]): readonly string[] {
  const line = text.replace(/\s+/g, " ");
  const isFound = ({ 0: word }: RegExpMatchArray) => words.includes(word.toLowerCase());
  const found = [...line.matchAll(WORD)].filter(isFound);
  const first = found[0]?.index ?? 0;
  const from = first <= BEFORE ? 0 : line.lastIndexOf(" ", first - BEFORE) + 1;
  const end = first + AFTER;
  const to = end >= line.length ? line.length : Math.max(line.lastIndexOf(" ", end), first);
  const pieces: string[] = [];
  let at = from;
  for (const { 0: word, index = 0 } of found) {
    if (index + word.length > to) break;
    pieces.push(line.slice(at, index), word);
    at = index + word.length;
  }
  pieces.push(`${line.slice(at, to)}${to < line.length ? " …" : ""}`);
  return from > 0 ? [`… ${pieces[0]}`, ...pieces.slice(1)] : pieces;
}
