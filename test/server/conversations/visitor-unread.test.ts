import { expect, test } from "vitest";
import { plainEntry } from "../../../server/conversations/core/entries.ts";
import { addProperty, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";

describeEachDatabase("a visit", (open) => {
  test("is answered with 202 while an agent's message is unread, and only to the visitor it is for", async () => {
    const { app, deps } = await testApp(await open());
    const property = await addProperty(deps);
    const ana = new BrowserVisitor(app, property);
    const ben = new BrowserVisitor(app, property);
    for (const visitor of [ana, ben]) expect((await visitor.visit()).status).toBe(200);
    await ana.submit({ name: "Ana", email: "ana@example.com", message: "Hello" });
    expect((await ana.visit()).status).toBe(200);

    const { id, last_sequence } = await deps.database.read
      .selectFrom("conversations")
      .select(["id", "last_sequence"])
      .executeTakeFirstOrThrow();
    const sequence = last_sequence + 5;
    const message = plainEntry({
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
    expect((await ana.visit()).status).toBe(202);
    expect((await ben.visit()).status).toBe(200);

    await deps.database.write((tx) =>
      tx.updateTable("messages").set({ retracted: 1 }).where("id", "=", "m").execute(),
    );
    expect((await ana.visit()).status).toBe(200);
    await deps.database.write((tx) =>
      tx.updateTable("messages").set({ retracted: 0 }).where("id", "=", "m").execute(),
    );
    await deps.database.write((tx) =>
      tx.updateTable("conversations").set({ visitor_read: sequence }).execute(),
    );
    expect((await ana.visit()).status).toBe(200);
  });
});
