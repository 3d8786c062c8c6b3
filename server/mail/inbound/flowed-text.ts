import { rewriteTextTypes } from "./charsets.ts";

/** How soft line breaks are written (RFC 3676, section 4). */
interface Flow {
  /** Whether the space at a soft break is not part of the text: for scripts without spaces. */
  readonly deletesSpace: boolean;
}

const FLOWED = /(;\s*format\s*=\s*)"?flowed"?/i;

/**
 * Declares flowed texts as fixed, so that the parser leaves their lines alone: it joins lines across quote marks, which puts
 * an answer into the quote above it.
 *
 * @returns `flow` is null if the mail has no flowed text
 */
export function declareFixed(raw: Buffer): { raw: Buffer; flow: Flow | null } {
  if (!raw.includes("lowed")) return { raw, flow: null };
  let flow: Flow | null = null;
  const changed = rewriteTextTypes(raw, (field) => {
    if (!FLOWED.test(field)) return field;
    flow = { deletesSpace: /;\s*delsp\s*=\s*"?yes/i.test(field) };
    return field.replace(FLOWED, "$1fixed");
  });
  return flow ? { raw: changed, flow } : { raw, flow };
}

/**
 * Joins the lines of a flowed text at its soft breaks (RFC 3676, section 4.1 to 4.5): a line that ends with a space goes on
 * in the next one with as many quote marks. The separator of a signature, `-- `, never does.
 */
export function joinFlowed(text: string, { deletesSpace }: Flow): string {
  const joined: { depth: number; content: string; isOpen: boolean }[] = [];
  for (const line of text.split("\n")) {
    const [marks = ""] = /^>*/.exec(line) ?? [];
    // one space may have been put in front of a line, so that it is not taken for a quote or a separator
    const content = line.slice(marks.length).replace(/^ /, "");
    const isOpen = content.endsWith(" ") && content !== "-- ";
    const last = joined.at(-1);
    if (last?.isOpen && last.depth === marks.length && content !== "-- ") {
      last.content = (deletesSpace ? last.content.slice(0, -1) : last.content) + content;
      last.isOpen = isOpen;
    } else joined.push({ depth: marks.length, content, isOpen });
  }
  return joined
    .map(({ depth, content }) => (depth > 0 ? `${">".repeat(depth)} ${content}`.trimEnd() : content))
    .join("\n");
}
