import type { Attribute, ContactFilter } from "../../../shared/crm.ts";
import { joinNotes, joinOrganizations, joinTags } from "../../../shared/rules/multi-value-cells.ts";
import { listAttributes } from "../../contacts/crm/attributes.ts";
import { matchContacts } from "../../contacts/search/match-contacts.ts";
import type { Db } from "../../platform/database/open.ts";
import { attributeHeaders } from "../columns/attribute-columns.ts";
import { type ExportedContact, readExportPage } from "./export-page.ts";
import { BYTE_ORDER_MARK, formatCsv } from "./format-csv.ts";

/** The columns before those of the attributes. An import recognises them by these names. */
const COLUMNS = [
  "Visitor ID",
  "User ID",
  "Name",
  "E-mails",
  "Phones",
  "Organizations",
  "Tags",
  "Notes",
] as const;

/** How many contacts are read at a time. */
const PAGE_SIZE = 500;
/** Characters of notes in one row. Further notes get further rows of the same contact: an import limits a row's length. */
const MAX_NOTES = 100_000;

export interface ExportOptions {
  readonly property: string;
  /** The contacts to export: some of them, those that match a filter, or all. */
  readonly only: { readonly ids: readonly string[] } | { readonly filter: ContactFilter } | null;
  /** Called for each page with the number of contacts so far. */
  readonly onContacts?: (count: number) => void;
}

/**
 * Exports contacts as CSV, page by page. Importing the file changes nothing (R19). It is UTF-8 with a byte order mark.
 */
export async function* exportContacts(
  db: Db,
  { property, only, onContacts }: ExportOptions,
): AsyncGenerator<Buffer, void, undefined> {
  const attributes = await listAttributes(db, property);
  const head = [...COLUMNS, ...attributeHeaders(attributes)];
  yield Buffer.from(`${BYTE_ORDER_MARK}${formatCsv([head])}`);
  let count = 0;
  for await (const ids of pagesOf(db, property, only)) {
    const contacts = await readExportPage(db, property, ids);
    if (!contacts.length) continue;
    yield Buffer.from(formatCsv(contacts.flatMap((contact) => rowsOf(contact, attributes))));
    count += contacts.length;
    onContacts?.(count);
  }
}

/** The IDs to export, a page at a time, in their order. */
async function* pagesOf(
  db: Db,
  property: string,
  only: ExportOptions["only"],
): AsyncGenerator<readonly string[], void, undefined> {
  const slices =
    only && "ids" in only
      ? [{ ids: [...new Set(only.ids)].sort() }]
      : matchContacts(db, { property, filter: only?.filter ?? {} });
  for await (const { ids } of slices)
    for (let at = 0; at < ids.length; at += PAGE_SIZE) yield ids.slice(at, at + PAGE_SIZE);
}

/** The rows of a contact: one, unless its notes need more. */
function rowsOf({ id, texts, tags, notes }: ExportedContact, attributes: readonly Attribute[]): string[][] {
  const identity = [
    id,
    texts("user_id")[0] ?? "",
    texts("name")[0] ?? "",
    texts("email").join("; "),
    texts("phone").join("; "),
  ];
  const [first = [], ...more] = splitIntoRows(notes);
  const own = attributes.map(({ key }) => texts(`custom:${key}`)[0] ?? "");
  return [
    [...identity, joinOrganizations(texts("organization")), joinTags(tags), joinNotes(first), ...own],
    ...more.map((some) => [...identity, "", "", joinNotes(some), ...own.map(() => "")]),
  ];
}

function splitIntoRows(notes: readonly string[]): string[][] {
  const rows: string[][] = [];
  let left = 0;
  for (const note of notes) {
    left -= note.length;
    if (left < 0) {
      rows.push([]);
      left = MAX_NOTES - note.length;
    }
    rows.at(-1)?.push(note);
  }
  return rows;
}
