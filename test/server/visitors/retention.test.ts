import { expect, test } from "vitest";
import { runHousekeeping } from "../../../server/housekeeping.ts";
import { Contact } from "../../../shared/contact.ts";
import { ConversationSummary } from "../../../shared/conversation.ts";
import { MergeResult } from "../../../shared/crm.ts";
import { setUpFoyer } from "../../support/agent.ts";
import { addProperty, rowsOf, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { uuid } from "../../support/deliveries.ts";

const DAY = 86_400_000;
const ANA = { name: "Ana", email: "ana@example.com", message: "Hello" };

describeEachDatabase("R24: retention", (open) => {
  test("visits of visitors who never became contacts are removed after the property's time, and so are the visitors", async () => {
    const t = await testApp(await open());
    const property = await addProperty(t.deps, { retentionDays: 30 });
    const [stranger, contact, device] = [1, 2, 3].map(() => new BrowserVisitor(t.app, property));
    for (const visitor of [stranger, contact, device]) await visitor?.visit();
    await contact?.submit(ANA);
    await device?.submit(ANA);
    t.clock.pass(29 * DAY);
    await runHousekeeping(t.deps);
    expect(await rowsOf(t, "visits")).toHaveLength(3);
    t.clock.pass(2 * DAY);
    await runHousekeeping(t.deps);
    expect((await rowsOf(t, "visitors")).map(({ id }) => id).sort()).toEqual(
      [contact?.id, device?.id].sort(),
    );
    expect((await rowsOf(t, "visits")).map(({ visitor_id }) => visitor_id).sort()).toEqual(
      [contact?.id, device?.id].sort(),
    );
  });

  test("a visitor who left a message without an address stays, with the message", async () => {
    const t = await testApp(await open());
    const form = { fields: [{ id: "message", type: "long_text" as const, required: true }] };
    const property = await addProperty(t.deps, { retentionDays: 1, offlineForm: form });
    const visitor = new BrowserVisitor(t.app, property);
    await visitor.visit();
    await visitor.submit({ message: "No address, but read me" }, "offline", form);
    t.clock.pass(10 * DAY);
    await runHousekeeping(t.deps);
    expect(await rowsOf(t, "visitors")).toHaveLength(1);
    expect(await rowsOf(t, "visits")).toHaveLength(0);
  });

  test("R12: a visitor to whom an agent wrote stays, so that nobody else can register the ID and read the message", async () => {
    const t = await testApp(await open());
    const { browser, property } = await setUpFoyer(t);
    const visitor = new BrowserVisitor(t.app, property);
    await visitor.visit();
    await browser.ok(
      ConversationSummary,
      "POST",
      `/api/properties/${property}/visitors/${visitor.id}/conversations`,
      { id: uuid(), text: "Your order 4711 has arrived" },
    );
    t.clock.pass(100 * DAY);
    await runHousekeeping(t.deps);
    const thief = new BrowserVisitor(t.app, property, { id: visitor.id });
    expect((await thief.visit()).status).toBe(409);
    expect(await (await visitor.visit()).json()).toMatchObject({ unread: true });
    expect(await (await visitor.post("changes", { token: visitor.token, since: 0 })).text()).toContain(
      "4711",
    );
  });

  test("R4: a visitor who is the survivor of a merge stays, so that both IDs resolve and both can write", async () => {
    const t = await testApp(await open());
    const { browser, property } = await setUpFoyer(t);
    const [one, other] = [new BrowserVisitor(t.app, property), new BrowserVisitor(t.app, property)];
    await one.visit();
    t.clock.pass(1_000);
    await other.visit();
    const base = `/api/properties/${property}/contacts`;
    await browser.ok(MergeResult, "POST", `${base}/merge`, { contacts: [one.id, other.id] });
    t.clock.pass(100 * DAY);
    await runHousekeeping(t.deps);
    await browser.signIn("owner@example.com");
    expect(await browser.ok(Contact, "GET", `${base}/${other.id}`)).toMatchObject({ id: one.id });
    await other.visit();
    expect(await other.submit(ANA)).toMatchObject({ status: "accepted" });
  });

  test("if tracking is off, stored locations are removed", async () => {
    const t = await testApp(await open());
    const property = await addProperty(t.deps);
    await new BrowserVisitor(t.app, property).visit();
    await t.deps.database.write((tx) =>
      tx.updateTable("visitors").set({ country: "DE", city: "Berlin" }).execute(),
    );
    await runHousekeeping(t.deps);
    expect(await rowsOf(t, "visitors")).toMatchObject([{ country: null, city: null }]);
  });
});
