/** Well below what engines allow as parameters of one statement (SQLite 32,766, PostgreSQL 65,535). */
const MAX_PARAMETERS = 8_000;

/** Asks for many keys, in as many statements as the engines' limits need, and joins the answers. */
export async function inChunks<K, R>(
  keys: readonly K[],
  ask: (some: readonly K[]) => Promise<R[]>,
): Promise<R[]> {
  const answers: R[] = [];
  for (let at = 0; at < keys.length; at += MAX_PARAMETERS) {
    for (const row of await ask(keys.slice(at, at + MAX_PARAMETERS))) answers.push(row);
  }
  return answers;
}

/** Inserts many rows, in as many statements as the engines' limits need; none for no rows. */
export async function insertMany<R extends object>(
  rows: readonly R[],
  insert: (some: readonly R[]) => Promise<unknown>,
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const size = Math.floor(MAX_PARAMETERS / Object.keys(first).length);
  for (let at = 0; at < rows.length; at += size) await insert(rows.slice(at, at + size));
}
