import { openDatabase } from "../../server/platform/database/open.ts";
import { addProperty, testApp } from "../support/app.ts";
import { sqlitePlace } from "../support/databases.ts";
import { measureDuplicates } from "../support/measure-duplicates.ts";
import { plantDuplicates } from "../support/planted-duplicates.ts";
import type { BenchRow } from "./row.ts";

const SEED = 20261130;
/** How often each way of a duplicate is planted. */
const TIMES = 60;

/** The duplicates among invented people that are not suggested, and the suggestions that are wrong. */
export async function benchDuplicates(): Promise<BenchRow[]> {
  const place = await sqlitePlace({ empty: true });
  const database = await openDatabase(place.location);
  try {
    const test = await testApp(database);
    const property = await addProperty(test.deps);
    const planted = plantDuplicates(SEED, TIMES);
    const start = performance.now();
    const { recall, precision, missed, wrong } = await measureDuplicates(test, property, planted);
    const took = performance.now() - start;
    for (const line of [...missed, ...wrong].slice(0, 10)) process.stdout.write(`  ${line}\n`);
    return [
      { name: "contacts", value: planted.contacts.length, unit: "" },
      { name: "recall", value: 100 * recall, unit: "%" },
      { name: "precision", value: 100 * precision, unit: "%" },
      { name: "duplicates that are not suggested", value: 100 * (1 - recall), unit: "%", limit: 5 },
      { name: "suggestions that are wrong", value: 100 * (1 - precision), unit: "%", limit: 5 },
      {
        name: "saved, indexed and compared: each contact",
        value: took / planted.contacts.length,
        unit: "ms",
      },
    ];
  } finally {
    await database.close();
    await place.remove();
  }
}
