// @vitest-environment happy-dom
import fc from "fast-check";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { attributesOf, keyOf } from "../../../widget/compat/base/values.ts";
import { createChatwoot } from "../../../widget/compat/chatwoot/chatwoot.ts";
import { ChatwootError } from "../../../widget/compat/chatwoot/read-chatwoot.ts";
import { createCrisp } from "../../../widget/compat/crisp/crisp.ts";
import { createIntercom } from "../../../widget/compat/intercom/intercom.ts";
import { checkAttributes, checkTags } from "../../../widget/compat/tawk/read-tawk.ts";
import { extendTawk, type TawkApi } from "../../../widget/compat/tawk/tawk.ts";
import { CHATWOOT, CRISP, INTERCOM, TAWK } from "./members.ts";
import { createRecorder } from "./recorder.ts";

let warnings: string[];
beforeEach(() => {
  warnings = [];
  vi.spyOn(console, "warn").mockImplementation((text) => void warnings.push(`${text}`));
});
afterEach(() => void vi.restoreAllMocks());

const { proxy, revoke } = Proxy.revocable({}, {});
revoke();
const circular: Record<string, unknown> = {};
circular.self = circular;

/** Values as no page should pass them. */
const HOSTILE = [
  undefined,
  null,
  Number.NaN,
  Symbol("x"),
  10n,
  "\0\ud800\u202e",
  "x".repeat(1_000_000),
  [],
  [[[null]]],
  circular,
  proxy,
  Object.create(null),
  JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'),
  {
    get name() {
      throw new Error("of a getter");
    },
  },
  { toString: () => expect.fail("it was called") },
  () => expect.fail("it was called"),
] as const;
/** Functions that return a value, because fast-check looks into values, which a revoked proxy does not allow. */
const argument = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...HOSTILE.map((value) => (): unknown => value)) },
  fc.anything().map((value) => (): unknown => value),
);
const valuesOf = (args: readonly (() => unknown)[]) => args.map((value) => value());
const PROTOTYPE_KEYS = ["constructor", "__proto__", "toString", "hasOwnProperty", "push"] as const;

const callsOf = (members: readonly { readonly member: string }[]) =>
  fc.tuple(
    fc.constantFrom(...members.map(({ member }) => member), ...PROTOTYPE_KEYS),
    fc.array(argument, { maxLength: 3 }),
  );

it("no member throws for any arguments, and none changes a prototype", () => {
  const intercom = createIntercom(createRecorder().start);
  const api: TawkApi = {};
  extendTawk(api, createRecorder().start);
  const crisp = createCrisp(createRecorder().foyer);
  fc.assert(
    fc.property(
      callsOf(INTERCOM),
      callsOf(TAWK),
      callsOf(CRISP),
      argument,
      (forIntercom, forTawk, forCrisp, call) => {
        intercom(forIntercom[0], ...withoutFailing(forIntercom[1]));
        if (Object.hasOwn(api, forTawk[0]))
          (api[forTawk[0]] as (...args: unknown[]) => unknown)(...withoutFailing(forTawk[1]));
        const [verb = "", ...key] = forCrisp[0].split(" ");
        crisp.push([verb, key.join(), withoutFailing(forCrisp[1])], call());
      },
    ),
    { numRuns: 300 },
  );
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  expect(warnings.length).toBeLessThanOrEqual(300);
});

/** Callbacks are called by right, so none of them may be one that fails. */
const withoutFailing = (args: readonly (() => unknown)[]) =>
  valuesOf(args).filter((one) => typeof one !== "function");

it("Chatwoot throws its own errors only", () => {
  fc.assert(
    fc.property(callsOf(CHATWOOT), argument, ([member, args], settings) => {
      const chatwoot = createChatwoot(createRecorder().start, {}, { position: settings() });
      const method = Object.hasOwn(chatwoot, member) && chatwoot[member];
      if (typeof method !== "function") return;
      try {
        method(...valuesOf(args));
      } catch (error) {
        expect(error).toBeInstanceOf(ChatwootError);
      }
    }),
    { numRuns: 300 },
  );
});

it("10,000 unknown members are reported 100 times", () => {
  const intercom = createIntercom(createRecorder().start);
  for (let index = 0; index < 10_000; index++) intercom(`unknown${index}`);
  for (let index = 0; index < 10_000; index++) intercom("unknown1");
  expect(warnings).toHaveLength(100);
});

it("attributes have keys that Foyer takes, and plain values", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.anything()), (values) => {
      for (const [key, value] of Object.entries(attributesOf(values) ?? {})) {
        expect(key).toMatch(/^[a-z][a-z\d_]{0,39}$/);
        expect(value === null || /^(string|number|boolean)$/.test(typeof value)).toBe(true);
      }
    }),
  );
});

it.each([
  ["Plan Name", "plan_name"],
  ["order-id", "order_id"],
  ["7 days", "days"],
  ["__proto__", "proto_"],
  ["名前", ""],
  ["x".repeat(300), "x".repeat(40)],
])("the key of %j is %j", (name, key) => expect(keyOf(name)).toBe(key));

const many = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, "v"]));
it.each([
  [{ name: "Ada" }, undefined],
  [null, "INVALID_ATTRIBUTES"],
  [[], "INVALID_ATTRIBUTES"],
  [many(50), undefined],
  [many(51), "ATTRIBUTE_LIMIT_EXCEEDED"],
  [{ "a b": 1 }, "CONTAINS_INVALID_KEY"],
  [{ a: "x".repeat(255) }, undefined],
  [{ a: "x".repeat(256) }, "CONTAINS_INVALID_VALUE"],
  [{ a: {} }, "CONTAINS_INVALID_VALUE"],
])("tawk.to's error for the attributes %#", (attributes, error) =>
  expect(checkAttributes(attributes)).toBe(error),
);

it.each([
  [["vip"], undefined],
  ["vip", "INVALID_TAGS"],
  [[1], "INVALID_TAGS"],
  [Array.from({ length: 10 }, () => "a"), undefined],
  [Array.from({ length: 11 }, () => "a"), "TAG_LIMIT_EXCEEDED"],
])("tawk.to's error for the tags %#", (tags, error) => expect(checkTags(tags)).toBe(error));
