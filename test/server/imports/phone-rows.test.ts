import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { phoneRowHash } from "../../../server/imports/rows/phone-rows.ts";
import type { Database } from "../../../server/platform/database/open.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { ImportHarness } from "./support.ts";

const SAME = { new: 0, updated: 0, conflict: 0, refused: 0 };

describeEachDatabase("R17: a row with nothing but a phone that several contacts have", (open) => {
  let database: Database;
  let harness: ImportHarness;
  let made = 0;
  beforeAll(async () => {
    database = await open();
  });
  beforeEach(async () => {
    harness = await ImportHarness.make(database, `rows${String(++made).padStart(6, "0")}`);
  });
  afterEach(() => harness.remove());

  const file = (...rows: string[]) => ["Name,E-mail,Phone,User ID", ...rows].join("\n");
  const outcomes = async (csv: string) => (await harness.import(csv)).report.counts;

  it.each([
    [
      "a later row gives the phone to another contact",
      ["Ann,,+4911,", "Ben,ben@x.de,,", "Ben,ben@x.de,+4911,"],
    ],
    [
      "two rows of one name share it",
      ["Ann,ann@x.de,+4911,", "Ann,,+4911,", "Bea,bea@x.de,+4911,", "Ann,,+4911,"],
    ],
    [
      "it has a second phone of another contact",
      ["Ann,,+4911;+4922,", "Ben,b@x.de,+4922,1", "Cid,c@x.de,+4911,2"],
    ],
    [
      "it is read twice in one file",
      ["Ann,a@x.de,+4911,", "Bea,b@x.de,+4911,", "Cid,,+4911,", "Cid,,+4911,"],
    ],
    [
      "the name of the contact changes with a later row",
      ["Ben,,+4922,", "Cid,c@x.de,+4911;+4933,2", "Dan,a@x.de,+4922,1", "Ben,c@x.de,+4933,"],
    ],
  ])("is about the same contact when its file comes again: %s", async (_, rows) => {
    await harness.import(file("Old,old@x.de,+4922,", "Other,other@x.de,+4922,"));
    await harness.import(file(...rows));
    const before = await harness.contacts();
    expect(await outcomes(file(...rows))).toMatchObject(SAME);
    expect(await outcomes(file(...[...rows].reverse()))).toMatchObject({ new: 0 });
    expect(before.length).toBe((await harness.contacts()).length);
  });

  it("is about the contact that has absorbed its own one", async () => {
    const survivor = await harness.know({ name: "Zoe", emails: ["zoe@x.de"] });
    const rows = file("Ann,a@x.de,+4911,", "Bea,b@x.de,+4911,", "Cid,,+4911,");
    await harness.import(rows);
    const cid = (await idsByName()).get("Cid") ?? "";
    await harness.merge(survivor, [cid]);
    expect(await outcomes(rows)).toMatchObject({ new: 0 });
    expect((await idsByName()).size).toBe(3);
  });

  it("is about a new contact if the import that made its contact was undone", async () => {
    await harness.import(file("Ann,a@x.de,+4911,", "Bea,b@x.de,+4911,"));
    const { id } = await harness.import(file("Cid,,+4911,"));
    await harness.undo(id);
    expect(await outcomes(file("Cid,,+4911,"))).toMatchObject({ new: 1 });
  });

  const idsByName = async () => {
    const rows = await database.read
      .selectFrom("visitors")
      .select(["id", "name"])
      .where("property_id", "=", harness.property)
      .where("contact_since", "is not", null)
      .where("attached_to", "is", null)
      .execute();
    return new Map(rows.map(({ id, name }) => [name, id]));
  };
});

describe("the hash of a row with nothing but phones", () => {
  it.each([
    ["the order of its phones", { name: "Ann", phones: ["+2", "+1"] }, true],
    ["other columns", { name: "Ann", phones: ["+1", "+2"], organizations: ["Acme"] }, true],
    ["another name", { name: "Ben", phones: ["+1", "+2"] }, false],
    ["one more phone", { name: "Ann", phones: ["+1", "+2", "+3"] }, false],
  ])("is the same or not with %s", (_, details, isSame) => {
    expect(phoneRowHash(details) === phoneRowHash({ name: "Ann", phones: ["+1", "+2"] })).toBe(isSame);
  });

  it.each([{ emails: ["a@x.de"] }, { userId: "1" }])("is none for a row with %j", (more) => {
    expect(phoneRowHash({ name: "Ann", phones: ["+1"], ...more })).toBeNull();
  });
});
