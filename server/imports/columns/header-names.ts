import { IMPORT_FIELDS, type PlainImportField } from "../../../shared/import.ts";
import { COLUMN_NAMES } from "./column-names.ts";
import { withoutRole } from "./column-roles.ts";
import { normalizeHeader } from "./normalize-header.ts";
import { endsAsOther, FORM_WORDS, OTHER_NAMES, OTHER_WORDS } from "./other-names.ts";

/** A field that a word of a name tells, if the column's cells agree. */
export interface LikelyField {
  readonly likely: PlainImportField;
  /** Whether a column without cells has the field. */
  readonly ifBlank: boolean;
}

/** The field that a name stands for; `other`: something that is no field; null: the name is unknown. */
export type NamedField = PlainImportField | LikelyField | "other" | null;

const namesOf = (list: string) => list.split(",").map(normalizeHeader);
const wordsOf = (list: string) => new Set(list.split(/\s+/).map(normalizeHeader));

const BY_NAME: ReadonlyMap<string, PlainImportField> = new Map(
  IMPORT_FIELDS.flatMap((field) =>
    namesOf(COLUMN_NAMES[field]).map((name) => [name, field] as const),
  ).reverse(),
);

/** Words beside a name that say which of several values it is, in whatever order. */
const QUALIFIERS =
  wordsOf(`buyer purchaser orderer payer invitee attendee participant registrant guest recipient ship recovery meeting
  work home private personal business office other main primary secondary additional default billing shipping
  mobile company contact customer client person lead user member subscriber your alternate alternative preferred direct required optional
  value address addresses formatted registration profile bill to of from read only the account crm
  geschaftlich gesch privat private dienstlich beruflich weiteres weitere weiterer andere zweite haupt firma kunde kunden kontakt adresse rechnung lieferung pflichtfeld
  professionnel professionnelle pro perso personnel personnelle bureau domicile travail principal principale secondaire autre client contact facturation livraison du de la le
  trabajo casa oficina particular personal principal secundario otro otra cliente contacto facturacion envio del lavoro ufficio personale altro contatto fatturazione
  trabalho residencial comercial pessoal outro contato zakelijk prive werk thuis klant overig arbete hem privat annan kund arbejde hjem arbeid hjemme koti tyo
  praca dom sluzbowy prywatny sluzbowe prywatne klienta kontaktu domaci pracovni soukromy pracovny munkahelyi otthoni serviciu acasa personal posao kuca
  рабочий домашний личный основной дополнительный рабочая личная основная дополнительная клиента контакта робочий особистий основний клієнта
  is ev kisisel diger musteri العمل المنزل الشخصي العميل 会社 自宅 仕事 個人 勤務先 本人 工作 家庭 个人 公司 직장 집 개인 회사 ppl`);

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
  const words = withoutRole(name.replace(NUMBER, "")).split(" ").slice(0, MAX_WORDS);
  const exact = BY_NAME.get(name) ?? BY_NAME.get(words.join(" "));
  if (exact) return exact;
  if (words.some(isNameWord) && words.some(isEmailWord)) return "other"; // the name that a mail program shows
  const qualified = qualifiedField(words);
  if (qualified) return qualified;
  if (words.some((word) => OTHER_WORDS.has(word))) return "other";
  const isOfForm = words.some((word) => FORM_WORDS.has(word));
  const compound = (SPACELESS.test(name) ? spacelessField(words) : null) ?? compoundField(words);
  if (compound && !isOfForm) return compound;
  return nounField(words, !isOfForm) ?? (isOfForm ? "other" : null);
}

/** The number of one of several values. */
const NUMBER = / \d{1,2}(?= |$)|^\d{1,2} /g;
/** Scripts that are written without spaces, or with spaces that mean little. */
const SPACELESS = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}/u;

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

function compoundField(words: readonly string[]): PlainImportField | null {
  const [name = "", ...more] = words;
  return more.length ? null : fieldOfEnd(name);
}

function spacelessField(words: readonly string[]): NamedField {
  const exact = BY_NAME.get(words.join(""));
  if (exact) return exact;
  if (words.some(endsAsOther)) return "other";
  const [word, ...more] = words.filter((one) => !QUALIFIERS.has(one));
  return word && !more.length ? fieldOfEnd(word) : null;
}

function fieldOfEnd(name: string): PlainImportField | null {
  return COMPOUND_ENDS.find(([end]) => name.length > end.length && name.endsWith(end))?.[1] ?? null;
}

/** Words that tell the field among words that are unknown: `Telefon w samochodzie`. A name with those of two fields has none. */
const NOUNS: ReadonlyMap<string, PlainImportField> = new Map(
  (
    [
      [
        "phone",
        `phone phones telephone telefon telefonu telefonnummer telefono telefone telefoon telefoonnummer telefons telefonas puhelin puhelinnumero телефон телефона телефону
        mobiltelefon mobile mobil cellulare celular movil whatsapp τηλεφωνο טלפון הטלפון هاتف الهاتف تلفن telepon telefonszam telefoni simi`,
      ],
      [
        "email",
        `email emails mail correo courriel eposta epost emailadres emailadresse mejl почты почта поштa имейл sahkoposti netfang اميل ايميل`,
      ],
      [
        "notes",
        `notes note notizen notiz bemerkung bemerkungen anmerkung anmerkungen kommentar kommentare comments comment remarks notas observaciones comentarios commentaires commentaire
        remarques opmerkingen notities opm bem anm uwagi σημειωσεις παρατηρησεις σχολια הערות ملاحظات poznamka poznamky megjegyzes megjegyzesek примечание примечания комментарий комментарии notlar observacoes 備考 メモ 备注`,
      ],
      [
        "first_name",
        `firstname vorname prenom voornaam voorletters initialen fornamn fornavn etunimi imie jmeno keresztnev utonev prenume nombre nome имя`,
      ],
      [
        "last_name",
        "lastname surname nachname familienname cognome apellidos apellido achternaam efternamn efternavn sukunimi nazwisko prijmeni priezvisko vezeteknev soyad soyadi фамилия прізвище επωνυμο",
      ],
      [
        "organization",
        "organization organisation company firma unternehmen societe entreprise empresa azienda bedrijf foretag virksomhed yritys компания организация sirket εταιρεια חברה شركة",
      ],
    ] as const
  ).flatMap(([field, words]) => words.split(/\s+/).map((word) => [normalizeHeader(word), field] as const)),
);

function nounField(words: readonly string[], ifBlank: boolean): LikelyField | null {
  const fields = new Set(words.flatMap((word) => NOUNS.get(word) ?? []));
  if (fields.size > 1) fields.delete("organization"); // the phone of a company is a phone
  const [likely] = fields;
  return fields.size === 1 && likely
    ? { likely, ifBlank: ifBlank && (likely === "phone" || likely === "email") }
    : null;
}

/** Words for names, beside those of whole columns. */
const NAME_WORDS = new Set(
  "name namn navn naam nom nombre nome nazwa jmeno meno nev neve ad adi имя имени ονομα שם اسم 名 表示名"
    .split(" ")
    .map(normalizeHeader),
);
const isNameWord = (word: string) => NAME_WORDS.has(word);
const isEmailWord = (word: string) => NOUNS.get(word) === "email" || BY_NAME.get(word) === "email";

/** @param name as `normalizeHeader` returns it @returns the field that a column of this name has; null: none, or unknown */
export function fieldByName(name: string): PlainImportField | null {
  const named = namedField(name);
  return typeof named === "object" || named === "other" ? null : named;
}
