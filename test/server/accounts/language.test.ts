import { beforeEach, expect, it } from "vitest";
import { Me } from "../../../shared/account.ts";
import { LanguageChoice } from "../../../shared/dashboard-language.ts";
import { addColleague, type Owner, setUpFoyer } from "../../support/agent.ts";
import { type TestApp, testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";

describeEachDatabase("the language of the dashboard", (open) => {
  let test: TestApp;
  let owner: Owner;
  beforeEach(async () => {
    test = await testApp(await open());
    owner = await setUpFoyer(test);
  });

  const choose = (language: unknown) => owner.browser.send("PUT", "/api/me/language", { language });
  const chosen = async ({ browser } = owner) => (await browser.ok(Me, "GET", "/api/me")).agent.language;

  it("is the browser's until an agent chooses one, and again afterwards", async () => {
    expect(await chosen()).toBeNull();
    expect(await owner.browser.ok(LanguageChoice, "PUT", "/api/me/language", { language: "ar" })).toEqual({
      language: "ar",
    });
    expect(await chosen()).toBe("ar");
    expect((await choose(null)).status).toBe(200);
    expect(await chosen()).toBeNull();
  });

  it("is of one agent only", async () => {
    const colleague = await addColleague(test, owner, "rosa@example.com", "agent");
    await choose("de");
    expect((await colleague.browser.ok(Me, "GET", "/api/me")).agent.language).toBeNull();
  });

  it.each(["it", "DE", "__proto__", "de\0", "\ud800", "x".repeat(100_000), 1, {}, undefined])(
    "cannot be %j",
    async (language) => {
      expect((await choose(language)).status).toBe(422);
      expect(await chosen()).toBeNull();
    },
  );
});
