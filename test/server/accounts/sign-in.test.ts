import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { passwordFits } from "../../../server/accounts/password.ts";
import { openDatabase } from "../../../server/platform/database/open.ts";
import { Me } from "../../../shared/account.ts";
import { AgentBrowser, PASSWORD, setUpFoyer } from "../../support/agent.ts";
import { type TestApp, testApp } from "../../support/app.ts";
import { describeEachDatabase, sqlitePlace } from "../../support/databases.ts";

describeEachDatabase("signing in", (open) => {
  let test: TestApp;
  beforeAll(async () => {
    test = await testApp(await open());
    await setUpFoyer(test, "olga@example.com");
  });

  it("creates a session in HttpOnly cookies that cross-site requests do not carry", async () => {
    const browser = new AgentBrowser(test.app);
    const response = await browser.send("POST", "/api/sign-in", {
      email: "olga@example.com",
      password: PASSWORD,
    });
    const cookies = response.headers.getSetCookie();
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect((await browser.ok(Me, "GET", "/api/me")).agent.email).toBe("olga@example.com");
  });

  it("ignores case and surrounding space in the e-mail address", async () => {
    const me = await new AgentBrowser(test.app).signIn("  OLGA@Example.COM ");
    expect(me.agent.email).toBe("olga@example.com");
  });

  it.each(["jörg@example.com", "o&c!x@example.com", "a@xn--e1afmkfd.xn--p1ai"])(
    "accepts %s, which better-auth's own sign-in refuses",
    async (email) => {
      const fresh = await testApp(await open());
      await setUpFoyer(fresh, email);
      expect((await new AgentBrowser(fresh.app).signIn(email)).agent.email).toBe(email);
    },
  );

  it("answers a wrong password and an unknown e-mail alike", async () => {
    const browser = new AgentBrowser(test.app);
    const wrong = await browser.refused("POST", "/api/sign-in", {
      email: "olga@example.com",
      password: "wrong",
    });
    const unknown = await browser.refused("POST", "/api/sign-in", {
      email: "nobody@example.com",
      password: "wrong",
    });
    expect(wrong).toMatchObject({ status: 401, code: "sign_in_failed" });
    expect(unknown).toEqual(wrong);
    expect(browser.cookies.size).toBe(0);
  });

  it("ends the session on the server when the agent signs out", async () => {
    const browser = new AgentBrowser(test.app);
    await browser.signIn("olga@example.com");
    const thief = new AgentBrowser(test.app);
    for (const [name, value] of browser.cookies)
      if (name === "foyer.session_token") thief.cookies.set(name, value);
    await thief.ok(Me, "GET", "/api/me");
    expect((await browser.send("POST", "/api/sign-out")).status).toBe(204);
    expect([...browser.cookies.keys()]).toEqual(["foyer.browser"]);
    expect(await browser.refused("GET", "/api/me")).toMatchObject({ status: 401, code: "sign_in_required" });
    expect(await thief.refused("GET", "/api/me")).toMatchObject({ code: "sign_in_required" });
  });

  it("refuses a cookie that this server has not signed", async () => {
    const browser = new AgentBrowser(test.app);
    await browser.signIn("olga@example.com");
    const token = browser.cookies.get("foyer.session_token") ?? "";
    const data = browser.cookies.get("foyer.session_data") ?? "";
    const forge = (text: string) => (text.startsWith("A") ? `B${text.slice(1)}` : `A${text.slice(1)}`);
    for (const cookies of [
      { "foyer.session_token": forge(token) },
      { "foyer.session_token": token.replace(/\..*$/, "") },
      { "foyer.session_data": data },
      { "foyer.session_token": "x", "foyer.session_data": "x" },
    ]) {
      const forger = new AgentBrowser(test.app);
      for (const [name, value] of Object.entries(cookies)) forger.cookies.set(name, value);
      expect(await forger.refused("GET", "/api/me")).toMatchObject({ code: "sign_in_required" });
    }
  });

  it("stores no password", async () => {
    const { read } = test.deps.database;
    const accounts = await read.selectFrom("agent_accounts").selectAll().execute();
    expect(accounts[0]?.password).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const sessions = await read.selectFrom("agent_sessions").selectAll().execute();
    expect(sessions.every(({ expiresAt }) => new Date(expiresAt).toISOString() === expiresAt)).toBe(true);
  });
});

