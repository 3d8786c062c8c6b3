import { MAX_PATH_LENGTH } from "../../../shared/webhook-source.ts";

/**
 * One step of a path into a JSON value. `key` takes a property of an object, `index` an element of an array, `each` all elements
 * of an array. `where` takes the elements of an array that have a value below `keys`, or an object itself if it has one.
 */
export type PathStep =
  | { readonly kind: "key"; readonly key: string }
  | { readonly kind: "index"; readonly index: number }
  | { readonly kind: "each" }
  /** @param text null: any value */
  | { readonly kind: "where"; readonly keys: readonly string[]; readonly text: string | null };

/** More steps than a body that is accepted has levels. */
const MAX_STEPS = 64;

const PLAIN_KEY = /[A-Za-z_$][\w$-]*/y;
const QUOTED = /"(?:[^"\\]|\\.)*"/y;
const INDEX = /\d{1,6}/y;

/**
 * Parses a path such as `form_response.answers[field.ref="email"].email`, `items[0]["a b"]`, `phones[*]` or
 * `[verified_email].tags`. Pure.
 *
 * @returns null if the text is not a path
 */
export function parsePath(text: string): readonly PathStep[] | null {
  if (text.length > MAX_PATH_LENGTH) return null;
  const reader = new PathReader(text);
  const steps: PathStep[] = [];
  while (!reader.isAtEnd) {
    const step = reader.step(steps.length === 0);
    if (!step || steps.length === MAX_STEPS) return null;
    steps.push(step);
  }
  return steps.length ? steps : null;
}

/** Reads a path from the left to the right, in linear time. */
class PathReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#text.length;
  }

  /** @returns null if no step follows */
  step(isFirst: boolean): PathStep | null {
    if (this.#take("[")) {
      const step = this.#bracketed();
      return step && this.#take("]") ? step : null;
    }
    if (!this.#take(".") && !isFirst) return null;
    const key = this.#match(PLAIN_KEY);
    return key === null ? null : { kind: "key", key };
  }

  #bracketed(): PathStep | null {
    if (this.#take("*")) return { kind: "each" };
    const index = this.#match(INDEX);
    if (index !== null) return { kind: "index", index: Number(index) };
    const key = this.#quoted();
    if (key !== null) return { kind: "key", key };
    const keys: string[] = [];
    do {
      const one = this.#match(PLAIN_KEY);
      if (one === null) return null;
      keys.push(one);
    } while (this.#take("."));
    if (!this.#take("=")) return { kind: "where", keys, text: null };
    const text = this.#quoted();
    return text === null ? null : { kind: "where", keys, text };
  }

  #quoted(): string | null {
    const quoted = this.#match(QUOTED);
    if (quoted === null) return null;
    try {
      return String(JSON.parse(quoted));
    } catch {
      return null; // an escape that JSON does not have
    }
  }

  #take(sign: string): boolean {
    const isNext = this.#text.startsWith(sign, this.#at);
    if (isNext) this.#at += sign.length;
    return isNext;
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? null;
    this.#at += found?.length ?? 0;
    return found;
  }
}

/** The text of a path: `parsePath` reads it back. Pure. */
export function formatPath(steps: readonly PathStep[]): string {
  return steps.map((step, at) => formatStep(step, at === 0)).join("");
}

function formatStep(step: PathStep, isFirst: boolean): string {
  switch (step.kind) {
    case "key":
      if (!isPlainKey(step.key)) return `[${JSON.stringify(step.key)}]`;
      return isFirst ? step.key : `.${step.key}`;
    case "index":
      return `[${step.index}]`;
    case "each":
      return "[*]";
    case "where":
      return `[${step.keys.join(".")}${step.text === null ? "" : `=${JSON.stringify(step.text)}`}]`;
  }
}

export const isPlainKey = (key: string): boolean => /^[A-Za-z_$][\w$-]*$/.test(key);

/**
 * Reads the values that a path leads to. It reads own properties only, so that `__proto__` and `constructor` are names like any
 * other, and it calls nothing. Pure.
 *
 * @returns none if the path leads nowhere
 */
export function readPath(body: unknown, steps: readonly PathStep[]): readonly unknown[] {
  let values: readonly unknown[] = [body];
  for (const step of steps) values = values.flatMap((value) => [...follow(value, step)]);
  return values;
}

function follow(value: unknown, step: PathStep): readonly unknown[] {
  switch (step.kind) {
    case "key":
      return isRecord(value) && Object.hasOwn(value, step.key) ? [value[step.key]] : [];
    case "index":
      return Array.isArray(value) && step.index < value.length ? [value[step.index]] : [];
    case "each":
      return Array.isArray(value) ? value : [];
    case "where":
      return (Array.isArray(value) ? value : [value]).filter((one) => has(one, step.keys, step.text));
  }
}

function has(value: unknown, keys: readonly string[], text: string | null): boolean {
  const found = valueBelow(value, keys);
  return text === null ? found !== undefined : scalarText(found) === text;
}

/** The value below a chain of keys, of own properties only; undefined: there is none. Pure. */
export function valueBelow(value: unknown, keys: readonly string[]): unknown {
  let found = value;
  for (const key of keys) {
    if (!isRecord(found) || !Object.hasOwn(found, key)) return undefined;
    found = found[key];
  }
  return found;
}

/** Whether a value is a JSON object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A text, a number or a truth value as text; null: the value is none of them. */
export function scalarText(value: unknown): string | null {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "number" ? String(value) : null;
}
