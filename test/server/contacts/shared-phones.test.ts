import { readFileSync } from "node:fs";
import fc from "fast-check";
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import type { Database } from "../../../server/platform/database/open.ts";
import type { FormDraft } from "../../../shared/form.ts";
import { setUpFoyer } from "../../support/agent.ts";
import { type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { contactContents } from "../../support/contents.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { ImportHarness } from "../imports/support.ts";

interface Listed {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
}

const SWITCHBOARD = readFileSync(new URL("corpus/switchboard.csv", import.meta.url), "utf8");
const HEADER = "Name,E-mail,Phone";
const colleagues: Listed[] = SWITCHBOARD.trim()
  .split("\n")
  .slice(1)
  .map((line) => {
    const [name = "", email = "", phone = ""] = line.split(",");
    return { name, email, phone };
  });

/** A form that asks for the phone too. */
const CONTACT_FORM: FormDraft = {
  fields: (["name", "email", "phone"] as const).map((type) => ({ id: type, type, required: false })),
};

/** Households and companies: people with an e-mail of their own each, and few phones. */
const people = fc
  .uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 2, maxLength: 6 })
  .chain((numbers) =>
    fc.tuple(...numbers.map((n) => fc.constantFrom("+493011", "+493022").map((phone) => ({ n, phone })))),
  )
  .map((all) =>
    all.map(({ n, phone }): Listed => ({ name: `Person ${n}`, email: `p${n}@example.com`, phone })),
  );

describeEachDatabase("people who share a phone", (open) => {
  let database: Database;
  let harness: ImportHarness;
  let made = 0;
  beforeAll(async () => {
    database = await open();
  });
  beforeEach(async () => {
    harness = await makeHarness();
  });
  const makeHarness = () =>
    ImportHarness.make(database, `phone${String(++made).padStart(5, "0")}`, { preChatForm: CONTACT_FORM });
  afterEach(() => harness.remove());

  const listed = async () =>
    ((await contactContents(database, harness.property)) as Listed[])
      .map(({ name, email, phone }) => ({ name, email, phone }))
      .sort((a, b) => a.email.localeCompare(b.email));
  const submit = async ({ name, email, phone }: Listed, { test: { app }, property } = harness) => {
    const visitor = new BrowserVisitor(app, property);
    await visitor.visit();
    return visitor.submit({ name, email, phone }, "pre_chat", CONTACT_FORM);
  };

  it("R9: six colleagues of a file with one switchboard number are six contacts; the file again changes nothing", async () => {
    const { report } = await harness.import(SWITCHBOARD);
    expect(report).toMatchObject({
      rows: 6,
      duplicates: 0,
      counts: { updated: 0, unchanged: 0, refused: 0 },
    });
    expect(await listed()).toEqual(colleagues);
    const again = await harness.import(SWITCHBOARD);
    expect(again.report.counts).toMatchObject({ unchanged: 6 });
    expect(await listed()).toEqual(colleagues);
  });

  it("R9: six colleagues who write are six contacts, and each is found again by the e-mail", async () => {
    for (const one of [...colleagues, ...colleagues]) expect((await submit(one)).status).toBe("accepted");
    expect(await listed()).toEqual(colleagues);
  });

  it("R9: a file and forms about the same colleagues make no more of them", async () => {
    for (const one of colleagues.slice(0, 3)) await submit(one);
    await harness.import(SWITCHBOARD);
    for (const one of colleagues) await submit(one);
    expect(await listed()).toEqual(colleagues);
  });

  it("R9: households of random people are that many contacts, from a file or from forms", async () => {
    await fc.assert(
      fc.asyncProperty(people, fc.nat(), async (all, seed) => {
        const own = await makeHarness();
        try {
          const byForm = all.filter((_, index) => (seed >> index) % 2 === 1);
          for (const one of byForm) await submit(one, own);
          await own.import(
            [HEADER, ...all.map(({ name, email, phone }) => [name, email, phone].join())].join("\n"),
          );
          const contents = (await contactContents(database, own.property)) as Listed[];
          const order = (one: Listed[]) =>
            one.map(({ name, email, phone }) => [name, email, phone].join()).sort();
          expect(order(contents)).toEqual(order(all));
        } finally {
          own.remove();
        }
      }),
      { numRuns: 6 },
    );
  });
});

describeEachDatabase("a colleague who is entered by hand", (open) => {
  let test: TestApp;
  beforeEach(async () => {
    test = await testApp(await open());
  });

  it.each([
    ["a colleague with an e-mail", { emails: ["bert@harbour.example"] }, 200],
    ["a colleague without an e-mail", {}, 409],
  ])("R9: %s, whose phone a contact has: %j → %i", async (_, more, status) => {
    const { browser, property } = await setUpFoyer(test);
    const base = `/api/properties/${property}/contacts`;
    const phones = ["+493023125100"];
    const first = { firstName: "Anke", emails: ["anke@harbour.example"], phones };
    expect((await browser.send("POST", base, first)).status).toBe(200);
    expect((await browser.send("POST", base, { firstName: "Bert", phones, ...more })).status).toBe(status);
  });

  it.each([
    ["who has an e-mail", { emails: ["bert@harbour.example"] }, 200],
    ["who has no e-mail", { userId: "7" }, 409],
  ])("R9: the phone of a contact is added to another one %s", async (_, more, status) => {
    const { browser, property } = await setUpFoyer(test);
    const base = `/api/properties/${property}/contacts`;
    const phone = "+493023125100";
    await browser.send("POST", base, { firstName: "Anke", emails: ["a@harbour.example"], phones: [phone] });
    const second = await browser.send("POST", base, { firstName: "Bert", ...more });
    const { id } = (await second.json()) as { id: string };
    const added = await browser.send("POST", `${base}/${id}/details`, { field: "phone", value: phone });
    expect(added.status).toBe(status);
  });
});
