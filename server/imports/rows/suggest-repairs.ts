import { isValidPhoneNumber } from "libphonenumber-js/min";
import type { Attribute } from "../../../shared/crm.ts";
import { attributeOf, type ImportField, type ImportMapping } from "../../../shared/import.ts";
import type { DateOrder, RepairOptions, SuggestedRepairs } from "../../../shared/repair-options.ts";
import type { CsvRow } from "../csv/row-parser.ts";
import { dateOrderOf } from "./attribute-cell.ts";
import { withoutPlaceholders } from "./placeholders.ts";
import { NAME_PARTS } from "./read-row.ts";

/** Names are taken from e-mails if more than this share of the rows has none. */
const MAX_NAMELESS = 0.1;
/** Fewer digits may be a phone of a country without its code. */
const MIN_DIGITS_WITH_CODE = 11;

interface Suggested {
  readonly mapping: ImportMapping;
  readonly attributes: readonly Attribute[];
  /** The first rows of the file. */
  readonly rows: readonly CsvRow[];
}

/** The repairs that a file needs by its first rows and the mapping of its columns (R17). Pure. */
export function suggestRepairs({ mapping, attributes, rows }: Suggested): SuggestedRepairs {
  const columnsOf = (wanted: (field: ImportField) => boolean) =>
    mapping.flatMap((field, at) => (field && wanted(field) ? [at] : []));
  const cellsOf = (wanted: (field: ImportField) => boolean) =>
    columnsOf(wanted).flatMap((at) => rows.flatMap(({ cells }) => cells[at]?.trim() || []));
  const dates = attributes.filter(({ type }) => type === "date").map(({ key }) => key);
  return {
    plusMissing: lacksPlus(cellsOf((field) => field === "phone")),
    nameFromEmail: lacksNames(
      rows,
      columnsOf(isNamePart),
      columnsOf((field) => field === "visitor_id"),
    ),
    dateOrder: orderOf(cellsOf((field) => dates.includes(attributeOf(field) ?? ""))),
    tagSeparator: separatorOf(cellsOf((field) => field === "tags")),
  };
}

const isNamePart = (field: ImportField) => NAME_PARTS.some((part) => part === field);

/** Whether all phones without `+` are numbers with their country's code. */
function lacksPlus(phones: readonly string[]): boolean {
  const bare = phones
    .map((phone) => phone.replace(/[\s().-]/g, ""))
    .filter((phone) => /^[1-9]\d*$/.test(phone));
  return (
    bare.length > 0 &&
    bare.every(
      (phone) => phone.length >= MIN_DIGITS_WITH_CODE && isValidPhoneNumber(`+${phone.slice(0, 20)}`),
    )
  );
}

function lacksNames(rows: readonly CsvRow[], names: readonly number[], visitors: readonly number[]): boolean {
  const textsOf = ({ cells }: CsvRow, columns: readonly number[]) =>
    columns.flatMap((at) => cells[at]?.trim() || []);
  const nameless = rows.filter(
    (row) => !withoutPlaceholders(textsOf(row, names)).length && !textsOf(row, visitors).length,
  );
  return nameless.length > rows.length * MAX_NAMELESS;
}

/** The order that dates of the file show, if they do not contradict each other. */
function orderOf(cells: readonly string[]): DateOrder | null {
  const orders = new Set(cells.flatMap((cell) => dateOrderOf(cell) ?? []));
  const [order] = orders;
  return orders.size === 1 && order ? order : null;
}

function separatorOf(cells: readonly string[]): RepairOptions["tagSeparator"] {
  return cells.some((cell) => cell.includes("|")) && !cells.some((cell) => /[;,\n]/.test(cell)) ? "|" : null;
}
