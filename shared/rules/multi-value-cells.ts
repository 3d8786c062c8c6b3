/**
 * Several names or notes in one cell of a table. A name with something in it that would divide it stands in quotation
 * marks, and a quotation mark in it is doubled, as in the table itself: what was written comes back as it was.
 */

/** What divides tags: commas, semicolons, line breaks, and Google's own colons. */
const AROUND_TAGS = /[;,\n]|:::/y;
/** A comma belongs to the name of many a company. */
const AROUND_ORGANIZATIONS = /[;\n]|:::/y;
const QUOTED = /"([^"]*(?:""[^"]*)*)"/y;
/** What would divide a name, or be taken for something else. */
const UNPLAIN = /[;\r\n]|:::|^["*\s]|\s$/;
/** Two or more texts in quotation marks, and nothing else: several notes. Anything else is one note, as it stands. */
const NOTES = /^"[^"]*(?:""[^"]*)*"(?:; "[^"]*(?:""[^"]*)*")+$/;
/** The groups that Google Contacts makes by itself. */
const GOOGLES_OWN = /^\* ?(my ?contacts|starred)$/i;

/** Tags as one cell. */
export function joinTags(tags: readonly string[]): string {
  return tags.map((tag) => (UNPLAIN.test(tag) || tag.includes(",") ? quoted(tag) : tag)).join("; ");
}

/** Organizations as one cell. */
export function joinOrganizations(names: readonly string[]): string {
  return names.map((name) => (UNPLAIN.test(name) ? quoted(name) : name)).join("; ");
}

/** The tags of a cell, without the groups that Google Contacts makes by itself. */
export function splitTags(cell: string): string[] {
  return split(cell, AROUND_TAGS).flatMap(({ text, isQuoted }) =>
    !isQuoted && GOOGLES_OWN.test(text) ? [] : [text],
  );
}

/** The organizations of a cell. */
export function splitOrganizations(cell: string): string[] {
  return split(cell, AROUND_ORGANIZATIONS).map(({ text }) => text);
}

/** Notes as one cell: one as it stands, several each in quotation marks. */
export function joinNotes(notes: readonly string[]): string {
  const [only = ""] = notes;
  if (notes.length < 2 && !NOTES.test(only)) return only;
  // one that looks like several gets an empty one beside it, which is none
  return [...notes, ...(notes.length < 2 ? [""] : [])].map(quoted).join("; ");
}

/** The notes of a cell: unless it is exactly what `joinNotes` makes of several, it is one. */
export function splitNotes(cell: string): string[] {
  const text = cell.trim();
  if (!text) return [];
  if (!NOTES.test(text)) return [text];
  return split(text, AROUND_ORGANIZATIONS).map((one) => one.text);
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** The parts of a cell that are not empty. */
function split(cell: string, divider: RegExp): { text: string; isQuoted: boolean }[] {
  const parts: { text: string; isQuoted: boolean }[] = [];
  const dividerAt = (at: number) => {
    divider.lastIndex = at;
    return divider.exec(cell)?.[0].length ?? 0;
  };
  for (let at = 0; at < cell.length; ) {
    const start = skipSpace(cell, at, divider);
    QUOTED.lastIndex = start;
    const mark = QUOTED.exec(cell);
    const after = mark ? skipSpace(cell, QUOTED.lastIndex, divider) : 0;
    let end = start;
    if (mark && (after === cell.length || dividerAt(after))) {
      const text = (mark[1] ?? "").replaceAll('""', '"');
      if (text.trim()) parts.push({ text, isQuoted: true });
      end = after;
    } else {
      while (end < cell.length && !dividerAt(end)) end++;
      const text = cell.slice(start, end).trim().replace(/\s+/g, " ");
      if (text) parts.push({ text, isQuoted: false });
    }
    at = end + Math.max(1, dividerAt(end));
  }
  return parts;
}

/** Where the space that divides nothing ends. */
function skipSpace(cell: string, from: number, divider: RegExp): number {
  let at = from;
  for (; at < cell.length && /\s/.test(cell.charAt(at)); at++) {
    divider.lastIndex = at;
    if (divider.test(cell)) break;
  }
  return at;
}
