import { CORPUS, describeCorpusFile, expectedFields } from "../server/imports/corpus/read-corpus-file.ts";
import type { BenchRow } from "./row.ts";

/** How many columns of other programs' files are recognised as a person would choose them (R16). */
export async function benchColumns(): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const part of CORPUS) {
    let [right, all] = [0, 0];
    for (const [file, fields] of Object.entries(expectedFields(part))) {
      const { mapping } = await describeCorpusFile(part, file);
      all += fields.length;
      right += fields.filter((field, at) => (mapping[at] ?? null) === field).length;
    }
    const wrong = (100 * (all - right)) / all;
    rows.push({ name: `columns recognised wrongly, of ${all} (${part})`, value: wrong, unit: "%", limit: 5 });
  }
  return rows;
}
