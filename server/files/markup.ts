/** The beginning of markup, or of a script with an interpreter line. */
const EXECUTABLE = /^(<[a-z!?/]|#!)/i;

/** Documents that browsers show as a page. */
const PAGES = /^(?:html|svg)$/i;
/** Elements by which browsers recognize HTML (WHATWG MIME Sniffing, section 7.1), and others that load or run something. */
const HTML =
  /^(?:html|head|body|script|iframe|h1|div|font|table|a|style|title|b|br|p|img|svg|math|object|embed|form|meta|link|base|video|audio|input|button|details|marquee|frameset|template|span|center)$/i;

const ROOT = /^<(?:[\p{L}_][\p{L}\p{N}_.-]*:)?([\p{L}_][\p{L}\p{N}_.-]*)(?=[\s/>])/u;
const DOCTYPE =
  /^<!DOCTYPE\s+(?:[\p{L}_][\p{L}\p{N}_.-]*:)?([\p{L}_][\p{L}\p{N}_.-]*)[^[>]*(?:\[[^\]]*\]\s*)?>/iu;
/** The stylesheet of an XML document that brings it along as an address, and code of PHP. */
const PROGRAM = /^<\?(?:php|=|xml-stylesheet[\s\S]*?(?:data|javascript):)/i;

/** The form of a text: plain, XML that browsers run nothing of, or something that they or a shell would run. */
export type TextForm = "plain" | "xml" | "executable";

/** @param beginning the first characters of a text, without leading space */
export function textForm(beginning: string): TextForm {
  if (!EXECUTABLE.test(beginning)) return "plain";
  const root = rootElement(beginning);
  const pages = /^<\?xml\s/.test(beginning) ? PAGES : HTML;
  return root !== null && !pages.test(root) ? "xml" : "executable";
}

/**
 * The name of the root element of an XML document, without its prefix.
 *
 * @returns null if it does not begin as XML does, is declared to be a page, or brings a program
 */
function rootElement(beginning: string): string | null {
  for (let rest = beginning; ; rest = rest.trimStart()) {
    if (rest.startsWith("<?")) {
      const instruction = upTo("?>", rest);
      if (PROGRAM.test(instruction)) return null;
      rest = rest.slice(instruction.length || rest.length);
    } else if (rest.startsWith("<!--")) {
      rest = rest.slice(upTo("-->", rest).length || rest.length);
    } else if (/^<!DOCTYPE/i.test(rest)) {
      const [type = "", name = "html"] = DOCTYPE.exec(rest) ?? [];
      if (PAGES.test(name)) return null;
      rest = rest.slice(type.length);
    } else {
      return ROOT.exec(rest)?.[1] ?? null;
    }
  }
}

/** The text up to the end of a mark; empty: there is none. */
function upTo(mark: string, text: string): string {
  const at = text.indexOf(mark, mark.length);
  return at === -1 ? "" : text.slice(0, at + mark.length);
}
