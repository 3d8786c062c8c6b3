import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DetailRow } from "../../../server/contacts/identity/contact-store.ts";
import { reapplyValue } from "../../../server/contacts/merging/merge-values.ts";
import {
  type ContactRecord,
  planMerge,
  type StoredMerge,
} from "../../../server/contacts/merging/plan-merge.ts";
import { findDependentMerges, planUndo, planUnmerge } from "../../../server/contacts/merging/plan-undo.ts";
import type { Source } from "../../../shared/contact.ts";

const [A, B, C, D] = [1, 2, 3, 4].map((n) => `V000000000000000${n}`) as [string, string, string, string];
let made = 0;

function value(record: string, field: string, text: string, more: Partial<DetailRow> = {}): DetailRow {
  return {
    id: `v${String(++made).padStart(6, "0")}`,
    property_id: "shop000001",
    visitor_id: record,
    device_id: record,
    field,
    value: text,
    compare_key: text.toLowerCase(),
    status: "current",
    source: "form",
    proven: 0,
    at: made,
    previous: null,
    preferred: 0,
    ...more,
  };
}

function record(id: string, values: DetailRow[] = [], more: Partial<ContactRecord> = {}): ContactRecord {
  return {
    id,
    contactSince: 1,
    source: "form",
    lastSeenAt: 1,
    values,
    devices: [],
    conversations: [],
    notes: [],
    tags: [],
    ...more,
  };
}

const shown = ({ values }: Pick<ContactRecord, "values">, status = "current") =>
  values
    .filter((one) => one.status === status)
    .map((one) => `${one.field} ${one.value}`)
    .sort();
const write = (to: ContactRecord, ...values: DetailRow[]): ContactRecord => ({
  ...to,
  values: values.reduce((all, one) => reapplyValue(all, one, true), [...to.values]),
});

describe("R13: merging", () => {
  const ann = record(A, [
    value(A, "name", "Ann"),
    value(A, "email", "ann@example.com"),
    value(A, "phone", "+49301"),
  ]);
  const anna = record(B, [
    value(B, "name", "Anna"),
    value(B, "email", "anna@example.com"),
    value(B, "phone", "+49301"),
    value(B, "custom:city", "Bonn"),
  ]);

  it("keeps the e-mails and phones of both, fills missing fields, and makes the other values alternatives", () => {
    const { record: merged } = planMerge([ann, anna], {});
    expect(shown(merged)).toEqual([
      "custom:city Bonn",
      "email ann@example.com",
      "email anna@example.com",
      "name Ann",
      "phone +49301",
    ]);
    expect(shown(merged, "alternative")).toEqual(["name Anna"]);
    expect(shown(merged, "past")).toEqual(["phone +49301"]);
  });

  it("takes each field from the chosen record, also the e-mail that is shown first", () => {
    const { record: merged } = planMerge([ann, anna], { name: B, email: B });
    expect(shown(merged)).toContain("name Anna");
    expect(merged.values.filter(({ preferred }) => preferred === 1).map((one) => one.value)).toEqual([
      "anna@example.com",
    ]);
  });

  it("R11: without a choice, the more trusted value counts", () => {
    const edited = record(B, [value(B, "name", "Anna", { source: "agent" })]);
    expect(shown(planMerge([ann, edited], {}).record)).toContain("name Anna");
  });

  it("moves conversations, notes, tags and devices, and keeps the earliest time as a contact", () => {
    const one = record(A, [], { contactSince: 9, lastSeenAt: 5, tags: ["x"], notes: ["n1"] });
    const two = record(B, [], {
      contactSince: 4,
      lastSeenAt: 7,
      tags: ["x", "y"],
      notes: ["n2"],
      devices: [{ id: D, isTrusted: false, lastSeenAt: 1 }],
      conversations: [{ id: "c", visitor: D }],
    });
    expect(planMerge([one, two], {}).record).toMatchObject({
      id: A,
      contactSince: 4,
      lastSeenAt: 7,
      tags: ["x", "y"],
      notes: ["n1", "n2"],
      devices: [
        { id: D, isTrusted: false, lastSeenAt: 1 },
        { id: B, isTrusted: true, lastSeenAt: 7 },
      ],
      conversations: [{ id: "c", visitor: D }],
    });
  });

  it("writes no personal data into its log", () => {
    const { log } = planMerge([ann, anna], {});
    for (const { value: text } of [...ann.values, ...anna.values])
      expect(JSON.stringify(log)).not.toContain(text);
  });
});

