import type { ImportField } from "../../../shared/import.ts";
import type { ColumnContents } from "./column-contents.ts";
import type { LikelyField, NamedField } from "./header-names.ts";

/** The share of a column's cells that must have a form. */
const MOST = 0.8;

/**
 * The field of a column by its name and its contents: contents decide where the name is unknown or they contradict it.
 * Pure.
 */
export function fieldByContents(named: NamedField, contents: ColumnContents): ImportField | null {
  if (typeof named === "object" && named !== null) return likelyField(named, contents);
  if (contents.filled === 0) return named === "other" ? null : named;
  switch (named) {
    case "other":
      return null;
    case "name_prefix":
      return contents.prefix >= 0.5 || contents.personName < 0.5 ? "name_prefix" : null;
    case "email":
      return contents.email > 0 || isEmpty(contents) ? "email" : contradicted(contents);
    case "phone":
      if (contents.email >= MOST) return "email";
      return contents.other >= MOST || contents.personName >= MOST ? null : "phone";
    case "user_id":
      // names of several words are those of whom the program calls users
      return contents.personName >= MOST && contents.oneWord < 0.5 ? null : named;
    case "visitor_id":
      return named;
    case null:
      return contradicted(contents);
    default:
      return contents.email >= MOST || contents.phone >= MOST || contents.other >= MOST
        ? contradicted(contents)
        : named;
  }
}

function likelyField({ likely, ifBlank }: LikelyField, contents: ColumnContents): ImportField | null {
  const { filled, email, phone, number, other, personName } = contents;
  if (filled === 0) return ifBlank ? likely : null;
  const isText = other + email + phone + number < MOST;
  const agrees =
    likely === "email"
      ? email > 0
      : likely === "phone"
        ? phone + number >= 0.5
        : isText && (likely === "notes" || likely === "organization" || personName >= MOST);
  return agrees ? likely : contradicted(contents);
}

/** Whether a column has too little to contradict its name. */
function isEmpty({ filled, other, phone, personName }: ColumnContents): boolean {
  return filled < 2 || other + phone + personName < MOST;
}

function contradicted(contents: ColumnContents): ImportField | null {
  if (contents.email >= MOST) return "email";
  return contents.phone >= MOST ? "phone" : null;
}

/** A column that has no field yet. */
export interface UnknownColumn {
  readonly at: number;
  readonly contents: ColumnContents;
}

/**
 * Finds the columns of names and organizations among those whose names are unknown: names of persons share words with
 * the e-mails of their rows, names of organizations with their domains. Pure.
 *
 * @param missing which of the fields no other column has
 * @returns fields by the columns' indexes
 */
export function fieldsOfTexts(
  columns: readonly UnknownColumn[],
  missing: { readonly name: boolean; readonly organization: boolean },
): ReadonlyMap<number, ImportField> {
  const found = new Map<number, ImportField>();
  if (missing.name) for (const [at, field] of nameColumns(columns)) found.set(at, field);
  const organization = columns.find(
    ({ at, contents }) =>
      !found.has(at) &&
      contents.likeDomain >= 0.5 &&
      contents.likeDomain > contents.likeEmail &&
      contents.oneWord < 1,
  );
  if (missing.organization && organization) found.set(organization.at, "organization");
  return found;
}

function nameColumns(columns: readonly UnknownColumn[]): [number, ImportField][] {
  const names = columns.filter(
    ({ contents }) => contents.personName >= 0.7 && (contents.filled < 3 || contents.distinct >= 0.5),
  );
  const [first, second] = names.filter(({ contents }) => contents.likeEmail >= 0.4);
  const isSplit = (column: UnknownColumn) => column.contents.oneWord >= MOST;
  if (first && second && isSplit(first) && isSplit(second))
    return [
      [first.at, "first_name"],
      [second.at, "last_name"],
    ];
  // without e-mails to compare, names of several words
  const likely = first ?? names.find(({ contents }) => contents.oneWord < 0.5 && contents.distinct >= MOST);
  return likely ? [[likely.at, "name"]] : [];
}
