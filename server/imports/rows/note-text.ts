import { convert } from "html-to-text";

/** A tag or an entity that HTML editors write. Texts with other angle brackets are no HTML. */
const HTML =
  /<\/?(?:p|br|div|span|b|i|u|em|strong|a|ul|ol|li|h[1-6]|table|tr|td|blockquote|font|html|body|script|style)\b[^<>]{0,1000}>|&(?:nbsp|amp|lt|gt|quot|#\d{1,6});/i;
/** A longer cell is no note that could be saved; its reader refuses it. */
const MAX_HTML = 100_000;

/** The text of a note that another program has saved as HTML; any other text unchanged. Pure. */
export function noteText(cell: string): string {
  if (cell.length > MAX_HTML || !HTML.test(cell)) return cell;
  return convert(cell, {
    wordwrap: false,
    preserveNewlines: true,
    limits: { maxInputLength: MAX_HTML, maxDepth: 50, maxChildNodes: 5_000 },
    selectors: [
      { selector: "script", format: "skip" },
      { selector: "style", format: "skip" },
      { selector: "img", format: "skip" },
      { selector: "a", options: { hideLinkHrefIfSameAsText: true, ignoreHref: false } },
      { selector: "p", options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    ],
  }).trim();
}
