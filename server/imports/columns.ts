import type { ImportField, ImportMapping, ImportPreset } from "../../shared/import.ts";

/** The names that columns have in spreadsheets, in the form that `plainHeader` gives them. */
const NAMES: Readonly<Record<ImportField, readonly string[]>> = {
  visitor_id: ["visitor id", "foyer id"],
  user_id: [
    "user id",
    "userid",
    "external id",
    "externalid",
    "identifier",
    "customer id",
    "customer number",
    "customer no",
    "client id",
    "kundennummer",
    "kunden nr",
    "kundennr",
    "benutzer id",
    "numero client",
    "id client",
    "identifiant",
  ],
  name: [
    "name",
    "full name",
    "fullname",
    "contact",
    "contact name",
    "customer",
    "customer name",
    "display name",
    "person",
    "client",
    "kunde",
    "vollstandiger name",
    "ansprechpartner",
    "nom complet",
    "nombre completo",
    "nome completo",
    "الاسم",
    "الاسم الكامل",
  ],
  first_name: [
    "first name",
    "firstname",
    "first",
    "given name",
    "givenname",
    "forename",
    "vorname",
    "prenom",
    "nombre",
    "nome",
    "الاسم الاول",
  ],
  last_name: [
    "last name",
    "lastname",
    "last",
    "surname",
    "family name",
    "familyname",
    "nachname",
    "familienname",
    "nom",
    "nom de famille",
    "apellido",
    "apellidos",
    "cognome",
    "achternaam",
    "اسم العائلة",
  ],
  email: [
    "email",
    "emails",
    "e mail",
    "e mails",
    "mail",
    "email address",
    "email addresses",
    "e mail address",
    "e mail addresses",
    "primary email",
    "work email",
    "home email",
    "personal email",
    "other email",
    "additional email",
    "additional emails",
    "mail adresse",
    "e mail adresse",
    "email adresse",
    "adresse e mail",
    "adresse email",
    "adresse mail",
    "courriel",
    "correo",
    "correo electronico",
    "البريد الالكتروني",
  ],
  phone: [
    "phone",
    "phones",
    "phone number",
    "phone numbers",
    "phonenumber",
    "phone no",
    "telephone",
    "telephone number",
    "tel",
    "tel no",
    "mobile",
    "mobile phone",
    "mobile number",
    "mobile phone number",
    "cell",
    "cell phone",
    "cellphone",
    "work phone",
    "home phone",
    "business phone",
    "primary phone",
    "other phone",
    "whatsapp",
    "whatsapp number",
    "whatsapp phone number",
    "telefon",
    "telefonnummer",
    "handy",
    "handynummer",
    "mobil",
    "mobiltelefon",
    "rufnummer",
    "portable",
    "numero de telephone",
    "telefono",
    "movil",
    "cellulare",
    "الهاتف",
    "رقم الهاتف",
  ],
};

const BY_NAME: ReadonlyMap<string, ImportField> = new Map(
  Object.entries(NAMES).flatMap(([field, names]) =>
    names.map((name) => [name, field as ImportField] as const),
  ),
);

/** A person has one of each of these, so of several columns the first counts. */
const SINGLE: ReadonlySet<ImportField> = new Set([
  "visitor_id",
  "user_id",
  "name",
  "first_name",
  "last_name",
]);

interface Preset {
  readonly id: ImportPreset;
  /** An export of it has all of these columns. */
  readonly signs: readonly string[];
  /** Where it calls something differently from everybody else; null: what looks like a detail and is none. */
  readonly columns: Readonly<Record<string, ImportField | null>>;
}

