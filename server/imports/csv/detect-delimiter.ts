const DELIMITERS = [",", ";", "\t"] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** How many rows are looked at. */
const ROWS = 20;

/**
 * Which of comma, semicolon and tab divides the columns: the one that divides most rows into as many parts as the
 * header. Separators in quotation marks do not count.
 *
 * @param text the beginning of the file; its last row may be cut off
 */
export function detectDelimiter(text: string): Delimiter {
  const rows = countRows(text);
  const scores = DELIMITERS.map((delimiter, at) => {
    const wanted = rows[0]?.[at] ?? 0;
    const agreeing = wanted ? rows.filter((row) => row[at] === wanted).length : 0;
    return { delimiter, agreeing, wanted };
  });
  scores.sort((a, b) => b.agreeing - a.agreeing || b.wanted - a.wanted);
  return scores[0]?.delimiter ?? ",";
}

/** For the first rows, how often each delimiter stands in them. */
function countRows(text: string): number[][] {
  const rows: number[][] = [];
  let row = DELIMITERS.map(() => 0);
  let [quoted, blank] = [false, true];
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    if (quoted) continue;
    if (character === "\n" || character === "\r") {
      if (!blank) rows.push(row);
      if (rows.length === ROWS) return rows;
      row = DELIMITERS.map(() => 0);
      blank = true;
      continue;
    }
    blank = false;
    const at = DELIMITERS.indexOf(character as Delimiter);
    if (at >= 0) row[at] = (row[at] ?? 0) + 1;
  }
  if (!blank && !rows.length) rows.push(row);
  return rows;
}

/** Excel's own first line `sep=;`, which names the delimiter and is no row. */
export function parseSepLine(text: string): { delimiter: Delimiter; length: number } | null {
  const found = /^"?sep=([,;\t])"?(\r\n?|\n)/i.exec(text);
  return found ? { delimiter: found[1] as Delimiter, length: found[0].length } : null;
}
