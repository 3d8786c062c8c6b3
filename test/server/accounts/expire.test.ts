import { expect, it } from "vitest";
import { runHousekeeping } from "../../../server/housekeeping.ts";
import { Me } from "../../../shared/account.ts";
import { InvitationCreated } from "../../../shared/joining.ts";
import { setUpFoyer } from "../../support/agent.ts";
import { testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";

const DAY = 86_400_000;

describeEachDatabase("housekeeping", (open) => {
  it("removes expired sessions and invitations that expired long ago, and no others", async () => {
    const test = await testApp(await open());
    // better-auth measures sessions by the machine's clock
    test.clock.set(Date.now());
    const { browser, property } = await setUpFoyer(test);
    const { read } = test.deps.database;
    const count = async () => [
      (await read.selectFrom("agent_sessions").selectAll().execute()).length,
      (await read.selectFrom("invitations").selectAll().execute()).length,
    ];
    await browser.ok(InvitationCreated, "POST", `/api/properties/${property}/invitations`, {
      email: "new@example.com",
      role: "agent",
    });
    await runHousekeeping(test.deps);
    expect(await count()).toEqual([1, 1]);
    await browser.ok(Me, "GET", "/api/me");
    test.clock.pass(31 * DAY);
    await runHousekeeping(test.deps);
    expect(await count()).toEqual([0, 1]);
    test.clock.pass(40 * DAY);
    await runHousekeeping(test.deps);
    expect(await count()).toEqual([0, 0]);
  });
});
