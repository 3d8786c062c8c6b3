import type { CompiledQuery } from "kysely";
import type { Db } from "./open.ts";

/** A placeholder for a value of a statement. */
class Parameter {
  readonly name: string;
  /** The index in a list of values; null: the value is not a list. */
  readonly index: number | null;

  constructor(name: string, index: number | null) {
    this.name = name;
    this.index = index;
  }
}

type Values = Readonly<Record<string, unknown>>;

/** Longer lists are queried in chunks. */
const MAX_LIST = 256;

/**
 * A statement on a hot path. It is compiled once per engine, because compiling takes longer than running. A list among
 * its values has 1, 2, 4 … 256 parameters, so that few texts serve every length: surplus parameters repeat the last
 * value, a longer list is queried in chunks, and an empty one runs nothing.
 *
 * @param build makes the statement; it must be the same for all values and use them as parameters only. One of the
 *   values may be a list, for `in`
 * @returns runs the statement and returns all rows
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
    return one.index === null ? values[one.name] : list[Math.min(one.index, list.length - 1)];
  });
  return { ...text, parameters };
}