describe("R14: undoing a merge", () => {
  const ann = record(A, [value(A, "name", "Ann"), value(A, "email", "ann@example.com")]);
  const anna = record(B, [value(B, "name", "Anna"), value(B, "email", "anna@example.com")]);

  it("gives later values to the record whose browser wrote them, by the rules of trust", () => {
    const { record: merged, log } = planMerge([ann, anna], { name: B });
    const later = write(
      merged,
      value(B, "phone", "+49302"),
      value(A, "name", "Annie"),
      value(B, "custom:size", "M"),
    );
    const now = { ...later, conversations: [{ id: "late", visitor: B }] };
    const [one, two] = planUnmerge(log, now).records;
    expect(one && shown(one)).toEqual(["email ann@example.com", "name Annie"]);
    expect(two && shown(two)).toEqual([
      "custom:size M",
      "email anna@example.com",
      "name Anna",
      "phone +49302",
    ]);
    expect(two?.conversations).toEqual(now.conversations);
    expect(one?.conversations).toEqual([]);
  });

  it("leaves an agent's later values with the survivor, and removed values removed", () => {
    const { record: merged, log } = planMerge([ann, anna], {});
    const edited = write(merged, value(A, "name", "Dr Ann", { device_id: null, source: "agent" }));
    const now = {
      ...edited,
      values: edited.values.map((one) =>
        one.value === "anna@example.com" ? { ...one, status: "past" as const } : one,
      ),
      tags: ["new"],
    };
    const [one, two] = planUnmerge(log, now).records;
    expect(one && shown(one)).toEqual(["email ann@example.com", "name Dr Ann"]);
    expect(one?.tags).toEqual(["new"]);
    expect(two && shown(two)).toEqual(["name Anna"]);
  });

  it("R12: values that an unproven device claimed while the contact was merged are alternatives", () => {
    const { record: merged, log } = planMerge(
      [ann, record(B, [], { devices: [{ id: D, isTrusted: false, lastSeenAt: 1 }] })],
      {},
    );
    const claim = value(A, "name", "Mallory", { device_id: D, status: "alternative" });
    const [one, two] = planUnmerge(log, { ...merged, values: [...merged.values, claim] }).records;
    expect(one && shown(one)).toEqual(["email ann@example.com", "name Ann"]);
    expect(two && shown(two)).toEqual([]);
    expect(two && shown(two, "alternative")).toEqual(["name Mallory"]);
  });

  it("makes a record a contact that got its first identifier while it was merged", () => {
    const stranger = record(B, [], { contactSince: null, source: null });
    const { record: merged, log } = planMerge([ann, stranger], {});
    const [, two] = planUnmerge(log, write(merged, value(B, "email", "b@example.com", { at: 77 }))).records;
    expect(two).toMatchObject({ contactSince: 77, source: "form" });
  });
});

const fields = fc.constantFrom("name", "email", "phone", "custom:x", "organization", "user_id");
const texts = fc.constantFrom("a", "b", "c");
const said = fc.record({
  field: fields,
  text: texts,
  source: fc.constantFrom("agent" as const, "csv" as const, "form" as const),
  who: fc.nat(3),
});
const step = fc.oneof(
  { weight: 4, arbitrary: said.map((one) => ({ kind: "say" as const, ...one })) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("merge" as const),
      one: fc.nat(3),
      two: fc.nat(3),
      choice: fc.dictionary(fields, fc.boolean(), { maxKeys: 3 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("undo" as const), which: fc.nat(5) }) },
);

/** Four people in memory, merged as the database would. */
class MergeModel {
  standing = new Map<string, ContactRecord>([A, B, C, D].map((id) => [id, record(id)]));
  merges: StoredMerge[] = [];
  #at = 0;

  recordOf(id: string): ContactRecord {
    const found = [...this.standing.values()].find(
      (one) => one.id === id || one.devices.some((device) => device.id === id),
    );
    if (!found) throw new Error(`${id} does not resolve`);
    return found;
  }

  say(one: { field: string; text: string; source: Source; who: number }): void {
    const who = [A, B, C, D][one.who] ?? A;
    const at = ++this.#at;
    const holder = this.recordOf(who);
    const device_id = one.source === "form" ? who : null;
    const more = { id: `v${String(at).padStart(4, "0")}`, at, source: one.source, device_id };
    const row = value(holder.id, one.field, one.text, more);
    if (
      holder.values.some(
        (known) =>
          known.field === row.field && known.compare_key === row.compare_key && known.status !== "past",
      )
    )
      return;
    this.standing.set(holder.id, write(holder, row));
  }

  merge(one: string, two: string, choice: Record<string, boolean>, id = `m${this.#at++}`): void {
    const sides = [...new Set([this.recordOf(one), this.recordOf(two)])];
    if (sides.length < 2) return;
    const choices = Object.fromEntries(
      Object.entries(choice).map(([field, first]) => [field, sides[first ? 0 : 1]?.id ?? ""]),
    );
    const { record: merged, log } = planMerge(sides, choices);
    for (const side of sides) this.standing.delete(side.id);
    this.standing.set(merged.id, merged);
    this.merges.push({ id, log });
  }

