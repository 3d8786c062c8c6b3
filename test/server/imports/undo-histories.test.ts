import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { findHolders } from "../../../server/contacts/identity/contact-store.ts";
import { createContact, writeDetail } from "../../../server/contacts/identity/edit-details.ts";
import { mergeContacts } from "../../../server/contacts/merging/apply-merge.ts";
import { undoMerge } from "../../../server/contacts/merging/undo-merge.ts";
import { conversationReassigner } from "../../../server/people/reassign-conversations.ts";
import type { Database } from "../../../server/platform/database/open.ts";
import { newId } from "../../../server/platform/ids.ts";
import { defaultSettings } from "../../../shared/property.ts";
import { drawVisitorId } from "../../../shared/rules/visitor-id.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { ImportHarness } from "./support.ts";

const PEOPLE = ["ann", "ben", "cid", "dan"] as const;
type Who = (typeof PEOPLE)[number];
const emailOf = (who: Who) => `${who}@example.com`;

const some = <T>(...values: T[]) => fc.constantFrom(...values);
const who = some(...PEOPLE);

/** A row about one person. The people share phones, organizations, tags and notes, but no e-mail. */
interface Row {
  readonly who: Who;
  readonly cells: readonly string[];
}
const row: fc.Arbitrary<Row> = fc
  .record({
    who,
    name: some("One", "Two", "Three"),
    second: some("", "", "work"),
    phone: some("", "+4911", "+4922", "+4911; +4922"),
    company: some("", "Acme", "Beta"),
    seats: some("", "5", "7"),
    tags: some("", "vip", "new", "vip; new"),
    note: some("", "likes tea"),
  })
  .map(({ who: about, second, ...one }) => {
    const emails = second ? `${emailOf(about)}; ${about}.${second}@example.com` : emailOf(about);
    return { who: about, cells: [one.name, emails, one.phone, one.company, one.seats, one.tags, one.note] };
  });

type Operation =
  | { readonly kind: "import"; readonly rows: readonly Row[] }
  | { readonly kind: "edit"; readonly who: Who; readonly field: string; readonly value: string }
  | { readonly kind: "merge"; readonly survivor: Who; readonly absorbed: Who };

/** An operation, and after how many further ones (at the latest at the end) it is undone; null: never. */
interface Step {
  readonly operation: Operation;
  readonly undoneAfter: number | null;
}

const importOf = fc
  .array(row, { minLength: 1, maxLength: 4 })
  .map((rows): Operation => ({ kind: "import", rows }));
const edit = fc
  .record({
    who,
    change: some(["name", "Agent"], ["name", "Two"], ["organization", "Acme"], ["phone", "+4933"]),
  })
  .map(
    ({ who: about, change: [field = "", value = ""] }): Operation => ({
      kind: "edit",
      who: about,
      field,
      value: field === "phone" ? `${value}${PEOPLE.indexOf(about)}` : value,
    }),
  );
const merge = fc
  .tuple(who, who)
  .filter(([survivor, absorbed]) => survivor !== absorbed)
  .map(([survivor, absorbed]): Operation => ({ kind: "merge", survivor, absorbed }));

/** At least three imports, with other operations between them; all imports and merges may be undone, at any time. */
function histories(other: fc.Arbitrary<Operation>): fc.Arbitrary<Step[]> {
  const step = (operation: fc.Arbitrary<Operation>) =>
    fc.record({ operation, undo: fc.option(fc.nat(8), { freq: 3 }) });
  return fc
    .tuple(
      fc.array(step(importOf), { minLength: 3, maxLength: 5 }),
      fc.array(fc.tuple(step(other), fc.nat(5)), { maxLength: 3 }),
    )
    .map(([imports, others]) => {
      const all = [...imports];
      for (const [one, position] of others) all.splice(position, 0, one);
      return all.map(({ operation, undo }) => ({
        operation,
        undoneAfter: operation.kind === "edit" ? null : undo,
      }));
    })
    .map(withoutImpossible);
}

/**
 * Leaves out the edits and merges of people who would not be there without the imports that are undone, and keeps a
 * merge that is undone from being followed by rows and edits about its people: what no browser wrote of a merged
 * contact belongs to the survivor (R14).
 */
