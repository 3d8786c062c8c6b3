import { beforeEach, expect, it } from "vitest";
import { ensureSetupToken } from "../../../server/accounts/set-up.ts";
import { Me } from "../../../shared/account.ts";
import { Property } from "../../../shared/property.ts";
import { AgentBrowser, PASSWORD } from "../../support/agent.ts";
import { type TestApp, testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";

const setupRequest = (token: string | null, more: Record<string, unknown> = {}) => ({
  token,
  name: "Olga",
  email: "Olga@Example.com",
  password: PASSWORD,
  property: { name: "Shop", timeZone: "Europe/Berlin" },
  ...more,
});

describeEachDatabase("the first-run link", (open) => {
  let test: TestApp;
  let browser: AgentBrowser;
  beforeEach(async () => {
    test = await testApp(await open());
    browser = new AgentBrowser(test.app);
  });
  const count = async (table: "agents" | "properties" | "server_secrets") =>
    (await test.deps.database.read.selectFrom(table).selectAll().execute()).length;

  it("creates the first admin and the first property, and signs in", async () => {
    const token = await ensureSetupToken(test.deps);
    expect(await (await browser.send("GET", "/api/setup")).json()).toEqual({
      open: true,
      resetByMail: false,
    });
    const me = await browser.ok(Me, "POST", "/api/setup", setupRequest(token));
    expect(me).toEqual({
      agent: {
        id: me.agent.id,
        name: "Olga",
        email: "olga@example.com",
        picture: null,
        twoFactor: "off",
        language: null,
      },
      properties: [{ id: expect.stringMatching(/^[a-z\d]{10}$/), name: "Shop", role: "admin" }],
    });
    expect(await browser.ok(Me, "GET", "/api/me")).toEqual(me);
    expect(await (await browser.send("GET", "/api/setup")).json()).toEqual({
      open: false,
      resetByMail: false,
    });
    const property = await browser.ok(Property, "GET", `/api/properties/${me.properties[0]?.id}`);
    expect(property).toMatchObject({ version: 1, widgetSeen: null, settings: { timeZone: "Europe/Berlin" } });
  });

  it("with a wrong token, is refused before anything is written", async () => {
    await ensureSetupToken(test.deps);
    expect(await browser.refused("POST", "/api/setup", setupRequest("wrong"))).toMatchObject({
      status: 410,
      code: "link_invalid",
    });
    expect([await count("agents"), await count("properties")]).toEqual([0, 0]);
  });

  it("reports the invalid fields of the form, and stays valid", async () => {
    const token = await ensureSetupToken(test.deps);
    const bad = setupRequest(token, {
      password: "short",
      email: "nobody",
      property: { name: " ", timeZone: "Moon" },
    });
    const problem = await browser.refused("POST", "/api/setup", bad);
    expect(problem.code).toBe("invalid_request");
    expect(problem.faults?.map(({ path }) => path).sort()).toEqual([
      "email",
      "password",
      "property.name",
      "property.timeZone",
    ]);
    await browser.ok(Me, "POST", "/api/setup", setupRequest(token));
  });

  it("is valid for one successful set-up, also if two are sent at once", async () => {
    const token = await ensureSetupToken(test.deps);
    const both = await Promise.all([
      browser.send("POST", "/api/setup", setupRequest(token)),
      new AgentBrowser(test.app).send(
        "POST",
        "/api/setup",
        setupRequest(token, { email: "second@example.com" }),
      ),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 410]);
    expect([await count("agents"), await count("properties")]).toEqual([1, 1]);
    expect(await browser.refused("POST", "/api/setup", setupRequest(token))).toMatchObject({
      code: "setup_done",
    });
  });

  it("is replaced by the next one, and is not created again once Foyer is set up", async () => {
    const first = await ensureSetupToken(test.deps);
    const second = await ensureSetupToken(test.deps);
    expect(await browser.refused("POST", "/api/setup", setupRequest(first))).toMatchObject({
      code: "link_invalid",
    });
    await browser.ok(Me, "POST", "/api/setup", setupRequest(second));
    expect(await ensureSetupToken(test.deps)).toBeNull();
  });

  it("is stored as a hash only", async () => {
    const token = await ensureSetupToken(test.deps);
    const rows = await test.deps.database.read.selectFrom("server_secrets").selectAll().execute();
    expect(rows.filter(({ purpose }) => purpose === "setup")).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(token);
  });
});
