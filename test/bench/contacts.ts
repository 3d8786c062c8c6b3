import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { BULK_SIZE, runBulkIndex } from "../../server/contacts/search/bulk-index.ts";
import { listContacts } from "../../server/contacts/search/list-contacts.ts";
import { queueForBulkIndex } from "../../server/contacts/search/term-index.ts";
import { contactTerms } from "../../server/contacts/search/tokenize.ts";
import { type Database, openDatabase, type Tx } from "../../server/platform/database/open.ts";
import type { Schema } from "../../server/platform/database/schema.ts";
import { readCursor } from "../../server/platform/paging.ts";
import { sortKey } from "../../server/platform/sort-key.ts";
import type { ContactFilter } from "../../shared/crm.ts";
import { percentile } from "./bench-server.ts";

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly limit?: number;
}

const PROPERTY = "benchbench";
/** The default is a tenth of the promised million, which FOYER_BENCH_CONTACTS=1000000 measures. */
const CONTACTS = Number(process.env.FOYER_BENCH_CONTACTS ?? 100_000);
/** The promise for search and each page, ms. */
const LIMIT = CONTACTS > 100_000 ? 50 : 20;
const RUNS = 40;

const FIRST = "anna ben carla david elif fatima georg hana ivan jonas karim lena maria noah olga peter".split(
  " ",
);
const LAST = "smith garcia müller nguyen rossi kowalski o'brien yilmaz haddad sato silva novak dubois".split(
  " ",
);
const DOMAINS = ["gmail.com", "outlook.com", "example.com", "firma.de", "entreprise.fr"];

/** A small repeatable source of numbers from 0 up to 1 (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One invented contact. Names are as unevenly common as people's: the first of a list far more than the last. */
function contact(index: number, random: () => number): Schema["visitors"] {
  const pick = (list: readonly string[]) => list[Math.floor(random() ** 2 * list.length)] ?? "";
  const first = random() < 0.3 ? syllables(random) : pick(FIRST);
  const last = random() < 0.6 ? syllables(random) : pick(LAST);
  const plain = `${first}.${last}`.normalize("NFKD").replace(/[^a-z.]/g, "");
  const seen = 1_790_000_000_000 - Math.floor(random() * 90 * 86_400_000);
  return {
    property_id: PROPERTY,
    id: `V${String(Math.floor(random() * 1e10)).padStart(10, "0")}${String(index).padStart(6, "0")}`,
    proof_hash: "0".repeat(64),
    attached_to: null,
    attached_proven: 0,
    contact_since: seen,
    source: "form",
    name: `${first} ${last}`,
    email: `${plain}${index}@${pick(DOMAINS)}`,
    sort_name: sortKey(`${first} ${last}`),
    phone: random() < 0.4 ? `+4420${String(Math.floor(random() * 1e8)).padStart(8, "0")}` : null,
    browser: "Firefox 140",
    os: "Windows 11",
    device_kind: "desktop",
    language: "en-GB",
    time_zone: "Europe/London",
    screen: "1920x1080",
    country: null,
    city: null,
    last_page: "https://shop.example.com/some/page",
    referrer: "",
    visit_count: 3,
    first_seen_at: seen,
    last_seen_at: seen,
  };
}

function syllables(random: () => number): string {
  const letter = (letters: string) => letters.charAt(Math.floor(random() * letters.length));
  let name = "";
  for (let at = 0; at < 3; at++) name += letter("bdfgklmnprstvwz") + letter("aeiou");
  return name;
}

/** The contacts that the searches look for. */
interface Samples {
  readonly someone: Schema["visitors"];
  readonly phone: string;
}

export async function seed(database: Database): Promise<Samples> {
  const random = numbers(7);
  const organization = {
    id: ORGANIZATION,
    name: "Harbour",
    key: ORGANIZATION,
    sort_name: "harbour",
    domain: null,
    created_at: 0,
  };
  await database.write((tx) =>
    tx
      .insertInto("organizations")
      .values({ property_id: PROPERTY, ...organization })
      .execute(),
  );
  let someone: Schema["visitors"] | undefined;
  let phone = "";
  for (let at = 0; at < CONTACTS; at += 2_000) {
    const all = Array.from({ length: 2_000 }, (_, more) => contact(at + more, random));
    someone ??= all[321];
    phone ||= all.find((row) => row.phone)?.phone ?? "";
    await database.write((tx) => seedSome(tx, all, at));
    if ((at + 2_000) % BULK_SIZE === 0) await runBulkIndex(database, PROPERTY);
  }
  await runBulkIndex(database, PROPERTY);
  if (!someone) throw new Error("Nobody was made");
  return { someone, phone };
}

async function seedSome(tx: Tx, all: readonly Schema["visitors"][], at: number): Promise<void> {
  for (let from = 0; from < all.length; from += 200) {
    const some = all.slice(from, from + 200);
    await tx.insertInto("visitors").values(some).execute();
    const words = some.map((row) => ({
      visitor: row.id,
      terms: contactTerms({
        id: row.id,
        name: row.name,
        emails: row.email ? [row.email] : [],
        phones: row.phone ? [row.phone] : [],
        organizations: [],
        userId: null,
        aliases: [],
      }),
    }));
    await queueForBulkIndex(tx, PROPERTY, words);
    await seedFilters(tx, some, at + from);
  }
}

const RARE_TAG = "rare";
const COMMON_TAG = "common";
const ORGANIZATION = "harbour";

