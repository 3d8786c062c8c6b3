import { beforeEach, expect, test } from "vitest";
import { ConversationSummary } from "../../../shared/conversation.ts";
import type { FoyerEvent } from "../../../shared/event.ts";
import { setUpFoyer } from "../../support/agent.ts";
import { addProperty, rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { uuid } from "../../support/deliveries.ts";

const ANA = { name: "Ana", email: "ana@example.com", message: "Hello" };

describeEachDatabase("R25: a visitor who denies consent is forgotten by the server", (open) => {
  let t: TestApp;
  let property: string;
  beforeEach(async () => {
    t = await testApp(await open());
    property = await addProperty(t.deps, {}, `forget${String(Math.random()).slice(2, 6)}`);
  });
  const arrive = async () => {
    const visitor = new BrowserVisitor(t.app, property);
    expect((await visitor.visit()).status).toBe(200);
    return visitor;
  };
  const forget = (visitor: BrowserVisitor, proof = visitor.proof) =>
    visitor.post("forget", { visitor: visitor.id, proof });
  const stored = async (visitor: BrowserVisitor) => ({
    visitors: (await rowsOf(t, "visitors")).filter(({ id }) => id === visitor.id).length,
    visits: (await rowsOf(t, "visits")).filter(({ visitor_id }) => visitor_id === visitor.id).length,
  });

  test("with all visits, and the browser's connections are closed", async () => {
    const [visitor, other] = [await arrive(), await arrive()];
    await visitor.visit({ page: "https://example.com/other" });
    const events: FoyerEvent[] = [];
    t.deps.bus.on((event) => events.push(event));
    const response = await forget(visitor);
    expect([response.status, await response.text()]).toEqual([204, ""]);
    expect(await stored(visitor)).toEqual({ visitors: 0, visits: 0 });
    expect(events).toEqual([{ kind: "visitor_revoked", property, visitor: visitor.id }]);
    expect(await stored(other)).toEqual({ visitors: 1, visits: 1 });
    expect((await visitor.visit()).status, "the ID is free again").toBe(200);
  });

  test("an attacker who knows the ID, and not the proof, removes nothing and learns nothing", async () => {
    const visitor = await arrive();
    const answers = [
      await forget(visitor, "0".repeat(32)),
      await forget(new BrowserVisitor(t.app, property)),
      await forget(visitor, visitor.proof),
    ];
    for (const answer of answers) expect([answer.status, await answer.text()]).toEqual([204, ""]);
    const again = await arrive();
    await forget(again, visitor.proof);
    await new BrowserVisitor(t.app, await addProperty(t.deps, {}, "other00001")).post("forget", {
      visitor: again.id,
      proof: again.proof,
    });
    expect(await stored(again)).toEqual({ visitors: 1, visits: 1 });
    expect((await visitor.post("forget", { visitor: visitor.id })).status).toBe(422);
  });

  test.each([
    ["a contact", (visitor: BrowserVisitor) => visitor.submit(ANA)],
    [
      "a visitor with a refused message",
      (visitor: BrowserVisitor) => visitor.send({ kind: "message", id: uuid() }),
    ],
  ])("%s stays, with the visits", async (_, leave) => {
    const visitor = await arrive();
    await leave(visitor);
    expect((await forget(visitor)).status).toBe(204);
    expect(await stored(visitor)).toEqual({ visitors: 1, visits: 1 });
  });

  test("a device of a contact stays", async () => {
    const [founder, device] = [await arrive(), await arrive()];
    await founder.submit(ANA);
    await device.submit(ANA);
    await forget(device);
    expect(await stored(device)).toEqual({ visitors: 1, visits: 1 });
  });

  test("a visitor to whom an agent wrote stays, and can still read it", async () => {
    const admin = await setUpFoyer(t);
    const visitor = new BrowserVisitor(t.app, admin.property);
    await visitor.visit();
    await admin.browser.ok(
      ConversationSummary,
      "POST",
      `/api/properties/${admin.property}/visitors/${visitor.id}/conversations`,
      { id: uuid(), text: "Your order 4711 has arrived" },
    );
    await forget(visitor);
    const changes = await visitor.post("changes", { token: visitor.token, since: 0 });
    expect(await changes.text()).toContain("4711");
  });
});
