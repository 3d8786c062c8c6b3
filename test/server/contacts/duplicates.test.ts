import { readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { createDuplicateScan } from "../../../server/contacts/duplicates/duplicate-scan.ts";
import { similarNameMatcher } from "../../../server/contacts/duplicates/similar-names.ts";
import { UpsertBatch } from "../../../server/contacts/identity/upsert.ts";
import { createRecord } from "../../../server/contacts/identity/upsert-record.ts";
import { createSearchIndexer } from "../../../server/contacts/search/indexer.ts";
import { newId } from "../../../server/platform/ids.ts";
import { Contact } from "../../../shared/contact.ts";
import { MergeResult, SuggestionPage } from "../../../shared/crm.ts";
import { type AgentBrowser, setUpFoyer } from "../../support/agent.ts";
import { rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { measureDuplicates } from "../../support/measure-duplicates.ts";
import { plantDuplicates } from "../../support/planted-duplicates.ts";

describe("similar names", () => {
  it.each([
    ["Ann Lee", "ann  lee"],
    ["Zoë Müller", "Muller, Zoe"],
    ["Christopher Brown", "Cristopher Brown"],
    ["Katherine Mansfield", "Katharine Mansfeild"],
    ["A. Petrovic", "Ana Petrović"],
    ["O'Brien Sean", "Sean O'Brien"],
    ["Madonna", "madonna"],
    ["Robert Walker", "Bob Walker"],
    ["Liz Cook", "Elizabeth Cook"],
    ["Perez, Bill", "William Perez"],
    ["Sascha Meier", "Alexander Meier"],
    ["Kasia Nowak", "Katarzyna Nowak"],
    ["Pepe García López", "José García"],
    ["Миша Иванов", "Миша Иванов"],
    ["Dr. Jürgen Köhler", "Juergen Koehler"],
    ["Robert J. Walker", "Robert Walker"],
    ["Philip Stone", "Philipp Stone"],
    ["Steven King", "Stephen King"],
  ])("%s and %s are similar", (a, b) => {
    expect(similarNameMatcher(a)(b)).toBe(true);
  });

  it.each([
    ["Ann Lee", "Ann Loe"],
    ["Ann Lee", "Ann"],
    ["Ann Lee", "Ben Lee"],
    ["A. L.", "A. L. M."],
    ["A. L.", "Ann Lee"],
    ["Maria Garcia", "Mario Garcia Lopez"],
    ["", ""],
    ["Michael Stone", "Michaela Stone"],
    ["Christian Stone", "Christina Stone"],
    ["Christine Stone", "Christian Stone"],
    ["Daniel Stone", "Daniela Stone"],
    ["Andrea Stone", "Andreas Stone"],
    ["Maria Stone", "Marie Stone"],
    ["Julia Stone", "Julie Stone"],
    ["Martin Stone", "Marvin Stone"],
    ["Jason Stone", "Mason Stone"],
    ["Alexander Stone", "Alexandra Stone"],
    ["John Stone Jr.", "John Stone Sr."],
    ["John Stone", "John Stone Jr."],
    ["Bob Walker", "Bob Waters"],
    ["!", "?"],
  ])("%s and %s are not similar", (a, b) => {
    expect(similarNameMatcher(a)(b)).toBe(false);
  });

  const GIVEN_NAMES = readFileSync(new URL("corpus/given-names.csv", import.meta.url), "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","));

  it("are those of short forms in ten languages and two scripts, and not of other near names", () => {
    const wrong = GIVEN_NAMES.filter(
      ([first = "", second = "", isOne]) => similarNameMatcher(first)(second) !== (isOne === "yes"),
    );
    expect(wrong).toEqual([]);
    expect(GIVEN_NAMES.length).toBeGreaterThan(500);
  });

  it("similarity is symmetric", () => {
    const name = fc
      .array(fc.stringMatching(/^[a-c]{1,7}$/), { maxLength: 3 })
      .map((words) => words.join(" "));
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(similarNameMatcher(a)(b)).toBe(similarNameMatcher(b)(a));
        expect(similarNameMatcher(a)(a)).toBe(a.trim() !== "");
      }),
    );
  });
});

