import { readdirSync, readFileSync } from "node:fs";
import { parseSync } from "oxc-parser";

/** The attributes and properties of components whose values an agent reads. */
const READ = new Set(["label", "title", "hint", "placeholder", "aria-label", "alt", "act", "lead", "fault"]);
const FUNCTIONS = new Set(["t", "message", "plural", "withElements"]);
/** Elements whose text is the same in every language: commands, codes and the product's name. */
const VERBATIM = new Set(["Code", "code", "Verbatim", "kbd"]);
const SAME_EVERYWHERE = new Set(["Foyer", "Aa", "CSV", "CRM", "DKIM", "mail2026", "Ada Lovelace"]);

interface Node {
  readonly type: string;
  readonly [property: string]: unknown;
}

export interface FoundTexts {
  /** The English texts, and for those with a count its singular. */
  readonly texts: Map<string, { readonly one: string | null }>;
  /** Texts that no translation reaches, and calls that the dictionaries cannot follow. */
  readonly faults: string[];
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as Node).type === "string";
const literalOf = (value: unknown): string | null =>
  isNode(value) && value.type === "Literal" && typeof value.value === "string" ? value.value : null;
/** An address, a file, or another example of what is typed. */
const SAMPLE = /^\S*[@/]\S*$|^[\w-]+(\.[\w-]+)+$|^-----BEGIN|@\S+, /;
const isWords = (text: string) =>
  /\p{L}{2}/u.test(text) && !SAME_EVERYWHERE.has(text.trim()) && !SAMPLE.test(text.trim());
const nameOf = (node: unknown) => (isNode(node) ? String(node.name ?? "") : "");

/** The literals that an expression can be: both branches of a choice, and the text after `&&` or `??`. */
function literalsOf(value: unknown): string[] {
  if (!isNode(value)) return [];
  const literal = literalOf(value);
  if (literal !== null) return [literal];
  switch (value.type) {
    case "ConditionalExpression":
      return [...literalsOf(value.consequent), ...literalsOf(value.alternate)];
    case "LogicalExpression":
      return literalsOf(value.right);
    case "JSXExpressionContainer":
    case "ParenthesizedExpression":
      return literalsOf(value.expression);
    case "TemplateLiteral":
      return (value.quasis as { value: { cooked: string } }[]).map((part) => part.value.cooked);
    default:
      return [];
  }
}

/** Collects the texts of a module of the dashboard. */
export function collectTexts(file: string, source: string, found: FoundTexts): void {
  const walk = (value: unknown, inFunction: boolean, isVerbatim: boolean): void => {
    if (Array.isArray(value)) for (const one of value) walk(one, inFunction, isVerbatim);
    if (!isNode(value)) return;
    let within = inFunction;
    let verbatim = isVerbatim;
    switch (value.type) {
      case "FunctionDeclaration":
      case "FunctionExpression":
      case "ArrowFunctionExpression":
        within = true;
        break;
      case "JSXElement":
        verbatim ||= VERBATIM.has(nameOf((value.openingElement as Node).name));
        for (const child of value.children as Node[]) {
          const texts = child.type === "JSXText" ? [String(child.value)] : literalsOf(child);
          for (const text of texts)
            if (!verbatim && isWords(text)) found.faults.push(`${file}: not translated: ${text.trim()}`);
        }
        break;
      case "JSXAttribute":
        if (READ.has(nameOf(value.name)))
          for (const text of literalsOf(value.value))
            if (isWords(text)) found.faults.push(`${file}: not translated: ${text}`);
        break;
      case "CallExpression":
        if (FUNCTIONS.has(nameOf(value.callee))) collectCall(value, inFunction);
        break;
    }
    for (const [key, child] of Object.entries(value)) if (key !== "type") walk(child, within, verbatim);
  };
  const collectCall = (call: Node, inFunction: boolean): void => {
    const name = nameOf(call.callee);
    const [first, second, third] = call.arguments as unknown[];
    const isPlural = name === "plural";
    const text = literalOf(isPlural ? third : first);
    const one = isPlural ? literalOf(second) : null;
    // the compiler takes no text in its place that is not one of `message()`
    if (name === "t" && text === null) return;
    if (text === null || (isPlural && one === null))
      found.faults.push(`${file}: the text of ${name}() is no literal`);
    else found.texts.set(text, { one });
    // a module runs before the dictionary is there
    if (!inFunction && name !== "message")
      found.faults.push(`${file}: ${name}() outside of a function: ${text}`);
  };
  walk(parseSync(file, source).program, false, false);
}

/** The texts of folders of the dashboard. */
export function textsOfFolders(root: string, folders: readonly string[]): FoundTexts {
  const found: FoundTexts = { texts: new Map(), faults: [] };
  for (const folder of folders)
    for (const name of readdirSync(`${root}/${folder}`, { recursive: true, encoding: "utf8" }))
      if (/\.tsx?$/.test(name))
        collectTexts(`${folder}/${name}`, readFileSync(`${root}/${folder}/${name}`, "utf8"), found);
  return found;
}