/** Of every hundred contacts one has a rare tag, half have a common one; each has seats, and one in ten an organization. */
async function seedFilters(tx: Tx, rows: readonly Schema["visitors"][], from: number): Promise<void> {
  const tagged = rows.flatMap(({ id }, at) => [
    ...((from + at) % 100 ? [] : [{ property_id: PROPERTY, contact_id: id, tag_id: RARE_TAG }]),
    ...((from + at) % 2 ? [] : [{ property_id: PROPERTY, contact_id: id, tag_id: COMMON_TAG }]),
  ]);
  await tx.insertInto("contact_tags").values(tagged).execute();
  const seats = rows.map(({ id }, at) => ({
    property_id: PROPERTY,
    contact_id: id,
    key: "seats",
    text: String((from + at) % 500),
    number: (from + at) % 500,
  }));
  await tx.insertInto("attribute_values").values(seats).execute();
  const members = rows
    .filter((_, at) => (from + at) % 10 === 0)
    .map(({ id }, at) => ({
      property_id: PROPERTY,
      visitor_id: id,
      id: `d${from + at}`,
      device_id: null,
      field: "organization",
      value: "Harbour",
      compare_key: ORGANIZATION,
      status: "current" as const,
      source: "csv" as const,
      proven: 0,
      at: 0,
      previous: null,
      preferred: 0,
    }));
  await tx.insertInto("details").values(members).execute();
}

/** Filters as agents combine them, by what makes them hard. */
export const FILTERS: Readonly<Record<string, ContactFilter>> = {
  "a rare tag": { tag: RARE_TAG },
  "a common tag": { tag: COMMON_TAG },
  "two tags": { tag: `${RARE_TAG},${COMMON_TAG}` },
  "an organization": { organization: ORGANIZATION },
  "an attribute": { attribute: "seats:7" },
  "a range of an attribute": { attribute: "seats:100..300" },
  "a narrow range and a tag": { attribute: "seats:100..101", tag: COMMON_TAG },
  "no phone, by name": { phone: "no", sort: "name" },
  "dates, a tag and a word": { since: "1785000000000..1789000000000", tag: COMMON_TAG, q: "anna" },
  "a source that nobody has": { source: "browser" },
  "who is proven, which nobody is": { identity: "proven" },
  "by name": { sort: "name" },
  "by the day they came": { sort: "since", order: "asc" },
};

export async function timeFilter(database: Database, filter: ContactFilter): Promise<number[]> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    await listContacts(database.read, { property: PROPERTY, filter, cursor: null });
    times.push(performance.now() - start);
  }
  return times;
}

function figures(name: string, times: readonly number[]): Figure[] {
  return [
    { name: `${name}, p50`, value: percentile(times, 0.5), unit: "ms" },
    { name: `${name}, p95`, value: percentile(times, 0.95), unit: "ms", limit: LIMIT },
  ];
}

export async function timeQuery(database: Database, q: string, runs = RUNS): Promise<number[]> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    await listContacts(database.read, { property: PROPERTY, filter: { q }, cursor: null });
    times.push(performance.now() - start);
  }
  return times;
}

/** Walks a list to its end, or for so many pages. */
async function timePages(database: Database, q: string, pages: number): Promise<number[]> {
  const times: number[] = [];
  let next: string | null = null;
  do {
    const start = performance.now();
    const page = await listContacts(database.read, {
      property: PROPERTY,
      filter: { q },
      cursor: readCursor(next ?? undefined),
    });
    times.push(performance.now() - start);
    next = page.next;
  } while (next && times.length < pages);
  return times;
}

/** The texts of the searches, by their difficulty. */
export function queries({ someone, phone }: Samples): Record<string, string> {
  return {
    "rare name": "novak",
    "common first name": "anna",
    "one letter": "a",
    "two letters": "ma",
    "e-mail": someone.email ?? "",
    "part of an e-mail": (someone.email ?? "").slice(0, 12),
    domain: "gmail.com",
    phone,
    "end of a phone": phone.slice(-7),
    "visitor ID": someone.id,
    "two words": "anna smith",
    "two common letters": "a s",
    "nothing found": "qqqqqq",
  };
}

/**
 * Two common words that never meet: the whole list is walked, in slices, so that others wait for one slice at most.
 * Nothing is promised for the whole.
 */
async function worstCase(database: Database): Promise<Figure[]> {
  let longest = 0;
  let last = performance.now();
  let watching = true;
  const watch = () => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
    if (watching) setImmediate(watch);
  };
  setImmediate(watch);
  const times = await timeQuery(database, "gmail.com outlook.com", 5);
  watching = false;
  return [
    { name: "contacts: words that never meet, p50", value: percentile(times, 0.5), unit: "ms" },
    { name: "contacts: words that never meet, longest wait of others", value: longest, unit: "ms" },
  ];
}

/** Contact search and pages at 100,000 contacts on SQLite, as the server runs them. */
export async function benchContacts(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "foyer-bench-contacts-"));
  const database = await openDatabase(join(folder, "bench.db"));
  try {
    const samples = await seed(database);
    const results: Figure[] = [];
    for (const [name, q] of Object.entries(queries(samples)))
      results.push(...figures(`contacts: ${name}`, await timeQuery(database, q)));
    for (const [name, filter] of Object.entries(FILTERS))
      results.push(...figures(`contacts: filtered by ${name}`, await timeFilter(database, filter)));
    results.push(...(await worstCase(database)));
    results.push(...figures("contacts: first page with total", await timeQuery(database, "")));
    results.push(...figures("contacts: every page", await timePages(database, "", Number.POSITIVE_INFINITY)));
    results.push(...figures("contacts: 100 pages of a common name", await timePages(database, "anna", 100)));
    return results;
  } finally {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  for (const { name, value, unit, limit } of await benchContacts())
    process.stdout.write(
      `${name.padEnd(50)} ${value.toFixed(2).padStart(9)} ${unit}${limit === undefined ? "" : `  (at most ${limit})`}\n`,
    );
