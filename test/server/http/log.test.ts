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

  it("R26: says nothing of the row that the database complains of", async () => {
    const { deps, logged } = await testApp(await open());
    const row = { property_id: "abcde12345", visitor_id: "V0123456789012345" };
    const insert = () =>
      deps.database.write((tx) => tx.insertInto("contacts_to_compare").values(row).execute());
    await insert();
    const error = await insert().catch((reason: unknown) => reason);
    deps.log.error({ err: error }, "internal");
    expect(logged.join()).toMatch(/unique/i);
    expect(logged.join()).not.toContain(row.visitor_id);
  });
});
