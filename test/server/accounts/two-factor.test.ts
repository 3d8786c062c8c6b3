import { beforeEach, expect, it } from "vitest";
import { Me } from "../../../shared/account.ts";
import {
  RecoveryCodes,
  TwoFactorPolicy,
  TwoFactorSetup,
  TwoFactorStatus,
} from "../../../shared/account-security.ts";
import { ConnectToken } from "../../../shared/live.ts";
import { AgentBrowser, addColleague, type Owner, PASSWORD, setUpFoyer } from "../../support/agent.ts";
import { rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { totp } from "../../support/totp.ts";

const EMAIL = "owner@example.com";
const SECOND = "/api/sign-in/two-factor";

describeEachDatabase("two-factor authentication", (open) => {
  let test: TestApp;
  let owner: Owner;
  beforeEach(async () => {
    test = await testApp(await open());
    // the session library measures by the machine's clock
    test.clock.set(Date.now());
    owner = await setUpFoyer(test);
  });

  /** The code of this period. It is valid in the next one too, which may begin while the test runs. */
  const codeNow = (setup: TwoFactorSetup) => totp(setup.secret, Date.now());
  /** The code of the next period, which is valid already: that of this one is used for the set-up. */
  const codeOf = (setup: TwoFactorSetup) => totp(setup.secret, Date.now() + 30_000);
  /** Turns it on. `used` is the code that did it. */
  const turnOn = async (
    browser: AgentBrowser = owner.browser,
  ): Promise<TwoFactorSetup & { used: string }> => {
    const setup = await browser.ok(TwoFactorSetup, "POST", "/api/me/two-factor", { password: PASSWORD });
    const used = codeNow(setup);
    const confirmed = await browser.send("POST", "/api/me/two-factor/confirm", { code: used });
    expect(confirmed.status).toBe(204);
    return { ...setup, used };
  };
  /** Gives the right password in a browser. */
  const firstStep = async (browser = new AgentBrowser(test.app)) => {
    const answer = await browser.refused("POST", "/api/sign-in", { email: EMAIL, password: PASSWORD });
    expect(answer).toMatchObject({ status: 401, code: "two_factor_code_needed" });
    return browser;
  };
  const app = (code = "", trustBrowser = false) => ({ kind: "app", code, trustBrowser });
  const recovery = (code: string) => ({ kind: "recovery", code, trustBrowser: false });
  /** Six digits that are not valid, and will not be during the test. */
  const wrong = (setup: TwoFactorSetup, index = 0) => {
    const periods = [-2, -1, 0, 1, 2, 3, 4];
    const valid = periods.map((period) => totp(setup.secret, Date.now() + period * 30_000));
    return Array.from({ length: 20 }, (_, n) => String(100_000 + n)).filter((one) => !valid.includes(one))[
      index
    ];
  };

  it("is set up with the password and a first code", async () => {
    const { browser } = owner;
    const status = () => browser.ok(TwoFactorStatus, "GET", "/api/me/two-factor");
    expect(await status()).toEqual({ state: "off", recoveryCodes: 0 });
    expect(await browser.refused("POST", "/api/me/two-factor", { password: "wrong" })).toMatchObject({
      status: 403,
      code: "password_wrong",
    });
    const setup = await browser.ok(TwoFactorSetup, "POST", "/api/me/two-factor", { password: PASSWORD });
    expect(setup.secret).toMatch(/^[A-Z2-7]{20,}$/);
    const uri = new URL(setup.uri);
    expect([uri.protocol, uri.host, uri.searchParams.get("issuer")]).toEqual(["otpauth:", "totp", "Foyer"]);
    expect(decodeURIComponent(uri.pathname)).toBe(`/Foyer:${EMAIL}`);
    expect(new Set(setup.recoveryCodes).size).toBe(10);
    // nothing counts before the first code
    expect(await status()).toEqual({ state: "off", recoveryCodes: 0 });
    await new AgentBrowser(test.app).signIn(EMAIL);
    expect(await browser.refused("POST", "/api/me/two-factor/confirm", { code: wrong(setup) })).toMatchObject(
      { code: "two_factor_code_wrong" },
    );
    const confirmed = await browser.send("POST", "/api/me/two-factor/confirm", { code: codeOf(setup) });
    expect(confirmed.status).toBe(204);
    expect(await status()).toEqual({ state: "on", recoveryCodes: 10 });
    expect((await browser.ok(Me, "GET", "/api/me")).agent.twoFactor).toBe("on");
  });

  it("keeps its secrets encrypted", async () => {
    const setup = await turnOn();
    const stored = JSON.stringify(await rowsOf(test, "agent_two_factors"));
    for (const secret of [setup.secret, ...setup.recoveryCodes]) expect(stored).not.toContain(secret);
  });

  it("asks for a code after the right password, and opens no session before", async () => {
    const setup = await turnOn();
    const browser = await firstStep();
    expect(await browser.refused("GET", "/api/me")).toMatchObject({ code: "sign_in_required" });
    expect(await rowsOf(test, "agent_sessions")).toHaveLength(1);
    const me = await browser.ok(Me, "POST", SECOND, app(codeOf(setup)));
    expect(me.agent.email).toBe(EMAIL);
    expect(await browser.ok(Me, "GET", "/api/me")).toEqual(me);
  });

  it("answers a wrong password as without it", async () => {
    await turnOn();
    const browser = new AgentBrowser(test.app);
    const refusal = await browser.refused("POST", "/api/sign-in", { email: EMAIL, password: "wrong" });
    expect(refusal.code).toBe("sign_in_failed");
    expect(browser.cookies.size).toBe(0);
  });

  it("accepts a code once, in another browser too", async () => {
    const setup = await turnOn();
    const replay = await firstStep();
    const isRefused = async (code: string) =>
      expect(await replay.refused("POST", SECOND, app(code))).toMatchObject({
        code: "two_factor_code_wrong",
      });
    await isRefused(setup.used);
    const code = codeOf(setup);
    await (await firstStep()).ok(Me, "POST", SECOND, app(code));
    await isRefused(code);
    await replay.ok(Me, "POST", SECOND, recovery(setup.recoveryCodes[0] ?? ""));
  });

  it("accepts a code from one of two browsers that send it at once", async () => {
    const setup = await turnOn();
    const code = codeOf(setup);
    const browsers = [await firstStep(), await firstStep()];
    const answers = await Promise.all(browsers.map((one) => one.send("POST", SECOND, app(code))));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
  });

  it("ends the sign-in after five wrong codes, and locks the account's codes after ten", async () => {
    const setup = await turnOn();
    const first = await firstStep();
    for (let time = 0; time < 5; time++)
      expect(await first.refused("POST", SECOND, app(wrong(setup, time)))).toMatchObject({
        code: "two_factor_code_wrong",
      });
    expect(await first.refused("POST", SECOND, app(codeOf(setup)))).toMatchObject({
      status: 401,
      code: "two_factor_expired",
    });
    const second = await firstStep();
    for (let time = 5; time < 10; time++) await second.refused("POST", SECOND, app(wrong(setup, time)));
    const third = await firstStep();
    const locked = await third.send("POST", SECOND, app(codeOf(setup)));
    expect(locked.status).toBe(429);
    expect(Number(locked.headers.get("retry-after"))).toBeGreaterThan(60);
    // whoever is signed in stays so
    await owner.browser.ok(Me, "GET", "/api/me");
  });

  it("accepts no code without the password, and none for another account", async () => {
    const setup = await turnOn();
    expect(await new AgentBrowser(test.app).refused("POST", SECOND, app(codeOf(setup)))).toMatchObject({
      code: "two_factor_expired",
    });
    const { browser: other } = await addColleague(test, owner, "other@example.com", "agent");
    const otherSetup = await turnOn(other);
    const browser = await firstStep();
    expect(await browser.refused("POST", SECOND, app(codeOf(otherSetup)))).toMatchObject({
      code: "two_factor_code_wrong",
    });
    expect(await browser.refused("POST", SECOND, recovery(otherSetup.recoveryCodes[0] ?? ""))).toMatchObject({
      code: "two_factor_code_wrong",
    });
    // a session of another account in the browser changes nothing
    const mixed = await firstStep();
    for (const [name, value] of other.cookies)
      if (name.startsWith("foyer.session")) mixed.cookies.set(name, value);
    expect(await mixed.refused("POST", SECOND, app(codeOf(otherSetup)))).toMatchObject({
      code: "two_factor_code_wrong",
    });
  });

  it("accepts each recovery code once, also at the same time", async () => {
    const { recoveryCodes } = await turnOn();
    const [one = "", two = ""] = recoveryCodes;
    const browsers = [await firstStep(), await firstStep()];
    const answers = await Promise.all(browsers.map((browser) => browser.send("POST", SECOND, recovery(one))));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
    const browser = await firstStep();
    expect(await browser.refused("POST", SECOND, recovery(one))).toMatchObject({
      code: "two_factor_code_wrong",
    });
    await browser.ok(Me, "POST", SECOND, recovery(two));
    expect(await browser.ok(TwoFactorStatus, "GET", "/api/me/two-factor")).toEqual({
      state: "on",
      recoveryCodes: 8,
    });
  });

  it("makes new recovery codes with the password, and the old ones are void", async () => {
    const { recoveryCodes: old } = await turnOn();
    const at = "/api/me/two-factor/recovery-codes";
    expect(await owner.browser.refused("POST", at, { password: "wrong" })).toMatchObject({
      code: "password_wrong",
    });
    const { recoveryCodes } = await owner.browser.ok(RecoveryCodes, "POST", at, { password: PASSWORD });
    const browser = await firstStep();
    await browser.refused("POST", SECOND, recovery(old[0] ?? ""));
    await browser.ok(Me, "POST", SECOND, recovery(recoveryCodes[0] ?? ""));
  });

  it("does not ask a trusted browser, for the agent who trusts it", async () => {
    const setup = await turnOn();
    const browser = await firstStep();
    await browser.ok(Me, "POST", SECOND, app(codeOf(setup), true));
    await browser.send("POST", "/api/sign-out");
    await browser.signIn(EMAIL);
    const { browser: other } = await addColleague(test, owner, "other@example.com", "agent");
    await turnOn(other);
    expect(
      await browser.refused("POST", "/api/sign-in", { email: "other@example.com", password: PASSWORD }),
    ).toMatchObject({ code: "two_factor_code_needed" });
  });

  it("asks a trusted browser again after the password was changed, or when the trust is forged", async () => {
    const setup = await turnOn();
    const browser = await firstStep();
    await browser.ok(Me, "POST", SECOND, app(codeOf(setup), true));
    const trust = browser.cookies.get("foyer.trust_device") ?? "";
    const thief = new AgentBrowser(test.app);
    thief.cookies.set(
      "foyer.trust_device",
      trust.replace(/^./, (letter) => (letter === "A" ? "B" : "A")),
    );
    await firstStep(thief);
    const password = "another good password";
    const changed = await browser.send("PUT", "/api/me/password", { current: PASSWORD, password });
    expect(changed.status).toBe(204);
    await browser.send("POST", "/api/sign-out");
    expect(await browser.refused("POST", "/api/sign-in", { email: EMAIL, password })).toMatchObject({
      code: "two_factor_code_needed",
    });
  });

  it("is turned off with the password, and set up anew with another secret", async () => {
    const before = await turnOn();
    const at = "/api/me/two-factor/turn-off";
    expect(await owner.browser.refused("POST", "/api/me/two-factor", { password: PASSWORD })).toMatchObject({
      code: "two_factor_changed",
    });
    expect(await owner.browser.refused("POST", at, { password: "wrong" })).toMatchObject({
      code: "password_wrong",
    });
    expect((await owner.browser.send("POST", at, { password: PASSWORD })).status).toBe(204);
    expect((await owner.browser.ok(Me, "GET", "/api/me")).agent.twoFactor).toBe("off");
    await new AgentBrowser(test.app).signIn(EMAIL);
    const after = await turnOn();
    expect(after.secret).not.toBe(before.secret);
    const browser = await firstStep();
    await browser.refused("POST", SECOND, app(codeOf(before)));
    await browser.ok(Me, "POST", SECOND, app(codeOf(after)));
  });

  it("limits the attempts at the password in an open session", async () => {
    const attempt = () => owner.browser.send("POST", "/api/me/two-factor", { password: "wrong" });
    const statuses: number[] = [];
    for (let time = 0; time < 11; time++) statuses.push((await attempt()).status);
    expect(statuses.slice(9)).toEqual([403, 429]);
  });

  it("is demanded of a team by an admin who has it", async () => {
    const at = `/api/properties/${owner.property}/two-factor`;
    const { browser: colleague, me } = await addColleague(test, owner, "new@example.com", "agent");
    expect(await owner.browser.refused("PUT", at, { isRequired: true })).toMatchObject({
      status: 403,
      code: "two_factor_setup_needed",
    });
    await turnOn();
    expect(await owner.browser.ok(TwoFactorPolicy, "GET", at)).toEqual({
      isRequired: false,
      without: [me.agent.id],
    });
    const revoked: string[] = [];
    test.deps.bus.on((event) => {
      if (event.kind === "agent_revoked") revoked.push(event.agent);
    });
    expect(await owner.browser.ok(TwoFactorPolicy, "PUT", at, { isRequired: true })).toEqual({
      isRequired: true,
      without: [me.agent.id],
    });
    expect(revoked).toEqual([me.agent.id]);
    // nothing but the set-up is left to the colleague
    expect((await colleague.ok(Me, "GET", "/api/me")).agent.twoFactor).toBe("required");
    for (const [method, path, body] of [
      ["GET", `/api/properties/${owner.property}`],
      ["GET", `/api/properties/${owner.property}/conversations`],
      ["POST", "/api/connect-token"],
      ["POST", "/api/properties", { name: "Mine", timeZone: "UTC" }],
      ["PUT", "/api/presence", { status: "available" }],
      ["DELETE", "/api/me/picture"],
    ] as const)
      expect(await colleague.refused(method, path, body), path).toMatchObject({
        status: 403,
        code: "two_factor_setup_needed",
      });
    await turnOn(colleague);
    await colleague.ok(ConnectToken, "POST", "/api/connect-token");
    expect(await owner.browser.ok(TwoFactorPolicy, "PUT", at, { isRequired: false })).toEqual({
      isRequired: false,
      without: [],
    });
  });

  it("is demanded of who joins the team later", async () => {
    await turnOn();
    const at = `/api/properties/${owner.property}/two-factor`;
    await owner.browser.ok(TwoFactorPolicy, "PUT", at, { isRequired: true });
    const { browser, me } = await addColleague(test, owner, "new@example.com", "agent");
    expect(me.agent.twoFactor).toBe("required");
    expect(await browser.refused("GET", `/api/properties/${owner.property}/team`)).toMatchObject({
      code: "two_factor_setup_needed",
    });
  });
});
