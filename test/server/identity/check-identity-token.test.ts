import { describe, expect, it } from "vitest";
import { checkIdentityToken } from "../../../server/identity/check-identity-token.ts";
import type { Attribute } from "../../../shared/crm.ts";

const NOW = Date.UTC(2026, 10, 30, 12);
const SECONDS = NOW / 1_000;
const PROPERTY = "shop000001";
const ATTRIBUTES: Attribute[] = [
  { key: "plan", label: "Plan", type: "choice", choices: ["Free", "Pro"], position: 0 },
  { key: "seats", label: "Seats", type: "number", choices: [], position: 1 },
  { key: "trial", label: "Trial", type: "yes_no", choices: [], position: 2 },
];

const check = (payload: unknown) =>
  checkIdentityToken(payload, { property: PROPERTY, attributes: ATTRIBUTES, now: NOW });
const codeOf = (payload: unknown) => {
  const outcome = check(payload);
  return outcome.kind === "refused" ? outcome.code : outcome.kind;
};
const GOOD = { user_id: "42", exp: SECONDS + 3_600 };

describe("R33: the claims of a signed token", () => {
  it("are a user ID, details, and the attributes that the property defines", () => {
    const outcome = check({
      ...GOOD,
      name: " Ann  Lee ",
      email: "Ann@Example.com",
      phone: "+44 (0)20 7946 0958",
      organization: "Acme",
      attributes: { plan: "pro", seats: 12, trial: true },
      role: "ignored without a word",
    });
    expect(outcome).toEqual({
      kind: "signed",
      userId: "42",
      details: {
        name: "Ann Lee",
        emails: ["Ann@Example.com"],
        phones: ["+442079460958"],
        organization: "Acme",
        custom: { plan: "Pro", seats: "12", trial: "yes" },
      },
      unverifiedEmail: null,
      expiresAt: GOOD.exp * 1_000,
      ignored: [],
    });
  });

  it.each([
    ["user_id", { user_id: "42" }],
    ["sub, the registered claim", { user_id: undefined, sub: "42" }],
    ["user_id before sub", { user_id: "42", sub: "auth0|7" }],
    ["a whole number", { user_id: 42 }],
  ])("name the user by %s", (_, claims) => {
    expect(check({ ...GOOD, ...claims })).toMatchObject({ kind: "signed", userId: "42" });
  });

  it.each<[string, unknown, string]>([
    ["no exp", { user_id: "42" }, "identity_token_invalid"],
    ["exp is a text", { ...GOOD, exp: String(GOOD.exp) }, "identity_token_invalid"],
    ["exp is infinite", { ...GOOD, exp: Number.POSITIVE_INFINITY }, "identity_token_invalid"],
    ["it is no object", "42", "identity_token_invalid"],
    ["it is null", null, "identity_token_invalid"],
    ["it is a list", [GOOD], "identity_token_invalid"],
    ["nobody is named", { exp: GOOD.exp }, "identity_token_invalid"],
    ["the user ID is empty", { ...GOOD, user_id: " " }, "identity_token_invalid"],
    ["the user ID is an object", { ...GOOD, user_id: { $ne: "" } }, "identity_token_invalid"],
    ["the user ID is a list", { ...GOOD, user_id: ["42"] }, "identity_token_invalid"],
    ["the user ID is true", { ...GOOD, user_id: true }, "identity_token_invalid"],
    ["the user ID is too long", { ...GOOD, user_id: "4".repeat(201) }, "identity_token_invalid"],
    ["the user ID has what nobody can see", { ...GOOD, user_id: "4\u200b2" }, "identity_token_invalid"],
    ["the user ID has spaces around it", { ...GOOD, user_id: " 42" }, "identity_token_invalid"],
    ["the user ID is no exact number", { ...GOOD, user_id: 2 ** 53 }, "identity_token_invalid"],
    ["it expired", { ...GOOD, exp: SECONDS - 60 }, "identity_token_expired"],
    ["it lasts for more than a day", { ...GOOD, exp: SECONDS + 86_400 + 61 }, "identity_token_lifetime"],
    ["exp is in milliseconds", { ...GOOD, exp: NOW + 3_600_000 }, "identity_token_lifetime"],
    ["its audience is another property", { ...GOOD, aud: "shop000002" }, "identity_token_foreign"],
    ["none of its audiences is the property", { ...GOOD, aud: ["a", "b"] }, "identity_token_foreign"],
    ["it names another property", { ...GOOD, property: "shop000002" }, "identity_token_foreign"],
    [
      "one of the two is another property",
      { ...GOOD, property: "shop000002", aud: PROPERTY },
      "identity_token_foreign",
    ],
  ])("are refused if %s", (_, payload, code) => {
    expect(codeOf(payload)).toBe(code);
  });

  it.each([
    ["a clock that is a minute ahead", { exp: SECONDS - 59 }],
    ["a clock that is a minute behind", { exp: SECONDS + 86_400 + 60 }],
    ["exactly a day", { exp: SECONDS + 86_400 }],
    ["an issuer", { iss: "https://example.com" }],
    ["the property as the audience", { aud: PROPERTY }],
    ["the property as one audience of several", { aud: ["api", PROPERTY] }],
    ["the property", { property: PROPERTY }],
  ])("are accepted with %s", (_, claims) => {
    expect(codeOf({ ...GOOD, ...claims })).toBe("signed");
  });

  it("say what is wrong with exp in words that help", () => {
    expect(check({ ...GOOD, exp: NOW + 3_600_000 })).toMatchObject({
      detail: expect.stringContaining("milliseconds"),
    });
    expect(check({ ...GOOD, exp: SECONDS + 365 * 86_400 })).toMatchObject({ detail: "exp is 365 days away" });
    expect(check({ ...GOOD, exp: SECONDS - 7_200 })).toMatchObject({ detail: "exp was 2 hours ago" });
  });

  it("a value that cannot be used costs the value, and is named", () => {
    const outcome = check({
      ...GOOD,
      name: "x".repeat(201),
      email: "not an address",
      phone: "+49 171 CALL ME",
      organization: { name: "Acme" },
      attributes: { plan: "Gold", seats: "many", hair: "red", ["x".repeat(50)]: 1 },
    });
    expect(outcome).toMatchObject({
      kind: "signed",
      details: {},
      ignored: [
        "name",
        "email",
        "phone",
        "organization",
        "attributes.plan",
        "attributes.seats",
        "attributes.hair",
        `attributes.${"x".repeat(40)}`,
      ],
    });
  });

  it("R11: a blank is no value", () => {
    const blank = { name: "", email: null, phone: undefined, organization: "  ", attributes: null };
    expect(check({ ...GOOD, ...blank })).toMatchObject({ details: {}, ignored: [] });
  });

  it("keys such as __proto__ are keys like any other, and change no object", () => {
    const attributes = JSON.parse('{"__proto__": {"plan": "Pro"}, "constructor": "x", "plan": "Free"}');
    const payload = JSON.parse(`{"user_id": "__proto__", "exp": ${GOOD.exp}, "__proto__": {"name": "Eve"}}`);
    expect(check({ ...payload, attributes })).toMatchObject({
      userId: "__proto__",
      details: { custom: { plan: "Free" } },
      ignored: ["attributes.__proto__", "attributes.constructor"],
    });
    expect(check({ ...payload, attributes })).not.toHaveProperty("details.name");
    expect({}).not.toHaveProperty("plan");
  });

  it("an e-mail that the owner's server has not verified is a claim", () => {
    const outcome = check({ ...GOOD, email: "ann@example.com", email_verified: false });
    expect(outcome).toMatchObject({ details: {}, unverifiedEmail: "ann@example.com" });
  });
});
