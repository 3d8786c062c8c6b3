import { IMPORT_FIELDS, type PlainImportField } from "../../../shared/import.ts";
import { COLUMN_NAMES } from "./column-names.ts";

/** The field that a name stands for; `other`: something that is no field; null: the name is unknown. */
export type NamedField = PlainImportField | "other" | null;

/** Letters that have no decomposition into a base and an accent. */
const FOLDED: Readonly<Record<string, string>> = {
  ł: "l",
  ø: "o",
  đ: "d",
  ð: "d",
  ı: "i",
  æ: "ae",
  œ: "oe",
  ß: "ss",
};

/** The part of a header that is compared, in UTF-16 code units: normalization sorts combining marks in quadratic time (R37). */
const MAX_HEADER = 500;

/** A header for comparison: lower case, without accents, words separated by single spaces. Pure. */
export function normalizeHeader(header: string): string {
  return header
    .slice(0, MAX_HEADER)
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replace(/[łøđðıæœß]/g, (letter) => FOLDED[letter] ?? letter)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

const namesOf = (list: string) => list.split(",").map(normalizeHeader);
const wordsOf = (list: string) => new Set(list.split(/\s+/).map(normalizeHeader));

const BY_NAME: ReadonlyMap<string, PlainImportField> = new Map(
  IMPORT_FIELDS.flatMap((field) =>
    namesOf(COLUMN_NAMES[field]).map((name) => [name, field] as const),
  ).reverse(),
);

/** Words beside a name that say which of several values it is, in whatever order. */
const QUALIFIERS =
  wordsOf(`work home private personal business office other main primary secondary additional default billing shipping
  mobile company contact customer client person lead user member subscriber your alternate alternative preferred direct required optional
  value address addresses formatted registration profile bill ship to of the account crm
  geschaftlich gesch privat private dienstlich beruflich weiteres weitere weiterer andere zweite haupt firma kunde kunden kontakt adresse rechnung lieferung pflichtfeld
  professionnel professionnelle pro perso personnel personnelle bureau domicile travail principal principale secondaire autre client contact facturation livraison du de la le
  trabajo casa oficina particular personal principal secundario otro otra cliente contacto facturacion envio del lavoro ufficio personale altro contatto fatturazione
  trabalho residencial comercial pessoal outro contato zakelijk prive werk thuis klant overig arbete hem privat annan kund arbejde hjem arbeid hjemme koti tyo
  praca dom sluzbowy prywatny sluzbowe prywatne klienta kontaktu domaci pracovni soukromy pracovny munkahelyi otthoni serviciu acasa personal posao kuca
  рабочий домашний личный основной дополнительный рабочая личная основная дополнительная клиента контакта робочий особистий основний клієнта
  is ev kisisel diger musteri العمل المنزل الشخصي العميل 会社 自宅 仕事 個人 勤務先 本人 工作 家庭 个人 公司 직장 집 개인 회사 ppl`);

/** Words of names of something else than a field: what a value is like, and values that are not the person's own. */
const OTHER_WORDS =
  wordsOf(`id ids label type typ tipo status state opt optin optout subscribed unsubscribed subscription marketing newsletter accepts
  blacklisted consent permission verified valid bounced bounce count total date datum time created creation updated modified changed seen
  active activity fax pager telex isdn beeper yomi phonetic displayed angezeigter assistant assistants assistent manager spouse partner
  owner by photo avatar image url link website web webseite domain ip rating source medium score stage industry size revenue username login
  password role nickname initials vendor product orders spent spend emergency notfall title job position department language sprache zone timezone
  street strasse city ort zip plz postal country region province hash notes_count provider format preference preferences name_pronunciation
  telefax telecopie telecopieur faks fakssi faksi φαξ 传真 傳真 ファクス ファックス 팩스 faxnummer faxnr факс фамилия_им рассылка`);
/** Whole names of something else, that would otherwise be read as qualified fields. */
const OTHER_NAMES = new Set(
  namesOf(`user name, username, file as, user, company size, company type, company main, business type, contact type, customer since, address, home address, work address,
    company address, billing address, shipping address, office location, location, gender, geschlecht, birthday, geburtstag, callback, ruckmeldung, konto, phonetic first name, phonetic last name`),
);

/** Parts of a name that have no spaces between them: names as ends of compounds, such as `Privattelefon` or `工作邮箱`. */
const COMPOUND_ENDS: readonly (readonly [string, PlainImportField])[] = [...BY_NAME]
  .filter(([name, field]) => isCompoundEnd(name, field))
  .sort(([a], [b]) => b.length - a.length);

function isCompoundEnd(name: string, field: PlainImportField): boolean {
  if (name.includes(" ")) return false;
  if (/\p{Script=Han}|\p{Script=Katakana}|\p{Script=Hangul}/u.test(name)) return name.length >= 2;
  return (field === "email" || field === "phone") && name.length >= 6;
}

/**
 * The field that a column of this name has. Pure.
 *
 * @param name as `normalizeHeader` returns it
 */
export function namedField(name: string): NamedField {
  if (OTHER_NAMES.has(name) || NUMBERED_LABEL.test(name)) return "other";
  const exact = BY_NAME.get(name) ?? BY_NAME.get(name.replace(/ \d{1,2}(?= |$)/, ""));
  if (exact) return exact;
  const words = name.split(" ").slice(0, MAX_WORDS);
  const qualified = qualifiedField(words);
  if (qualified) return qualified;
  if (words.some((word) => OTHER_WORDS.has(word))) return "other";
  return words.length === 1 ? compoundField(name) : null;
}

/** The label of one of several values: "Phone 2 - Label" says which phone it is. */
const NUMBERED_LABEL = / \d{1,2} label$/;
/** Longer headers are texts, not names. */
const MAX_WORDS = 12;

/** The field of the longest name around which all other words are qualifiers or numbers. */
function qualifiedField(words: readonly string[]): PlainImportField | null {
  const isFree = (word: string) => QUALIFIERS.has(word) || /^\d{1,2}$/.test(word);
  const first = words.findIndex((word) => !isFree(word));
  const last = words.findLastIndex((word) => !isFree(word));
  for (let length = words.length - 1; length > 0; length--)
    for (let start = words.length - length; start >= 0; start--) {
      const end = start + length;
      const isRestFree = first < 0 || (start <= first && end > last);
      const field = isRestFree ? BY_NAME.get(words.slice(start, end).join(" ")) : undefined;
      if (field) return field;
    }
  return null;
}

function compoundField(name: string): PlainImportField | null {
  return COMPOUND_ENDS.find(([end]) => name.length > end.length && name.endsWith(end))?.[1] ?? null;
}

/** @param name as `normalizeHeader` returns it @returns the field that a column of this name has; null: none, or unknown */
export function fieldByName(name: string): PlainImportField | null {
  const named = namedField(name);
  return named === "other" ? null : named;
}