/** The most particular first. */
const PRESETS: readonly Preset[] = [
  { id: "foyer", signs: ["visitor id", "user id", "name", "e mails", "phones"], columns: {} },
  {
    id: "google",
    signs: ["e mail 1 value"],
    // the older form has the whole name beside its parts; a column for each of up to many e-mails and phones
    columns: { "organization 1 name": null, "file as": null, "name prefix": null, "name suffix": null },
  },
  {
    id: "hubspot",
    signs: ["record id", "first name", "last name", "email"],
    columns: { "record id": null, "contact owner": null, "associated company": null, "company name": null },
  },
  {
    id: "intercom",
    signs: ["user id", "email", "last seen", "signed up"],
    columns: { owner: null, id: null },
  },
  {
    id: "intercom",
    signs: ["user id", "email", "last seen date", "signed up date"],
    columns: { owner: null, id: null },
  },
  {
    id: "chatwoot",
    signs: ["id", "name", "email", "phone number"],
    columns: { id: null, identifier: "user_id", "company name": null },
  },
  {
    id: "tawk",
    signs: ["name", "email", "phone", "user id", "organization"],
    columns: { id: null, "job title": null },
  },
  {
    id: "tawk",
    signs: ["name", "email", "phone", "tags", "notes"],
    columns: { id: null, "job title": null },
  },
];

/** A header as it is compared: lower case, without accents, words divided by single spaces. */
export function plainHeader(header: string): string {
  return header
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/**
 * What the columns of a file are, as far as their names say (R16).
 *
 * @param headers as the file has them
 * @returns for each column what it is, and the program whose export it looks like
 */
export function matchColumns(headers: readonly string[]): {
  mapping: ImportMapping;
  preset: ImportPreset | null;
} {
  const plain = headers.map(plainHeader);
  const preset = PRESETS.find(({ signs }) => signs.every((sign) => plain.includes(sign))) ?? null;
  const taken = new Set<ImportField>();
  const mapping = plain.map((name): ImportField | null => {
    const field = fieldOf(name, preset);
    if (!field || (SINGLE.has(field) && taken.has(field))) return null;
    taken.add(field);
    return field;
  });
  return { mapping: withOneName(mapping), preset: preset?.id ?? null };
}

function fieldOf(name: string, preset: Preset | null): ImportField | null {
  if (preset && Object.hasOwn(preset.columns, name)) return preset.columns[name] ?? null;
  if (/^(e mail|phone) \d+ value$/.test(name)) return name.startsWith("e") ? "email" : "phone";
  // "Email 2", "Phone number 3", "Mobile (work)", "* Name", "E-mail (required)"
  const bare = name.replace(
    / (\d+|required|optional|work|home|private|business|other|geschaftlich|privat)$/,
    "",
  );
  return BY_NAME.get(name) ?? BY_NAME.get(bare) ?? null;
}

/** With the whole name beside its parts, the parts say nothing more; a last name alone is the name. */
function withOneName(mapping: ImportMapping): ImportMapping {
  const has = (field: ImportField) => mapping.includes(field);
  if (has("name"))
    return mapping.map((field) => (field === "first_name" || field === "last_name" ? null : field));
  if (has("last_name") && !has("first_name"))
    return mapping.map((field) => (field === "last_name" ? "name" : field));
  return mapping;
}

/**
 * What is wrong with a mapping, in words; null if it can be used.
 *
 * @param columns how many columns the file has
 */
export function mappingFault(mapping: ImportMapping, columns: number): string | null {
  const count = (field: ImportField) => mapping.filter((one) => one === field).length;
  if (mapping.length !== columns)
    return `The file has ${columns} columns, but ${mapping.length} were given a meaning.`;
  const twice = [...SINGLE].find((field) => count(field) > 1);
  if (twice) return `Two columns cannot both be the ${twice.replace("_", " ")}.`;
  if (!count("name") && !count("first_name") && !count("last_name"))
    return "No column is the name, which every row must have.";
  if (!count("email") && !count("phone") && !count("user_id") && !count("visitor_id"))
    return "No column is an e-mail, a phone or a user ID, so nobody could be recognised by it.";
  return null;
}

/** The headers of the columns that are not imported, for the report; those without a name by their number. */
export function notImported(headers: readonly string[], mapping: ImportMapping): string[] {
  return headers.flatMap((header, at) => (mapping[at] ? [] : [header.trim() || `Column ${at + 1}`]));
}
