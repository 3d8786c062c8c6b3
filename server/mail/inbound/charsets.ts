import iconv from "iconv-lite";

/**
 * Repairs text of windows-1252 that Node 20 has decoded: its `TextDecoder` makes the bytes 0x80 to 0x9F, where
 * windows-1252 has `“ ” € –`, C1 control characters, which nobody sees. No text contains those on purpose.
 */
export function repairControls(text: string): string {
  return text.replace(/[\u0080-\u009f]/g, (control) =>
    iconv.decode(Buffer.from([control.charCodeAt(0)]), "windows-1252"),
  );
}

/** Whether a decoded text has lost characters: its charset was not the declared one. */
export const hasLostCharacters = (text: string | undefined): boolean => text?.includes("\ufffd") ?? false;

/**
 * Whether most of the characters that are not ASCII were lost, so that the text is no UTF-8 at all. A UTF-8 text with a
 * few bad bytes, such as one that was cut, is better left with its few replacement characters.
 */
export function isMostlyLost(text: string): boolean {
  let [lost, notAscii] = [0, 0];
  for (const character of text) {
    if (character > "\x7f") notAscii++;
    if (character === "\ufffd") lost++;
  }
  return lost * 2 > notAscii;
}

/** A `Content-Type` field of text with its folded lines, wherever a part's header may stand. */
const TEXT_TYPE = /^content-type:[ \t]*(?:\r?\n[ \t]+)?text\/[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*/gim;
const CHARSET = /(;\s*charset\s*=\s*)("[^"]*"|[^\s;"]+)/i;

/** Changes the `Content-Type` fields of text parts, wherever they stand. */
export const rewriteTextTypes = (raw: Buffer, change: (field: string) => string): Buffer =>
  Buffer.from(raw.toString("latin1").replace(TEXT_TYPE, change), "latin1");

/**
 * Changes the charset that text parts declare.
 *
 * @param raw the mail
 * @param choose the new charset for a declared one in lower case, "" for a part that declares none; null: as it is
 */
export const overwriteCharsets = (raw: Buffer, choose: (declared: string) => string | null): Buffer =>
  rewriteTextTypes(raw, (field) => {
    const [, , quoted = ""] = CHARSET.exec(field) ?? [];
    const chosen = choose(quoted.replaceAll('"', "").trim().toLowerCase());
    if (chosen === null) return field;
    return quoted
      ? field.replace(CHARSET, `$1"${chosen}"`)
      : `${field.trimEnd().replace(/;$/, "")}; charset="${chosen}"`;
  });

/** Text of bytes whose charset nobody knows: UTF-8 if they are valid as such, else windows-1252. */
export function decodeUnknown(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString("utf8");
  return hasLostCharacters(text) ? iconv.decode(Buffer.from(bytes), "windows-1252") : text;
}

/** UTF-8 and its subset: what a client declares that does not know better. */
export const isUtf8Label = (label: string): boolean => /^(|utf-?8|(us-)?ascii)$/.test(label);

/** Whether the platform knows a charset by this name (WHATWG Encoding Standard). */
export function isKnownLabel(label: string): boolean {
  try {
    new TextDecoder(label);
    return true;
  } catch {
    return false; // the constructor throws for a label that it does not know
  }
}

/**
 * Header lines with bytes that are no UTF-8, which RFC 6532 demands, read as windows-1252.
 *
 * @param header the bytes in front of the first empty line
 */
export function repairRawHeader(header: Buffer): Buffer {
  const isUtf8 = Buffer.from(header.toString("utf8"), "utf8").equals(header);
  return isUtf8 ? header : Buffer.from(iconv.decode(header, "windows-1252"), "utf8");
}

/** Latin-1, its superset windows-1252, and ASCII, which is read as such: what clients declare whatever they write. */
export const isLatinLabel = (label: string): boolean =>
  /^((us-)?ascii|(x-)?(windows-|cp)1252|iso[-_]?8859-?1|latin-?1|l1)$/.test(label);
