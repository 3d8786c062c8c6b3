import { expect, it } from "vitest";
import { openDatabase } from "../../../server/platform/database/open.ts";
import { logSlowStatements } from "../../../server/platform/database/slow-statements.ts";
import { createLog } from "../../../server/platform/log.ts";
import { testApp } from "../../support/app.ts";
import { describeEachDatabase, describeEachEngine } from "../../support/databases.ts";

describeEachDatabase("the log entry of an internal error", (open) => {
  it("R24, R26: names the route, and contains neither a token nor a visitor ID from the address", async () => {
    const { app, deps, logged } = await testApp(await open());
    await deps.database.write((tx) => tx.schema.dropTable("invitations").execute());
    const response = await app.request("/api/invitations/the-token-of-a-link");
    expect(response.status).toBe(500);
    expect(logged.join()).toContain('"route":"/api/invitations/:token"');
    expect(logged.join()).not.toContain("the-token-of-a-link");
  });

  it("R26: contains nothing of the row that the database reports", async () => {
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

describeEachDatabase("the request log", (open) => {
  const entriesOf = (logged: readonly string[]) => logged.map((line) => JSON.parse(line));

  it("R24, R26: at debug, names each request's route, never its address, and sends its ID to the client", async () => {
    const { app, logged } = await testApp(await open(), { logLevel: "debug" });
    const response = await app.request("/api/invitations/the-token-of-a-link?visitor=V0123456789012345", {
      headers: { "x-forwarded-for": "203.0.113.7" },
    });
    const id = response.headers.get("x-request-id");
    expect(entriesOf(logged)).toMatchObject([
      {
        request: id,
        method: "GET",
        route: "/api/invitations/:token",
        status: response.status,
        ms: expect.any(Number),
        msg: "request",
      },
    ]);
    for (const secret of ["the-token", "V0123456789012345", "203.0.113.7"])
      expect(logged.join()).not.toContain(secret);
    const second = await app.request("/healthz");
    expect(second.headers.get("x-request-id")).not.toBe(id);
  });

  it("gives an internal error the ID of its request", async () => {
    const { app, deps, logged } = await testApp(await open(), { logLevel: "debug" });
    await deps.database.write((tx) => tx.schema.dropTable("invitations").execute());
    const response = await app.request("/api/invitations/x");
    const id = response.headers.get("x-request-id");
    expect(entriesOf(logged)).toMatchObject([
      { request: id, msg: "internal" },
      { request: id, status: 500, msg: "request" },
    ]);
  });

  it("is empty at info, and responses have no request ID", async () => {
    const { app, logged } = await testApp(await open());
    const response = await app.request("/healthz");
    expect(response.headers.has("x-request-id")).toBe(false);
    expect(logged).toEqual([]);
  });
});

describeEachEngine("the log of slow statements", (place) => {
  const openLogged = async (level: "debug" | "info", slow: number) => {
    const logged: string[] = [];
    const log = createLog(level, { write: (line) => void logged.push(line) });
    const database = await openDatabase((await place()).location, logSlowStatements(log, slow));
    logged.length = 0;
    await database.read.selectFrom("agents").select("id").where("email", "=", "ann@example.com").execute();
    await database.close();
    return logged;
  };

  it("R26: at debug, contains a statement's text and duration, and none of its values", async () => {
    const [line = "", ...others] = (await openLogged("debug", 0)).filter((one) => one.includes("agents"));
    expect(others).toEqual([]);
    expect(JSON.parse(line)).toMatchObject({
      sql: expect.stringContaining('select "id" from "agents" where "email" ='),
      ms: expect.any(Number),
      msg: "slow statement",
    });
    expect(line).not.toContain("ann@example.com");
  });

  it("contains no fast statement, and none at info", async () => {
    expect(await openLogged("debug", 60_000)).toEqual([]);
    expect(await openLogged("info", 0)).toEqual([]);
  });
});
