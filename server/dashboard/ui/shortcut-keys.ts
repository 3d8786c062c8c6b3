type Key = Pick<
  KeyboardEvent,
  "key" | "code" | "shiftKey" | "ctrlKey" | "altKey" | "metaKey" | "getModifierState"
>;

/**
 * The name of a key by which shortcuts are found: what it types, a letter in lower case also with Caps Lock; on layouts
 * without Latin letters (Cyrillic, Greek, Arabic), the Latin letter of that place on the keyboard.
 */
export function shortcutKey({ key, code, shiftKey }: Pick<Key, "key" | "code" | "shiftKey">): string {
  if (!/^[\p{L}\p{M}]\p{M}*$/u.test(key)) return key;
  const [, letter] = /^Key([A-Z])$/.exec(code) ?? [];
  const latin = /^[a-z]$/i.test(key) ? key : letter && (shiftKey ? letter : letter.toLowerCase());
  if (!latin) return key;
  return shiftKey ? latin : latin.toLowerCase();
}

/** Whether a modifier is held with which keys have other meanings, or type other characters (AltGr). */
export const hasModifier = (event: Key): boolean =>
  event.ctrlKey || event.metaKey || event.altKey || event.getModifierState("AltGraph");

/** Whether this is a Mac or an iPad, on which Option with a letter types another letter or an accent. */
const isApple = (): boolean => /^(Mac|iP)/.test(navigator.platform);

/** The keys that switch between a reply and a note, as they are shown. */
export const modeShortcutKeys = (): string => (isApple() ? "Ctrl N" : "Alt N");

/**
 * Whether a key press switches between a reply and a note: a chord that types no character on this system. AltGr, which
 * does, is Control with Alt on Windows, and no Alt elsewhere.
 */
export function isModeShortcut(event: Key): boolean {
  if (shortcutKey(event) !== "n" || event.metaKey) return false;
  return isApple() ? event.ctrlKey && !event.altKey : event.altKey && !event.ctrlKey;
}
