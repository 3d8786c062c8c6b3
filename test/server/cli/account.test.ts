import { Writable } from "node:stream";
import { beforeEach, expect, it } from "vitest";
import { runCommand } from "../../../server/cli/run-command.ts";
import { TwoFactorSetup } from "../../../shared/account-security.ts";
import { AgentBrowser, type Owner, PASSWORD, setUpFoyer } from "../../support/agent.ts";
import { type TestApp, testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { totp } from "../../support/totp.ts";

const EMAIL = "owner@example.com";

describeEachDatabase("the commands for somebody who is locked out", (open) => {
  let test: TestApp;
  let owner: Owner;
  beforeEach(async () => {
    test = await testApp(await open(), { publicUrl: "https://chat.example.com" });
    // the session library measures by the machine's clock
    test.clock.set(Date.now());
    owner = await setUpFoyer(test);
  });

  const run = async (...args: string[]) => {
    const texts: string[] = [];
    const stream = new Writable({
      write(chunk, _, done) {
        texts.push(String(chunk));
        done();
      },
    });
    const code = await runCommand(test.deps, args, { out: stream, err: stream });
    return { code, text: texts.join("") };
  };

  it("print a link by which a new password is set, once", async () => {
    const { code, text } = await run("reset-password", " Owner@Example.com");
    expect(code).toBe(0);
    const [, token] = /^https:\/\/chat\.example\.com\/dashboard\/password\/(\S+)\n/.exec(text) ?? [];
    const browser = new AgentBrowser(test.app);
    const set = () => browser.send("POST", `/api/password-resets/${token}`, { password: "another good one" });
    expect((await set()).status).toBe(204);
    expect((await set()).status).toBe(410);
    expect(await owner.browser.refused("GET", "/api/me")).toMatchObject({ code: "sign_in_required" });
    await browser.signIn(EMAIL, "another good one");
  });

  it("turn two-factor authentication off, and end all sessions", async () => {
    expect(await run("reset-two-factor", EMAIL)).toMatchObject({ code: 1 });
    const { browser } = owner;
    await browser.signIn(EMAIL);
    const setup = await browser.ok(TwoFactorSetup, "POST", "/api/me/two-factor", { password: PASSWORD });
    await browser.send("POST", "/api/me/two-factor/confirm", { code: totp(setup.secret, Date.now()) });
    const { code, text } = await run("reset-two-factor", EMAIL);
    expect({ code, text }).toEqual({ code: 0, text: expect.stringContaining(EMAIL) });
    expect(await browser.refused("GET", "/api/me")).toMatchObject({ code: "sign_in_required" });
    await new AgentBrowser(test.app).signIn(EMAIL);
  });

  it.each(["reset-password", "reset-two-factor"])("%s says what is missing", async (command) => {
    expect(await run(command, "nobody@example.com")).toEqual({
      code: 1,
      text: "There is no account with the e-mail nobody@example.com.\n",
    });
    for (const args of [[], [EMAIL, "more"]])
      expect(await run(command, ...args)).toMatchObject({
        code: 1,
        text: expect.stringContaining(`foyer ${command} EMAIL`),
      });
  });
});
