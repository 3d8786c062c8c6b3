import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, expect, it } from "vitest";
import { createSearchIndexer } from "../../../server/contacts/search/indexer.ts";
import { listContacts } from "../../../server/contacts/search/list-contacts.ts";
import { removeExpiredImports } from "../../../server/imports/jobs/remove-expired-imports.ts";
import type { Database } from "../../../server/platform/database/open.ts";
import { newId } from "../../../server/platform/ids.ts";
import type { Details, Source } from "../../../shared/contact.ts";
import { rowsOf } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { ImportHarness } from "./support.ts";

const DAY = 24 * 3_600_000;
const counts = (more: object) => ({ new: 0, updated: 0, unchanged: 0, conflict: 0, refused: 0, ...more });

const remark = (line: number, outcome: string, reason: string, name: string, email: string) => ({
  line,
  outcome,
  reason,
  name,
  email,
  leftOut: 0,
  isDuplicate: false,
});

describeEachDatabase("an import", (open) => {
  let database: Database;
  let harness: ImportHarness;
  let made = 0;
  beforeAll(async () => {
    database = await open();
  });
  const begin = async () => {
    harness = await ImportHarness.make(database, `shop${String(++made).padStart(6, "0")}`);
  };
  afterEach(() => harness.remove());

  const know = (details: Details, source: Source = "form") => harness.know(details, source);
  const merge = (survivor: string, ...contacts: string[]) => harness.merge(survivor, contacts);
  const found = async (q: string) =>
    (
      await listContacts(database.read, { property: harness.property, filter: { q }, cursor: null })
    ).items.map(({ name }) => name);

  it("R17: the dry run reports the outcome of each row and writes nothing", async () => {
    await begin();
    await know({ name: "Old", emails: ["old@example.com"] });
    const before = await harness.contacts();
    const file = [
      "Name,E-mail,Phone,Birthday",
      "Ann,ann@example.com,+44 20 7946,1 May",
      "Older,OLD@example.com,,",
      "Ann,ann@example.com,,",
      ",nobody@example.com,,",
      "Ben,ben@,,",
      "Cid,cid@example.com,,,x",
      '"Dan',
      'Lee",dan@example.com,4.4E+11,',
    ].join("\n");
    const info = await harness.check(file);
    expect(info).toMatchObject({ state: "checked", progress: 1, report: null });
    expect(info.check).toEqual({
      rows: 7,
      counts: counts({ new: 3, updated: 1, unchanged: 1, refused: 2 }),
      duplicates: 1,
      leftOut: 1,
      leftOutRows: 1,
      notImported: ["Birthday"],
      remarks: [
        {
          ...remark(4, "unchanged", "The same person as in line 2.", "Ann", "ann@example.com"),
          isDuplicate: true,
        },
        remark(6, "refused", "“ben@” is not an e-mail address.", "Ben", "ben@"),
        remark(7, "refused", "This row has 5 cells, but the header has 4.", "Cid", "cid@example.com"),
        {
          ...remark(8, "new", expect.stringContaining("shortened"), "Dan Lee", "dan@example.com"),
          leftOut: 1,
        },
      ],
    });
    expect(await harness.contacts()).toEqual(before);
    expect(await rowsOf(harness.test, "import_contacts")).toEqual([]);
    expect(readdirSync(join(harness.data, "imports")).sort()).toEqual([
      `${info.id}.csv`,
      `${info.id}.refused.csv`,
    ]);
  });

  it("R17: the refused rows are a CSV with a reason column, which can be corrected and imported", async () => {
    await begin();
    const { id } = await harness.check('Name,E-mail\n=cmd(),x@\n"A ""B""\nC",\nAnn,ann@example.com\n');
    const text = readFileSync(join(harness.data, "imports", `${id}.refused.csv`), "utf8");
    expect(text).toBe(
      '\ufeff"Name","E-mail","Reason"\n"\'=cmd()","x@","“x@” is not an e-mail address."\n"A ""B""\nC",,"There is no e-mail, phone or user ID, so the contact could not be recognised the next time."\n',
    );
    const mended = await harness.import(
      text.replace('"x@"', "x@example.com").replace(",,", ",b@example.com,"),
    );
    expect(mended.report).toMatchObject({ counts: counts({ new: 2 }), notImported: ["Reason"] });
    expect(await harness.contacts()).toMatchObject([{ name: "=cmd()" }, { name: 'A "B" C' }]);
  });

  it("R6: creates contacts with their history, which search finds at once", async () => {
    await begin();
    const info = await harness.import(
      "Vorname;Nachname;E-Mail;Handy;Kundennummer\nZoë;Müller;zoe@example.com;+49 170 1234567;K-1\n",
    );
    expect(info).toMatchObject({ state: "done", progress: 1, report: info.check });
    expect(info.report).toMatchObject({ rows: 1, counts: counts({ new: 1 }), duplicates: 0, remarks: [] });
    expect(await harness.contacts()).toEqual([
      {
        name: "Zoë Müller",
        email: "zoe@example.com",
        phone: "+491701234567",
        source: "csv",
        values: [
          "email current csv zoe@example.com ()",
          "name current csv Zoë Müller ()",
          "phone current csv +491701234567 ()",
          "user_id current csv K-1 ()",
        ],
      },
    ]);
    expect(await found("mull zoe")).toEqual(["Zoë Müller"]);
    expect(existsSync(join(harness.data, "imports", `${info.id}.csv`))).toBe(false);
  });

  it("R17: importing the same file twice gives only the outcome *unchanged*", async () => {
    await begin();
    await know({ name: "Agnes", emails: ["agnes@example.com"], phones: ["+4930"] }, "agent");
    const file = [
      "Name,E-mail,Phone,User ID",
      "Ann,ann@example.com,+4420,1",
      "Anna,ann@example.com,+4421,",
      "Ann B,ann@example.com; ann2@example.com,,",
      "Agneta,agnes@example.com,,",
      "Family,f@example.com,+5550,",
      "Fred,g@example.com,+5550,",
      "Somebody,ann@example.com,,2",
      "Ben,ann2@example.com,+5550,3",
      "Only ID,,,4",
      "Both,agnes@example.com,+4420,",
      "Ann again,,+4421,",
    ].join("\n");
    const first = await harness.import(file);
    expect(first.report).toEqual(first.check);
    const contacts = await harness.contacts();
    const second = await harness.import(file);
    expect(second.report).toMatchObject({ rows: 11, counts: counts({ unchanged: 11 }) });
    expect(second.check).toEqual(second.report);
    expect(await harness.contacts()).toEqual(contacts);
  });

  it("R17: of duplicates in the file the first row counts, and later ones fill its blanks", async () => {
    await begin();
    const { report } = await harness.import(
      [
        "Name,E-mail,Phone",
        "Ann,ann@example.com,",
        "Anna,ANN@example.com,+4420",
        "Annie,,+4420",
        "Ann,ann@example.com,+4420",
      ].join("\n"),
    );
    expect(report).toMatchObject({
      counts: counts({ new: 1, conflict: 2, unchanged: 1 }),
      duplicates: 3,
      remarks: [
        {
          line: 3,
          reason:
            "The same person as in line 2. The name “Anna” is saved as an alternative to the first one.",
        },
        {
          line: 4,
          reason:
            "The same person as in line 2. The name “Annie” is saved as an alternative to the first one.",
        },
        { line: 5, outcome: "unchanged", reason: "The same person as in line 2." },
      ],
    });
    expect(await harness.contacts()).toMatchObject([
      { name: "Ann", email: "ann@example.com", phone: "+4420" },
    ]);
  });

  it("R11: a later file overwrites values of an earlier file or a form, not of an agent", async () => {
    await begin();
    await know({ name: "Agnes", emails: ["agnes@example.com"] }, "agent");
    await know({ name: "Frieda", emails: ["frieda@example.com"] }, "form");
    await harness.import("Name,E-mail\nCarl,carl@example.com\n");
    const { report } = await harness.import(
      "Name,E-mail\nX,carl@example.com\nY,frieda@example.com\nZ,agnes@example.com\n",
    );
    expect(report.counts).toEqual(counts({ updated: 2, conflict: 1 }));
    expect(report.remarks).toEqual([
      remark(
        4,
        "conflict",
        "The name “Z” is saved as an alternative: the current value comes from a more trusted source.",
        "Z",
        "agnes@example.com",
      ),
    ]);
    expect((await harness.contacts()).map((one) => (one as { name: string }).name)).toEqual([
      "Agnes",
      "X",
      "Y",
    ]);
  });

  it("R9: if the e-mail and the phone belong to two contacts, the e-mail decides, and the pair is suggested", async () => {
    await begin();
    await know({ name: "Ann", emails: ["ann@example.com"] });
    const ben = await know({ name: "Ben", phones: ["+4930"] });
    const { report } = await harness.import("Name,E-mail,Phone\nAnn,ann@example.com,+4930\n");
    expect(report.remarks).toMatchObject([
      {
        outcome: "conflict",
        reason: expect.stringContaining(`The phone belongs to ${ben}, the e-mail to another contact`),
      },
    ]);
    const suggestions = (await rowsOf(harness.test, "suggestions")).filter(
      (one) => one.property_id === harness.property,
    );
    expect(suggestions).toMatchObject([{ reason: "email_and_phone_differ" }]);
  });

  it("R15: a row with another user ID is about another contact, even with the same e-mail", async () => {
    await begin();
    await harness.import("Name,E-mail,User ID\nAnn,office@example.com,1\n");
    const { report } = await harness.import("Name,E-mail,User ID\nBen,office@example.com,2\n");
    expect(report).toMatchObject({
      counts: counts({ conflict: 1 }),
      remarks: [
        {
          reason: expect.stringContaining(
            "“office@example.com” is saved as an alternative: it belongs to another contact",
          ),
        },
      ],
    });
    expect(await harness.contacts()).toMatchObject([{ name: "Ann" }, { name: "Ben", email: null }]);
  });

  it("R4: a row with a known visitor ID needs no name; an unknown visitor ID is ignored", async () => {
    await begin();
    const ann = await know({ emails: ["ann@example.com"] });
    const { report } = await harness.import(
      `Visitor ID,Name,E-mail\n${ann},,new@example.com\nV0000000000000007,,x@example.com\nV0000000000000007,Xi,xi@example.com\n`,
    );
    expect(report).toMatchObject({
      counts: counts({ updated: 1, refused: 1, new: 1 }),
      remarks: [{ line: 3, outcome: "refused", reason: "A name is needed." }],
    });
    expect(await harness.contacts()).toMatchObject([{ name: "Xi" }, { email: "ann@example.com" }]);
    expect(await found("new@example.com")).toEqual([null]);
  });

  it("R4: a row with the visitor ID of a merged contact is about the survivor, which search finds by both IDs", async () => {
    await begin();
    const ann = await know({ name: "Ann", emails: ["ann@example.com"] });
    const ben = await know({ name: "Ben", emails: ["ben@example.com"] });
    await merge(ann, ben);
    const { check, report } = await harness.import(`Visitor ID,Name,E-mail\n${ben},,new@example.com\n`);
    expect(report).toMatchObject({ counts: counts({ updated: 1 }) });
    expect(check).toEqual(report);
    expect(await harness.contacts()).toMatchObject([{ name: "Ann" }]);
    for (const q of ["new@example.com", ann, ben]) expect(await found(q), q).toEqual(["Ann"]);
  });

  it("R17: the contacts that an import creates or changes are compared for duplicates", async () => {
    await begin();
    await harness.import("Name,E-mail\nAnn,ann@example.com\nBen,ben@example.com\n");
    const noted = await rowsOf(harness.test, "contacts_to_compare");
    expect(noted.filter((one) => one.property_id === harness.property)).toHaveLength(2);
  });

  it("never crosses properties", async () => {
    await begin();
    const first = harness;
    await first.import("Name,E-mail\nAnn,ann@example.com\n");
    await begin();
    const { report } = await harness.import("Name,E-mail\nAnn,ann@example.com\n");
    expect(report.counts).toEqual(counts({ new: 1 }));
    first.remove();
  });

  it("R18: an undo deletes the contacts that it created and restores those that it changed", async () => {
    await begin();
    await know({ name: "Frieda", emails: ["frieda@example.com"] });
    await harness.import("Name,E-mail,Phone\nCarl,carl@example.com,+4930\n");
    const before = await harness.contacts();
    const { id } = await harness.import(
      [
        "Name,E-mail,Phone",
        "New,new@example.com,+4931",
        "Fritzi,frieda@example.com,+4932",
        "Karl,carl@example.com,+4930",
        "Other,other@example.com,+4930",
      ].join("\n"),
    );
    expect(await harness.contacts()).not.toEqual(before);
    expect(await harness.undo(id)).toMatchObject({ state: "undone", progress: 1 });
    expect(await harness.contacts()).toEqual(before);
    expect(await found("new@example.com")).toEqual([]);
    expect(await found("frieda")).toEqual(["Frieda"]);
    const rows = await rowsOf(harness.test, "suggestions");
    expect(rows.filter((one) => one.property_id === harness.property)).toEqual([]);
  });

  it("R18: an undo keeps values that were saved since", async () => {
    await begin();
    const { id } = await harness.import("Name,E-mail\nAnn,ann@example.com\nBen,ben@example.com\n");
    await harness.import("Name,E-mail,Phone\nBenno,ben@example.com,+4930\n");
    const visitor = new BrowserVisitor(harness.test.app, harness.property);
    await visitor.visit();
    await visitor.submit({ name: "Ann", email: "ann@example.com", message: "Hello" });
    await harness.undo(id);
    expect(await harness.contacts()).toMatchObject([
      {
        name: "Ann",
        source: "form",
        values: ["email current form ann@example.com ()", "name current form Ann ()"],
      },
      {
        name: "Benno",
        email: "ben@example.com",
        phone: "+4930",
        values: [
          "email current csv ben@example.com ()",
          "name current csv Benno ()",
          "phone current csv +4930 ()",
        ],
      },
    ]);
  });

  it("R18: an undo keeps contacts with notes or tags of agents", async () => {
    await begin();
    const { id } = await harness.import(
      "Name,E-mail,User ID\nAnn,ann@example.com,1\nBen,ben@example.com,2\nCid,cid@example.com,3\n",
    );
    const rows = (await rowsOf(harness.test, "visitors")).filter(
      (one) => one.property_id === harness.property && one.name !== "Cid",
    );
    const [ann, ben] = rows.map((row) => row.id) as [string, string];
    const at = { property_id: harness.property };
    await database.write(async (tx) => {
      const note = { agent_id: "a", text: "Hm", mentions: "[]", created_at: 1, edited_at: null };
      await tx
        .insertInto("contact_notes")
        .values({ ...at, ...note, id: newId(harness.deps), contact_id: ann })
        .execute();
      await tx
        .insertInto("contact_tags")
        .values({ ...at, contact_id: ben, tag_id: "t" })
        .execute();
    });
    await harness.undo(id);
    expect(await harness.contacts()).toMatchObject([{ values: ["note a Hm"] }, { values: ["tag t"] }]);
  });

  it("R18: an undo removes its values from a contact that was merged since, and keeps the merge", async () => {
    await begin();
    const frieda = await know({ name: "Frieda", emails: ["frieda@example.com"] }, "agent");
    const before = await harness.contacts();
    const { id } = await harness.import("Name,E-mail,Phone\nNew,new@example.com,+4931\n");
    const made = (await rowsOf(harness.test, "import_contacts")).find((one) => one.import_id === id);
    await merge(frieda, made?.visitor_id ?? "");
    await harness.undo(id);
    expect(await harness.contacts()).toEqual(before);
    await createSearchIndexer(database).catchUp();
    expect(await found("new@example.com")).toEqual([]);
    expect(await found(made?.visitor_id ?? "")).toEqual(["Frieda"]);
  });

  it("R16: a corrected mapping is checked again", async () => {
    await begin();
    const first = await harness.check("Wer,Wo\nAnn 7,ann@example.com\n", ["name", "email"]);
    expect(first.check).toMatchObject({ counts: counts({ new: 1 }) });
    expect(first.columns).toEqual([
      { header: "Wer", suggested: null, samples: ["Ann 7"] },
      { header: "Wo", suggested: "email", samples: ["ann@example.com"] },
    ]);
  });

  it("R16: a file with an error in the middle fails with the line and a message, and nothing is written", async () => {
    await begin();
    const rows = Array.from({ length: 5_000 }, (_, at) => `Ann ${at},ann${at}@example.com`);
    const info = await harness.check(
      ["Name,E-mail", ...rows, '"Ben,ben@example.com', ...rows.slice(0, 9)].join("\n"),
    );
    expect(info).toMatchObject({
      state: "failed",
      fault: { code: "csv_unclosed_quote", line: 5_002, message: expect.stringContaining("never closed") },
    });
    expect(await harness.contacts()).toEqual([]);
    expect(readdirSync(join(harness.data, "imports"))).toEqual([`${info.id}.refused.csv`]);
  });

  it("R18: an import is deleted after thirty days, the imported contacts are not", async () => {
    await begin();
    const { id } = await harness.import("Name,E-mail\nAnn,ann@example.com\nBen,\n");
    const stray = join(harness.data, "imports", "01a00000-0000-7000-8000-000000000000.csv");
    writeFileSync(stray, "Name");
    utimesSync(stray, 0, (harness.deps.now() + 28.5 * DAY) / 1_000);
    harness.test.clock.pass(29 * DAY);
    await removeExpiredImports(harness.deps);
    expect(await harness.info(id)).toMatchObject({ state: "done" });
    expect(existsSync(stray)).toBe(true);
    harness.test.clock.pass(2 * DAY);
    await removeExpiredImports(harness.deps);
    await expect(harness.info(id)).rejects.toMatchObject({ problem: { code: "not_found" } });
    expect(readdirSync(join(harness.data, "imports"))).toEqual([]);
    expect(await harness.contacts()).toMatchObject([{ name: "Ann" }]);
  });

  it("rejects a file that is not a CSV at once, and stores nothing", async () => {
    await begin();
    await expect(harness.upload("%PDF-1.7")).rejects.toMatchObject({
      problem: {
        code: "import_unreadable",
        detail: expect.stringContaining("Line 1: This is not a CSV file but a PDF."),
        faults: [{ path: "line 1", code: "csv_not_text" }],
      },
    });
    expect(readdirSync(join(harness.data, "imports"))).toEqual([]);
  });
});