function withoutImpossible(steps: readonly Step[]): Step[] {
  const known = new Set<Who>(["ann"]);
  const merged = new Set<Who>();
  return steps.flatMap((step): Step[] => {
    const { operation, undoneAfter } = step;
    if (operation.kind === "import") {
      if (undoneAfter === null) for (const one of operation.rows) known.add(one.who);
      return [step];
    }
    if (operation.kind === "edit") return known.has(operation.who) ? [step] : [];
    const sides = [operation.survivor, operation.absorbed];
    if (!sides.every((one) => known.has(one) && !merged.has(one))) return [];
    for (const one of sides) merged.add(one);
    return [{ operation, undoneAfter: undoneAfter === null ? null : 0 }];
  });
}

interface LiveContact {
  readonly name: string;
  readonly source: string;
  readonly values: readonly string[];
}

interface Contents {
  readonly contacts: readonly LiveContact[];
  /** Of the tags and organizations. */
  readonly names: readonly string[];
}

/**
 * The values without those that a merge adds, which stay because an agent merged (R18): alternatives of fields with one value,
 * and equal notes of both records.
 */
const withoutMergedValues = (values: readonly string[]): readonly string[] =>
  [...new Set(values)].filter((value) => !/^(name|custom:seats) alternative /.test(value));

class History {
  readonly #harness: ImportHarness;
  readonly #undo = new Map<number, () => Promise<unknown>>();

  constructor(harness: ImportHarness) {
    this.#harness = harness;
  }

