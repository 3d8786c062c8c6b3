import fc from "fast-check";
import { expect, it } from "vitest";
import type { DoctorAnswer } from "../../../shared/doctor.ts";
import { judgeAnswer, type ServerAnswer } from "../../../widget/sdk/doctor/judge-answer.ts";

const GOOD: DoctorAnswer = {
  version: "1.2.3",
  time: 1_000_000,
  allowed: true,
  files: "assets/a/",
  token: null,
};
const answer = (body: unknown, more: Partial<ServerAnswer> = {}): ServerAnswer => ({
  status: 200,
  contentType: "application/json",
  text: typeof body === "string" ? body : JSON.stringify(body),
  at: 1_000_000,
  files: "assets/a/",
  origin: "https://shop.example",
  ...more,
});
const codesOf = (given: ServerAnswer) => judgeAnswer(given).findings.map(({ code }) => code);

it("a good answer has the version, and finds nothing", () => {
  expect(judgeAnswer(answer(GOOD))).toEqual({ findings: [], version: "1.2.3" });
});

it.each<[string, unknown, Partial<ServerAnswer>, string[]]>([
  ["an origin that is not allowed", { ...GOOD, allowed: false }, {}, ["origin_not_allowed"]],
  ["another script", { ...GOOD, files: "assets/b/" }, {}, ["script_outdated"]],
  ["a clock that is three minutes fast", GOOD, { at: 1_180_000 }, ["clock_wrong"]],
  ["a clock that is a day slow", GOOD, { at: 1_000_000 - 86_400_000 }, ["clock_wrong"]],
  ["a clock that is a minute off", GOOD, { at: 1_060_000 }, []],
  ["a refused token", { ...GOOD, token: "token_expired" }, {}, ["token_refused"]],
  ["a blocked visitor", { ...GOOD, token: "visitor_blocked" }, {}, ["visitor_blocked"]],
  ["a page of a proxy", "<html>Blocked", { contentType: "text/html" }, ["proxy_answers"]],
  ["a page with 403", "<html>Blocked", { status: 403, contentType: "text/html" }, ["proxy_answers"]],
  ["nothing", "", { status: 204, contentType: "" }, ["proxy_answers"]],
  ["null", "null", {}, ["proxy_answers"]],
  ["an unknown property", { code: "property_unknown" }, { status: 404 }, ["property_unknown"]],
  ["a limit", { code: "too_many_requests" }, { status: 429 }, ["too_many_requests"]],
  ["a failure of the server", { code: "internal" }, { status: 500 }, ["server_failed"]],
  ["a failure of a proxy", "<html>Bad gateway", { status: 502 }, ["proxy_answers"]],
])("%s", (_, body, more, codes) => {
  expect(codesOf(answer(body, more))).toEqual(codes);
});

it("any answer is judged", () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 200, max: 599 }), (text, status) => {
      expect(codesOf(answer(text, { status })).length).toBeGreaterThan(0);
    }),
  );
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(judgeAnswer(answer(text)).version).toBeNull();
    }),
  );
});
