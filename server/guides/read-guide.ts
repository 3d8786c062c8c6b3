import { Marked, type Token, type Tokens } from "marked";

/** A part of a guide that has an address of its own: a heading of the second or third level begins it. */
export interface GuideSection {
  /** The fragment of its address; empty before the first heading. */
  readonly id: string;
  readonly title: string;
  readonly level: 2 | 3;
  /** Its text without markup, for the search. */
  readonly text: string;
}

export interface Guide {
  /** As in its address. */
  readonly name: string;
  readonly title: string;
  /** The content after the title. */
  readonly tokens: readonly Token[];
  /** The part before the first heading, which has the guide's title, and then the others. */
  readonly sections: readonly GuideSection[];
  /** The fragments of the headings. */
  readonly fragments: ReadonlyMap<Token, string>;
}

const marked = new Marked({ gfm: true });

/**
 * Reads a guide from its Markdown.
 *
 * @throws Error if it does not begin with a heading of the first level
 */
export function readGuide(name: string, markdown: string): Guide {
  const [first, ...tokens] = marked.lexer(markdown);
  if (first?.type !== "heading" || first.depth !== 1) throw new Error(`The guide ${name} has no title`);
  const title = plainTextOf(first);
  const fragments = new Map<Token, string>();
  const taken = new Set<string>();
  const sections: { id: string; title: string; level: 2 | 3; text: string }[] = [
    { id: "", title, level: 2, text: "" },
  ];
  for (const token of tokens) {
    const last = sections.at(-1);
    if (token.type === "heading" && token.depth <= 3) {
      const id = fragmentOf(plainTextOf(token), taken);
      fragments.set(token, id);
      sections.push({ id, title: plainTextOf(token), level: token.depth === 3 ? 3 : 2, text: "" });
    } else if (last && token.type !== "space") last.text += `${plainTextOf(token)}\n`;
  }
  return { name, title, tokens, sections, fragments };
}

/** The fragment of a heading: its words in lower case. `taken` has those of the headings before. */
function fragmentOf(title: string, taken: Set<string>): string {
  const words = title.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ["section"];
  const base = words.join("-");
  let id = base;
  for (let count = 2; taken.has(id); count++) id = `${base}-${count}`;
  taken.add(id);
  return id;
}

/** The text of a piece of Markdown without its marks. */
function plainTextOf(token: Token): string {
  if (token.type === "table") {
    const { header, rows } = token as Tokens.Table;
    return [header, ...rows].map((row) => row.map(cellTextOf).join(" ")).join("\n");
  }
  if (token.type === "list") return (token as Tokens.List).items.map(plainTextOf).join("\n");
  if ("tokens" in token && token.tokens?.length) return token.tokens.map(plainTextOf).join("");
  return "text" in token ? token.text : "";
}

const cellTextOf = ({ tokens }: Tokens.TableCell) => tokens.map(plainTextOf).join("");