  undo(target: StoredMerge): void {
    const later = this.merges.slice(this.merges.indexOf(target) + 1);
    const since = findDependentMerges(target.log, later);
    const holder = this.recordOf(target.log.before[0]?.id ?? "");
    const { records, logs } = planUndo(target, since, holder);
    this.standing.delete(holder.id);
    for (const one of records) this.standing.set(one.id, one);
    this.merges = this.merges
      .filter((one) => one !== target)
      .map((one) => ({ id: one.id, log: logs.get(one.id) ?? one.log }));
  }

  run(steps: readonly (typeof step extends fc.Arbitrary<infer S> ? S : never)[]): void {
    for (const one of steps) {
      if (one.kind === "say") this.say(one);
      else if (one.kind === "merge")
        this.merge([A, B, C, D][one.one] ?? A, [A, B, C, D][one.two] ?? A, one.choice);
      else if (this.merges.length) this.undo(this.merges[one.which % this.merges.length] as StoredMerge);
    }
  }

  /** The whole state, in a fixed order. */
  snapshot(): unknown {
    return [...this.standing.values()]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map(({ id, values, devices, ...rest }) => ({
        id,
        ...rest,
        devices: devices.map((one) => one.id).sort(),
        values: values
          .map((one) => [one.id, one.field, one.value, one.status, one.preferred].join(" "))
          .sort(),
      }));
  }
}

describe("any sequence of writes, merges and undos", () => {
  it("R4, R14: no value is lost or repeated, and every ID resolves to one record", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const model = new MergeModel();
        const given = new Set<string>();
        for (const one of steps) {
          model.run([one]);
          const rows = [...model.standing.values()].flatMap(({ values }) => values);
          for (const { id } of rows) given.add(id);
          expect(rows).toHaveLength(given.size);
          const ids = [...model.standing.values()].flatMap(({ id, devices }) => [
            id,
            ...devices.map((device) => device.id),
          ]);
          expect(ids.sort()).toEqual([A, B, C, D]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("no field with one value ever has two current ones, and no value is current twice", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const model = new MergeModel();
        model.run(steps);
        for (const { values } of model.standing.values()) {
          const current = values.filter(({ status }) => status === "current");
          const keys = current.map(({ field, compare_key }) =>
            ["email", "phone", "organization"].includes(field) ? `${field} ${compare_key}` : field,
          );
          expect(new Set(keys).size).toBe(keys.length);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("R14: an undo right after a merge restores the state exactly", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), fc.nat(3), fc.nat(3), (steps, one, two) => {
        const model = new MergeModel();
        model.run(steps);
        const [before, count] = [model.snapshot(), model.merges.length];
        model.run([{ kind: "merge", one, two, choice: { name: false } }]);
        const last = model.merges.at(-1);
        if (last && model.merges.length > count) model.undo(last);
        expect(model.snapshot()).toEqual(before);
      }),
      { numRuns: 500 },
    );
  });

  it("R14: merges without later writes can be undone in any order, and leave no trace", () => {
    const pair = fc.tuple(fc.nat(3), fc.nat(3));
    fc.assert(
      fc.property(
        fc.array(said, { maxLength: 15 }),
        fc.array(pair, { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat(5), { minLength: 5, maxLength: 5 }),
        (all, pairs, order) => {
          const model = new MergeModel();
          for (const one of all) model.say(one);
          const before = model.snapshot();
          for (const [one, two] of pairs) model.run([{ kind: "merge", one, two, choice: {} }]);
          for (const which of order) model.run([{ kind: "undo", which }]);
          expect(model.merges).toEqual([]);
          expect(model.snapshot()).toEqual(before);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("the order of independent steps does not change the result", () => {
    fc.assert(
      fc.property(fc.array(said, { maxLength: 12 }), fc.boolean(), (all, undone) => {
        const snapshots = [0, 1].map((turn) => {
          const model = new MergeModel();
          for (const one of all) model.say({ ...one, who: one.who % 2 });
          for (const one of all) model.say({ ...one, who: 2 + (one.who % 2) });
          const pairs = [
            [A, B],
            [C, D],
          ] as const;
          for (const [one, two] of turn ? [...pairs].reverse() : pairs)
            model.merge(one, two, {}, `merge of ${one}`);
          model.merges.sort((a, b) => (a.id < b.id ? -1 : 1));
          const ids = model.merges.map(({ id }) => id);
          for (const id of undone ? (turn ? ids.reverse() : ids) : [])
            for (const done of model.merges.filter((one) => one.id === id)) model.undo(done);
          return model.snapshot();
        });
        expect(snapshots[0]).toEqual(snapshots[1]);
      }),
      { numRuns: 300 },
    );
  });
});
