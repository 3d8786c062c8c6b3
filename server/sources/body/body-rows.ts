import type { BodyRow } from "../../../shared/webhook-source.ts";
import { MAX_PATH_LENGTH } from "../../../shared/webhook-source.ts";
import { formatPath, type PathStep, scalarText, valueBelow } from "./path.ts";

/** A value of a body that has none below it. */
export interface BodyLeaf {
  readonly path: readonly PathStep[];
  /** The value as text; null: the body has null there. */
  readonly text: string | null;
  /** The names on the way to it; an element of an array has the name that it gives itself, or none. */
  readonly names: readonly string[];
}

/** Rows that are shown. */
const MAX_ROWS = 1_000;
/** Characters of a value that are shown. */
const MAX_TEXT = 300;

/**
 * The values that tell an element of an array from the others, whatever its position: what a form's field, a question or an
 * extra is called. An ID is of one event only, and so is no sign.
 */
const SELECTORS: readonly { readonly keys: readonly string[]; readonly needs: string | null }[] = [
  { keys: ["field", "ref"], needs: null },
  { keys: ["field", "id"], needs: null },
  { keys: ["ref"], needs: null },
  { keys: ["key"], needs: "value" },
  { keys: ["name"], needs: "value" },
  { keys: ["label"], needs: "value" },
  { keys: ["question"], needs: "answer" },
];

interface Visitor {
  readonly group: (depth: number, label: string) => void;
  readonly leaf: (depth: number, label: string, leaf: BodyLeaf) => void;
}

interface Position {
  readonly depth: number;
  readonly label: string;
  readonly path: readonly PathStep[];
  readonly names: readonly string[];
}

/** The titles of Typeform's fields by their refs, which its answers name. */
type Titles = ReadonlyMap<string, string>;

/** Visits a body from its first to its last value. The body has few levels, because its reception refuses others. */
function walk(value: unknown, position: Position, titles: Titles, visitor: Visitor): void {
  const { depth, label, path, names } = position;
  if (typeof value !== "object" || value === null) {
    visitor.leaf(depth, label, { path, names, text: scalarText(value) });
    return;
  }
  if (path.length) visitor.group(depth, label);
  const below = path.length ? depth + 1 : depth;
  const next = (one: unknown, step: PathStep, label: string, name: string) =>
    walk(one, { depth: below, label, path: [...path, step], names: [...names, name] }, titles, visitor);
  if (Array.isArray(value)) {
    const steps = stepsTo(value);
    for (const [index, one] of value.entries()) {
      const name = nameOfElement(one, titles);
      next(one, steps[index] ?? { kind: "index", index }, name || `${index + 1}`, name);
    }
  } else for (const [key, one] of Object.entries(value)) next(one, { kind: "key", key }, key, key);
}

/** The step to each element of an array: by a name that no other element has, otherwise by its index. */
function stepsTo(elements: readonly unknown[]): readonly PathStep[] {
  const steps: PathStep[] = elements.map((_, index) => ({ kind: "index", index }));
  for (const { keys, needs } of [...SELECTORS].reverse()) {
    const texts = elements.map((one) => selectorText(one, keys, needs));
    const counts = new Map<string | null, number>();
    for (const element of elements) {
      const text = scalarText(valueBelow(element, keys));
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
    for (const [index, text] of texts.entries())
      if (text !== null && counts.get(text) === 1) steps[index] = { kind: "where", keys, text };
  }
  return steps;
}

function selectorText(element: unknown, keys: readonly string[], needs: string | null): string | null {
  const value = valueBelow(element, keys);
  const isComplete = needs === null || valueBelow(element, [needs]) !== undefined;
  return isComplete && typeof value === "string" ? value : null;
}

/** The name that an element of an array gives itself (`{question, answer}`), or that its form gives it; empty: none. */
function nameOfElement(element: unknown, titles: Titles): string {
  const title = titles.get(selectorText(element, ["field", "ref"], null) ?? "");
  if (title !== undefined) return title;
  for (const { keys, needs } of SELECTORS) {
    const text = needs === null ? null : selectorText(element, keys, needs);
    if (text !== null) return text;
  }
  return "";
}

function titlesOf(body: unknown): Titles {
  const fields = valueBelow(body, ["form_response", "definition", "fields"]);
  const titles = (Array.isArray(fields) ? fields : []).map(
    (field) => [selectorText(field, ["ref"], null), selectorText(field, ["title"], null)] as const,
  );
  return new Map(titles.flatMap(([ref, title]) => (ref !== null && title !== null ? [[ref, title]] : [])));
}

const START: Position = { depth: 0, label: "", path: [], names: [] };

/** The values of a body that have none below them, in their order. Pure. */
export function bodyLeaves(body: unknown): BodyLeaf[] {
  const leaves: BodyLeaf[] = [];
  walk(body, START, titlesOf(body), {
    group: () => undefined,
    leaf: (_depth, _label, leaf) => leaves.push(leaf),
  });
  return leaves;
}

/** A body as the rows of a tree, each value with the path that reads it. Pure. */
export function bodyRows(body: unknown): { readonly rows: BodyRow[]; readonly isCut: boolean } {
  const rows: BodyRow[] = [];
  let count = 0;
  const add = (row: BodyRow) => {
    if (++count <= MAX_ROWS) rows.push(row);
  };
  const short = (text: string) => (text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT - 1)}…` : text);
  walk(body, START, titlesOf(body), {
    group: (depth, label) => add({ depth, label: short(label), path: null, text: null }),
    leaf: (depth, label, { path, text }) => {
      const formatted = formatPath(path);
      const canMap = path.length > 0 && formatted.length <= MAX_PATH_LENGTH;
      add({ depth, label: short(label), path: canMap ? formatted : null, text: short(text ?? "") });
    },
  });
  return { rows, isCut: count > MAX_ROWS };
}
