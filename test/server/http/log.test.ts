import { expect, it } from "vitest";
import { testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";

describeEachDatabase("what is logged of a fault of ours", (open) => {
  it("R24, R26: names the route, and neither a token nor a visitor that stands in the address", async () => {
    const { app, deps, logged } = await testApp(await open());
    await deps.database.write((tx) => tx.schema.dropTable("invitations").execute());
    const response = await app.request("/api/invitations/the-token-of-a-link");
    expect(response.status).toBe(500);
    expect(logged.join()).toContain('"route":"/api/invitations/:token"');
    expect(logged.join()).not.toContain("the-token-of-a-link");
  });
});
