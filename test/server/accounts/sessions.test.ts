import { beforeEach, expect, it } from "vitest";
import { Me } from "../../../shared/account.ts";
import { AgentSessionList } from "../../../shared/account-security.ts";
import { linkIn, MAIL_CONFIG, mailsTo } from "../../support/account-mail.ts";
import { AgentBrowser, addColleague, type Owner, PASSWORD, setUpFoyer } from "../../support/agent.ts";
import { type TestApp, testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { agentClient, liveServer } from "../../support/live-client.ts";

const EMAIL = "owner@example.com";
const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
const PROXY = { trustedProxies: 1 };
const SESSIONS = "/api/me/sessions";

describeEachDatabase("an agent's sessions", (open) => {
  let test: TestApp;
  let owner: Owner;
  beforeEach(async () => {
    test = await testApp(await open(), PROXY);
    test.clock.set(Date.now());
    owner = await setUpFoyer(test);
  });

  const list = async (browser = owner.browser) => (await browser.ok(AgentSessionList, "GET", SESSIONS)).items;
  const signInWith = async (headers: Record<string, string> = {}, browser = new AgentBrowser(test.app)) => {
    const answer = await browser.send("POST", "/api/sign-in", { email: EMAIL, password: PASSWORD }, headers);
    expect(answer.status).toBe(200);
    return browser;
  };
  const isOut = async (browser: AgentBrowser) =>
    expect(await browser.refused("GET", "/api/me")).toMatchObject({ code: "sign_in_required" });

  it("are listed with browser, address and times, and no secret", async () => {
    await signInWith({ "user-agent": FIREFOX, "x-forwarded-for": "2001:db8::7" });
    const items = await list();
    expect(items).toHaveLength(2);
    const firefox = items.find(({ browser }) => browser !== "");
    expect(firefox).toEqual({
      id: expect.any(String),
      browser: "Firefox 128 on Linux",
      address: "2001:db8::7",
      signedInAt: expect.any(Number),
      seenAt: expect.any(Number),
      isCurrent: false,
    });
    expect(Math.abs((firefox?.signedInAt ?? 0) - Date.now())).toBeLessThan(60_000);
    expect(items.filter(({ isCurrent }) => isCurrent)).toHaveLength(1);
    const token =
      decodeURIComponent(owner.browser.cookies.get("foyer.session_token") ?? "").split(".")[0] ?? "";
    expect(token.length).toBeGreaterThan(20);
    expect(JSON.stringify(items)).not.toContain(token);
  });

  it("do not take their address from a header of the client", async () => {
    await signInWith({ "x-forwarded-for": "192.0.2.9", "x-foyer-address": "198.51.100.1" });
    expect((await list()).map(({ address }) => address)).toContain("192.0.2.9");
    expect(JSON.stringify(await list())).not.toContain("198.51.100.1");
  });

  it("end one by one, at once, with the live connection", async () => {
    const live = await liveServer(test);
    const other = await signInWith();
    const client = await agentClient(live, other);
    const id = (await list()).find(({ isCurrent }) => !isCurrent)?.id;
    expect((await owner.browser.send("DELETE", `${SESSIONS}/${id}`)).status).toBe(204);
    expect((await client.closed).code).toBe(4401);
    // although the cookie cache of the browser is still valid
    expect(other.cookies.has("foyer.session_data")).toBe(true);
    await isOut(other);
    await owner.browser.ok(Me, "GET", "/api/me");
    await live.close();
  });

  it("end all but this one", async () => {
    const others = [await signInWith(), await signInWith()];
    expect(await list()).toHaveLength(3);
    expect((await owner.browser.send("DELETE", SESSIONS)).status).toBe(204);
    for (const other of others) await isOut(other);
    expect((await list()).map(({ isCurrent }) => isCurrent)).toEqual([true]);
  });

  it("of another agent are neither listed nor ended", async () => {
    const { browser } = await addColleague(test, owner, "new@example.com", "agent");
    const [mine] = await list(browser);
    expect(JSON.stringify(await list())).not.toContain(mine?.id);
    for (const id of [mine?.id, "none"])
      expect(await owner.browser.refused("DELETE", `${SESSIONS}/${id}`)).toMatchObject({
        status: 404,
        code: "not_found",
      });
    await browser.ok(Me, "GET", "/api/me");
  });

  it("are new at each sign-in, and replace the browser's last one", async () => {
    const browser = await signInWith();
    const planted = browser.cookies.get("foyer.session_token") ?? "";
    const thief = new AgentBrowser(test.app);
    thief.cookies.set("foyer.session_token", planted);
    await thief.ok(Me, "GET", "/api/me");
    await signInWith({}, browser);
    expect(browser.cookies.get("foyer.session_token")).not.toBe(planted);
    await isOut(thief);
    expect(await list()).toHaveLength(2);
  });

  it("end when the password is changed, except the one that changed it", async () => {
    const other = await signInWith();
    const password = "another good password";
    const change = (current: string) => ({ current, password });
    expect(await owner.browser.refused("PUT", "/api/me/password", change("wrong"))).toMatchObject({
      status: 403,
      code: "password_wrong",
    });
    const short = { current: PASSWORD, password: "short" };
    expect(await owner.browser.refused("PUT", "/api/me/password", short)).toMatchObject({
      code: "invalid_request",
    });
    expect((await owner.browser.send("PUT", "/api/me/password", change(PASSWORD))).status).toBe(204);
    await isOut(other);
    await owner.browser.ok(Me, "GET", "/api/me");
    await new AgentBrowser(test.app).signIn(EMAIL, password);
  });
});

describeEachDatabase("a sign-in from a new browser", (open) => {
  let test: TestApp;
  beforeEach(async () => {
    test = await testApp(await open(), MAIL_CONFIG);
    test.clock.set(Date.now());
  });

  it("is told by mail, but not the one that made the account, nor a browser that is known", async () => {
    const owner = await setUpFoyer(test);
    await addColleague(test, owner, "new@example.com", "agent");
    expect(await mailsTo(test, EMAIL)).toEqual([]);
    await owner.browser.send("POST", "/api/sign-out");
    await owner.browser.signIn(EMAIL);
    expect(await mailsTo(test, EMAIL)).toEqual([]);
    const browser = new AgentBrowser(test.app);
    const signIn = { email: EMAIL, password: PASSWORD };
    await browser.send("POST", "/api/sign-in", signIn, { "user-agent": FIREFOX });
    const [notice, ...more] = await mailsTo(test, EMAIL);
    expect(notice).toMatchObject({ kind: "sign_in_notice", property: owner.property });
    expect(notice?.text).toContain("Firefox 128 on Linux");
    expect(linkIn(notice?.text ?? "")).toBe("/dashboard/account");
    expect(more).toEqual([]);
    await browser.signIn(EMAIL);
    expect(await mailsTo(test, EMAIL)).toHaveLength(1);
  });

  it("is told for each agent of a browser, which then knows both", async () => {
    const owner = await setUpFoyer(test);
    await addColleague(test, owner, "new@example.com", "agent");
    const shared = new AgentBrowser(test.app);
    for (let time = 0; time < 2; time++)
      for (const email of [EMAIL, "new@example.com"]) await shared.signIn(email);
    expect(await mailsTo(test, EMAIL)).toHaveLength(1);
    expect(await mailsTo(test, "new@example.com")).toMatchObject([{ kind: "sign_in_notice" }]);
  });

  it("is told although the browser brings a cookie that somebody planted", async () => {
    await setUpFoyer(test);
    const planted = new AgentBrowser(test.app);
    planted.cookies.set("foyer.browser", "planted");
    await planted.signIn(EMAIL);
    expect(planted.cookies.get("__Host-foyer.browser")).toMatch(/^(?!planted).{20}/);
    expect(await mailsTo(test, EMAIL)).toHaveLength(1);
  });

  it("does not fail without mail", async () => {
    const bare = await testApp(await open());
    await setUpFoyer(bare);
    await new AgentBrowser(bare.app).signIn(EMAIL);
    expect(await mailsTo(bare, EMAIL)).toEqual([]);
  });
});

describeEachDatabase("a browser in which the agent has signed in before", (open) => {
  it("signs in although others have used up the attempts, until it has used up its own", async () => {
    const test = await testApp(await open());
    const { browser } = await setUpFoyer(test);
    const attempt = (from: AgentBrowser, password: string) =>
      from.send("POST", "/api/sign-in", { email: EMAIL, password });
    const attacker = new AgentBrowser(test.app);
    for (let time = 0; time < 11; time++) await attempt(attacker, "wrong");
    expect((await attempt(new AgentBrowser(test.app), PASSWORD)).status).toBe(429);
    expect((await attempt(browser, PASSWORD)).status).toBe(200);
    for (let time = 0; time < 10; time++) expect((await attempt(browser, "wrong")).status).toBe(401);
    expect((await attempt(browser, PASSWORD)).status).toBe(429);
  });
});
