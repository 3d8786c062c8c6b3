import type { CompiledQuery } from "kysely";
import type { Db } from "./open.ts";

/** Stands in a statement for a value that is known when it runs. */
class Parameter {
  readonly name: string;
  /** Which of a list's values; null: it is no list. */
  readonly at: number | null;

  constructor(name: string, at: number | null) {
    this.name = name;
    this.at = at;
  }
}

type Values = Readonly<Record<string, unknown>>;

/** Longer lists are asked for in pieces. */
const MAX_LIST = 256;

/**
 * A statement that every message or form needs. It is built and compiled once for each database, because that costs
 * more than running it. A list in its values has 1, 2, 4 … 256 places, so that few texts serve every length: what is
 * left over repeats the last, a longer list is asked for in pieces, and an empty one asks nothing.
 *
 * @param build makes the statement; it must always be the same one, and take the values as nothing but parameters. One
 *   of them may be a list, for `in`
 * @returns runs it: all rows
 */
export function statement<V extends Values, R>(
  build: (db: Db, values: V) => { compile(): CompiledQuery<R> },
) {
  const compiled = new WeakMap<object, Map<number, CompiledQuery<R>>>();

  function textFor(db: Db, values: V, listed: string | undefined, size: number): CompiledQuery<R> {
    const { adapter } = db.getExecutor();
    const texts = compiled.get(adapter) ?? new Map<number, CompiledQuery<R>>();
    compiled.set(adapter, texts);
    const text = texts.get(size) ?? build(db, placeholders(values, listed, size)).compile();
    texts.set(size, text);
    return text;
  }

  return async (db: Db, values: V): Promise<R[]> => {
    const listed = Object.keys(values).find((name) => Array.isArray(values[name]));
    if (listed === undefined)
      return (await db.executeQuery(filled(textFor(db, values, listed, 0), values, []))).rows;
    const list = values[listed] as readonly unknown[];
    const rows: R[] = [];
    for (let at = 0; at < list.length; at += MAX_LIST) {
      const some = list.slice(at, at + MAX_LIST);
      const text = textFor(db, values, listed, 2 ** Math.ceil(Math.log2(some.length)));
      const answer = await db.executeQuery(filled(text, values, some));
      if (list.length <= MAX_LIST) return answer.rows;
      rows.push(...answer.rows);
    }
    return rows;
  };
}

function placeholders<V extends Values>(values: V, listed: string | undefined, size: number): V {
  const entries = Object.keys(values).map((name) => [
    name,
    name === listed
      ? Array.from({ length: size }, (_, at) => new Parameter(name, at))
      : new Parameter(name, null),
  ]);
  return Object.fromEntries(entries) as V;
}

function filled<R>(text: CompiledQuery<R>, values: Values, list: readonly unknown[]): CompiledQuery<R> {
  const parameters = text.parameters.map((one) => {
    if (!(one instanceof Parameter)) return one;
    return one.at === null ? values[one.name] : list[Math.min(one.at, list.length - 1)];
  });
  return { ...text, parameters };
}
