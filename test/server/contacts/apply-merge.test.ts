import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { UpsertBatch } from "../../../server/contacts/identity/upsert.ts";
import { mergeContacts } from "../../../server/contacts/merging/apply-merge.ts";
import { undoMerge } from "../../../server/contacts/merging/undo-merge.ts";
import { conversationReassigner } from "../../../server/people/reassign-conversations.ts";
import { newId } from "../../../server/platform/ids.ts";
import { Contact } from "../../../shared/contact.ts";
import { InboxPage } from "../../../shared/conversation.ts";
import { Blocked, MergeResult, Merges, MergeUndone } from "../../../shared/crm.ts";
import type { FoyerEvent } from "../../../shared/event.ts";
import { defaultSettings } from "../../../shared/property.ts";
import { type AgentBrowser, setUpFoyer } from "../../support/agent.ts";
import { addProperty, rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";

/** All rows that a merge may change, without sequence numbers and background work. */
async function snapshot(test: TestApp): Promise<unknown> {
  const tables = ["visitors", "details", "contact_notes", "contact_tags", "aliases", "suggestions"] as const;
  const rows = await Promise.all(
    tables.map(async (table) => {
      const all: readonly object[] = await rowsOf(test, table);
      return [table, all.map((row) => JSON.stringify(Object.entries(row).sort())).sort()];
    }),
  );
  const conversations = (await rowsOf(test, "conversations")).map(
    ({ id, contact_id }) => `${id} ${contact_id}`,
  );
  return { ...Object.fromEntries(rows), conversations: conversations.sort() };
}

describeEachDatabase("merging contacts", (open) => {
  let test: TestApp;
  let browser: AgentBrowser;
  let property: string;
  let base: string;
  beforeEach(async () => {
    test = await testApp(await open());
    ({ browser, property } = await setUpFoyer(test));
    base = `/api/properties/${property}`;
  });

  const arrive = async (name: string, email: string, more: Record<string, string> = {}) => {
    const one = new BrowserVisitor(test.app, property);
    test.clock.pass(1_000);
    await one.visit();
    await one.submit({ name, email, message: `I am ${name}`, ...more });
    return one;
  };
  const read = (id: string) => browser.ok(Contact, "GET", `${base}/contacts/${id}`);
  const merge = (contacts: string[], more: object = {}) =>
    browser.ok(MergeResult, "POST", `${base}/contacts/merge`, { contacts, ...more });
  const undo = (id: string | null) => browser.ok(MergeUndone, "POST", `${base}/merges/${id}/undo`);
  const conversationsOf = async (id: string) =>
    (await browser.ok(InboxPage, "GET", `${base}/conversations?contact=${id}`)).items;

  it("R13: keeps the blocks of the absorbed record, also after the undo", async () => {
    const ann = await arrive("Ann", "ann@example.com");
    const troll = await arrive("Troll", "troll@example.com");
    const device = await arrive("Troll", "troll@example.com");
    await browser.ok(Blocked, "PUT", `${base}/visitors/${troll.id}/block`);
    const { merge: id } = await merge([ann.id, troll.id]);
    const sends = async (who: BrowserVisitor) => {
      await who.visit(); // a block revokes the token, and a browser takes another one
      return (await who.submit({ name: "X", email: "x@example.com", message: "Let me in" })).status;
    };
    expect([await sends(ann), await sends(troll), await sends(device)]).toEqual([
      "accepted",
      "refused",
      "refused",
    ]);
    await undo(id);
    expect([await sends(troll), await sends(device)]).toEqual(["refused", "refused"]);
  });

  it("R13: keeps the older contact, with everything of both, chosen field by field", async () => {
    const ann = await arrive("Ann", "ann@example.com");
    const anna = await arrive("Anna", "anna@example.com");
    const preview = await merge([anna.id, ann.id], { preview: true, choices: { name: anna.id } });
    expect(preview).toMatchObject({ merge: null, survivor: ann.id, userIdsDiffer: false });
    expect(preview.sides.map(({ id, conversations }) => [id, conversations])).toEqual([
      [ann.id, 1],
      [anna.id, 1],
    ]);
    expect((await read(anna.id)).id).toBe(anna.id);
    const done = await merge([anna.id, ann.id], { choices: { name: anna.id } });
    expect({ ...done, merge: null }).toEqual(preview);
    const contact = await read(ann.id);
    expect(contact).toMatchObject({ id: ann.id, name: "Anna", aliases: [anna.id] });
    expect(contact.details).toEqual(done.details);
    expect(contact.devices.map(({ visitor, relation, proven }) => [visitor, relation, proven])).toEqual([
      [ann.id, "founder", false],
      [anna.id, "merged", false],
    ]);
    expect(contact.visits.map(({ device }) => device).sort()).toEqual([ann.id, anna.id].sort());
    const conversations = await conversationsOf(ann.id);
    expect(conversations.map(({ visitor }) => visitor).sort()).toEqual([ann.id, anna.id].sort());
    expect(conversations.every(({ person }) => person.id === ann.id && person.name === "Anna")).toBe(true);
    expect((await browser.ok(Merges, "GET", `${base}/contacts/${ann.id}/merges`)).items).toEqual([
      {
        id: done.merge,
        survivor: ann.id,
        absorbed: [anna.id],
        agent: expect.objectContaining({ name: "Olga Owner" }),
        at: test.clock.now(),
        undone: null,
      },
    ]);
  });

  it("R4: every old ID resolves to the survivor, also over several merges, and so do later submissions", async () => {
    const [ann, anna, annie] = [
      await arrive("Ann", "ann@example.com"),
      await arrive("Anna", "anna@example.com"),
      await arrive("Annie", "annie@example.com"),
    ];
    await merge([anna.id, annie.id]);
    await merge([ann.id, anna.id]);
    for (const { id } of [ann, anna, annie]) expect((await read(id)).id).toBe(ann.id);
    expect((await read(ann.id)).aliases).toEqual([anna.id, annie.id].sort());
    await annie.submit({ name: "Annie", email: "new@example.com", message: "Still me" });
    const contact = await read(ann.id);
    expect(contact.details).toContainEqual(
      expect.objectContaining({ value: "new@example.com", status: "current", device: annie.id }),
    );
    expect((await conversationsOf(ann.id)).some(({ claimed }) => claimed)).toBe(false);
    expect(await browser.refused("POST", `${base}/devices/${annie.id}/detach`)).toMatchObject({
      code: "contact_merged",
    });
  });

  it("R14: after the undo both are as before, each with what its own browsers wrote since", async () => {
    const ann = await arrive("Ann", "ann@example.com");
    const anna = await arrive("Anna", "anna@example.com");
    const claimant = await arrive("Mallory", "anna@example.com");
    const before = await snapshot(test);
    const first = await merge([ann.id, anna.id]);
    expect(await undo(first.merge)).toEqual({ contacts: [ann.id, anna.id] });
    expect(await snapshot(test)).toEqual(before);
    expect(await browser.refused("POST", `${base}/merges/${first.merge}/undo`)).toMatchObject({
      code: "merge_undone",
    });
    const second = await merge([ann.id, anna.id]);
    test.clock.pass(1_000);
    await anna.submit({ name: "Anna", email: "later@example.com", message: "Later" });
    await claimant.submit({ name: "Mallory", email: "anna@example.com", message: "Later too" });
    await undo(second.merge);
    const [one, two] = [await read(ann.id), await read(anna.id)];
    expect(one.details.map(({ value }) => value).sort()).toEqual(["Ann", "ann@example.com"]);
    expect(two.details.map(({ value, status }) => `${value} ${status}`).sort()).toEqual([
      "Anna current",
      "Anna past",
      "Mallory alternative",
      "anna@example.com current",
      "later@example.com current",
    ]);
    expect(await conversationsOf(ann.id)).toHaveLength(1);
    expect(await conversationsOf(anna.id)).toHaveLength(4);
    const { items } = await browser.ok(Merges, "GET", `${base}/contacts/${anna.id}/merges`);
    expect(items.map(({ undone }) => undone?.agent.name)).toEqual(["Olga Owner", "Olga Owner"]);
  });

  it("R14: a merge can be undone although later merges depend on it", async () => {
    const people = [];
    for (const n of [1, 2, 3, 4]) people.push(await arrive(`Ann ${n}`, `ann${n}@example.com`));
    const [a, b, c, d] = people.map(({ id }) => id) as [string, string, string, string];
    const before = await snapshot(test);
    const one = await merge([a, b]);
    const two = await merge([c, d]);
    const all = await merge([a, c]);
    await undo(two.merge);
    expect((await read(d)).id).toBe(d);
    expect((await read(c)).id).toBe(a);
    await undo(one.merge);
    expect((await read(b)).id).toBe(b);
    await undo(all.merge);
    expect(await snapshot(test)).toEqual(before);
  });

  it("R15: a merge with itself changes nothing; merged, attached, foreign and unknown records are refused", async () => {
    const ann = await arrive("Ann", "ann@example.com");
    const anna = await arrive("Anna", "anna@example.com");
    const claimant = await arrive("Mallory", "ann@example.com");
    const other = await addProperty(test.deps, {}, "other00001");
    const foreign = new BrowserVisitor(test.app, other);
    await foreign.visit();
    const before = await snapshot(test);
    expect(await merge([ann.id, ann.id])).toMatchObject({ merge: null, survivor: ann.id });
    const refused = async (contacts: string[]) =>
      (await browser.refused("POST", `${base}/contacts/merge`, { contacts })).code;
    expect(await refused([ann.id, claimant.id])).toBe("device_attached");
    expect(await refused([ann.id, foreign.id])).toBe("not_found");
    expect(await refused([ann.id, "V0000000000000000"])).toBe("not_found");
    expect(await refused([ann.id])).toBe("invalid_request");
    expect(await refused(["nobody", ann.id])).toBe("invalid_request");
    expect(await snapshot(test)).toEqual(before);
    const carl = await arrive("Carl", "carl@example.com");
    await merge([ann.id, anna.id]);
    expect(await refused([anna.id, carl.id])).toBe("contact_merged");
  });

  it("R15: merging again what is one contact already changes nothing, whatever the order, survivor and choices", async () => {
    const [ann, anna, annie] = [
      await arrive("Ann", "ann@example.com"),
      await arrive("Anna", "anna@example.com"),
      await arrive("Annie", "annie@example.com"),
    ];
    const [a, b, c] = [ann.id, anna.id, annie.id];
    await merge([a, b, c], { choices: { name: b } });
    const before = await snapshot(test);
    const requests = [
      [[a, b], {}],
      [[b, a, c], {}],
      [[b, c], {}],
      [[b, c, c], { survivor: b }],
      [[a, c], { survivor: c, choices: { name: c } }],
      [[a, b], { preview: true, choices: { email: b } }],
    ] as const;
    for (const [contacts, more] of requests)
      expect(await merge([...contacts], more)).toMatchObject({ merge: null, survivor: a });
    expect(await snapshot(test)).toEqual(before);
    expect(await rowsOf(test, "merges")).toHaveLength(1);
    expect(await read(b)).toMatchObject({ id: a, name: "Anna" });
  });

  it("R15: a contact that one of the others has absorbed is merged with it", async () => {
    const [ann, anna, annie] = [
      await arrive("Ann", "ann@example.com"),
      await arrive("Anna", "anna@example.com"),
      await arrive("Annie", "annie@example.com"),
    ];
    await merge([ann.id, anna.id]);
    const done = await merge([annie.id, anna.id, ann.id], { survivor: anna.id, choices: { name: anna.id } });
    expect(done).toMatchObject({ survivor: ann.id, merge: expect.any(String) });
    expect(await read(annie.id)).toMatchObject({ id: ann.id, name: "Ann" });
  });

  it.each([
    ["an unknown field", "shoe_size", "own", "unknown_field"],
    ["an attribute that neither has", "custom:size", "own", "unknown_field"],
    ["a consent that neither has", "consent:news", "own", "unknown_field"],
    ["a property of every object", "constructor", "own", "unknown_field"],
    ["an empty field", "", "own", "unknown_field"],
    ["a third contact", "name", "third", "unknown_contact"],
    ["a contact that does not exist", "email", "nobody", "unknown_contact"],
  ])("R13: refuses a choice of %s, in a preview too, and changes nothing", async (_, field, who, code) => {
    const ann = await arrive("Ann", "ann@example.com");
    const anna = await arrive("Anna", "anna@example.com");
    const third = await arrive("Carl", "carl@example.com");
    const before = await snapshot(test);
    const chosen = { own: anna.id, third: third.id, nobody: "V0000000000000000" }[who];
    for (const preview of [true, false]) {
      const body = { contacts: [ann.id, anna.id], preview, choices: { [field]: chosen } };
      expect(await browser.refused("POST", `${base}/contacts/merge`, body)).toMatchObject({
        code: "invalid_request",
        faults: [{ path: `choices.${field}`, code }],
      });
    }
    expect(await snapshot(test)).toEqual(before);
  });

  it("R15: of agents who merge the same contacts at the same time, one merges them and the others change nothing", async () => {
    const ann = await arrive("Ann", "ann@example.com");
    const anna = await arrive("Anna", "anna@example.com");
    const send = (contacts: string[]) => browser.send("POST", `${base}/contacts/merge`, { contacts });
    const answers = await Promise.all([
      send([ann.id, anna.id]),
      send([anna.id, ann.id]),
      send([ann.id, anna.id]),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const results = await Promise.all(answers.map((one) => one.json()));
    expect(new Set(results.map(({ survivor }) => survivor)).size).toBe(1);
    expect(await rowsOf(test, "merges")).toHaveLength(1);
  });

  it("R15: different user IDs need force, also among three contacts", async () => {
    const ids = [];
    for (const n of [1, 2, 3]) {
      const one = await arrive(`Ann ${n}`, `ann${n}@example.com`);
      ids.push(one.id);
      const said = { visitor: one.id, details: n < 3 ? { userId: `u${n}` } : {}, now: test.clock.now() };
      await test.deps.database.write(async (tx) => {
        const upserts = await UpsertBatch.load(tx, property, [said], () => newId(test.deps));
        upserts.apply({ ...said, source: "api", proven: false, matching: "attach" });
        await upserts.save();
      });
    }
    expect(await browser.refused("POST", `${base}/contacts/merge`, { contacts: ids })).toMatchObject({
      code: "user_ids_differ",
    });
    expect(await merge(ids, { preview: true })).toMatchObject({ userIdsDiffer: true });
    const done = await merge(ids, { force: true, choices: { user_id: ids[1] } });
    const userIds = done.details.filter(({ field }) => field === "user_id");
    expect(userIds.map(({ value, status }) => [value, status])).toEqual([
      ["u2", "current"],
      ["u1", "alternative"],
    ]);
  });

  it("publishes the contacts and their conversations after the commit", async () => {
    const ann = await arrive("Ann", "ann@example.com");
    const anna = await arrive("Anna", "anna@example.com");
    const events: FoyerEvent[] = [];
    test.deps.bus.on((event) => void events.push(event));
    const { merge: id } = await merge([ann.id, anna.id]);
    expect(events).toMatchObject([
      {
        kind: "conversation",
        property,
        summary: { person: { id: ann.id } },
        messages: [],
        visitor: { id: anna.id },
      },
      { kind: "contacts_merged", property, survivor: ann.id, absorbed: [anna.id] },
      { kind: "person", property, person: ann.id },
      { kind: "person", property, person: anna.id },
    ]);
    const sequence = events[0]?.kind === "conversation" ? events[0].sequence : 0;
    events.splice(0);
    await undo(id);
    expect(events[0]).toMatchObject({
      kind: "conversation",
      sequence: sequence + 1,
      summary: { person: { id: anna.id } },
    });
  });

  it("finds the survivor by the search terms of both, once", async () => {
    const ann = await arrive("Ann", "ann@example.com");
    const anna = await arrive("Berta", "berta@example.com");
    const found = async (q: string) => {
      const response = await browser.send("GET", `${base}/contacts?q=${encodeURIComponent(q)}`);
      return (await response.json()).items.map((one: { id: string }) => one.id);
    };
    const { merge: id } = await merge([ann.id, anna.id]);
    for (const q of ["ann", "berta@", "berta@example.com"]) expect(await found(q)).toEqual([ann.id]);
    expect(await found(anna.id)).toEqual([ann.id]);
    await undo(id);
    expect(await found("berta@")).toEqual([anna.id]);
    expect(await found(anna.id)).toEqual([anna.id]);
  });

  it("R13, R14: changes no message", async () => {
    const ann = await arrive("Ann", "ann@example.com");
    const anna = await arrive("Anna", "anna@example.com");
    const before = await rowsOf(test, "messages");
    expect(before.length).toBeGreaterThan(1);
    const { merge: id } = await merge([ann.id, anna.id]);
    expect(await conversationsOf(ann.id)).toHaveLength(2);
    expect(await rowsOf(test, "messages")).toEqual(before);
    await undo(id);
    expect(await rowsOf(test, "messages")).toEqual(before);
  });

  describe("proven to be one person", () => {
    const prove = async (visitor: string, merging: boolean, userId?: string) => {
      const said = {
        visitor,
        details: { emails: ["ann@example.com"], ...(userId && { userId }) },
        now: test.clock.now(),
      };
      return test.deps.database.write(async (tx) => {
        const conversations = conversationReassigner(defaultSettings("Shop", "UTC"));
        const how = { merging: merging ? { conversations, now: said.now } : null };
        const upserts = await UpsertBatch.load(tx, property, [said], () => newId(test.deps), how);
        const result = upserts.apply({ ...said, source: "api", proven: true, matching: "attach" });
        await upserts.save();
        return result;
      });
    };

    it("R13: merges the newer into the older without an agent, which can be undone", async () => {
      const ann = await arrive("Ann", "ann@example.com");
      const anna = await arrive("Anna", "anna@example.com");
      expect(await prove(anna.id, true)).toMatchObject({ contact: ann.id });
      expect(await read(anna.id)).toMatchObject({ id: ann.id, aliases: [anna.id] });
      expect(await conversationsOf(ann.id)).toHaveLength(2);
      const { items } = await browser.ok(Merges, "GET", `${base}/contacts/${ann.id}/merges`);
      expect(items).toMatchObject([{ agent: null, survivor: ann.id, absorbed: [anna.id] }]);
      await undo(items[0]?.id ?? null);
      expect((await read(anna.id)).name).toBe("Anna");
    });

    it("suggests the two if the caller cannot merge, or if the user IDs differ", async () => {
      const ann = await arrive("Ann", "ann@example.com");
      const anna = await arrive("Anna", "anna@example.com");
      await prove(anna.id, false);
      expect((await read(ann.id)).suggestions).toMatchObject([{ other: { id: anna.id } }]);
      await prove(ann.id, true, "u1");
      const other = await arrive("Annie", "annie@example.com");
      await prove(other.id, true, "u2");
      expect((await read(other.id)).suggestions).toMatchObject([{ other: { id: ann.id } }]);
      expect(await rowsOf(test, "merges")).toEqual([]);
    });
  });
});

/** A submission, a merge or an undo among four people. */
const step = fc.oneof(
  fc.record({
    kind: fc.constant("say" as const),
    who: fc.nat(3),
    source: fc.constantFrom("form", "agent", "api"),
    name: fc.constantFrom("Ann", "Bea", ""),
    email: fc.nat(3),
  }),
  fc.record({ kind: fc.constant("merge" as const), one: fc.nat(3), two: fc.nat(3) }),
  fc.record({ kind: fc.constant("undo" as const), which: fc.nat(9) }),
);

describeEachDatabase("any sequence of submissions, merges and undos", (open) => {
  it("R4, R11, R14: loses no value, every ID resolves, and an undo right after a merge restores the state", async () => {
    const test = await testApp(await open());
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        const property = await addProperty(test.deps, {}, `round${String(++round).padStart(5, "0")}`);
        const conversations = conversationReassigner(defaultSettings("Shop", "UTC"));
        const context = () => ({ now: test.clock.now(), newId: () => newId(test.deps), conversations });
        const people = [];
        for (let n = 0; n < 4; n++) {
          const one = new BrowserVisitor(test.app, property);
          test.clock.pass(1);
          await one.visit();
          await one.submit({ name: `Person ${n}`, email: `p${n}@example.com`, message: "Hello" });
          people.push(one.id);
        }
        const given = new Set<string>();
        for (const one of steps) {
          test.clock.pass(1);
          if (one.kind === "say") {
            const visitor = people[one.who] ?? "";
            const said = {
              visitor,
              details: { name: one.name, emails: [`q${one.email}@example.com`] },
              source: one.source as "form",
              proven: false,
              matching: "attach" as const,
              now: test.clock.now(),
            };
            await test.deps.database.write(async (tx) => {
              const upserts = await UpsertBatch.load(tx, property, [said], () => newId(test.deps));
              upserts.apply(said);
              await upserts.save();
            });
          } else if (one.kind === "merge") {
            const rows = await rowsOf(test, "visitors");
            const standing = (id: string) =>
              rows.find((row) => row.property_id === property && row.id === id)?.attached_to ?? id;
            const contacts = [standing(people[one.one] ?? ""), standing(people[one.two] ?? "")];
            const before = await snapshotOf(test, property);
            const command = { property, contacts, survivor: null, choices: {}, force: true };
            const go = () => test.deps.database.write((tx) => mergeContacts(tx, command, "agent", context()));
            const { merge } = await go();
            if (!merge) continue;
            await test.deps.database.write((tx) =>
              undoMerge(tx, { property, id: merge, agent: "agent" }, context()),
            );
            expect(await snapshotOf(test, property)).toEqual(before);
            await go();
          } else {
            const open = (await rowsOf(test, "merges")).filter(
              (row) => row.property_id === property && row.undone_at === null,
            );
            const id = open[one.which % Math.max(open.length, 1)]?.id;
            if (id)
              await test.deps.database.write((tx) =>
                undoMerge(tx, { property, id, agent: "agent" }, context()),
              );
          }
          const rows = (await rowsOf(test, "details")).filter((row) => row.property_id === property);
          for (const { id } of rows) given.add(id);
          expect(rows).toHaveLength(given.size);
          const visitors = (await rowsOf(test, "visitors")).filter((row) => row.property_id === property);
          for (const id of people) {
            const row = visitors.find((one) => one.id === id);
            const holder = visitors.find((one) => one.id === (row?.attached_to ?? id));
            expect(holder).toMatchObject({ attached_to: null });
          }
        }
      }),
      { numRuns: 25 },
    );
  });
});

async function snapshotOf(test: TestApp, property: string): Promise<unknown> {
  const of = <T extends { property_id: string }>(rows: readonly T[]) =>
    rows
      .filter((row) => row.property_id === property)
      .map((row) => JSON.stringify(Object.entries(row).sort()))
      .sort();
  return {
    visitors: of(await rowsOf(test, "visitors")),
    details: of(await rowsOf(test, "details")),
    aliases: of(await rowsOf(test, "aliases")),
    chats: of((await rowsOf(test, "conversations")).map((row) => ({ ...row, revision: 0 }))),
  };
}
