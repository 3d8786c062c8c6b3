import { afterEach, beforeAll, expect, it } from "vitest";
import { editNote, listNotes } from "../../../server/contacts/crm/notes.ts";
import { createTag, setTags } from "../../../server/contacts/crm/tags.ts";
import { mergeContacts } from "../../../server/contacts/merging/apply-merge.ts";
import { undoMerge } from "../../../server/contacts/merging/undo-merge.ts";
import { listContacts } from "../../../server/contacts/search/list-contacts.ts";
import { conversationReassigner } from "../../../server/people/reassign-conversations.ts";
import type { Database } from "../../../server/platform/database/open.ts";
import { newId } from "../../../server/platform/ids.ts";
import type { ImportReport } from "../../../shared/import.ts";
import { defaultSettings } from "../../../shared/property.ts";
import { rowsOf } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { ImportHarness } from "./support.ts";

const counts = (more: object) => ({ new: 0, updated: 0, unchanged: 0, conflict: 0, refused: 0, ...more });
const reasons = ({ remarks }: ImportReport) => remarks.map(({ line, reason }) => `${line}: ${reason}`);

describeEachDatabase("an import of organizations, tags, notes and attributes", (open) => {
  let database: Database;
  let harness: ImportHarness;
  let made = 0;
  beforeAll(async () => {
    database = await open();
  });
  const begin = async () => {
    harness = await ImportHarness.make(database, `more${String(++made).padStart(6, "0")}`);
  };
  afterEach(() => harness.remove());

  const idOf = async (name: string) =>
    (await rowsOf(harness.test, "visitors")).find(
      (one) => one.property_id === harness.property && one.name === name,
    )?.id ?? "";
  /** The values of one contact, without source and time. */
  const valuesOf = async (name: string) => {
    const all = (await harness.contacts()) as { name: string; values: string[] }[];
    return all
      .find((one) => one.name === name)
      ?.values.map((one) => one.replace(/ current csv (.*) \(\)$/, " $1"))
      .filter((one) => !one.startsWith("name") && !one.startsWith("email"));
  };
  const tag = async (contact: string, name: string) => {
    const { deps, property } = harness;
    await deps.database.write(async (tx) => {
      const known = await tx
        .selectFrom("tags")
        .select("id")
        .where("property_id", "=", property)
        .where("name", "=", name)
        .executeTakeFirst();
      const id = known?.id ?? newId(deps);
      if (!known) await createTag(tx, property, { id, name, now: deps.now() });
      await setTags(tx, property, contact, [id]);
    });
  };

  it("R6: saves all of them, and creates new tags and organizations", async () => {
    await begin();
    await harness.define("Seats", "number");
    await harness.define("Since", "date");
    await harness.define("Active", "yes_no");
    await harness.define("Plan", "choice", ["Gold", "Silver"]);
    const info = await harness.import(
      [
        "Name,E-mail,Company,Tags,Notes,Seats,Since,Active,Plan",
        'Ann,ann@example.com,"Acme, Inc.; Beta","VIP, new one","likes tea; black",007.50,31.1.2026,WAHR,gold',
        "Ben,ben@example.com,ACME,vip,,,,,",
      ].join("\n"),
    );
    expect(info.report).toMatchObject({ counts: counts({ new: 2 }), notImported: [] });
    expect(info.report).toEqual(info.check);
    expect(await valuesOf("Ann")).toEqual([
      "custom:active yes",
      "custom:plan Gold",
      "custom:seats 7.5",
      "custom:since 2026-01-31",
      "note import likes tea; black",
      "organization Acme, Inc.",
      "organization Beta",
      "tag VIP",
      "tag new one",
    ]);
    expect(await valuesOf("Ben")).toEqual(["organization ACME", "tag VIP"]);
    expect(await harness.names()).toEqual(["ACME", "Acme, Inc.", "Beta", "VIP", "new one"]);
    const notes = await listNotes(database.read, harness.property, await idOf("Ann"));
    expect(notes).toMatchObject([{ agent: null, text: "likes tea; black", mentions: [], editedAt: null }]);
    const found = async (filter: object) =>
      (await listContacts(database.read, { property: harness.property, filter, cursor: null })).items.map(
        ({ name }) => name,
      );
    // both were seen at the same time, so that their drawn IDs decide the order
    expect((await found({ q: "acme" })).sort()).toEqual(["Ann", "Ben"]);
    expect(await found({ attribute: "plan:gold;seats:7..8" })).toEqual(["Ann"]);
  });

  it("R17: a new tag or note makes the outcome *updated*; the same file again gives *unchanged*", async () => {
    await begin();
    await harness.import("Name,E-mail\nAnn,ann@example.com\nBen,ben@example.com\nCid,cid@example.com\n");
    const file = [
      "Name,E-mail,Tags,Notes",
      "Ann,ann@example.com,VIP,",
      'Ben,ben@example.com,,"came\r\ntwice"',
      "Cid,cid@example.com,,",
      "Ann,ann@example.com,vip ; more,",
      'Ben,ben@example.com,,"came\ntwice"',
    ].join("\n");
    const { report, check } = await harness.import(file);
    expect(report.counts).toEqual(counts({ updated: 3, unchanged: 2 }));
    expect(check).toEqual(report);
    expect(await valuesOf("Ann")).toEqual(["tag VIP", "tag more"]);
    expect(await valuesOf("Ben")).toEqual(["note import came\ntwice"]);
    const again = await harness.import(file);
    expect(again.report.counts).toEqual(counts({ unchanged: 5 }));
    expect(again.check).toEqual(again.report);
  });

  it("R11: tags and notes of agents stay, and are not duplicated", async () => {
    await begin();
    await harness.import("Name,E-mail,Company,Tags\nAnn,ann@example.com,Acme,old\n");
    const ann = await idOf("Ann");
    await tag(ann, "Straße");
    const { deps, property } = harness;
    await database.write((tx) =>
      tx
        .insertInto("contact_notes")
        .values({
          property_id: property,
          contact_id: ann,
          id: newId(deps),
          agent_id: "a",
          text: "likes tea",
          mentions: "[]",
          created_at: 1,
          edited_at: null,
        })
        .execute(),
    );
    const { report } = await harness.import(
      "Name,E-mail,Company,Tags,Notes\nAnn,ann@example.com,,STRASSE; straße,likes tea\n",
    );
    // capital letters are the same tag, another spelling is another
    expect(report.counts).toEqual(counts({ updated: 1 }));
    expect(await valuesOf("Ann")).toEqual([
      "note a likes tea",
      "organization Acme",
      "tag STRASSE",
      "tag Straße",
    ]);
  });

  it("R17: a value that the attribute does not accept is left out, with the column and the reason", async () => {
    await begin();
    await harness.define("Seats", "number");
    await harness.define("Since", "date");
    await harness.define("Active", "yes_no");
    await harness.define("Plan", "choice", ["Gold", "Silver"]);
    const rows = [
      "many,,,",
      '"1,234",,,',
      "4E+11,,,",
      ",1/2/2026,,",
      ",2026-02-30,,",
      ",,maybe,",
      ",,,Tin",
      '"12,5",2026-1-31 10:00,ja,SILVER',
    ];
    const { report } = await harness.import(
      [
        "Name,E-mail,Sitze,Since,Active,Plan",
        ...rows.map((row, at) => `P${at},p${at}@example.com,${row}`),
      ].join("\n"),
      ["name", "email", "attribute:seats", "attribute:since", "attribute:active", "attribute:plan"],
    );
    expect(report.counts).toEqual(counts({ new: 8 }));
    expect(report.leftOut).toBe(7);
    expect(reasons(report).map((reason) => reason.replace("Left out: ", ""))).toEqual([
      "2: In “Sitze”, “many” is not a number such as 1234.5, of at most 15 digits.",
      "3: In “Sitze”, “1,234” is not a number such as 1234.5, of at most 15 digits.",
      "4: In “Sitze”, “4E+11” is a number that a spreadsheet has shortened.",
      "5: In “Since”, “1/2/2026” is not a date such as 2026-01-31.",
      "6: In “Since”, “2026-02-30” is not a date such as 2026-01-31.",
      "7: In “Active”, “maybe” is neither yes nor no.",
      "8: In “Plan”, “Tin” is not one of the choices: Gold, Silver.",
    ]);
    expect(await valuesOf("P7")).toEqual([
      "custom:active yes",
      "custom:plan Silver",
      "custom:seats 12.5",
      "custom:since 2026-01-31",
    ]);
  });

  it("R11: a value of lower trust than the agent's is saved as an alternative, and the reason has the attribute's label", async () => {
    await begin();
    await harness.define("Plan", "text");
    await harness.import("Name,E-mail,Plan\nAnn,ann@example.com,Gold\n");
    await database.write((tx) =>
      tx
        .updateTable("details")
        .set({ source: "agent" })
        .where("property_id", "=", harness.property)
        .where("field", "=", "custom:plan")
        .execute(),
    );
    const { report } = await harness.import("Name,E-mail,Plan\nAnn,ann@example.com,Silver\n");
    expect(reasons(report)).toEqual([
      "2: The Plan “Silver” is saved as an alternative: the current value comes from a more trusted source.",
    ]);
  });

  it("R18: an undo removes what the import added, and keeps what agents added or changed since", async () => {
    await begin();
    await harness.define("Plan", "text");
    await harness.import("Name,E-mail,Company,Tags,Notes,Plan\nAnn,ann@example.com,Acme,old,first,Gold\n");
    const before = await harness.contacts();
    const { id } = await harness.import(
      [
        "Name,E-mail,Company,Tags,Notes,Plan",
        "Ann,ann@example.com,Beta,OLD; new,first,Silver",
        "Ann,ann@example.com,,more,second,",
        "Ben,ben@example.com,Gamma,new,third,",
      ].join("\n"),
    );
    expect(await harness.names()).toEqual(["Acme", "Beta", "Gamma", "more", "new", "old"]);
    await harness.undo(id);
    expect(await harness.contacts()).toEqual(before);
    expect(await harness.names()).toEqual(["Acme", "old"]);

    const next = await harness.import(
      "Name,E-mail,Company,Tags,Notes\nBen,ben@example.com,Gamma,new,third\nCid,cid@example.com,Gamma,new,fourth\n",
    );
    const [ben, cid] = [await idOf("Ben"), await idOf("Cid")];
    await tag(ben, "by hand");
    await database.write(async (tx) => {
      const { deps, property } = harness;
      const [note] = await listNotes(tx, property, cid);
      const of = { property, contact: cid, id: note?.id ?? "", agent: "agent1", now: deps.now() };
      await editNote(tx, of, { text: "mine now", mentions: [] });
      await tx
        .updateTable("organizations")
        .set({ domain: "gamma.example" })
        .where("property_id", "=", property)
        .where("name", "=", "Gamma")
        .execute();
    });
    await harness.undo(next.id);
    expect(await harness.contacts()).toMatchObject([
      { name: "Ann" },
      { name: null, values: ["note agent1 mine now"] },
      { name: null, values: ["tag by hand"] },
    ]);
    expect(await harness.names()).toEqual(["Acme", "Gamma", "by hand", "old"]);
  });

  it("R18: an undo removes tags and notes from contacts that were merged since, and undoing the merge does not restore them", async () => {
    await begin();
    await harness.import("Name,E-mail,Tags\nAnn,ann@example.com,own\n");
    const { id } = await harness.import(
      "Name,E-mail,Tags,Notes\nAnn,ann@example.com,more,\nBen,ben@example.com,own;vip;more,hello\n",
    );
    const { deps, property } = harness;
    const [ann, ben] = [await idOf("Ann"), await idOf("Ben")];
    const conversations = conversationReassigner(defaultSettings("Shop", "UTC"));
    const request = { property, contacts: [ben], survivor: ann, choices: {}, force: true };
    const context = { conversations, now: deps.now(), newId: () => newId(deps) };
    const { merge } = await database.write((tx) => mergeContacts(tx, request, null, context));
    expect(await valuesOf("Ann")).toEqual(["note import hello", "tag more", "tag own", "tag vip"]);
    await harness.undo(id);
    expect(await valuesOf("Ann")).toEqual(["tag own"]);
    await database.write((tx) => undoMerge(tx, { property, id: merge ?? "", agent: "agent1" }, context));
    expect(await valuesOf("Ann")).toEqual(["tag own"]);
    expect(await harness.names()).toEqual(["own"]);
    const tagged = await rowsOf(harness.test, "contact_tags");
    expect(tagged.filter((one) => one.property_id === property)).toMatchObject([{ contact_id: ann }]);
  });

  it("R19: values saved under an earlier definition of an attribute are exported, and imported without a change", async () => {
    await begin();
    await harness.define("Seats", "text");
    await harness.define("Plan", "choice", ["Gold", "Silver"]);
    await harness.import(
      "Name,E-mail,Seats,Plan\nAnn,ann@example.com,about 007,Gold\nBen,ben@example.com,007,silver\n",
    );
    await harness.define("Seats", "number");
    await harness.define("Plan", "choice", ["GOLD", "Tin"]);
    const before = await harness.contacts();
    const exported = await harness.export();
    expect(exported).toContain('"Gold","about 007"');
    const { report } = await harness.import(exported);
    expect(report).toMatchObject({ counts: counts({ unchanged: 2 }), notImported: [] });
    expect(await harness.contacts()).toEqual(before);
    const { report: other } = await harness.import(exported.replace("about 007", "about 8"));
    expect(reasons(other)).toEqual(
      ["2: In “Seats”, “about 8” is not a number such as 1234.5, of at most 15 digits."].map((one) =>
        expect.stringContaining(one.slice(3)),
      ),
    );
  });

  it.each([
    [
      "google",
      "First Name,Last Name,Organization Name,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value",
      'Ada,Lovelace,"Acme, Inc.","likes tea, black",Family ::: Friends ::: * myContacts,* Home,ada@example.com,Mobile,',
      ["note import likes tea, black", "organization Acme, Inc.", "tag Family", "tag Friends"],
    ],
    [
      "hubspot",
      "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Company name,Associated Company,Associated Company IDs",
      "1,Ada,Lovelace,ada@example.com,,Rosa,Acme,ACME;Beta GmbH,77;78",
      ["organization Acme", "organization Beta GmbH"],
    ],
    [
      "intercom",
      "Name,Owner,Email,Phone,User ID,First seen,Signed up,Last seen,Company name,Tag",
      'Ada Lovelace,Rosa,ada@example.com,,,2026-01-01,2026-01-01,2026-01-01,Acme,"vip, beta user"',
      ["organization Acme", "tag beta user", "tag vip"],
    ],
    [
      "chatwoot",
      "id,name,email,phone_number,identifier,company_name,labels",
      '1,Ada Lovelace,ada@example.com,,,Acme,"vip,new_lead"',
      ["organization Acme", "tag new_lead", "tag vip"],
    ],
    [
      "tawk",
      "Name,Email,Phone,User ID,Job Title,Organization,Tags,Notes",
      'Ada Lovelace,ada@example.com,,,,Acme,"vip; new","line one\nline two"',
      ["note import line one\nline two", "organization Acme", "tag new", "tag vip"],
    ],
  ])("R16: imports an export of %s with all its values", async (preset, head, row, values) => {
    await begin();
    const info = await harness.import(`${head}\n${row}\n`);
    expect(info).toMatchObject({ preset, report: { counts: counts({ new: 1 }) } });
    expect(await valuesOf("Ada Lovelace")).toEqual(values);
  });

  it("R15: an attribute value counts as known for the contact that holds it, not for another one with the same e-mail", async () => {
    await begin();
    await harness.define("Active", "text");
    await harness.import("Name,E-mail,User ID,Active\nAnn,office@example.com,1,TRUE\n");
    await harness.define("Active", "yes_no");
    const file = "Name,E-mail,User ID,Active\nAnn,office@example.com,1,TRUE\nBen,office@example.com,2,TRUE\n";
    const { report } = await harness.import(file);
    expect(report.counts).toEqual(counts({ unchanged: 1, conflict: 1 }));
    expect(await valuesOf("Ann")).toContain("custom:active TRUE");
    expect(await valuesOf("Ben")).toContain("custom:active yes");
  });

  it("R19: more notes than a row can hold go to further rows of the contact, and are imported as unchanged", async () => {
    await begin();
    await harness.import("Name,E-mail\nAnn,ann@example.com\n");
    const ann = await idOf("Ann");
    const { deps, property } = harness;
    await database.write(async (tx) => {
      for (let at = 0; at < 25; at++)
        await tx
          .insertInto("contact_notes")
          .values({
            property_id: property,
            contact_id: ann,
            id: newId(deps),
            agent_id: "a",
            text: `${at} ${'"'.repeat(9_990)}`,
            mentions: "[]",
            created_at: at,
            edited_at: null,
          })
          .execute();
    });
    const exported = await harness.export();
    const { report } = await harness.import(exported);
    expect(report).toMatchObject({ rows: 3, duplicates: 2, counts: counts({ unchanged: 3 }) });
  });

  it("R16, R17: leaves out values that are too long or too many, with a reason", async () => {
    await begin();
    const many = Array.from({ length: 101 }, (_, at) => `t${at}`).join(",");
    const { report } = await harness.import(
      [
        "Name,E-mail,Company,Tags,Notes",
        `A,a@example.com,${"x".repeat(201)},,`,
        `B,b@example.com,,${"y".repeat(101)},`,
        `C,c@example.com,,"${many}",`,
        `D,d@example.com,,,${"z".repeat(10_001)}`,
        `E,e@example.com,${"x".repeat(200)},${"y".repeat(100)},${"z".repeat(10_000)}`,
      ].join("\n"),
    );
    expect(reasons(report)).toEqual([
      "2: Left out: The organization has 201 characters; at most 200 are allowed.",
      "3: Left out: The tag has 101 characters; at most 100 are allowed.",
      "4: Left out: There are 101 tags; at most 100 are allowed.",
      "5: Left out: The note has 10,001 characters; at most 10,000 are allowed.",
    ]);
    expect(report).toMatchObject({ counts: counts({ new: 5 }), leftOut: 4 });
  });

  it("R17: a value is left out if its attribute was deleted after the mapping was chosen", async () => {
    await begin();
    await harness.define("Plan", "text");
    const { id } = await harness.check("Name,E-mail,Plan\nAnn,ann@example.com,Gold\nBen,ben@example.com,\n");
    await database.write((tx) =>
      tx.deleteFrom("attributes").where("property_id", "=", harness.property).execute(),
    );
    const { report } = await harness.start(id);
    expect(reasons(report)).toEqual(["2: Left out: “Plan” is mapped to an attribute that was deleted."]);
    expect(report.counts).toEqual(counts({ new: 2 }));
  });
});
