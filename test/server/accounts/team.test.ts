import { beforeEach, expect, it } from "vitest";
import { Me, Team } from "../../../shared/account.ts";
import { InvitationCreated, InvitationOffer } from "../../../shared/joining.ts";
import { AgentBrowser, addColleague, type Owner, PASSWORD, setUpFoyer } from "../../support/agent.ts";
import { type TestApp, testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";

const DAY = 86_400_000;

describeEachDatabase("a property's team", (open) => {
  let test: TestApp;
  let owner: Owner;
  let base: string;
  beforeEach(async () => {
    test = await testApp(await open());
    owner = await setUpFoyer(test);
    base = `/api/properties/${owner.property}`;
  });

  const invite = async (email = "New@Example.com", role = "agent") => {
    const created = await owner.browser.ok(InvitationCreated, "POST", `${base}/invitations`, { email, role });
    return { id: created.id, path: created.path, token: created.path?.split("/").at(-1) ?? "" };
  };
  const team = () => owner.browser.ok(Team, "GET", `${base}/team`);
  const accept = (
    browser: AgentBrowser,
    token: string,
    body: unknown = { name: "New", password: PASSWORD },
  ) => browser.ok(Me, "POST", `/api/invitations/${token}`, body);

  it("gets a member by an invitation link, which creates an account and signs in", async () => {
    const { path, token } = await invite();
    expect(path).toMatch(/^\/dashboard\/invitation\/[\w-]{43}$/);
    const browser = new AgentBrowser(test.app);
    expect(await browser.ok(InvitationOffer, "GET", `/api/invitations/${token}`)).toEqual({
      property: "Shop",
      email: "new@example.com",
      role: "agent",
      hasAccount: false,
    });
    const me = await accept(browser, token);
    expect(me).toMatchObject({
      agent: { name: "New", email: "new@example.com" },
      properties: [{ id: owner.property, role: "agent" }],
    });
    expect(await browser.ok(Me, "GET", "/api/me")).toEqual(me);
    await new AgentBrowser(test.app).signIn("new@example.com");
    const { agents, invitations } = await team();
    expect(agents.map(({ email, role }) => [email, role])).toEqual([
      ["owner@example.com", "admin"],
      ["new@example.com", "agent"],
    ]);
    expect(invitations).toEqual([]);
  });

  it("stores only a hash of the link", async () => {
    const { token } = await invite();
    const rows = await test.deps.database.read.selectFrom("invitations").selectAll().execute();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it("accepts a link once, for seven days, and no forged link", async () => {
    const browser = new AgentBrowser(test.app);
    const refusals = async (token: string) => {
      const read = await browser.refused("GET", `/api/invitations/${token}`);
      const used = await browser.refused("POST", `/api/invitations/${token}`, {
        name: "X",
        password: PASSWORD,
      });
      return [read.code, used.code, used.status];
    };
    const good = await invite();
    test.clock.pass(7 * DAY - 1);
    await browser.ok(InvitationOffer, "GET", `/api/invitations/${good.token}`);
    test.clock.pass(1);
    expect(await refusals(good.token)).toEqual(["link_invalid", "link_invalid", 410]);
    expect((await team()).invitations).toEqual([]);
    expect(await refusals("made-up")).toEqual(["link_invalid", "link_invalid", 410]);
    const { token } = await invite();
    await accept(browser, token);
    expect(await refusals(token)).toEqual(["link_invalid", "link_invalid", 410]);
  });

  it("accepts one of two people who use a link at once", async () => {
    const { token } = await invite();
    const both = await Promise.all(
      [1, 2].map(() =>
        new AgentBrowser(test.app).send("POST", `/api/invitations/${token}`, {
          name: "X",
          password: PASSWORD,
        }),
      ),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 410]);
    expect((await team()).agents).toHaveLength(2);
  });

  it("requires a name and a password from a person without an account", async () => {
    const { token } = await invite();
    const browser = new AgentBrowser(test.app);
    const nothing = await browser.refused("POST", `/api/invitations/${token}`, {});
    expect(nothing).toMatchObject({
      code: "invalid_request",
      faults: [{ path: "name" }, { path: "password" }],
    });
    const short = await browser.refused("POST", `/api/invitations/${token}`, {
      name: "X",
      password: "short",
    });
    expect(short.faults).toMatchObject([{ path: "password" }]);
    await accept(browser, token);
  });

  it("requires a person with an account to sign in to it", async () => {
    const other = await owner.browser.send("POST", "/api/properties", { name: "Other", timeZone: "UTC" });
    const { id } = await other.json();
    const colleague = await addColleague(test, { ...owner, property: id }, "new@example.com", "agent");
    const { token } = await invite("new@example.com", "admin");
    const stranger = new AgentBrowser(test.app);
    expect(await stranger.ok(InvitationOffer, "GET", `/api/invitations/${token}`)).toMatchObject({
      hasAccount: true,
    });
    const body = { name: "Thief", password: "another password" };
    expect(await stranger.refused("POST", `/api/invitations/${token}`, body)).toMatchObject({
      status: 401,
      code: "sign_in_required",
      detail: expect.stringContaining("new@example.com"),
    });
    expect(await owner.browser.refused("POST", `/api/invitations/${token}`, body)).toMatchObject({
      status: 403,
      code: "forbidden",
    });
    const me = await accept(colleague.browser, token, {});
    expect(me.agent.id).toBe(colleague.me.agent.id);
    expect(me.properties.map(({ name, role }) => [name, role])).toEqual([
      ["Other", "agent"],
      ["Shop", "admin"],
    ]);
    await new AgentBrowser(test.app).signIn("new@example.com");
  });

  it("replaces an earlier invitation, refuses one for a member, and revokes one", async () => {
    const first = await invite();
    const second = await invite("new@example.com", "admin");
    expect((await team()).invitations).toMatchObject([
      { id: second.id, email: "new@example.com", role: "admin" },
    ]);
    const browser = new AgentBrowser(test.app);
    expect(await browser.refused("GET", `/api/invitations/${first.token}`)).toMatchObject({
      code: "link_invalid",
    });
    expect((await owner.browser.send("DELETE", `${base}/invitations/${second.id}`)).status).toBe(204);
    expect(await browser.refused("GET", `/api/invitations/${second.token}`)).toMatchObject({
      code: "link_invalid",
    });
    const member = { email: "owner@example.com", role: "agent" };
    expect(await owner.browser.refused("POST", `${base}/invitations`, member)).toMatchObject({
      code: "email_taken",
    });
  });

  it("changes roles with immediate effect, without a new session", async () => {
    const { browser, me } = await addColleague(test, owner, "new@example.com", "agent");
    const seat = `${base}/team/${me.agent.id}`;
    expect(await browser.refused("PUT", seat, { role: "admin" })).toMatchObject({ code: "forbidden" });
    const promoted = await owner.browser.ok(Team, "PUT", seat, { role: "admin" });
    expect(promoted.agents.map(({ role }) => role)).toEqual(["admin", "admin"]);
    await browser.ok(Team, "PUT", `${base}/team/${owner.me.agent.id}`, { role: "agent" });
    expect(await owner.browser.refused("PUT", seat, { role: "agent" })).toMatchObject({ code: "forbidden" });
    expect((await browser.send("DELETE", `${base}/team/${owner.me.agent.id}`)).status).toBe(204);
    expect(await owner.browser.refused("GET", base)).toMatchObject({ status: 404, code: "property_unknown" });
    expect((await owner.browser.ok(Me, "GET", "/api/me")).properties).toEqual([]);
  });

  it("refuses to remove the last admin", async () => {
    await addColleague(test, owner, "new@example.com", "agent");
    const seat = `${base}/team/${owner.me.agent.id}`;
    expect(await owner.browser.refused("PUT", seat, { role: "agent" })).toMatchObject({
      status: 409,
      code: "last_admin",
    });
    expect(await owner.browser.refused("DELETE", seat)).toMatchObject({ code: "last_admin" });
    await owner.browser.ok(Team, "PUT", seat, { role: "admin" });
  });

  it("has one admin left after two remove each other at once", async () => {
    const { browser, me } = await addColleague(test, owner, "new@example.com", "admin");
    await Promise.all([
      owner.browser.send("DELETE", `${base}/team/${me.agent.id}`),
      browser.send("DELETE", `${base}/team/${owner.me.agent.id}`),
    ]);
    const left = await test.deps.database.read.selectFrom("memberships").selectAll().execute();
    expect(left.map(({ role }) => role)).toEqual(["admin"]);
  });
});
