/**
 * Several names or notes in one cell of a CSV file. A name that contains a separator is written in quotation marks, and
 * a quotation mark in it is doubled, as in CSV itself. Splitting reverses joining for every list of names.
 */

/** The separators of tags: commas, semicolons, line breaks, and the three colons of Google Contacts. */
const TAG_SEPARATOR = /[;,\n]|:::/y;
/** The separators of organizations and notes: no comma, which many company names contain. */
const ORGANIZATION_SEPARATOR = /[;\n]|:::/y;
const QUOTED = /"([^"]*(?:""[^"]*)*)"/y;
/** Names that would be read back differently unless they are in quotation marks. */
const NEEDS_QUOTES = /[;\r\n]|:::|^["*\s]|\s$/;
/** The form of several notes: two or more texts in quotation marks. Every other text is one note. */
const SEVERAL_NOTES = /^"[^"]*(?:""[^"]*)*"(?:; "[^"]*(?:""[^"]*)*")+$/;
/** The groups that Google Contacts makes by itself are exported with an asterisk before the name. */
const GOOGLE_SYSTEM_GROUP = /^\* ?(?=\p{L})/u;
/** Those that say nothing about a person, as Google names them in English, German, French, Spanish and Italian. */
const GOOGLE_LISTS =
  /^((my|other|all|chat) ?contacts|starred|(meine|weitere|andere|alle) kontakte|markiert|(mes|autres|tous les) contacts|favoris|(mis|otros|todos los) contactos|destacados|(i miei|altri|tutti i) contatti|speciali)$/i;

/** Tags as one cell. */
export function joinTags(tags: readonly string[]): string {
  return tags.map((tag) => (NEEDS_QUOTES.test(tag) || tag.includes(",") ? quoted(tag) : tag)).join("; ");
}

/** Organizations as one cell. */
export function joinOrganizations(names: readonly string[]): string {
  return names.map((name) => (NEEDS_QUOTES.test(name) ? quoted(name) : name)).join("; ");
}

/**
 * The tags of a cell, without the lists that Google Contacts keeps by itself. Its groups for people, `* friends`, are tags
 * without the asterisk. What is in quotation marks stays as it is.
 */
export function splitTags(cell: string): string[] {
  return split(cell, TAG_SEPARATOR).flatMap(({ text, isQuoted }) => {
    if (isQuoted || !GOOGLE_SYSTEM_GROUP.test(text)) return [text];
    const name = text.replace(GOOGLE_SYSTEM_GROUP, "");
    return GOOGLE_LISTS.test(name) ? [] : [name];
  });
}

/** The organizations of a cell. */
export function splitOrganizations(cell: string): string[] {
  return split(cell, ORGANIZATION_SEPARATOR).map(({ text }) => text);
}

/** Notes as one cell: a single note unchanged, several notes each in quotation marks. */
export function joinNotes(notes: readonly string[]): string {
  const [only = ""] = notes;
  if (notes.length < 2 && !SEVERAL_NOTES.test(only)) return only;
  // a single note that has the form of several gets an empty second one, which splitting leaves out
  return [...notes, ...(notes.length < 2 ? [""] : [])].map(quoted).join("; ");
}

/** The notes of a cell: one note, unless the cell has exactly the form that `joinNotes` gives to several. */
export function splitNotes(cell: string): string[] {
  const text = cell.trim();
  if (!text) return [];
  if (!SEVERAL_NOTES.test(text)) return [text];
  return split(text, ORGANIZATION_SEPARATOR).map((one) => one.text);
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** A cell with nothing that separates or quotes: one name, as most are. */
const ONE_NAME = /^[^;,:\n"]*$/;

/** The parts of a cell that are not empty, in linear time. */
function split(cell: string, separator: RegExp): { text: string; isQuoted: boolean }[] {
  if (ONE_NAME.test(cell)) {
    const text = cell.trim().replace(/\s+/g, " ");
    return text ? [{ text, isQuoted: false }] : [];
  }
  const parts: { text: string; isQuoted: boolean }[] = [];
  // the sticky expression answers whether a separator begins at an index, the global one where the next begins
  const next = new RegExp(separator.source, "g");
  const separatorLength = (at: number) => {
    separator.lastIndex = at;
    return separator.exec(cell)?.[0].length ?? 0;
  };
  for (let at = 0; at < cell.length; ) {
    const start = skipSpace(cell, at, separator);
    QUOTED.lastIndex = start;
    const mark = QUOTED.exec(cell);
    const after = mark ? skipSpace(cell, QUOTED.lastIndex, separator) : 0;
    let end = start;
    if (mark && (after === cell.length || separatorLength(after))) {
      const text = (mark[1] ?? "").replaceAll('""', '"');
      if (text.trim()) parts.push({ text, isQuoted: true });
      end = after;
    } else {
      next.lastIndex = start;
      end = next.exec(cell)?.index ?? cell.length;
      const text = cell.slice(start, end).trim().replace(/\s+/g, " ");
      if (text) parts.push({ text, isQuoted: false });
    }
    at = end + Math.max(1, separatorLength(end));
  }
  return parts;
}

/** The index after white space that is not itself a separator. */
function skipSpace(cell: string, from: number, separator: RegExp): number {
  let at = from;
  for (; at < cell.length && /\s/.test(cell.charAt(at)); at++) {
    separator.lastIndex = at;
    if (separator.test(cell)) break;
  }
  return at;
}
