const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN = new Set([0x5b, 0x7b]);
const CLOSE = new Set([0x5d, 0x7d]);

/**
 * Counts what is in a JSON text without parsing it, in linear time. Pure.
 *
 * @returns the number of levels, and of values: arrays, objects, and what commas separate. Of a text that is not JSON, any
 *   numbers
 */
export function measureJson(text: string): { readonly depth: number; readonly values: number } {
  let level = 0;
  let depth = 0;
  let values = 1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at + 1);
    else if (code === COMMA) values++;
    else if (OPEN.has(code)) {
      values++;
      depth = Math.max(depth, ++level);
    } else if (CLOSE.has(code)) level--;
  }
  return { depth, values };
}

/** The index of the quotation mark that ends a string. @param start the index after the mark that begins it */
function endOfString(text: string, start: number): number {
  let at = start;
  while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at;
}
