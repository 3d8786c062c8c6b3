import { beforeEach, expect, it } from "vitest";
import { Me, Team } from "../../../shared/account.ts";
import { InvitationCreated, InvitationOffer } from "../../../shared/joining.ts";
import { linkIn, MAIL_CONFIG, mailsTo } from "../../support/account-mail.ts";
import { AgentBrowser, addColleague, type Owner, PASSWORD, setUpFoyer } from "../../support/agent.ts";
import { rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";

const EMAIL = "ceo@victim.example";
const ACCOUNT = { name: "Carla", password: "tulips under old bridges" };

describeEachDatabase("R38: the owner of an address", (open) => {
  let test: TestApp;
  let owner: Owner;
  beforeEach(async () => {
    test = await testApp(await open(), MAIL_CONFIG);
    test.clock.set(Date.now());
    owner = await setUpFoyer(test);
  });

  const invite = (body: object = {}) =>
    owner.browser.ok(InvitationCreated, "POST", `/api/properties/${owner.property}/invitations`, {
      email: EMAIL,
      role: "agent",
      ...body,
    });
  const tokenOf = (path: string | null | undefined) => path?.split("/").at(-1) ?? "";
  const mailedToken = async () => tokenOf(linkIn((await mailsTo(test, EMAIL)).at(-1)?.text ?? ""));
  const isProven = async () =>
    (await rowsOf(test, "agents")).find(({ email }) => email === EMAIL)?.emailVerified;

  it("alone gets the link of an invitation that is mailed", async () => {
    expect(await invite()).toMatchObject({ path: null, isMailed: true });
    const browser = new AgentBrowser(test.app);
    await browser.ok(Me, "POST", `/api/invitations/${await mailedToken()}`, ACCOUNT);
    expect(await isProven()).toBe(1);
  });

  it("is not proven by a link that an admin hands over", async () => {
    const { path, isMailed } = await invite({ byHand: true });
    expect(isMailed).toBe(false);
    expect(await mailsTo(test, EMAIL)).toEqual([]);
    await new AgentBrowser(test.app).ok(Me, "POST", `/api/invitations/${tokenOf(path)}`, ACCOUNT);
    expect(await isProven()).toBe(0);
  });

  it("takes over an account that somebody else made for the address, by a mailed invitation", async () => {
    const thief = new AgentBrowser(test.app);
    const made = await thief.ok(
      Me,
      "POST",
      `/api/invitations/${tokenOf((await invite({ byHand: true })).path)}`,
      {
        name: "Thief",
        password: PASSWORD,
      },
    );
    await owner.browser.send("DELETE", `/api/properties/${owner.property}/team/${made.agent.id}`);
    await test.deps.database.write((tx) =>
      tx.updateTable("agents").set({ twoFactorEnabled: 1 }).where("email", "=", EMAIL).execute(),
    );
    await invite();
    const token = await mailedToken();
    const real = new AgentBrowser(test.app);
    expect(await real.ok(InvitationOffer, "GET", `/api/invitations/${token}`)).toMatchObject({
      hasAccount: false,
    });
    const me = await real.ok(Me, "POST", `/api/invitations/${token}`, ACCOUNT);
    expect(me).toMatchObject({ agent: { id: made.agent.id, name: "Carla", twoFactor: "off" } });
    expect(await thief.refused("GET", "/api/me")).toMatchObject({ code: "sign_in_required" });
    const old = { email: EMAIL, password: PASSWORD };
    expect((await new AgentBrowser(test.app).send("POST", "/api/sign-in", old)).status).toBe(401);
    await new AgentBrowser(test.app).signIn(EMAIL, ACCOUNT.password);
    expect(await isProven()).toBe(1);
  });

  it("keeps an account that is proven: another invitation does not take it over", async () => {
    await invite();
    await new AgentBrowser(test.app).ok(Me, "POST", `/api/invitations/${await mailedToken()}`, ACCOUNT);
    const { agents } = await owner.browser.ok(Team, "GET", `/api/properties/${owner.property}/team`);
    const id = agents.find(({ email }) => email === EMAIL)?.id;
    await owner.browser.send("DELETE", `/api/properties/${owner.property}/team/${id}`);
    for (const byHand of [true, false]) {
      const { path } = await invite({ byHand });
      const token = byHand ? tokenOf(path) : await mailedToken();
      expect(
        await new AgentBrowser(test.app).refused("POST", `/api/invitations/${token}`, ACCOUNT),
      ).toMatchObject({
        code: "sign_in_required",
      });
    }
  });

  it("gets in by a link to set a new password, past the second factor of somebody who was not the owner", async () => {
    const { path } = await invite({ byHand: true });
    await new AgentBrowser(test.app).ok(Me, "POST", `/api/invitations/${tokenOf(path)}`, ACCOUNT);
    await test.deps.database.write((tx) =>
      tx.updateTable("agents").set({ twoFactorEnabled: 1 }).where("email", "=", EMAIL).execute(),
    );
    const browser = new AgentBrowser(test.app);
    await browser.send("POST", "/api/password-resets", { email: EMAIL });
    await expect.poll(async () => (await mailsTo(test, EMAIL)).at(-1)?.kind).toBe("password_reset");
    const password = "lemon trees in winter";
    await browser.send("POST", `/api/password-resets/${await mailedToken()}`, { password });
    expect(await browser.signIn(EMAIL, password)).toMatchObject({ agent: { twoFactor: "off" } });
    expect(await isProven()).toBe(1);
  });

  it("does not prove itself by a link to an address that the inviting request has named", async () => {
    const bare = await testApp(await open(), { ...MAIL_CONFIG, publicUrl: null });
    const { browser, property } = await setUpFoyer(bare);
    const response = await browser.send(
      "POST",
      `/api/properties/${property}/invitations`,
      { email: EMAIL, role: "agent" },
      { origin: "http://localhost", host: "localhost" },
    );
    expect(await response.json()).toMatchObject({
      isMailed: true,
      path: expect.stringContaining("/dashboard/"),
    });
  });
});

describeEachDatabase("R38: an account that is disabled", (open) => {
  let test: TestApp;
  let owner: Owner;
  beforeEach(async () => {
    test = await testApp(await open());
    owner = await setUpFoyer(test);
  });
  const disabled = (property: string, agent: string) => `/api/properties/${property}/team/${agent}/disabled`;

  it("is shown in the team, cannot be signed in to, and can be enabled again", async () => {
    const { browser, me } = await addColleague(test, owner, "new@example.com", "agent");
    const at = disabled(owner.property, me.agent.id);
    const team = await owner.browser.ok(Team, "PUT", at, { isDisabled: true });
    expect(team.agents.map(({ isDisabled }) => isDisabled)).toEqual([false, true]);
    expect(await browser.refused("GET", "/api/me")).toMatchObject({ code: "sign_in_required" });
    const signIn = { email: "new@example.com", password: PASSWORD };
    expect(await browser.refused("POST", "/api/sign-in", signIn)).toMatchObject({ code: "account_disabled" });
    // a wrong password does not tell that the account is disabled
    expect(await browser.refused("POST", "/api/sign-in", { ...signIn, password: "wrong" })).toMatchObject({
      code: "sign_in_failed",
    });
    await owner.browser.ok(Team, "PUT", at, { isDisabled: false });
    await browser.signIn("new@example.com");
  });

  it("is nobody's own, no member's of other properties, and not the last admin's", async () => {
    const own = owner.me.agent.id;
    const forbid = async (browser: AgentBrowser, property: string, agent: string) =>
      (await browser.refused("PUT", disabled(property, agent), { isDisabled: true })).code;
    expect(await forbid(owner.browser, owner.property, own)).toBe("forbidden");
    expect(await forbid(owner.browser, owner.property, "nobody")).toBe("not_found");
    const { browser: second, me } = await addColleague(test, owner, "second@example.com", "admin");
    await second.send("POST", "/api/properties", { name: "Theirs", timeZone: "UTC" });
    expect(await forbid(owner.browser, owner.property, me.agent.id)).toBe("forbidden");
    const { me: third } = await addColleague(test, owner, "third@example.com", "admin");
    await owner.browser.ok(Team, "PUT", disabled(owner.property, third.agent.id), { isDisabled: true });
    await owner.browser.send("DELETE", `/api/properties/${owner.property}/team/${me.agent.id}`);
    const leave = await owner.browser.refused("DELETE", `/api/properties/${owner.property}/team/${own}`);
    expect(leave.code).toBe("last_admin");
  });
});
