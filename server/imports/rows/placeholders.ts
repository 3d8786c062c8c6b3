/** The signs that programs and spreadsheets write for a missing value, in every kind of cell. */
const SIGNS: ReadonlySet<string> = new Set([
  ..."n/a|#n/a|n.a.|n.a|n\\a|null|(null)|<null>|[null]|\\n|nil|undefined|(undefined)|nan".split("|"),
  ..."#ref!|#value!|#name?|#null!|#num!|#div/0!|#error!|#nv|#nav|#bezug!|#wert!".split("|"),
  ..."(blank)|(empty)|(none)|(leer)|<empty>|<none>|[blank]|(no name)|(kein name)|(unknown)|(unbekannt)".split(
    "|",
  ),
]);

/** Words for "there is none" and "unknown": a name, an identifier or a tag is never one of them, but a note may be. */
const WORDS: ReadonlySet<string> = new Set([
  ..."none|no name|noname|no email|no e-mail|no phone|unknown|not available|not applicable".split("|"),
  ..."not provided|not known|not set|blank|empty|unnamed|anonymous".split("|"),
  ..."keine|keiner|kein|keins|kein name|keine angabe|keine angaben|k.a.|k. a.|k.a|unbekannt|nicht angegeben".split(
    "|",
  ),
  ..."nicht bekannt|leer|entfällt|aucun|aucune|néant|inconnu|inconnue|non renseigné|sans nom".split("|"),
  ..."ninguno|ninguna|desconocido|desconocida|sin nombre|sin datos|nessuno|nessuna|sconosciuto".split("|"),
  ..."nenhum|nenhuma|desconhecido|sem nome|geen|onbekend|niet bekend|ingen|inget|okänd|ukendt|ukjent".split(
    "|",
  ),
  ..."brak|nieznany|nieznane|není|neznámý|žádný|nincs|ismeretlen|yok|bilinmiyor|ei ole|tuntematon".split("|"),
  ..."нет|неизвестно|немає|невідомо|κανένα|άγνωστο|なし|無し|不明|未記入|无|無|未知|없음|미상".split("|"),
  ..."لا يوجد|غير معروف|غير متوفر|אין|לא ידוע|ไม่มี|không có".split("|"),
]);

/** Only marks, such as `-`, `--`, `.`, `?`, `***`; an underscore or a currency sign is none. */
const MARKS = /^[\p{Pd}.…?¿!*~/\\|:;,'"·•×✗_\s]+$/u;
/** The longest placeholder has fewer characters. */
const MAX_LENGTH = 40;

/** A cell for comparison. */
function normalized(text: string): string {
  const lower = text.trim().toLowerCase();
  return /\s/.test(lower) ? lower.replace(/\s+/g, " ") : lower;
}

/** Whether a cell says by a sign that it has no value (R17): `N/A`, `NULL`, `-`, `#REF!`. Pure. */
export function isPlaceholder(text: string): boolean {
  return text.length <= MAX_LENGTH && (MARKS.test(text) || SIGNS.has(normalized(text)));
}

/** Whether a name, an identifier or a tag says by a sign or a word that there is none: also `none`, `keine`. Pure. */
export function isPlaceholderWord(text: string): boolean {
  if (text.length > MAX_LENGTH) return false;
  if (MARKS.test(text)) return true;
  const word = normalized(text);
  return SIGNS.has(word) || WORDS.has(word);
}

/**
 * Removes placeholders from the parts of a name (R17). A last name such as `Null` beside a first name is one, unless it is
 * written as no name is. Pure.
 *
 * @param parts the cells of the name, in their order
 * @returns the parts that are a name; none if all of them are placeholders
 */
export function withoutPlaceholders(parts: readonly string[]): readonly string[] {
  if (parts.every(isPlaceholderWord) || parts.every(hasPlaceholdersOnly)) return [];
  return parts.filter((part) => !isPlaceholderWord(part) || isWrittenAsName(part));
}

/** Whether each word of a text is a placeholder. */
function hasPlaceholdersOnly(text: string): boolean {
  return text.split(/\s+/).every((word) => word === "" || isPlaceholderWord(word));
}

const isWrittenAsName = (part: string) => /^\p{Lu}\p{Ll}+$/u.test(part);
