import { generateKeyPairSync } from "node:crypto";
import { SignJWT } from "jose";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Contact } from "../../../shared/contact.ts";
import { type AgentBrowser, setUpFoyer } from "../../support/agent.ts";
import { rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor, submission } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { accepted } from "../../support/deliveries.ts";
import { addIdentitySecret, rawToken, signToken, userHash } from "../../support/identity-tokens.ts";
import { type LiveServer, liveServer, visitorClient } from "../../support/live-client.ts";

/** A signed-in user with a history, whom the attackers know everything about but the secret. */
const VERA = { user_id: "42", name: "Vera Bank", email: "vera@bank.example", phone: "+442079460958" };
/** The same of somebody who does not exist, another one each time. */
const nobody = (index: number) => ({
  user_id: `${100 + index}`,
  name: "Vera Bank",
  email: `nobody${index}@bank.example`,
  phone: `+4420794601${10 + index}`,
});

interface World {
  readonly secret: string;
  /** The secret of another property. */
  readonly foreign: string;
  readonly property: string;
  /** Ms since 1970. */
  readonly now: number;
}
type Person = typeof VERA;
type Attack = (world: World, person: Person) => Promise<Record<string, unknown>> | Record<string, unknown>;

const token = (jwt: string | Promise<string>) => Promise.resolve(jwt).then((jwt) => ({ kind: "token", jwt }));
const HS256 = { alg: "HS256", typ: "JWT" };
const later = ({ now }: World) => Math.floor(now / 1_000) + 3_600;
const raw = (world: World, header: unknown, person: Person, secret: string | null = world.secret) =>
  token(rawToken(header, { ...person, exp: later(world) }, secret));

