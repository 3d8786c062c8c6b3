import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Me, SetupState } from "../../../shared/account.ts";
import { PasswordResetOffer } from "../../../shared/account-security.ts";
import { linkIn, MAIL_CONFIG, mailsTo } from "../../support/account-mail.ts";
import { AgentBrowser, addColleague, type Owner, PASSWORD, setUpFoyer } from "../../support/agent.ts";
import { rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { agentClient, liveServer } from "../../support/live-client.ts";

const EMAIL = "owner@example.com";
const NEW = "another good password";
const ASK = "/api/password-resets";

describeEachDatabase("a forgotten password", (open) => {
  let test: TestApp;
  let owner: Owner;
  let stranger: AgentBrowser;
  beforeEach(async () => {
    test = await testApp(await open(), MAIL_CONFIG);
    // the session library measures by the machine's clock
    test.clock.set(Date.now());
    owner = await setUpFoyer(test);
    stranger = new AgentBrowser(test.app);
  });
  afterEach(() => test.parts.mailWorker.stop());

  const ask = (email = EMAIL) => stranger.send("POST", ASK, { email });
  /** Asks for a link, and takes it out of the mail. @returns the path of its route */
  const linkFor = async (email = EMAIL, count = 1) => {
    expect((await ask(email)).status).toBe(204);
    const mails = async () => (await mailsTo(test, email)).filter(({ kind }) => kind === "password_reset");
    await vi.waitFor(async () => expect(await mails()).toHaveLength(count));
    const path = linkIn((await mails()).at(-1)?.text ?? "");
    expect(path).toMatch(/^\/dashboard\/password\/[\w-]{43}$/);
    return `${ASK}/${path.split("/").at(-1)}`;
  };
  const isVoid = async (link: string) => {
    expect(await stranger.refused("GET", link)).toMatchObject({ status: 410, code: "link_invalid" });
    expect(await stranger.refused("POST", link, { password: NEW })).toMatchObject({ code: "link_invalid" });
  };

  it("is replaced by a link that comes by mail and works once", async () => {
    const link = await linkFor();
    expect(await mailsTo(test, EMAIL)).toMatchObject([
      { kind: "password_reset", property: owner.property, expiresAt: test.clock.now() + 3_600_000 },
    ]);
    expect(await stranger.ok(PasswordResetOffer, "GET", link)).toEqual({ email: EMAIL });
    expect(await stranger.refused("POST", link, { password: "short" })).toMatchObject({
      code: "invalid_request",
    });
    expect((await stranger.send("POST", link, { password: NEW })).status).toBe(204);
    await isVoid(link);
    const before = { email: EMAIL, password: PASSWORD };
    expect(await stranger.refused("POST", "/api/sign-in", before)).toMatchObject({ code: "sign_in_failed" });
    await stranger.signIn(EMAIL, NEW);
  });

  it("works for one of two who use the link at once", async () => {
    const link = await linkFor();
    const answers = await Promise.all(
      [NEW, "a third good password"].map((password) =>
        new AgentBrowser(test.app).send("POST", link, { password }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 410]);
  });

  it("ends all sessions, their live connections, and the account's other links", async () => {
    const live = await liveServer(test);
    const client = await agentClient(live, owner.browser);
    const [first, second] = [await linkFor(), await linkFor(EMAIL, 2)];
    expect((await stranger.send("POST", first, { password: NEW })).status).toBe(204);
    expect(await owner.browser.refused("GET", "/api/me")).toMatchObject({ code: "sign_in_required" });
    expect((await client.closed).code).toBe(4401);
    await isVoid(second);
    await live.close();
  });

  it("is set for the account of the link and no other, and forged links are refused", async () => {
    const { browser } = await addColleague(test, owner, "new@example.com", "agent");
    const link = await linkFor("new@example.com");
    for (const forged of [`${ASK}/made-up`, `${link}x`, link.slice(0, -1), `${ASK}/%00`])
      await isVoid(forged);
    expect((await stranger.send("POST", link, { password: NEW })).status).toBe(204);
    expect(await browser.refused("GET", "/api/me")).toMatchObject({ code: "sign_in_required" });
    await owner.browser.ok(Me, "GET", "/api/me");
    await stranger.signIn(EMAIL, PASSWORD);
  });

  it("can be set within an hour", async () => {
    const link = await linkFor();
    test.clock.pass(3_600_000 - 1);
    await stranger.ok(PasswordResetOffer, "GET", link);
    test.clock.pass(1);
    await isVoid(link);
  });

  it("is stored nowhere: the database has only the link's hash, outside of the mail that waits", async () => {
    const token = (await linkFor()).split("/").at(-1) ?? "";
    expect(JSON.stringify(await rowsOf(test, "agent_verifications"))).not.toContain(token);
    expect(test.logged.join()).not.toContain(token);
  });

  it("gives no hint whether an address is known, by words, bytes or the time of the answer", async () => {
    // the look-up would hang for ever: the answer does not wait for it
    const known = await ask();
    const unknown = await ask("nobody@example.com");
    expect(unknown.status).toBe(known.status);
    expect(await unknown.text()).toBe(await known.text());
    expect([...unknown.headers]).toEqual([...known.headers]);
    await vi.waitFor(async () => expect(await mailsTo(test, EMAIL)).toHaveLength(1));
    expect(await rowsOf(test, "mails")).toHaveLength(1);
    // the limit counts both alike
    for (const email of [EMAIL, "nobody@example.com"])
      for (let time = 0; time < 5; time++) {
        const { status } = await ask(email);
        expect(status).toBe(time < 4 ? 204 : 429);
      }
  });

  it("is mailed five times an hour at most, however often it is asked for", async () => {
    for (let time = 0; time < 5; time++) await ask();
    expect((await ask()).headers.get("retry-after")).toMatch(/^\d+$/);
    await vi.waitFor(async () => expect(await mailsTo(test, EMAIL)).toHaveLength(5));
  });

  it("does not take the address of its link from the request", async () => {
    await stranger.send("POST", ASK, { email: EMAIL }, { host: "evil.example" });
    await vi.waitFor(async () => expect(await mailsTo(test, EMAIL)).toHaveLength(1));
    expect((await mailsTo(test, EMAIL))[0]?.text).not.toContain("evil.example");
  });

  it("is offered only where mail and the public address are set up", async () => {
    const offered = async (config: Parameters<typeof testApp>[1]) => {
      const { app, parts } = await testApp(await open(), config);
      const state = await new AgentBrowser(app).ok(SetupState, "GET", "/api/setup");
      await parts.mailWorker.stop();
      return state.resetByMail;
    };
    expect(await offered(MAIL_CONFIG)).toBe(true);
    expect(await offered({ mail: MAIL_CONFIG.mail })).toBe(false);
    expect(await offered({ publicUrl: MAIL_CONFIG.publicUrl })).toBe(false);
  });
});
