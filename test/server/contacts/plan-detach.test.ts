import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DetailValue } from "../../../server/contacts/merging/detail-value.ts";
import { planDetach } from "../../../server/contacts/merging/plan-detach.ts";

const DEVICE = "V0000000000000001";
let made = 0;

function value(field: string, text: string, more: Partial<DetailValue> = {}): DetailValue {
  return {
    id: String(++made).padStart(6, "0"),
    field,
    value: text,
    compare_key: text.toLowerCase(),
    status: "current",
    preferred: 0,
    device_id: null,
    source: "form",
    proven: 0,
    at: made,
    previous: null,
    ...more,
  };
}
const claimed = (field: string, text: string, more: Partial<DetailValue> = {}) =>
  value(field, text, { device_id: DEVICE, status: "alternative", ...more });

/** The current values of a record, as field and value. */
const currentOf = (values: readonly DetailValue[]) =>
  values
    .filter(({ status }) => status === "current")
    .map((one) => `${one.field} ${one.value}`)
    .sort();

describe("R12: detaching a device", () => {
  it("makes the claimed values current in the device's own record and leaves the contact as it was", () => {
    const contact = [
      value("name", "Ann"),
      value("email", "ann@example.com"),
      claimed("name", "Bob"),
      claimed("phone", "+49301234567"),
      claimed("email", "bob@example.com"),
    ];
    const plan = planDetach(DEVICE, { contact, own: [], submitted: [] });
    expect(currentOf(plan.device.values)).toEqual([
      "email bob@example.com",
      "name Bob",
      "phone +49301234567",
    ]);
    expect(currentOf(plan.contact.values)).toEqual(["email ann@example.com", "name Ann"]);
    expect(plan.contact.changed).toEqual([]);
    expect(plan.moves).toEqual(contact.slice(2).map(({ id }) => id));
  });

  it("leaves the values of other devices", () => {
    const other = value("name", "Carl", { device_id: "V0000000000000002", status: "alternative" });
    const plan = planDetach(DEVICE, { contact: [other, claimed("name", "Bob")], own: [], submitted: [] });
    expect(plan.contact.values).toEqual([other]);
  });

  it("makes the newest of several values current, with the one before in its history", () => {
    const own = [value("name", "Bobby", { device_id: DEVICE })];
    const plan = planDetach(DEVICE, {
      contact: [claimed("name", "Rob"), claimed("name", "Bob")],
      own,
      submitted: [],
    });
    expect(currentOf(plan.device.values)).toEqual(["name Bob"]);
    expect(plan.device.values.find(({ value }) => value === "Bob")?.previous).toBe("Rob");
    expect(plan.device.changed.map(({ value, status }) => [value, status])).toEqual([
      ["Bobby", "past"],
      ["Rob", "past"],
      ["Bob", "current"],
    ]);
  });

  it("R11: does not replace an agent's value by a claimed one", () => {
    const own = [value("name", "Robert", { source: "agent" })];
    const plan = planDetach(DEVICE, { contact: [claimed("name", "Bob")], own, submitted: [] });
    expect(currentOf(plan.device.values)).toEqual(["name Robert"]);
    expect(plan.device.values.at(-1)).toMatchObject({ value: "Bob", status: "alternative" });
  });

  it("adds submitted values that only repeated the contact's", () => {
    const contact = [
      value("email", "ann@example.com"),
      value("name", "Ann"),
      claimed("phone", "+49301234567"),
    ];
    const submitted = [
      claimed("name", "Ann"),
      claimed("email", "Ann@example.com"),
      claimed("email", "ann@example.com"),
      claimed("phone", "+49301234567"),
    ];
    const plan = planDetach(DEVICE, { contact, own: [], submitted });
    expect(plan.adds.map(({ value, status }) => [value, status])).toEqual([
      ["Ann", "current"],
      ["Ann@example.com", "current"],
    ]);
    expect(currentOf(plan.device.values)).toEqual([
      "email Ann@example.com",
      "name Ann",
      "phone +49301234567",
    ]);
    expect(currentOf(plan.contact.values)).toEqual(["email ann@example.com", "name Ann"]);
  });

  it("restores the contact's values that a proven device had replaced", () => {
    const contact = [
      value("name", "Ann", { status: "past" }),
      value("email", "ann@example.com", { status: "past" }),
      claimed("name", "Anna", { status: "current", source: "proven" }),
      claimed("email", "ann@example.com", { status: "current", source: "proven" }),
      claimed("phone", "+49301234567", { status: "current", source: "proven" }),
    ];
    const plan = planDetach(DEVICE, { contact, own: [], submitted: [] });
    expect(currentOf(plan.contact.values)).toEqual(["email ann@example.com", "name Ann"]);
    expect(currentOf(plan.device.values)).toEqual([
      "email ann@example.com",
      "name Anna",
      "phone +49301234567",
    ]);
  });

  const anyValue = fc.record({
    field: fc.constantFrom("name", "email", "phone", "custom:x"),
    text: fc.constantFrom("a", "b", "c"),
    status: fc.constantFrom("current" as const, "alternative" as const, "past" as const),
    device_id: fc.constantFrom(DEVICE, "V0000000000000002", null),
    source: fc.constantFrom("agent", "proven", "form"),
    at: fc.nat(5),
  });
  const record = fc
    .array(anyValue, { maxLength: 10 })
    .map((all) => all.map(({ field, text, ...more }) => value(field, text, more)));

  it("loses and repeats no value, and leaves one current value in each field that has one", () => {
    fc.assert(
      fc.property(record, record, record, (contact, own, submitted) => {
        const plan = planDetach(DEVICE, { contact, own, submitted });
        const ids = [...plan.contact.values, ...plan.device.values].map(({ id }) => id).sort();
        expect(ids).toEqual([...contact, ...own, ...plan.adds].map(({ id }) => id).sort());
        for (const field of ["name", "custom:x"]) {
          const current = plan.device.values.filter((one) => one.field === field && one.status === "current");
          expect(current.length).toBeLessThanOrEqual(1);
          const live = [...own, ...contact.filter((one) => one.device_id === DEVICE)].some(
            (one) => one.field === field && one.status !== "past",
          );
          if (live) expect(current).toHaveLength(1);
        }
      }),
    );
  });

  it("gives the contact no new values", () => {
    fc.assert(
      fc.property(record, record, (contact, own) => {
        const plan = planDetach(DEVICE, { contact, own, submitted: [] });
        for (const one of plan.contact.changed)
          expect(contact.find(({ id }) => id === one.id)).toMatchObject({ status: "past", value: one.value });
      }),
    );
  });
});
