import { beforeEach, expect, it } from "vitest";
import { agentsAvailable } from "../../../server/accounts/presence.ts";
import { PresenceReceipt, Team } from "../../../shared/account.ts";
import { defaultSettings, Property } from "../../../shared/property.ts";
import { addColleague, type Owner, setUpFoyer } from "../../support/agent.ts";
import { type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";

describeEachDatabase("R20: presence", (open) => {
  let test: TestApp;
  let owner: Owner;
  beforeEach(async () => {
    test = await testApp(await open());
    owner = await setUpFoyer(test);
  });

  const say = async (status: string, { browser } = owner) =>
    (await browser.ok(PresenceReceipt, "PUT", "/api/presence", { status })).properties;
  const isThere = (property = owner.property) =>
    agentsAvailable(test.deps.database.read, property, test.clock.now());
  const othersSee = async () => {
    const team = await owner.browser.ok(Team, "GET", `/api/properties/${owner.property}/team`);
    return team.agents.map(({ presence }) => presence);
  };

  it("lasts for 90 seconds after the agent's last report", async () => {
    expect([await isThere(), await othersSee()]).toEqual([false, ["away"]]);
    expect(await say("available")).toEqual([
      { id: owner.property, available: true, open: 0, unread: 0, latestAt: null },
    ]);
    test.clock.pass(89_999);
    expect([await isThere(), await othersSee()]).toEqual([true, ["available"]]);
    test.clock.pass(1);
    expect([await isThere(), await othersSee()]).toEqual([false, ["away"]]);
  });

  it("ends when the agent sets it to away, or signs out", async () => {
    await say("available");
    expect((await say("away"))[0]?.available).toBe(false);
    expect(await isThere()).toBe(false);
    await say("available");
    await owner.browser.send("POST", "/api/sign-out");
    expect(await isThere()).toBe(false);
  });

  it("counts only for properties of which the agent is a member", async () => {
    const { id } = await owner.browser.ok(Property, "POST", "/api/properties", {
      name: "Other",
      timeZone: "UTC",
    });
    const colleague = await addColleague(test, { ...owner, property: id }, "new@example.com", "agent");
    await say("available", { ...owner, browser: colleague.browser });
    expect([await isThere(), await isThere(id)]).toEqual([false, true]);
  });

  it("makes the property available only within its hours", async () => {
    const settings = { ...defaultSettings("Shop", "UTC"), hours: Array.from({ length: 7 }, () => []) };
    const update = { settings, version: 1 };
    await owner.browser.ok(Property, "PUT", `/api/properties/${owner.property}`, update);
    expect((await say("available"))[0]?.available).toBe(false);
  });

  it("receives the state of the inbox, without suspicious conversations", async () => {
    const visitor = new BrowserVisitor(test.app, owner.property);
    await visitor.visit();
    await visitor.submit({ name: "Ann", email: "ann@example.com", message: "One" });
    const at = test.clock.now();
    test.clock.pass(1_000);
    await visitor.submit({ name: "Ann", email: "ann@example.com", message: "Two" });
    expect(await say("away")).toMatchObject([{ open: 2, unread: 2, latestAt: at + 1_000 }]);
    await test.deps.database.write((tx) =>
      tx.updateTable("conversations").set({ suspicious: 1 }).where("preview", "=", "Two").execute(),
    );
    expect(await say("away")).toMatchObject([{ open: 1, unread: 1, latestAt: at }]);
  });
});
