/** Characters of a name. */
const MAX_NAME = 200;

/**
 * The name of a person from the parts that a form asks for (first name, last name), in their order. A part that the name
 * contains already, word for word, is not repeated.
 *
 * @returns undefined if all parts are blank
 */
export function wholeName(parts: readonly string[]): string | undefined {
  const words = (text: string) => ` ${text.toLowerCase()} `;
  const name = parts
    .map((part) => part.trim().replace(/\s+/g, " "))
    .filter(Boolean)
    .reduce((whole, part) => (words(whole).includes(words(part)) ? whole : `${whole} ${part}`.trim()), "");
  return [...name].slice(0, MAX_NAME).join("").trim() || undefined;
}
