import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Claim, decide } from "../../../server/contacts/identity/decide.ts";
import type { Matches } from "../../../server/contacts/identity/match.ts";
import type { Person } from "../../../server/contacts/identity/person.ts";
import { applyWrites, toValues } from "../../../server/contacts/identity/plan-writes.ts";
import { type Details, SOURCES } from "../../../shared/contact.ts";

const blank = fc.constantFrom("", " ", "\t");
const text = fc.constantFrom("Ana", "Bea", "Cem");
const email = fc.constantFrom("ana@example.com", "ANA@example.com", "bea@example.com", "cem@example.org");
const phone = fc.constantFrom("+4930111", "+4930222");
const record = fc.dictionary(fc.constantFrom("a", "b"), fc.oneof(text, blank));

const details: fc.Arbitrary<Details> = fc.record(
  {
    name: fc.oneof(text, blank),
    emails: fc.array(email, { maxLength: 3 }),
    phones: fc.array(phone, { maxLength: 2 }),
    userId: fc.oneof(text, blank),
    organization: fc.oneof(text, blank),
    custom: record,
    consents: record,
  },
  { requiredKeys: [] },
);
const said = fc.record({
  details,
  source: fc.constantFrom(...SOURCES),
  proven: fc.boolean(),
  who: fc.nat(3),
});
const matching = fc.constantFrom("attach" as const, "separate" as const);

/** Four browsers in memory, for whom plans are applied as the database would. */
class PeopleModel {
  people: Person[] = [0, 1, 2, 3].map((n) => ({
    id: `V000000000000000${n}`,
    contactSince: null,
    firstSeenAt: n,
    attachedTo: null,
    attachedProven: false,
    values: [],
  }));
  #rows = 0;

  claim(
    one: { details: Details; source: Claim["source"]; proven: boolean; who: number },
    how: Claim["matching"],
  ): Claim {
    const visitor = this.people[one.who] as Person;
    const contact = this.people.find(({ id }) => id === visitor.attachedTo) ?? null;
    const keys = new Set(toValues(one.details).map(({ field, key }) => `${field} ${key}`));
    const holders = (field: string) =>
      this.people.filter((person) =>
        person.values.some(
          (known) =>
            known.field === field &&
            known.status === "current" &&
            keys.has(`${field} ${known.key}`) &&
            person.contactSince !== null,
        ),
      );
    const matches: Matches = { userId: holders("user_id"), email: holders("email"), phone: holders("phone") };
    return {
      visitor,
      contact,
      matches,
      matching: how,
      details: one.details,
      source: one.source,
      proven: one.proven,
    };
  }

  apply(claim: Claim): ReturnType<typeof decide> {
    const plan = decide(claim);
    const ids = plan.writes.map(() => `row${++this.#rows}`);
    const origin = {
      source: claim.proven ? ("proven" as const) : claim.source,
      proven: claim.proven,
      device: claim.visitor.id,
      now: 1,
    };
    this.people = this.people.map((person) => {
      const written = person.id === plan.record ? applyWrites(person, plan, ids, origin) : person;
      return plan.kind === "attach" && person.id === claim.visitor.id
        ? { ...written, attachedTo: plan.record, attachedProven: plan.proven }
        : written;
    });
    return plan;
  }

  currentFields(): string[] {
    return this.people.flatMap(({ id, values }) =>
      values.filter(({ status }) => status === "current").map(({ field }) => `${id} ${field}`),
    );
  }
}

describe("upsert plans for any sequence of claims", () => {
  test("R11: a blank never erases: a field with a current value keeps one", () => {
    fc.assert(
      fc.property(fc.array(said, { maxLength: 12 }), matching, (all, how) => {
        const model = new PeopleModel();
        for (const one of all) {
          const before = model.currentFields();
          model.apply(model.claim(one, how));
          const after = new Set(model.currentFields());
          expect(before.filter((field) => !after.has(field))).toEqual([]);
        }
      }),
    );
  });

  test("a claim that is repeated writes nothing", () => {
    fc.assert(
      fc.property(fc.array(said, { minLength: 1, maxLength: 12 }), matching, (all, how) => {
        const model = new PeopleModel();
        for (const one of all) {
          const plan = model.apply(model.claim(one, how));
          // this model does not carry out merges
          if (plan.kind === "merge") return;
          expect(decide(model.claim(one, how)).writes).toEqual([]);
        }
      }),
    );
  });

  test("the order of the fields does not change the plan", () => {
    fc.assert(
      fc.property(fc.array(said, { maxLength: 6 }), said, matching, (all, last, how) => {
        const model = new PeopleModel();
        for (const one of all) model.apply(model.claim(one, how));
        const turned = Object.fromEntries(Object.entries(last.details).reverse());
        expect(decide(model.claim({ ...last, details: turned }, how))).toEqual(
          decide(model.claim(last, how)),
        );
      }),
    );
  });

  test("R12: no value of an unproven device is current in a record that it did not found", () => {
    const claimed = said.map((one) => ({ ...one, proven: false, source: "form" as const }));
    fc.assert(
      fc.property(fc.array(claimed, { maxLength: 15 }), (all) => {
        const model = new PeopleModel();
        for (const one of all) model.apply(model.claim(one, "attach"));
        for (const { id, values } of model.people)
          for (const { status, device } of values) if (status === "current") expect(device).toBe(id);
      }),
    );
  });

  test("R9: who gives an e-mail never gets into the record of somebody with other e-mails, whatever phone they share", () => {
    fc.assert(
      fc.property(fc.array(said, { maxLength: 15 }), matching, (all, how) => {
        const model = new PeopleModel();
        for (const one of all) {
          const claim = model.claim(one, how);
          const given = (one.details.emails ?? []).map((email) => email.toLowerCase());
          const emailsOf = (person: Person | null) =>
            (person?.values ?? [])
              .filter(({ field, status }) => field === "email" && status === "current")
              .map(({ key }) => key);
          const plan = model.apply(claim);
          const record = [claim.visitor, claim.contact, ...Object.values(claim.matches).flat()].find(
            (person) => person?.id === plan.record,
          );
          const isOwn = plan.record === (claim.contact ?? claim.visitor).id;
          const isNamed = claim.matches.userId.some(({ id }) => id === plan.record);
          const held = emailsOf(record ?? null);
          if (given.length && held.length && !isOwn && !isNamed)
            expect(held.some((email) => given.includes(email))).toBe(true);
        }
      }),
    );
  });

  test("R4, R5: a claim never attaches a contact to another one", () => {
    const claimed = said.map((one) => ({ ...one, proven: false }));
    fc.assert(
      fc.property(fc.array(claimed, { maxLength: 15 }), matching, (all, how) => {
        const model = new PeopleModel();
        for (const one of all) {
          const contacts = model.people
            .filter(({ contactSince }) => contactSince !== null)
            .map(({ id }) => id);
          model.apply(model.claim(one, how));
          for (const person of model.people.filter(({ id }) => contacts.includes(id)))
            expect(person).toMatchObject({ contactSince: 1, attachedTo: null });
        }
      }),
    );
  });

  test("R5: a visitor is a contact if, and only if, an e-mail or phone is current", () => {
    fc.assert(
      fc.property(fc.array(said, { maxLength: 12 }), matching, (all, how) => {
        const model = new PeopleModel();
        for (const one of all) model.apply(model.claim(one, how));
        for (const { contactSince, values } of model.people)
          expect(contactSince !== null).toBe(
            values.some(
              ({ field, status }) => status === "current" && (field === "email" || field === "phone"),
            ),
          );
      }),
    );
  });
});
