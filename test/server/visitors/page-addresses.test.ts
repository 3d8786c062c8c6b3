import { expect, test } from "vitest";
import { pageAddresses } from "../../../server/platform/database/migrations/0023-page-addresses.ts";
import type { Database } from "../../../server/platform/database/open.ts";
import { addProperty, testApp } from "../../support/app.ts";
import { BrowserVisitor, submission } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";

const SECRET = "s3cr3tvalue";
const unsafe = (path: string) =>
  `https://jane:${SECRET}@example.com/${path};sid=${SECRET}?a=1&token=${SECRET}&coupon_code=SPRING#/b?email=${SECRET}@example.com`;
const safe = (path: string) => `https://example.com/${path}?a=1#/b`;

/** Every value of every table. */
async function everything({ read }: Database): Promise<string> {
  const tables = await read.introspection.getTables();
  const rows = await Promise.all(
    tables.map(({ name }) =>
      read
        .selectFrom(name as "visits")
        .selectAll()
        .execute(),
    ),
  );
  return JSON.stringify(rows);
}

async function stored({ read }: Database) {
  return {
    visits: await read.selectFrom("visits").select(["page", "referrer"]).execute(),
    visitors: await read.selectFrom("visitors").select(["last_page", "referrer"]).execute(),
    submissions: await read.selectFrom("submissions").select("page").execute(),
  };
}

/** A visit, and a submission from another page. */
async function comeAndWrite(visitor: BrowserVisitor): Promise<void> {
  expect((await visitor.visit({ page: unsafe("page"), referrer: unsafe("from") })).status).toBe(200);
  const delivery = submission({ name: "Ann", email: "ann@example.com", message: "Hello" });
  expect((await visitor.send({ ...delivery, page: unsafe("form") })).status).toBe(200);
}

describeEachDatabase("addresses of pages", (open) => {
  test("R24: no table, no log line holds the secrets in them: of a visit, its referrer, a submission", async () => {
    const { app, deps, logged } = await testApp(await open(), { logLevel: "debug" });
    await comeAndWrite(new BrowserVisitor(app, await addProperty(deps)));
    expect(await everything(deps.database)).not.toContain(SECRET);
    expect(logged.join("\n")).not.toContain(SECRET);
    expect(await stored(deps.database)).toEqual({
      visits: [{ page: safe("page"), referrer: safe("from") }],
      visitors: [{ last_page: safe("page"), referrer: safe("from") }],
      submissions: [{ page: safe("form") }],
    });
  });

  test("R24: the owner names what stays", async () => {
    const { app, deps } = await testApp(await open());
    const property = await addProperty(deps, { allowedParameters: ["coupon_code"] });
    await comeAndWrite(new BrowserVisitor(app, property));
    const partly = (path: string) => `https://example.com/${path}?a=1&coupon_code=SPRING#/b`;
    expect((await stored(deps.database)).submissions).toEqual([{ page: partly("form") }]);
    expect((await stored(deps.database)).visits).toEqual([
      { page: partly("page"), referrer: partly("from") },
    ]);
  });

  test("R24: an address that is too long is cut before a parameter, so that half an e-mail does not stay", async () => {
    const { app, deps } = await testApp(await open());
    const visitor = new BrowserVisitor(app, await addProperty(deps));
    const start = `https://example.com/?a=${"x".repeat(1_960)}`;
    await visitor.visit({ page: `${start}&u=${SECRET}@example.com` });
    expect((await stored(deps.database)).visits[0]?.page).toBe(start);
  });

  test("R24: addresses that were stored with everything are cleaned once, by the migration", async () => {
    const database = await open();
    const { app, deps } = await testApp(database);
    await comeAndWrite(new BrowserVisitor(app, await addProperty(deps)));
    await database.write(async (tx) => {
      await tx
        .updateTable("visits")
        .set({ page: unsafe("page"), referrer: unsafe("from") })
        .execute();
      await tx
        .updateTable("visitors")
        .set({ last_page: unsafe("page"), referrer: unsafe("from") })
        .execute();
      await tx
        .updateTable("submissions")
        .set({ page: unsafe("form") })
        .execute();
    });
    await pageAddresses.up(database.writer);
    expect(await stored(database)).toEqual({
      visits: [{ page: safe("page"), referrer: safe("from") }],
      visitors: [{ last_page: safe("page"), referrer: safe("from") }],
      submissions: [{ page: safe("form") }],
    });
  });
});
