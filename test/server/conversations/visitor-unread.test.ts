import { expect, test } from "vitest";
import * as z from "zod/mini";
import { toPlainMessage } from "../../../server/conversations/core/entries.ts";
import { VisitReceipt } from "../../../shared/visitor.ts";
import { addProperty, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";

async function isUnread(visitor: BrowserVisitor): Promise<boolean> {
  const response = await visitor.visit();
  expect(response.status).toBe(200);
  return z.parse(VisitReceipt, await response.json()).unread;
}

describeEachDatabase("the answer to a visit", (open) => {
  test("says whether an agent's message is unread, and only to the visitor it is for", async () => {
    const { app, deps } = await testApp(await open());
    const property = await addProperty(deps);
    const ana = new BrowserVisitor(app, property);
    const ben = new BrowserVisitor(app, property);
    for (const visitor of [ana, ben]) expect(await isUnread(visitor)).toBe(false);
    await ana.submit({ name: "Ana", email: "ana@example.com", message: "Hello" });
    expect(await isUnread(ana)).toBe(false);

    const { id, last_sequence } = await deps.database.read
      .selectFrom("conversations")
      .select(["id", "last_sequence"])
      .executeTakeFirstOrThrow();
    const sequence = last_sequence + 5;
    const message = toPlainMessage({
      property_id: property,
      conversation_id: id,
      sequence,
      id: "m",
      author: "agent",
      agent_id: null,
      text: "Good morning",
      sent_at: 1,
      received_at: 1,
    });
    await deps.database.write(async (tx) => {
      await tx.insertInto("messages").values(message).execute();
      await tx.updateTable("conversations").set({ last_sequence: sequence, revision: sequence }).execute();
    });
    expect(await isUnread(ana)).toBe(true);
    expect(await isUnread(ben)).toBe(false);

    await deps.database.write((tx) =>
      tx.updateTable("messages").set({ retracted: 1 }).where("id", "=", "m").execute(),
    );
    expect(await isUnread(ana)).toBe(false);
    await deps.database.write((tx) =>
      tx.updateTable("messages").set({ retracted: 0 }).where("id", "=", "m").execute(),
    );
    await deps.database.write((tx) =>
      tx.updateTable("conversations").set({ visitor_read: sequence }).execute(),
    );
    expect(await isUnread(ana)).toBe(false);
  });
});