  /** A property with one contact of an agent. */
  static async begin(database: Database, property: string): Promise<History> {
    const harness = await ImportHarness.make(database, property);
    await harness.define("Seats", "number");
    const history = new History(harness);
    const drawn = drawVisitorId((words) => crypto.getRandomValues(words));
    const details = { firstName: "Ann", lastName: "", emails: [emailOf("ann")], phones: [], anyway: false };
    await harness.deps.database.write((tx) => createContact(tx, history.#context(), details, drawn));
    return history;
  }

  /** Does all operations, and undoes those that are to be undone, each at its time. */
  async run(steps: readonly Step[]): Promise<Contents> {
    for (const [index, { operation, undoneAfter }] of steps.entries()) {
      this.#harness.test.clock.pass(1_000);
      const undo = await this.#do(operation);
      if (undoneAfter !== null) this.#undo.set(index, undo);
      const isDue = (at: number, delay: number) => Math.min(at + delay, steps.length - 1) === index;
      const due = steps.flatMap((one, at) =>
        at <= index && one.undoneAfter !== null && isDue(at, one.undoneAfter) ? [at] : [],
      );
      // of those that are undone at one time, the ones with an even position are undone first
      for (const at of due.sort((a, b) => (a % 2) - (b % 2) || b - a)) await this.#undo.get(at)?.();
    }
    return this.#contents();
  }

  async #do(operation: Operation): Promise<() => Promise<unknown>> {
    const { deps, property } = this.#harness;
    const { database } = deps;
    if (operation.kind === "import") {
      const lines = operation.rows.map(({ cells }) => cells.join());
      const file = ["Name,E-mail,Phone,Company,Seats,Tags,Notes", ...lines, ""].join("\n");
      const { id } = await this.#harness.import(file);
      return () => this.#harness.undo(id);
    }
    if (operation.kind === "edit") {
      const { field, value } = operation;
      const contact = await this.#contactOf(operation.who);
      await database.write((tx) => writeDetail(tx, this.#context(), contact, { field, value }));
      return async () => undefined;
    }
    const [survivor, absorbed] = [
      await this.#contactOf(operation.survivor),
      await this.#contactOf(operation.absorbed),
    ];
    const command = { property, contacts: [survivor, absorbed], survivor, choices: {}, force: true };
    const conversations = conversationReassigner(defaultSettings("Shop", "UTC"));
    const context = () => ({ ...this.#context(), conversations });
    const { merge: id } = await database.write((tx) => mergeContacts(tx, command, "a", context()));
    return () => database.write((tx) => undoMerge(tx, { property, id: id ?? "", agent: "a" }, context()));
  }

  async #contactOf(one: Who): Promise<string> {
    const { deps, property } = this.#harness;
    const [holder] = await findHolders(deps.database.read, property, "email", [emailOf(one)]);
    if (!holder) throw new Error(`There is no ${one}`);
    return holder.id;
  }

  #context() {
    const { deps, property } = this.#harness;
    return { property, now: deps.now(), newId: () => newId(deps) };
  }

  /**
   * The contents of the contacts without the values that were replaced. Which of several e-mails or phones is shown first
   * is left out: the one that the record has had for longest.
   */
  async #contents(): Promise<Contents> {
    const contacts = (await this.#harness.contacts()) as LiveContact[];
    const live = contacts.map(({ name, source, values }) => ({
      name,
      source,
      values: values.filter((one) => !/^\S+ past /.test(one)).map((one) => one.replace(/ \(.*\)$/, "")),
    }));
    return { contacts: live, names: await this.#harness.names() };
  }

  remove(): void {
    this.#harness.remove();
  }
}

describeEachDatabase("the undo of imports", (open) => {
  let made = 0;
  /** @param valuesOf which values of a contact are compared */
  async function check(
    database: Database,
    steps: readonly Step[],
    valuesOf = (values: readonly string[]) => values,
  ): Promise<void> {
    const property = () => `undo${String(++made).padStart(6, "0")}`;
    const [undone, without] = [
      await History.begin(database, property()),
      await History.begin(database, property()),
    ];
    try {
      const remaining = steps.filter(({ undoneAfter }) => undoneAfter === null);
      const compared = ({ contacts, names }: Contents) => ({
        contacts: contacts.map((one) => JSON.stringify({ ...one, values: valuesOf(one.values) })).sort(),
        names,
      });
      expect(compared(await undone.run(steps))).toEqual(compared(await without.run(remaining)));
    } finally {
      undone.remove();
      without.remove();
    }
  }

  it("R18: imports of overlapping lists and edits, undone in any order, end where they would have without the undone ones", async () => {
    const database = await open();
    await fc.assert(
      fc.asyncProperty(histories(edit), (steps) => check(database, steps)),
      { numRuns: 6, endOnFailure: true },
    );
  }, 300_000);

  const list = (name: string) =>
    readFileSync(new URL(`../contacts/corpus/undo-${name}.csv`, import.meta.url));
  const begin = async () => ImportHarness.make(await open(), `undo${String(++made).padStart(6, "0")}`);
  const values = async (harness: ImportHarness) =>
    ((await harness.contacts()) as { values: string[] }[]).map((one) => one.values);

  it("R18: what a second list repeats stays when the first is undone, and nobody is left with nothing", async () => {
    const harness = await begin();
    const first = await harness.import(list("old-list"));
    const second = await harness.import(list("new-list"));
    expect(second.report.counts).toMatchObject({ new: 0, updated: 1, unchanged: 1 });
    const [ada, bob] = [
      [
        "email current csv ada@k.example ()",
        "name current csv Ada Lo ()",
        "phone current csv +493023129001 ()",
        "tag two",
      ],
      ["email current csv bob@k.example ()", "name current csv Bob Lo ()"],
    ];
    await harness.undo(first.id);
    expect(await values(harness)).toEqual([ada, bob]);
    await harness.undo(second.id);
    expect(await values(harness)).toEqual([]);
    expect(await harness.names()).toEqual([]);
    const again = await harness.import(list("new-list"));
    expect(again.report.counts).toMatchObject({ new: 2 });
    harness.remove();
  });

  it("R18: two lists are undone in either order, with what the other gave left", async () => {
    for (const isFirstUndoneFirst of [true, false]) {
      const harness = await begin();
      const ids = [(await harness.import(list("order-1"))).id, (await harness.import(list("order-2"))).id];
      const [one, other] = isFirstUndoneFirst ? ids : [...ids].reverse();
      const left = isFirstUndoneFirst ? ["two", "501", "b"] : ["one", "500", "a"];
      await harness.undo(one ?? "");
      expect(await values(harness)).toEqual([
        [
          "email current csv ada@u.example ()",
          "name current csv Ada ()",
          `phone current csv +493023125${left[1]} ()`,
          `tag ${left[0]}`,
        ],
        [`email current csv ${left[2]}@u.example ()`, `name current csv Only ${left[2]?.toUpperCase()} ()`],
      ]);
      expect(await harness.names()).toEqual([left[0]]);
      await harness.undo(other ?? "");
      expect([await values(harness), await harness.names()]).toEqual([[], []]);
      harness.remove();
    }
  });

  it("R14, R18: imports, edits and merges, undone in any order, end where they would have without the undone ones", async () => {
    const database = await open();
    await fc.assert(
      fc.asyncProperty(histories(fc.oneof(edit, merge)), (steps) =>
        check(database, steps, withoutMergedValues),
      ),
      { numRuns: 6, endOnFailure: true },
    );
  }, 300_000);
});
