import { beforeAll, expect, it } from "vitest";
import { listContacts } from "../../../server/contacts/search/list-contacts.ts";
import { writeTerms } from "../../../server/contacts/search/term-index.ts";
import { contactTerms } from "../../../server/contacts/search/tokenize.ts";
import type { Database } from "../../../server/platform/database/open.ts";
import type { Schema } from "../../../server/platform/database/schema.ts";
import { readCursor } from "../../../server/platform/paging.ts";
import { queryTerms } from "../../../server/platform/search/words.ts";
import { seeded } from "../../support/clock.ts";
import { describeEachDatabase } from "../../support/databases.ts";

const PROPERTY = "shop000001";
const COUNT = 1_300;
/** So small that the most common words are searched by scan, in several slices. */
const TUNING = { maxIndexEntries: 400, sliceSize: 300 };

const NAMES = ["Anna", "Ánna", "O'Anna", "Bob", "Zoë", "Ångström", "łukasz", "_x", "ZZ top", "ﬁnn"];

function makeContacts(): Schema["visitors"][] {
  const random = seeded(3);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  return Array.from({ length: COUNT }, (_, index) => ({
    property_id: index % 50 ? PROPERTY : "other00001",
    id: `V${String(Math.floor(random() * 1e12)).padStart(12, "0")}${String(index).padStart(4, "0")}`,
    proof_hash: null,
    registration: null,
    tokens_revoked_at: null,
    attached_to: null,
    attached_proven: 0,
    contact_since: index % 40 ? 1 : null,
    source: "form",
    name: `${pick(NAMES)} ${pick(NAMES)}${index % 7}`,
    email: `c${index}@${index < 20 ? "rare" : "common"}.example`,
    sort_name: "",
    phone: index % 3 ? null : `+4420${String(index).padStart(6, "0")}`,
    browser: "",
    os: "",
    device_kind: "",
    language: "",
    time_zone: "",
    screen: "",
    country: null,
    city: null,
    last_page: "",
    referrer: "",
    visit_count: 1,
    first_seen_at: 0,
    // few different times, so that the ID often decides the order
    last_seen_at: Math.floor(random() * 300),
  }));
}

const wordsOf = (row: Schema["visitors"]) =>
  contactTerms({
    id: row.id,
    name: row.name,
    emails: row.email ? [row.email] : [],
    phones: row.phone ? [row.phone] : [],
    organizations: [],
    userId: null,
    aliases: [],
  });

describeEachDatabase("searching contacts", (open) => {
  let database: Database;
  let all: Schema["visitors"][];
  beforeAll(async () => {
    database = await open();
    all = makeContacts();
    await database.write(async (tx) => {
      for (let at = 0; at < all.length; at += 200) {
        const some = all.slice(at, at + 200);
        await tx.insertInto("visitors").values(some).execute();
        const words = some
          .filter((row) => row.contact_since !== null)
          .map((row) => ({ row, terms: wordsOf(row) }));
        for (const property of new Set(some.map((row) => row.property_id)))
          await writeTerms(
            tx,
            property,
            words
              .filter(({ row }) => row.property_id === property)
              .map(({ row, terms }) => ({ visitor: row.id, terms })),
            [],
          );
      }
    });
  });

  /** The whole list, page by page. */
  async function walk(q: string): Promise<{ ids: string[]; pages: number[] }> {
    const ids: string[] = [];
    const pages: number[] = [];
    let next: string | null = null;
    do {
      const page = await listContacts(
        database.read,
        { property: PROPERTY, filter: { q }, cursor: readCursor(next ?? undefined) },
        TUNING,
      );
      ids.push(...page.items.map(({ id }) => id));
      pages.push(page.items.length);
      next = page.next;
    } while (next);
    return { ids, pages };
  }

  /** The same, by evaluating every contact. */
  function expected(q: string): string[] {
    const words = queryTerms(q);
    return all
      .filter((row) => row.property_id === PROPERTY && row.contact_since !== null)
      .filter((row) => {
        const terms = wordsOf(row);
        return words.every((word) => terms.some((term) => term.startsWith(word)));
      })
      .sort((a, b) => b.last_seen_at - a.last_seen_at || (a.id < b.id ? 1 : -1))
      .map(({ id }) => id);
  }

  it("lists every contact once and in order without a query", async () => {
    const { ids, pages } = await walk("");
    expect(ids).toEqual(expected(""));
    expect(pages.slice(0, -1).every((size) => size === 50)).toBe(true);
    const first = await listContacts(database.read, { property: PROPERTY, filter: {}, cursor: null });
    expect(first.total).toBe(ids.length);
  });

  it.each([
    ["a common word", "anna"],
    ["a word of everybody", "c"],
    ["a rare word", "c12"],
    ["two common words", "anna bob"],
    ["a common and a rare word", "common.example zz"],
    ["two rare words", "rare.example zoe"],
    ["two common words that never meet", "common.example rare.example"],
    ["a letter that sorts late", "z"],
    ["a ligature", "finn"],
    ["a letter with a ring", "ångs"],
    ["a phone's end", "001500"],
    ["a mark", "_"],
    ["nobody", "qqq"],
  ])("finds exactly the contacts with %s (%s), page by page", async (_, q) => {
    const { ids, pages } = await walk(q);
    const wanted = queryTerms(q).length ? expected(q) : [];
    expect(ids).toEqual(wanted);
    expect(pages.slice(0, -1).every((size) => size === 50)).toBe(true);
  });

  it("the queries above cover rare and common terms", () => {
    const entries = (word: string) =>
      all
        .filter((row) => row.contact_since !== null)
        .flatMap(wordsOf)
        .filter((term) => term.startsWith(word)).length;
    expect(entries("anna")).toBeGreaterThan(TUNING.maxIndexEntries);
    expect(entries("common.example")).toBeGreaterThan(TUNING.maxIndexEntries);
    expect(entries("rare.example")).toBeLessThan(50);
  });
});
