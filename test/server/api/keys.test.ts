import { beforeAll, expect, it } from "vitest";
import { ApiContact } from "../../../shared/api/contact.ts";
import { ApiKeys } from "../../../shared/api-key.ts";
import { AuditPage } from "../../../shared/audit.ts";
import { makeTeam } from "../../support/agent.ts";
import { rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { ApiClient, createKey } from "../../support/rest-api.ts";

const MINUTE = 60_000;

describeEachDatabase("API keys", (open) => {
  let test: TestApp;
  let team: Awaited<ReturnType<typeof makeTeam>>;
  let base: string;
  beforeAll(async () => {
    test = await testApp(await open());
    team = await makeTeam(test);
    base = `/api/properties/${team.property}/api-keys`;
  });
  const keyOf = async (id: string) =>
    (await team.admin.ok(ApiKeys, "GET", base)).items.find((key) => key.id === id);

  it("R34: are shown once, and stored as hashes", async () => {
    const wanted = { scopes: ["contacts:read"] } as const;
    const { secret, id } = await createKey(test.app, team.admin, team.property, wanted);
    expect(secret).toMatch(/^foyer_[\da-f]{64}$/);
    expect(JSON.stringify(await rowsOf(test, "api_keys"))).not.toContain(secret.slice(12));
    expect(await keyOf(id)).toMatchObject({
      name: "CRM",
      prefix: secret.slice(0, 12),
      scopes: ["contacts:read"],
      createdBy: "Olga Owner",
      lastUsedAt: null,
    });
    expect(JSON.stringify(await keyOf(id))).not.toContain(secret);
    expect(test.logged.join("")).not.toContain(secret);
  });

  it("R34: are of one property, and are made by its admins only", async () => {
    const wanted = { name: "CRM", scopes: ["contacts:read"] };
    expect(await team.agent.refused("POST", base, wanted)).toMatchObject({ code: "forbidden" });
    expect(await team.outsider.refused("POST", base, wanted)).toMatchObject({ code: "property_unknown" });
    const { id } = await createKey(test.app, team.admin, team.property);
    const foreign = `/api/properties/${team.other}/api-keys/${id}/revoke`;
    expect(await team.outsider.refused("POST", foreign)).toMatchObject({ code: "not_found" });
    const { client } = await createKey(test.app, team.outsider, team.other);
    const { client: own } = await createKey(test.app, team.admin, team.property);
    const contact = await own.ok(ApiContact, "POST", "/contacts", { emails: ["ada@example.com"] });
    expect(await client.refused("GET", `/contacts/${contact.id}`)).toMatchObject({ code: "not_found" });
  });

  it.each([
    ["no scope", { scopes: [] }],
    ["a scope that does not exist", { scopes: ["everything"] }],
    ["no name", { name: "   " }],
    ["a name that is too long", { name: "x".repeat(101) }],
    ["an expiry in the past", { expiresAt: 1 }],
  ])("refuses a key with %s", async (_, wrong) => {
    const wanted = { name: "CRM", scopes: ["contacts:read"], ...wrong };
    expect(await team.admin.refused("POST", base, wanted)).toMatchObject({ code: "invalid_request" });
  });

  it("R34: a revoked key is refused at once, with the words of an unknown one", async () => {
    const { client, id } = await createKey(test.app, team.admin, team.property, { name: "Old CRM" });
    expect((await client.send("GET", "/contacts")).status).toBe(200);
    await team.admin.ok(ApiKeys, "POST", `${base}/${id}/revoke`);
    const refused = await client.refused("GET", "/contacts");
    const unknown = await new ApiClient(test.app, `foyer_${"0".repeat(64)}`).refused("GET", "/contacts");
    expect(refused).toMatchObject({ code: "invalid_api_key", status: 401 });
    expect(refused).toEqual(unknown);
    expect(await keyOf(id)).toMatchObject({ revokedAt: test.clock.now() });
    const { items } = await team.admin.ok(
      AuditPage,
      "GET",
      `/api/properties/${team.property}/audit-log?group=settings`,
    );
    const acts = items.filter(({ details }) => details.names?.includes("Old CRM"));
    expect(acts.map(({ action }) => action)).toEqual(["api_key_revoked", "api_key_created"]);
  });

  it("R34: a key that has expired is refused", async () => {
    const expiresAt = test.clock.now() + MINUTE;
    const { client } = await createKey(test.app, team.admin, team.property, { expiresAt });
    test.clock.pass(MINUTE - 1);
    expect((await client.send("GET", "/contacts")).status).toBe(200);
    test.clock.pass(1);
    expect(await client.refused("GET", "/contacts")).toMatchObject({ code: "invalid_api_key" });
  });

  it.each([
    ["nothing", ""],
    ["another scheme", "Basic Zm95ZXI6eA=="],
    ["the form of another key", `Bearer sk_${"a".repeat(64)}`],
    ["capital letters", `Bearer foyer_${"A".repeat(64)}`],
    ["a text without end", `Bearer foyer_${"a".repeat(60_000)}`],
  ])("refuses %s in the place of a key", async (_, authorization) => {
    const response = await test.app.request("/api/v1/contacts", { headers: { authorization } });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe('Bearer realm="Foyer"');
    expect(await response.json()).toMatchObject({ code: "invalid_api_key" });
  });

  it("no session and no query counts as a key, and no page of another site can read an answer", async () => {
    const { secret } = await createKey(test.app, team.admin, team.property);
    expect((await team.admin.send("GET", "/api/v1/contacts")).status).toBe(401);
    expect((await test.app.request(`/api/v1/contacts?key=${secret}`)).status).toBe(401);
    const client = new ApiClient(test.app, secret);
    const answer = await client.send("GET", "/contacts", undefined, { origin: "https://evil.example" });
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });

  it("stores the last use, to the minute", async () => {
    const { client, id } = await createKey(test.app, team.admin, team.property);
    const lastUse = async () => (await keyOf(id))?.lastUsedAt;
    const first = test.clock.now();
    await client.send("GET", "/contacts");
    await expect.poll(lastUse).toBe(first);
    test.clock.pass(MINUTE - 1);
    await client.send("GET", "/contacts");
    test.clock.pass(1);
    const next = test.clock.now();
    await client.send("GET", "/contacts");
    await expect.poll(lastUse).toBe(next);
  });

  it("R37: counts the requests of each key, and says how many are left", async () => {
    const limited = await testApp(await open(), { apiLimit: 2 });
    const { admin, property } = await makeTeam(limited);
    const { client } = await createKey(limited.app, admin, property);
    const { client: other } = await createKey(limited.app, admin, property);
    const one = await client.send("GET", "/contacts");
    expect(one.headers.get("ratelimit-policy")).toBe('"requests";q=2;w=60');
    expect(one.headers.get("ratelimit")).toBe('"requests";r=1;t=60');
    limited.clock.pass(10_000);
    expect((await client.send("GET", "/contacts")).headers.get("ratelimit")).toBe('"requests";r=0;t=50');
    const refused = await client.send("GET", "/contacts");
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBe("50");
    expect(refused.headers.get("ratelimit")).toBe('"requests";r=0;t=50');
    expect((await other.send("GET", "/contacts")).status).toBe(200);
    limited.clock.pass(50_000);
    expect((await client.send("GET", "/contacts")).status).toBe(200);
  });

  it("R37: requests without a valid key count for their address, and leave the keys alone", async () => {
    const { client } = await createKey(test.app, team.admin, team.property);
    const guess = new ApiClient(test.app, `foyer_${"0".repeat(64)}`);
    for (let time = 0; time < 300; time++) await guess.send("GET", "/contacts");
    expect(await guess.refused("GET", "/contacts")).toMatchObject({ code: "too_many_requests" });
    expect((await client.send("GET", "/contacts")).status).toBe(200);
  });
});
