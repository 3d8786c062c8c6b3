import { describe, expect, it } from "vitest";
import { CORPUS, describeCorpusFile, expectedFields, filesOf, outcomeOf } from "./read-corpus-file.ts";

describe.each(CORPUS)("R16: the files of other programs (%s)", (part) => {
  it.each(filesOf(part))("%s is read row by row", async (file) => {
    await expect(await outcomeOf(part, file)).toMatchFileSnapshot(`outcomes/${part}/${file}.txt`);
  });

  it("have columns that are nearly all recognised", async () => {
    const expected = expectedFields(part);
    expect(Object.keys(expected).sort()).toEqual(filesOf(part));
    const wrong: string[] = [];
    let columns = 0;
    for (const [file, fields] of Object.entries(expected)) {
      const { mapping, columns: described } = await describeCorpusFile(part, file);
      columns += fields.length;
      for (const [at, field] of fields.entries())
        if ((mapping[at] ?? null) !== field)
          wrong.push(`${file}: ${described[at]?.header} is ${mapping[at]}, not ${field}`);
    }
    expect(wrong.join("\n")).toBe("");
    expect(columns).toBeGreaterThan(400);
  });
});
