import { convert, type HtmlToTextOptions } from "html-to-text";

/** Stands in front of what the sender's client has marked as the head of a quote. A noncharacter: no text contains it. */
export const QUOTE_MARK = "\ufdd0";
/** Stands in front of what the sender's client has marked as a signature. */
export const SIGNATURE_MARK = "\ufdd1";
export const MARKS = /[\ufdd0\ufdd1]/g;

/** Longer HTML takes seconds to convert. */
const MAX_HTML = 500_000;
/** Deeper elements are left out; no client nests so deep, and the parser's stack is limited. */
const MAX_DEPTH = 150;

/** The elements that clients put around the line "On … wrote:", or around the header of the mail that is answered. */
const QUOTE_HEADS = [
  "div.gmail_attr",
  "div.moz-cite-prefix",
  "div#divRplyFwdMsg",
  "div.yahoo_quoted",
  "p.yahoo-quoted-begin",
  "div.protonmail_quote",
  "div.OutlookMessageHeader",
  'div[name="quote"]',
];
const SIGNATURES = [
  "div.gmail_signature",
  "div.moz-signature",
  "pre.moz-signature",
  "div#ms-outlook-mobile-signature",
  "div.ms-outlook-mobile-signature",
  "div.protonmail_signature_block",
  "div#ymail_android_signature",
  "div#AppleMailSignature",
];

const OPTIONS: HtmlToTextOptions = {
  wordwrap: false,
  limits: { maxInputLength: MAX_HTML, maxDepth: MAX_DEPTH, ellipsis: "…" },
  // the whole document: Yahoo on phones nests a document in a document, and the new text is outside of the inner one
  baseElements: { selectors: [] },
  formatters: {
    quoteHead: (element, walk, builder) => {
      builder.openBlock({ leadingLineBreaks: 1 });
      builder.addLiteral(QUOTE_MARK);
      walk(element.children, builder);
      builder.closeBlock({ trailingLineBreaks: 1 });
    },
    signature: (element, walk, builder) => {
      builder.openBlock({ leadingLineBreaks: 1 });
      builder.addLiteral(SIGNATURE_MARK);
      walk(element.children, builder);
      builder.closeBlock({ trailingLineBreaks: 1 });
    },
  },
  selectors: [
    ...["head", "style", "script", "title", "img", "base"].map((selector) => ({ selector, format: "skip" })),
    { selector: "a", options: { hideLinkHrefIfSameAsText: true, noAnchorUrl: true } },
    { selector: "p", options: { leadingLineBreaks: 2, trailingLineBreaks: 2 } },
    // Word's paragraphs are lines: their margin is 0, and an empty one stands for an empty line
    ...["p.MsoNormal", "p.MsoPlainText", "p.MsoListParagraph"].map((selector) => ({
      selector,
      format: "paragraph",
      options: { leadingLineBreaks: 1, trailingLineBreaks: 1 },
    })),
    ...["h1", "h2", "h3", "h4", "h5", "h6"].map((selector) => ({ selector, options: { uppercase: false } })),
    ...["td", "th"].map((selector) => ({
      selector,
      format: "block",
      options: { leadingLineBreaks: 1, trailingLineBreaks: 1 },
    })),
    { selector: "blockquote", options: { trimEmptyLines: false } },
    ...QUOTE_HEADS.map((selector) => ({ selector, format: "quoteHead" })),
    ...SIGNATURES.map((selector) => ({ selector, format: "signature" })),
  ],
};

/** Whether HTML is short enough to be converted whole. */
export const isConvertible = (html: string): boolean => html.length <= MAX_HTML;

/**
 * The text of HTML: blocks as lines, `blockquote` with `> ` in front of each line, links with their address behind them.
 * A part that clients have marked as the head of a quote or as a signature begins with `QUOTE_MARK` or `SIGNATURE_MARK`. Longer
 * HTML than the limit is cut; the original is kept elsewhere.
 */
export function htmlToLines(html: string): string {
  const text = convert(html.replace(MARKS, "").replaceAll("\0", ""), OPTIONS);
  // not with a pattern, which takes quadratic time for a long run of spaces
  const lines = text.split("\n").map((line) => line.trimEnd());
  return lines.join("\n").replace(/\n{3,}/g, "\n\n");
}
