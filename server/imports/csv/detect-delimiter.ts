import { DELIMITERS, type Delimiter } from "../../../shared/read-options.ts";

/** How many rows are examined. */
const MAX_ROWS = 50;

/**
 * Detects the delimiter: the one that splits most rows into equally many parts. Delimiters inside quotation marks do not
 * count, unless there are no others: some programs put each row as a whole into quotation marks. Pure.
 *
 * @param text the beginning of the file; its last row may be incomplete
 */
export function detectDelimiter(text: string): Delimiter {
  const outside = countDelimiters(text, false);
  const isSplit = outside.some((row) => row.some((count) => count > 0));
  const rows = isSplit ? outside : countDelimiters(text, true);
  const scores = DELIMITERS.map((delimiter, index) => {
    const usual = usualCount(rows.map((row) => row[index] ?? 0));
    return { delimiter, ...usual };
  });
  scores.sort((a, b) => b.rows - a.rows || b.count - a.count);
  return scores[0]?.delimiter ?? ",";
}

/** The count above zero that most rows have, and how many rows have it. */
function usualCount(counts: readonly number[]): { count: number; rows: number } {
  const rowsByCount = new Map<number, number>();
  for (const count of counts) if (count) rowsByCount.set(count, (rowsByCount.get(count) ?? 0) + 1);
  const [usual] = [...rowsByCount].sort(([a, rowsOfA], [b, rowsOfB]) => rowsOfB - rowsOfA || b - a);
  return { count: usual?.[0] ?? 0, rows: usual?.[1] ?? 0 };
}

/** For each of the first rows that are not blank, the number of occurrences of each delimiter. */
function countDelimiters(text: string, isInside: boolean): number[][] {
  const rows: number[][] = [];
  let row = DELIMITERS.map(() => 0);
  let [isQuoted, isBlank] = [false, true];
  for (const character of text) {
    if (character === '"') isQuoted = !isQuoted;
    if (isQuoted && !isInside) continue;
    if ((character === "\n" || character === "\r") && !isQuoted) {
      if (!isBlank) rows.push(row);
      if (rows.length === MAX_ROWS) return rows;
      row = DELIMITERS.map(() => 0);
      isBlank = true;
      continue;
    }
    isBlank = false;
    const index = (DELIMITERS as readonly string[]).indexOf(character);
    if (index >= 0) row[index] = (row[index] ?? 0) + 1;
  }
  if (!isBlank && !rows.length) rows.push(row);
  return rows;
}

/**
 * Reads the line `sep=;` that Excel writes first to name the delimiter. It is not a row of the table.
 *
 * @returns the delimiter and the length of the line with its line break, in characters; null: there is no such line
 */
export function parseSepLine(text: string): { delimiter: Delimiter; length: number } | null {
  const match = /^"?sep=([,;\t|])"?[,;\t|]*(\r\n?|\n)/i.exec(text);
  const delimiter = DELIMITERS.find((one) => one === match?.[1]);
  return match && delimiter ? { delimiter, length: match[0].length } : null;
}
