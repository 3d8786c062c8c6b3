const DELIMITERS = [",", ";", "\t"] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** How many rows are examined. */
const MAX_ROWS = 20;

/**
 * Detects the delimiter: the one that splits most rows into as many parts as the header. Delimiters inside quotation
 * marks do not count. Pure.
 *
 * @param text the beginning of the file; its last row may be incomplete
 */
export function detectDelimiter(text: string): Delimiter {
  const rows = countDelimiters(text);
  const scores = DELIMITERS.map((delimiter, index) => {
    const inHeader = rows[0]?.[index] ?? 0;
    const matchingRows = inHeader ? rows.filter((row) => row[index] === inHeader).length : 0;
    return { delimiter, matchingRows, inHeader };
  });
  scores.sort((a, b) => b.matchingRows - a.matchingRows || b.inHeader - a.inHeader);
  return scores[0]?.delimiter ?? ",";
}

/** For each of the first rows that are not blank, the number of occurrences of each delimiter. */
function countDelimiters(text: string): number[][] {
  const rows: number[][] = [];
  let row = DELIMITERS.map(() => 0);
  let [isQuoted, isBlank] = [false, true];
  for (const character of text) {
    if (character === '"') isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (character === "\n" || character === "\r") {
      if (!isBlank) rows.push(row);
      if (rows.length === MAX_ROWS) return rows;
      row = DELIMITERS.map(() => 0);
      isBlank = true;
      continue;
    }
    isBlank = false;
    const index = DELIMITERS.indexOf(character as Delimiter);
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
  const match = /^"?sep=([,;\t])"?(\r\n?|\n)/i.exec(text);
  return match ? { delimiter: match[1] as Delimiter, length: match[0].length } : null;
}
