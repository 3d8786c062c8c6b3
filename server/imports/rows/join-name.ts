/** The cells of a row that make a name. Blank: the row has none. */
export interface NameParts {
  readonly whole: string;
  readonly prefix: string;
  readonly first: string;
  readonly middle: string;
  readonly last: string;
  readonly suffix: string;
}

/** Forms of address, which are no part of a name, unlike titles. */
const SALUTATION =
  /^(?:firma|company|société|mr|mrs|ms|miss|mx|sir|madam|herr|herrn|frau|hr|fr|m|mme|mlle|monsieur|madame|mademoiselle|sr|sra|srta|señor|señora|sig|sigra|signor|signora|dhr|mevr|dhr\/mevr|pan|pani|pán|paní|bay|bayan|herra|rouva|domnul|doamna|г-н|г-жа|السيد|السيدة|様|先生|女士|小姐)\.?$/iu;
/** `Lovelace, Ada`: a last name of one word, or of particles and a word, and one to four others. */
const LAST_FIRST =
  /^((?:(?:von|vom|van|de|der|den|del|della|dalla|dello|dei|degli|di|da|do|dos|das|du|des|le|la|los|las|zu|zur|zum|ten|ter|te|op|'t|af|av|al|el|ul|bin|ben|ibn|abu|binti|y|e|mac|san|santa|st|st\.) ){0,3}[\p{L}\p{M}'’-]{1,60}), ([\p{L}\p{M}'’.-]{1,60}(?: [\p{L}\p{M}'’.-]{1,60}){0,3})$/iu;
/** Endings behind a comma that are no first name. */
const NO_FIRST_NAME =
  /^(?:jr|sr|ii|iii|iv|esq|ph\.?d|m\.?d|mba|msc|bsc|cpa|dds|inc|ltd|llc|llp|gmbh|ag|kg|ug|ohg|e\.?k|co|corp|plc|s\.?a|s\.?r\.?l|bv|nv|oy|ab|as)\.?$/i;
/** Writing in which the family name comes first. */
const FAMILY_FIRST = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}々ー]+$/u;
/** A longer name is no list of a last and a first name. */
const MAX_REVERSED = 200;

/**
 * Joins the parts of a name (R7): the whole name, with the parts that it does not have, or the parts in their order. A
 * name of the form `Lovelace, Ada` is turned. Pure.
 */
export function joinName({ whole, prefix, first, middle, last, suffix }: NameParts): string {
  const turned = turnName(whole);
  const title = withoutSalutation(prefix);
  const missing = (part: string) => (has(turned, part) ? "" : part);
  const parts = turned
    ? [missing(title), missing(first), missing(middle), turned, missing(last), missing(suffix)]
    : [title, ...givenAndFamily(first, middle, turnName(last)), suffix];
  return parts.filter((part) => part !== "").join(" ");
}

/** The given names and the family name in their order, which is the other one in Chinese, Japanese and Korean. */
function givenAndFamily(first: string, middle: string, last: string): string[] {
  if (!last || !FAMILY_FIRST.test(first) || !FAMILY_FIRST.test(last)) return [first, middle, last];
  // Chinese and Korean family names are one character as a rule, and nothing is between the names
  return [...last].length === 1 ? [`${last}${middle}${first}`] : [last, middle, first];
}

function has(whole: string, part: string): boolean {
  return whole.toLowerCase().includes(part.toLowerCase());
}

function turnName(name: string): string {
  const match = name.length <= MAX_REVERSED ? LAST_FIRST.exec(name) : null;
  if (!match || NO_FIRST_NAME.test(match[2] ?? "") || NO_FIRST_NAME.test(match[1]?.split(" ").at(-1) ?? ""))
    return name;
  return `${match[2]} ${match[1]}`;
}

function withoutSalutation(prefix: string): string {
  return prefix
    .split(/\s+/)
    .filter((word) => !SALUTATION.test(word))
    .join(" ");
}
