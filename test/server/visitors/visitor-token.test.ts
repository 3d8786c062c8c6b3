import { describe, expect, test } from "vitest";
import { ApiError } from "../../../server/platform/http/api-error.ts";
import { issueVisitorToken, readVisitorToken, TOKEN_LIFE } from "../../../server/visitors/visitor-token.ts";

const old = { id: "old", secret: "first secret" };
const young = { id: "young", secret: "second secret" };
const about = { property: "shop000001", visitor: "V0000000000000001", registration: "r1", now: 1_000 };
const token = issueVisitorToken([old], about);

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof ApiError) return error.problem.code;
    throw error;
  }
  return "none";
}

const verify = (given: string, more = {}) =>
  readVisitorToken([young, old], { token: given, ...about, ...more }).visitor;

describe("R3: the visitor token", () => {
  test("identifies its visitor to the server that signed it", () => {
    expect(verify(token)).toBe(about.visitor);
  });
  test("is valid with an older secret until that secret is removed", () => {
    expect(verify(issueVisitorToken([young, old], about))).toBe(about.visitor);
    expect(codeOf(() => readVisitorToken([young], { token, ...about }))).toBe("token_invalid");
  });
  test.each([
    ["missing", "", "token_missing"],
    ["nonsense", "nonsense", "token_invalid"],
    ["unsigned", token.slice(0, token.lastIndexOf(".")), "token_invalid"],
    ["for another visitor", token.replace("V0000000000000001", "V0000000000000002"), "token_invalid"],
    ["with a changed expiry", token.replace(/\.(\d+)\.(?=[^.]*$)/, ".9999999999999."), "token_invalid"],
    ["with an empty signature", `${token.slice(0, token.lastIndexOf("."))}.`, "token_invalid"],
    ["with a key that does not exist", token.replace("old", "new"), "token_invalid"],
    ["with more parts", token.replace("old.", "old.x."), "token_invalid"],
    ["with a Unicode signature", `${token.slice(0, -1)}é`, "token_invalid"],
  ])("is refused if it is forged: %s", (_, forged, code) => {
    expect(codeOf(() => verify(forged))).toBe(code);
  });
  test("is refused if it is of another property", () => {
    expect(codeOf(() => verify(token, { property: "shop000002" }))).toBe("token_foreign");
  });
  test("is valid until it expires and not a moment longer", () => {
    expect(verify(token, { now: 1_000 + TOKEN_LIFE - 1 })).toBe(about.visitor);
    expect(codeOf(() => verify(token, { now: 1_000 + TOKEN_LIFE }))).toBe("token_expired");
  });
  test("is refused if any one character is changed", () => {
    for (let at = 0; at < token.length; at++) {
      const changed = token.slice(0, at) + (token[at] === "A" ? "B" : "A") + token.slice(at + 1);
      expect(codeOf(() => verify(changed))).not.toBe("none");
    }
  });
});