/** Each with the code of its refusal. */
const REFUSED: Readonly<Record<string, readonly [code: string, attack: Attack]>> = {
  "no token": ["invalid_request", () => ({ kind: "token" })],
  "an empty token": ["identity_token_invalid", () => token("")],
  "no JWT": ["identity_token_invalid", () => token("vera")],
  "a JWT without signature": ["identity_token_invalid", (world, person) => raw(world, HS256, person, null)],
  "alg none": ["identity_token_invalid", (world, person) => raw(world, { alg: "none" }, person, null)],
  "alg none, signed": ["identity_token_invalid", (world, person) => raw(world, { alg: "none" }, person)],
  "alg NONE in another case": [
    "identity_token_invalid",
    (world, person) => raw(world, { alg: "nOnE" }, person, null),
  ],
  "no alg": ["identity_token_invalid", (world, person) => raw(world, { typ: "JWT" }, person)],
  HS512: [
    "identity_token_invalid",
    ({ secret, now }, person) => token(signToken(secret.repeat(2), person, { at: now, alg: "HS512" })),
  ],
  "HS384 with the right secret": [
    "identity_token_invalid",
    ({ secret, now }, person) => token(signToken(secret, person, { at: now, alg: "HS384" })),
  ],
  RS256: [
    "identity_token_invalid",
    (world, person) => {
      const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
      const jwt = new SignJWT({ ...person, exp: later(world) }).setProtectedHeader({ alg: "RS256" });
      return token(jwt.sign(privateKey));
    },
  ],
  "RS256 in the header, HMAC in the signature": [
    "identity_token_invalid",
    (world, person) => raw(world, { alg: "RS256" }, person),
  ],
  "a key of its own in the header": [
    "identity_token_invalid",
    (world, person) => {
      const key = "a".repeat(32);
      return raw(
        world,
        { ...HS256, jwk: { kty: "oct", k: Buffer.from(key).toString("base64url") } },
        person,
        key,
      );
    },
  ],
  "a critical header that is unknown": [
    "identity_token_invalid",
    (world, person) => raw(world, { ...HS256, crit: ["x"], x: 1 }, person),
  ],
  "another secret": [
    "identity_token_invalid",
    ({ now }, person) => token(signToken("b".repeat(64), person, { at: now })),
  ],
  "an empty secret": ["identity_token_invalid", (world, person) => raw(world, HS256, person, "")],
  "the secret of another property": [
    "identity_token_invalid",
    ({ foreign, now }, person) => token(signToken(foreign, person, { at: now })),
  ],
  "the right secret with more after the signature": [
    "identity_token_invalid",
    ({ secret, now }, person) => token(signToken(secret, person, { at: now }).then((jwt) => `${jwt}.x`)),
  ],
  "a payload that was changed": [
    "identity_token_invalid",
    async ({ secret, now }, person) => {
      const [header, , signature] = (await signToken(secret, { ...person, user_id: "1" }, { at: now })).split(
        ".",
      );
      const payload = Buffer.from(JSON.stringify({ ...person, exp: now / 1_000 + 60 })).toString("base64url");
      return token([header, payload, signature].join("."));
    },
  ],
  "an expired token": [
    "identity_token_expired",
    ({ secret, now }, person) => token(signToken(secret, { ...person, exp: now / 1_000 - 61 }, { at: now })),
  ],
  "a token of the far future": [
    "identity_token_lifetime",
    ({ secret, now }, person) =>
      token(signToken(secret, { ...person, exp: now / 1_000 + 31_536_000 }, { at: now })),
  ],
  "a token without exp": [
    "identity_token_invalid",
    ({ secret, now }, person) => token(signToken(secret, { ...person, exp: undefined }, { at: now })),
  ],
  "a token that is not good yet": [
    "identity_token_invalid",
    ({ secret, now }, person) => token(signToken(secret, { ...person, nbf: now / 1_000 + 600 }, { at: now })),
  ],
  "a token for another property, with our secret": [
    "identity_token_foreign",
    ({ secret, now }, person) => token(signToken(secret, { ...person, aud: "shop999999" }, { at: now })),
  ],
  "a huge token": [
    "identity_token_invalid",
    ({ secret, now }, person) =>
      token(signToken(secret, { ...person, more: "x".repeat(100_000) }, { at: now })),
  ],
  "a header of JSON 1,000 levels deep": [
    "identity_token_invalid",
    (world, person) => raw(world, "[".repeat(1_000), person),
  ],
  "a payload of JSON 1,000 levels deep": [
    "identity_token_invalid",
    ({ secret }) => token(rawToken(HS256, `${"[".repeat(1_000)}${"]".repeat(1_000)}`, secret)),
  ],
  "a user_hash of another user": [
    "identity_hash_invalid",
    ({ secret }, person) => ({ kind: "hash", user_hash: userHash(secret, "1"), claims: person }),
  ],
  "a user_hash with another secret": [
    "identity_hash_invalid",
    ({ foreign }, person) => ({ kind: "hash", user_hash: userHash(foreign, person.user_id), claims: person }),
  ],
  "an empty user_hash": [
    "identity_hash_invalid",
    (_, person) => ({ kind: "hash", user_hash: "", claims: person }),
  ],
  "a user_hash without a user ID": [
    "identity_hash_invalid",
    ({ secret }, { email }) => ({ kind: "hash", user_hash: userHash(secret, ""), claims: { email } }),
  ],
  "a user_hash of the e-mail": [
    "identity_hash_invalid",
    ({ secret }, person) => ({ kind: "hash", user_hash: userHash(secret, person.email), claims: person }),
  ],
};

/** Each is accepted, and must say and open nothing of the person. */
const CLAIMED: Readonly<Record<string, Attack>> = {
  "claims all of it": (_, claims) => ({ kind: "claim", claims }),
  "claims the user ID": (_, { user_id }) => ({ kind: "claim", claims: { user_id } }),
  "claims the e-mail": (_, { email }) => ({ kind: "claim", claims: { email } }),
  "claims the phone": (_, { phone }) => ({ kind: "claim", claims: { phone } }),
  "claims the e-mail in capitals, with a key that changes objects": (_, { email }) => ({
    kind: "claim",
    claims: JSON.parse(`{"email": "${email.toUpperCase()}", "__proto__": {"user_id": "42"}}`),
  }),
  "is another user with a user_hash, and claims the e-mail": ({ secret }, { email, phone }) => ({
    kind: "hash",
    user_hash: userHash(secret, "1"),
    claims: { user_id: "1", email, phone },
  }),
  "has another user's token with that e-mail, which the owner's server has not verified": (
    { secret, now },
    { email },
  ) => token(signToken(secret, { user_id: "1", email, email_verified: false }, { at: now })),
};

