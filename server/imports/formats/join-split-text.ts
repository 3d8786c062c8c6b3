/**
 * Joins a text that a program has written without quotation marks although it has the delimiter in it, such as
 * `Lo, Ltd`: its parts after the first begin with a space, which no other cell of the row does. Pure.
 *
 * @returns as many cells as columns; the cells unchanged if it is not certain which belong together
 */
export function joinSplitText(
  cells: readonly string[],
  columns: number,
  delimiter: string,
): readonly string[] {
  const surplus = cells.length - columns;
  const parts = cells.filter((cell, at) => at > 0 && /^ \S/.test(cell));
  if (parts.length !== surplus) return cells;
  const joined: string[] = [];
  for (const [at, cell] of cells.entries()) {
    if (at > 0 && /^ \S/.test(cell)) joined.push(`${joined.pop() ?? ""}${delimiter}${cell}`);
    else joined.push(cell);
  }
  return joined;
}
