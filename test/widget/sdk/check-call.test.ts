// @vitest-environment happy-dom
import { expect, test } from "vitest";
import type { FoyerCommands } from "../../../widget/api/foyer.ts";
import { faultOfCall } from "../../../widget/sdk/check-call.ts";

type Call = [command: keyof FoyerCommands, ...args: unknown[]];

test.each<Call>([
  ["identify", "eyJ.a.b"],
  ["identify", { user_id: 7, attributes: { plan: "pro" } }],
  ["set", { plan: "pro", seats: 3, active: true, left: null }],
  ["set", Object.create(null)],
  ["track", "order placed"],
  ["track", "order placed", { total: 1.5 }],
  ["page"],
  ["tag", "vip"],
  ["untag", "vip", "new"],
  ["write", ""],
  ["prefill", { name: "Ada", topics: ["a", "b"], agreed: true }],
  ["start"],
  ["start", {}],
  ["start", { message: "Hello", department: "sales", other: 1 }],
  ["end"],
  ["language", "de"],
  ["language", "pt-BR"],
  ["language", "zh_Hant_TW"],
  ["theme", {}],
  ["theme", { scheme: "dark", accent: "#0f5b4c", radius: 0, font: "inherit", position: "left" }],
  ["theme", { offset: { x: 0 }, zIndex: -1 }],
  ["launcher", null],
  ["launcher", ".help, #chat"],
  ["doctor"],
])("%s %j is accepted", (command, ...args) => {
  expect(faultOfCall(command, args)).toBe("");
});

const many = Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`key${at}`, 1]));
test.each<Call>([
  ["identify"],
  ["identify", 7],
  ["identify", ["token"]],
  ["set"],
  ["set", "plan"],
  ["set", null],
  ["set", { plan: { name: "pro" } }],
  ["set", { plan: "x".repeat(1_000_000) }],
  ["set", { seats: Number.NaN }],
  ["set", { seats: Number.POSITIVE_INFINITY }],
  ["set", { since: new Date() }],
  ["set", JSON.parse('{"__proto__":{"a":1}}')],
  ["set", many],
  ["track"],
  ["track", ""],
  ["track", "x".repeat(101)],
  ["track", "order", "text"],
  ["tag"],
  ["tag", ""],
  ["tag", "vip", 7],
  ["tag", ...Array.from({ length: 11 }, () => "vip")],
  ["write"],
  ["write", 7],
  ["prefill", { name: 7 }],
  ["prefill", { topics: [1] }],
  ["start", "Hello"],
  ["start", { message: 7 }],
  ["language", ""],
  ["language", "deutsch!"],
  ["language", 7],
  ["theme", "dark"],
  ["theme", { scheme: "night" }],
  ["theme", { accent: "blue" }],
  ["theme", { accent: "#0f5" }],
  ["theme", { radius: -1 }],
  ["theme", { radius: "3px" }],
  ["theme", { font: "a;} body{display:none" }],
  ["theme", { offset: { x: "left" } }],
  ["theme", { zIndex: 1e12 }],
  ["launcher"],
  ["launcher", ""],
  ["launcher", "[["],
])("%s %j is refused with words", (command, ...args) => {
  expect(faultOfCall(command, args)).toMatch(/must (be|have) /);
});