describeEachDatabase("R33, R12: an attacker who knows a signed-in user's details", (open) => {
  let test: TestApp;
  let admin: AgentBrowser;
  let world: World;
  let vera: BrowserVisitor;
  let server: LiveServer;
  let strangers = 0;
  beforeAll(async () => {
    test = await testApp(await open());
    const owner = await setUpFoyer(test);
    admin = owner.browser;
    const { property } = owner;
    const { id: other } = (await (
      await admin.send("POST", "/api/properties", { name: "Other", timeZone: "UTC" })
    ).json()) as { id: string };
    const { secret } = await addIdentitySecret(admin, property);
    const { secret: foreign } = await addIdentitySecret(admin, other);
    world = { secret, foreign, property, now: test.clock.now() };
    vera = await arrive();
    await attack(vera, { kind: "token", jwt: await signToken(secret, VERA, { at: world.now }) });
    await accepted(
      vera,
      submission({ name: "Vera Bank", email: VERA.email, message: "My secret is 4711" }, "offline"),
    );
    server = await liveServer(test);
    world = { ...world, now: test.clock.now() };
  });
  afterAll(() => server.close());

  const arrive = async () => {
    test.clock.pass(1_000);
    const one = new BrowserVisitor(test.app, world.property);
    await one.visit();
    return one;
  };
  const attack = (who: BrowserVisitor, body: Record<string, unknown>) =>
    who.post("identities", { token: who.token, ...body });
  /** Every row but those of the attacker's own visit. */
  const stored = async (attacker: string) => {
    const tables = [
      "visitors",
      "details",
      "proven_user_ids",
      "proven_emails",
      "suggestions",
      "merges",
    ] as const;
    const rows = await Promise.all(tables.map((table) => rowsOf(test, table)));
    return rows.flat().filter((row) => !("id" in row && row.id === attacker));
  };
  /** All that a browser is told after an attack, over HTTP and live, without IDs, tokens, times and counters. */
  const told = async (who: BrowserVisitor, response: Response, person: Person) => {
    const { token } = who;
    const answers = [
      response,
      await who.visit(),
      await who.post("changes", { token, since: 0 }),
      await who.post("conversations", { token }),
    ];
    const texts = await Promise.all(answers.map(async (one) => `${one.status} ${await one.text()}`));
    const live = await visitorClient(server, who);
    const hello = JSON.stringify(await live.next("changes"));
    live.socket.close();
    return [...texts, hello]
      .join("\n")
      .replaceAll(new RegExp(person.email, "gi"), "EMAIL")
      .replaceAll(person.phone, "PHONE")
      .replace(/"token":"[^"]*"/g, "")
      .replace(/\d{10,}/g, "TIME")
      .replace(/"(sequence|from|revision)":\d+/g, "");
  };

  it.each(Object.entries(REFUSED))("is refused with %s, and nothing changes", async (_, [code, make]) => {
    const eve = await arrive();
    const before = await stored(eve.id);
    const response = await attack(eve, await make(world, VERA));
    expect(await response.clone().json()).toMatchObject({ code });
    const body = await response.clone().text();
    expect(body).not.toContain("4711");
    expect(await stored(eve.id)).toEqual(before);
    // the visitor's own session goes on
    expect(
      await accepted(eve, submission({ name: "Eve", email: `${eve.id}@example.com`, message: "Hi" })),
    ).toMatchObject({
      status: "accepted",
    });
  });

  it.each(Object.entries(CLAIMED))(
    "who %s is told what a stranger is told, and changes nothing",
    async (_, make) => {
      const details = (
        await admin.ok(Contact, "GET", `/api/properties/${world.property}/contacts/${vera.id}`)
      ).details;
      const answers: string[] = [];
      for (const person of [VERA, nobody(++strangers)]) {
        const eve = await arrive();
        answers.push(await told(eve, await attack(eve, await make(world, person)), person));
        test.clock.pass(60_000);
        world = { ...world, now: test.clock.now() };
      }
      expect(answers[0]).not.toContain("4711");
      expect(answers[0]).toBe(answers[1]);
      const after = (await admin.ok(Contact, "GET", `/api/properties/${world.property}/contacts/${vera.id}`))
        .details;
      expect(after.filter(({ device }) => device === vera.id)).toEqual(details);
      expect(after.filter(({ device, status }) => device !== vera.id && status === "current")).toEqual([]);
    },
  );

  it("gets nothing with another visitor's token and no signature", async () => {
    const eve = await arrive();
    const stolen = await attack(eve, { kind: "claim", claims: VERA, token: `${vera.token}x` });
    expect(stolen.status).toBe(401);
  });
});
