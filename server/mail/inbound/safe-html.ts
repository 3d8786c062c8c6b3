import sanitizeHtml, { type IOptions } from "sanitize-html";

/** HTML that can be shown in a sandboxed frame. */
export interface SafeHtml {
  readonly html: string;
  /** Images that are not shown: of other servers, which would tell them that the mail is read, and missing parts. */
  readonly imagesBlocked: number;
  /** Whether the mail was longer than the limit, so that its end is missing. */
  readonly isCut: boolean;
}

/** Longer HTML takes seconds, and no person reads it. */
const MAX_HTML = 1_000_000;
/** Deeper elements are left out: no client nests so deep, and browsers take quadratic time. */
const MAX_NESTING = 150;

const TAGS = [
  ..."a abbr address b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn div dl dt em".split(
    " ",
  ),
  ..."figcaption figure font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strike".split(
    " ",
  ),
  ..."strong sub sup table tbody td tfoot th thead time tr tt u ul var wbr".split(" "),
];
/** Attributes that draw and load nothing. `style`, `class` and `id` are left out: pages with a strict policy refuse styles. */
const ATTRIBUTES: IOptions["allowedAttributes"] = {
  "*": ["align", "valign", "bgcolor", "dir", "lang", "width", "height", "title"],
  a: ["href", "target", "rel"],
  img: ["src", "alt"],
  font: ["color", "size"],
  table: ["border", "cellpadding", "cellspacing"],
  td: ["colspan", "rowspan"],
  th: ["colspan", "rowspan"],
  col: ["span"],
  ol: ["start", "type"],
  li: ["value"],
};
/** Elements whose text is none of the mail's. */
const WITHOUT_TEXT = [
  "script",
  "style",
  "textarea",
  "option",
  "noscript",
  "title",
  "xmp",
  "iframe",
  "noembed",
  "noframes",
];

/**
 * The HTML of a mail for "show original": no scripts, forms, frames, styles, and nothing that loads from anywhere. Images
 * of the mail itself are shown, those of other servers are not. The frame has to be sandboxed all the same.
 *
 * @param imageUrls where the images of the mail are, by their Content-ID in lower case without angle brackets (RFC 2392)
 */
export function toSafeHtml(html: string, imageUrls: ReadonlyMap<string, string>): SafeHtml {
  let imagesBlocked = 0;
  const options: IOptions = {
    allowedTags: TAGS,
    allowedAttributes: ATTRIBUTES,
    allowedSchemes: ["http", "https", "mailto", "tel"],
    allowedSchemesAppliedToAttributes: ["href"],
    allowProtocolRelative: false,
    nonTextTags: WITHOUT_TEXT,
    nestingLimit: MAX_NESTING,
    transformTags: {
      a: (tagName, attribs) => ({
        tagName,
        attribs: { ...attribs, target: "_blank", rel: "noopener noreferrer nofollow" },
      }),
      img: (_, { src = "", alt = "", width = "", height = "" }) => {
        const url = imageUrl(src, imageUrls);
        if (url) return { tagName: "img", attribs: { src: url, alt, width, height } };
        imagesBlocked++;
        return { tagName: "span", attribs: {}, text: alt };
      },
    },
  };
  const safe = sanitizeHtml(html.slice(0, MAX_HTML), options);
  return { html: safe, imagesBlocked, isCut: html.length > MAX_HTML };
}

function imageUrl(src: string, imageUrls: ReadonlyMap<string, string>): string | null {
  const [, id = ""] = /^\s*cid:(.*)$/is.exec(src) ?? [];
  const key = id.trim().toLowerCase();
  return (
    imageUrls.get(key) ??
    imageUrls.get(
      key.replace(/%([\da-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    ) ??
    null
  );
}
