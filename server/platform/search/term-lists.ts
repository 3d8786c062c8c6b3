import { type Expression, type RawBuilder, type SqlBool, sql } from "kysely";

/** A column with the terms of one record: a line break before each term, so that a condition can match its beginning. */
export const serializeTerms = (terms: readonly string[]) => terms.map((term) => `\n${term}`).join("");
export const parseTerms = (text: string) => text.split("\n").filter(Boolean);

/** The condition that a list of terms (`serializeTerms`) has one that begins with a word. */
export function listHasTerm(list: Expression<unknown>, word: string): RawBuilder<SqlBool> {
  const escaped = word.replace(/[\\%_]/g, "\\$&");
  return sql<SqlBool>`${list} like ${`%\n${escaped}%`} escape '\\'`;
}

/** The last Unicode character: `word + LAST_CHARACTER` is the upper bound of the texts that begin with `word`. */
const LAST_CHARACTER = "\u{10ffff}";

/** The condition that a column in the order of bytes begins with a word: one range of its index. */
export function beginsWith(column: string, word: string): RawBuilder<SqlBool> {
  const term = sql.ref(column);
  return sql<SqlBool>`(${term} >= ${word} and ${term} < ${word + LAST_CHARACTER})`;
}
