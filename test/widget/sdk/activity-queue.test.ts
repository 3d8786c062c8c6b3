import fc from "fast-check";
import { expect, it } from "vitest";
import { foldEntries } from "../../../server/activity/fold-entries.ts";
import type { ActivityCall } from "../../../widget/sdk/activity-module.ts";
import { createActivityQueue } from "../../../widget/sdk/activity-queue.ts";

type Said = Exclude<ActivityCall, { readonly type: "page" }>;
const track = (event: string, data = {}): Said => ({ type: "track", event, data });
const set = (attributes: Record<string, string | number | boolean | null>): Said => ({
  type: "set",
  attributes,
});

/** The entries of all batches, as JSON writes them. */
function drain(queue: ReturnType<typeof createActivityQueue>, now = 0) {
  const batches = [];
  for (let batch = queue.take(now); batch.length; batch = queue.take(now)) batches.push(batch);
  return JSON.parse(JSON.stringify(batches)) as ReturnType<typeof queue.take>[];
}

it("10,000 calls become few requests, of which the last word counts", () => {
  const queue = createActivityQueue();
  for (let at = 0; at < 10_000; at++) queue.add(set({ seats: at, plan: "Pro" }), "", at);
  for (let at = 0; at < 10_000; at++) queue.add({ type: at % 2 ? "tag" : "untag", tags: ["VIP"] }, "", at);
  expect(drain(queue)).toEqual([
    [
      { kind: "set", attributes: { seats: 9_999, plan: "Pro" } },
      { kind: "tag", tags: ["VIP"] },
    ],
  ]);
});

it("events stay in order with their pages and times; of too many, the newest stay, and it says so", () => {
  const queue = createActivityQueue();
  const said = Array.from({ length: 10_000 }, (_, at) => queue.add(track(`e${at}`), `/${at}`, at)).filter(
    Boolean,
  );
  expect(said).toHaveLength(9_500);
  const batches = drain(queue, 10_100);
  expect(batches).toHaveLength(6);
  const events = batches.flat();
  expect(events).toHaveLength(500);
  expect(events[0]).toEqual({ kind: "event", name: "e9500", data: {}, page: "/9500", ago: 600 });
  expect(events.at(-1)).toMatchObject({ name: "e9999", ago: 101 });
});

it("values that are too long or too many are left out of an event, and it says so", () => {
  const queue = createActivityQueue();
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`k${at}`, at]));
  expect(
    queue.add(track("a", { long: "x".repeat(501), ["k".repeat(41)]: 1, ok: true, none: null }), "", 0),
  ).not.toBe("");
  expect(queue.add(track("b", many), "", 0)).not.toBe("");
  expect(queue.add(track("c", { ok: 1 }), "", 0)).toBe("");
  const [a, b] = drain(queue).flat();
  expect(a).toMatchObject({ data: { ok: true } });
  expect(Object.keys((b as { data: object }).data)).toHaveLength(20);
});

it("a batch is short enough for the server, whatever a page says", () => {
  const queue = createActivityQueue();
  const data = Object.fromEntries(
    Array.from({ length: 20 }, (_, at) => [`${at}`.padEnd(40, "k"), "ü".repeat(500)]),
  );
  for (let at = 0; at < 500; at++) queue.add(track("x".repeat(100), data), "y".repeat(2_000), at);
  for (const batch of drain(queue)) {
    expect(batch.length).toBeLessThanOrEqual(100);
    expect(new TextEncoder().encode(JSON.stringify(batch)).length).toBeLessThan(512 * 1024);
  }
});

it("no toJSON of the page is called", () => {
  const queue = createActivityQueue();
  queue.add(set({ plan: "Pro" }), "", 0);
  queue.add({ type: "tag", tags: ["VIP"] }, "", 0);
  queue.add(track("order", { total: 1 }), "", 0);
  const batch = Object.setPrototypeOf([...queue.take(0)], null);
  const prototypes = [Object.prototype, Array.prototype] as { toJSON?: () => string }[];
  try {
    for (const one of prototypes) one.toJSON = () => "replaced";
    expect(JSON.stringify(batch)).not.toContain("replaced");
  } finally {
    for (const one of prototypes) delete one.toJSON;
  }
});

it("the server folds what was queued to what the page has said", () => {
  const name = fc.constantFrom("plan", "seats", "__proto__", "constructor", "toString");
  const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
  const call: fc.Arbitrary<Said> = fc.oneof(
    fc.array(fc.tuple(name, value)).map((all) => set(Object.fromEntries(all))),
    fc
      .tuple(fc.constantFrom("tag" as const, "untag" as const), fc.array(name))
      .map(([type, tags]) => ({ type, tags })),
    name.map((event) => track(event)),
  );
  fc.assert(
    fc.property(fc.array(call), (calls) => {
      const queue = createActivityQueue();
      const expected = {
        attributes: new Map<string, unknown>(),
        tags: new Map<string, boolean>(),
        events: [] as string[],
      };
      for (const one of calls) {
        queue.add(one, "", 0);
        if (one.type === "set")
          for (const [key, last] of Object.entries(one.attributes)) expected.attributes.set(key, last);
        else if (one.type === "track") expected.events.push(one.event);
        else for (const tag of one.tags) expected.tags.set(tag, one.type === "tag");
      }
      const folded = foldEntries(drain(queue).flat());
      expect(new Map(folded.attributes)).toEqual(expected.attributes);
      expect(new Map(folded.tags)).toEqual(expected.tags);
      expect(folded.events.map((event) => event.name)).toEqual(expected.events);
    }),
  );
});