const endings: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const end of endings) await end();
});

async function freshApp(config: Parameters<typeof testApp>[1] = {}): Promise<TestApp> {
  const place = await sqlitePlace();
  const database = await openDatabase(place.location);
  endings.push(database.close, place.remove);
  return testApp(database, config);
}

describe("the limits of signing in", () => {
  it("apply after ten wrong passwords for one e-mail, with Retry-After, and to no other e-mail", async () => {
    const test = await freshApp();
    await setUpFoyer(test, "olga@example.com");
    const browser = new AgentBrowser(test.app);
    const attempt = (email: string, password: string) =>
      browser.send("POST", "/api/sign-in", { email, password });
    const statuses = await Promise.all(
      Array.from({ length: 12 }, async () => (await attempt("victim@example.com", "wrong")).status),
    );
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
    const refusal = await attempt("victim@example.com", PASSWORD);
    expect(refusal.status).toBe(429);
    expect(Number(refusal.headers.get("retry-after"))).toBeGreaterThan(60);
    expect((await attempt("olga@example.com", PASSWORD)).status).toBe(200);
  });

  it("count only failures, so that signing in often is not limited", async () => {
    const test = await freshApp();
    await setUpFoyer(test, "olga@example.com");
    for (let time = 0; time < 12; time++) await new AgentBrowser(test.app).signIn("olga@example.com");
  });

  it("do not reveal unknown e-mail addresses: refusing one takes as long as a wrong password", async () => {
    const hashed =
      "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$Y0v5Vb1Yq7s1Y0v5Vb1Yq7s1Y0v5Vb1Yq7s1Y0v5Vb0";
    const time = async (hash: string | null) => {
      const start = performance.now();
      expect(await passwordFits("wrong", hash)).toBe(false);
      return performance.now() - start;
    };
    // alternating, and the fastest of each, so that other load on the machine does not count
    const [unknown, wrong]: [number[], number[]] = [[], []];
    for (let run = 0; run < 7; run++) {
      unknown.push(await time(null));
      wrong.push(await time(hashed));
    }
    expect(Math.min(...unknown) / Math.min(...wrong)).toBeGreaterThan(0.5);
  });
});

describe("cookies over HTTPS", () => {
  it.each([
    ["the public address is https", { publicUrl: "https://chat.example.com" }, {}, true],
    ["a trusted proxy says https", { trustedProxies: 1 }, { "x-forwarded-proto": "https" }, true],
    [
      "a browser's page is on https",
      {},
      { origin: "https://localhost", "sec-fetch-site": "same-origin" },
      true,
    ],
    [
      "the public address is http",
      { publicUrl: "http://localhost" },
      { "x-forwarded-proto": "https" },
      false,
    ],
    ["an untrusted proxy says https", {}, { "x-forwarded-proto": "https" }, false],
    ["it is plain http", {}, {}, false],
  ])("are Secure or not when %s", async (_, config, headers, secure) => {
    const test = await freshApp(config);
    await setUpFoyer(test, "olga@example.com");
    const browser = new AgentBrowser(test.app);
    const body = { email: "olga@example.com", password: PASSWORD };
    const response = await browser.send("POST", "/api/sign-in", body, headers as Record<string, string>);
    expect(response.status).toBe(200);
    const cookies = response.headers.getSetCookie();
    expect(cookies.length).toBeGreaterThan(1);
    for (const cookie of cookies) {
      expect(/; Secure/.test(cookie), cookie).toBe(secure);
      expect(cookie.startsWith("__Host-foyer."), cookie).toBe(secure);
      expect(cookie).toMatch(/; Path=\//);
      expect(cookie).not.toMatch(/; Domain=/i);
    }
    expect((await browser.send("GET", "/api/me", undefined, headers as Record<string, string>)).status).toBe(
      200,
    );
  });
});
