import type { Details } from "../../../shared/contact.ts";
import type { Attribute } from "../../../shared/crm.ts";
import { attributeOf, type ImportField } from "../../../shared/import.ts";
import { NO_REPAIRS } from "../../../shared/repair-options.ts";
import type { SourceMapping } from "../../../shared/webhook-source.ts";
import { createRowReader, IDENTIFIER_MISSING, NAME_MISSING } from "../../imports/rows/read-row.ts";
import { parsePath, readPath, scalarText } from "./path.ts";

/** A person as a body describes them. */
export interface MappedPerson {
  readonly kind: "person";
  readonly details: Details;
  readonly tags: readonly string[];
  readonly notes: readonly string[];
  /** In words, why values were left out (R17). */
  readonly leftOut: readonly string[];
}

/** A body by which nobody can be recognised, and the reason in words. */
export interface RefusedBody {
  readonly kind: "refused";
  readonly reason: string;
}

/** The fields of which a contact has several values: all that the paths lead to are taken. Of the others the first counts. */
const SEVERAL: ReadonlySet<ImportField> = new Set(["email", "phone", "organization", "tags", "notes"]);

export interface MappingContext {
  readonly mapping: SourceMapping;
  readonly attributes: readonly Attribute[];
  /** The ISO 3166 code of the country whose numbers phones without `+` are; null: they cannot be used. */
  readonly country: string | null;
}

/**
 * Creates the function that reads a person from a body (R36): the paths of the mapping give texts, which are read as the cells
 * of an imported row are, so that a value that cannot be used costs the value and not the person (R17). Pure.
 */
export function createBodyReader({
  mapping,
  attributes,
  country,
}: MappingContext): (body: unknown) => MappedPerson | RefusedBody {
  const rules = mapping.map(({ path, field }) => ({ field, steps: parsePath(path) ?? [] }));
  const headers = mapping.map(({ path }) => path);
  const readRow = createRowReader(
    mapping.map(({ field }) => field),
    headers,
    attributes,
    // a name that is taken from the e-mail is left out below: only lists need one in every row
    { ...NO_REPAIRS, country, nameFromEmail: true },
  );
  return (body) => {
    const inexact: string[] = [];
    const given = new Set<ImportField>();
    const seen = new Set<string>();
    const isNew = (field: ImportField, text: string) => {
      const key = `${field} ${text.toLowerCase()}`;
      return text !== "" && !seen.has(key) && Boolean(seen.add(key));
    };
    const cells = rules.map(({ field, steps }, at) => {
      if (!steps.length || (given.has(field) && !SEVERAL.has(field))) return "";
      const values = readPath(body, steps).flatMap((value) => (Array.isArray(value) ? value : [value]));
      if (values.some(isInexact)) inexact.push(`The number at “${headers[at]}” is too long to be exact.`);
      const texts = values.flatMap((value) => (isInexact(value) ? [] : (scalarText(value)?.trim() ?? "")));
      const cell = joinTexts(
        field,
        texts.filter((text) => isNew(field, text)),
      );
      if (cell) given.add(field);
      return cell;
    });
    const row = readRow({ line: 0, cells });
    if (row.kind === "refused")
      return {
        kind: "refused",
        reason: inexact[0] ?? (row.reason === NAME_MISSING ? IDENTIFIER_MISSING : row.reason),
      };
    const { name, ...rest } = row.details;
    return {
      kind: "person",
      details: row.isNameDerived || name === undefined ? rest : { name, ...rest },
      tags: row.tags,
      notes: row.notes,
      leftOut: [...inexact, ...row.leftOut, ...row.uncertain.flatMap(({ error }) => error ?? [])],
    };
  };
}

/** A number that JSON's parser has rounded: two people with such IDs would be taken for one. */
const isInexact = (value: unknown) =>
  typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value);

function joinTexts(field: ImportField, texts: readonly string[]): string {
  if (SEVERAL.has(field)) return texts.join("\n");
  return attributeOf(field) === null ? (texts[0] ?? "") : texts.join(", ");
}