describeEachDatabase("duplicate contacts", (open) => {
  let test: TestApp;
  let browser: AgentBrowser;
  let property: string;
  let base: string;
  beforeEach(async () => {
    test = await testApp(await open());
    ({ browser, property } = await setUpFoyer(test));
    base = `/api/properties/${property}`;
  });

  it("are suggested for nicknames and for spellings of one mailbox", async () => {
    const file = readFileSync(new URL("corpus/duplicates-not-suggested.csv", import.meta.url));
    const lines = file.toString().trim().split("\n").slice(1);
    await test.deps.database.write(async (tx) => {
      const all = lines.map((line, at) => {
        const [name = "", email = "", organization = ""] = line.split(",");
        const details = { name, emails: [email], organization };
        return {
          newVisitor: `V${String(at + 1).padStart(16, "0")}`,
          details,
          source: "csv" as const,
          now: at,
        };
      });
      const inputs = all.map((one) => ({ visitor: one.newVisitor, details: one.details }));
      const upserts = await UpsertBatch.load(tx, property, inputs, () => newId(test.deps));
      for (const one of all) createRecord(upserts, one);
      await upserts.save();
    });
    await check();
    expect((await pairs()).sort()).toEqual([
      ["same_mailbox", "Zz Invented One", "Zz Invented One"],
      ["same_mailbox", "Zz Invented Two", "Zz Invented Two"],
      ["similar_name", "Bill Perez", "William Perez"],
      ["similar_name", "Bob Walker", "Robert Walker"],
      ["similar_name", "Elizabeth Cook", "Liz Cook"],
    ]);
  });

  it("are found among planted ones: at least 95 of 100, and at least 95 of 100 suggestions are right", async () => {
    const planted = plantDuplicates(7, 4);
    const { recall, precision, missed, wrong } = await measureDuplicates(test, property, planted);
    expect.soft(recall, missed.join("\n")).toBeGreaterThanOrEqual(0.95);
    expect.soft(precision, wrong.join("\n")).toBeGreaterThanOrEqual(0.95);
  });

  it("R9: are not suggested among more than two people with one phone, unless their names are alike", async () => {
    const phones = ["+493023125100"];
    for (const name of ["Anke", "Bert", "Carla"])
      await make(name, { lastName: "Dorn", emails: [`${name}@harbour.example`], phones });
    await make("Karla", { lastName: "Dorn", emails: ["carla@home.example"], phones });
    await test.deps.database.write((tx) => tx.deleteFrom("suggestions").execute());
    await check();
    expect(await pairs()).toEqual([["same_phone", "Carla Dorn", "Karla Dorn"]]);
  });

  const make = (name: string, more: object = {}) =>
    browser.ok(Contact, "POST", `${base}/contacts`, { firstName: name, anyway: true, ...more });
  const check = async () => {
    await createSearchIndexer(test.deps.database).catchUp();
    await createDuplicateScan(test.deps).catchUp();
  };
  const list = async () => (await browser.ok(SuggestionPage, "GET", `${base}/suggestions`)).items;
  const pairs = async () =>
    (await list()).map(({ reason, contacts }) => [reason, ...contacts.map(({ name }) => name).sort()]);

  it("are suggested with the reason, the strongest first, each pair once", async () => {
    await make("Cara", { phones: ["+49301234567"] });
    await make("Carla", { phones: ["+490301234567"] });
    await make("Jonathan", { lastName: "Smith", organization: "Harbour" });
    await make("Jonathon", { lastName: "Smith", organization: "harbour" });
    await make("Jonathan", { lastName: "Smyth", organization: "Elsewhere" });
    const bea = await make("Bea", { emails: ["bea@example.com"] });
    const claimant = new BrowserVisitor(test.app, property);
    await claimant.visit();
    await claimant.submit({ name: "Bea", email: "bea@example.com", message: "Hi" });
    await claimant.submit({ name: "Bea", email: "bea@work.example", message: "Hi" });
    await make("Beatrice", { emails: ["bea@work.example"] });
    await make("Dan", { phones: ["+4930777"] });
    await make("Danny", { phones: ["+4930777"] });
    await make("Eve", { emails: ["eve@example.com"], phones: ["+4930888"] });
    await make("Evi", { emails: ["EVE@example.com"], phones: ["+4930888"] });
    await check();
    expect(await pairs()).toEqual([
      ["same_email", "Eve", "Evi"],
      ["alternative_email", "Bea", "Beatrice"],
      ["same_phone", "Dan", "Danny"],
      ["similar_phone", "Cara", "Carla"],
      ["similar_name", "Jonathan Smith", "Jonathon Smith"],
    ]);
    expect((await browser.ok(Contact, "GET", `${base}/contacts/${bea.id}`)).suggestions).toMatchObject([
      { reason: "alternative_email", other: { name: "Beatrice" } },
    ]);
    expect(await rowsOf(test, "contacts_to_compare")).toEqual([]);
  });

  it("are not suggested for a value that many contacts share", async () => {
    for (let n = 0; n < 7; n++) await make(`Person ${n}`, { phones: ["+49301234567"] });
    await check();
    const reasons = (await list()).map(({ reason }) => reason);
    expect(reasons.filter((one) => one === "similar_phone")).toEqual([]);
  });

  it("stay dismissed, also after another scan and after a merge", async () => {
    const ann = await make("Ann", { emails: ["a@example.com"] });
    const anna = await make("Anna", { emails: ["a@example.com"] });
    await check();
    const [first] = await list();
    const dismiss = (id?: string) => browser.ok(z.object({}), "POST", `${base}/suggestions/${id}/dismiss`);
    await dismiss(first?.id);
    expect(await list()).toEqual([]);
    await browser.ok(Contact, "POST", `${base}/contacts/${ann.id}/details`, {
      field: "name",
      value: "Ann B",
    });
    await check();
    expect(await list()).toEqual([]);
    expect((await browser.ok(Contact, "GET", `${base}/contacts/${anna.id}`)).suggestions).toEqual([]);
    const annie = await make("Annie", { emails: ["a@example.com"] });
    await check();
    expect(await list()).toHaveLength(2);
    // the suggestion of the third and Anna is one of Ann and Anna now, which an agent has dismissed
    await browser.ok(MergeResult, "POST", `${base}/contacts/merge`, {
      contacts: [ann.id, annie.id],
      survivor: ann.id,
    });
    await check();
    expect(await list()).toEqual([]);
    for (const id of [ann.id, anna.id])
      expect((await browser.ok(Contact, "GET", `${base}/contacts/${id}`)).suggestions).toEqual([]);
    // a pair that is shown under the survivor's ID is dismissed under both IDs
    const [bob, rob, robert] = [
      await make("Bob", { phones: ["+49301234567"] }),
      await make("Rob", { phones: ["+49301234567"] }),
      await make("Robert"),
    ];
    await check();
    await browser.ok(MergeResult, "POST", `${base}/contacts/merge`, {
      contacts: [bob.id, robert.id],
      survivor: robert.id,
    });
    const [pair] = await list();
    expect(pair?.contacts.map(({ id }) => id).sort()).toEqual([rob.id, robert.id].sort());
    await dismiss(pair?.id);
    await check();
    expect(await list()).toEqual([]);
  });

  it("are found among older contacts too, in batches between which other work gets its turn", async () => {
    const all = Array.from({ length: 260 }, (_, n) => ({
      newVisitor: `V${String(n + 1).padStart(16, "0")}`,
      details: { name: `Person ${n}`, phones: [`+4930${String(1_000_000 + Math.floor(n / 2))}`] },
      source: "csv" as const,
      now: test.clock.now(),
    }));
    await test.deps.database.write(async (tx) => {
      const inputs = all.map((one) => ({ visitor: one.newVisitor, details: one.details }));
      const upserts = await UpsertBatch.load(tx, property, inputs, () => newId(test.deps));
      for (const one of all) createRecord(upserts, one);
      await upserts.save();
    });
    await createSearchIndexer(test.deps.database).catchUp();
    expect(await rowsOf(test, "contacts_to_compare")).toHaveLength(260);
    const errors: unknown[] = [];
    const stop = createDuplicateScan(test.deps).start((error) => errors.push(error));
    await expect.poll(() => rowsOf(test, "contacts_to_compare"), { timeout: 15_000 }).toEqual([]);
    stop();
    expect(errors).toEqual([]);
    const first = await browser.ok(SuggestionPage, "GET", `${base}/suggestions`);
    const second = await browser.ok(SuggestionPage, "GET", `${base}/suggestions?cursor=${first.next}`);
    const third = await browser.ok(SuggestionPage, "GET", `${base}/suggestions?cursor=${second.next}`);
    const ids = [first, second, third].flatMap(({ items }) => items.map(({ id }) => id));
    expect([new Set(ids).size, third.next]).toEqual([130, null]);
  });
});
