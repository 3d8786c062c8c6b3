import { expect, test } from "vitest";
import { blockVisitor, unblockVisitor } from "../../../server/contacts/crm/blocks.ts";
import { addProperty, rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor, submission } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { deliver, message, uuid } from "../../support/deliveries.ts";

const FORM = {
  fields: [
    { id: "name", type: "name", required: false },
    { id: "email", type: "email", required: false },
    { id: "phone", type: "phone", required: false },
    { id: "message", type: "long_text", required: false },
  ],
} as const;
type Draft = Parameters<typeof submission>[2];

describeEachDatabase("R37: a blocked contact who comes with a new browser", (open) => {
  async function blockedContact(t: TestApp, matching: "attach" | "separate") {
    const form = { fields: FORM.fields.map((field) => ({ ...field })) };
    const property = await addProperty(
      t.deps,
      { matching, preChatForm: form, offlineForm: form },
      `${matching}00`.slice(0, 10).padEnd(10, "0"),
    );
    const known = await arrive(t, property);
    await send(known, { name: "Eve", email: "eve@example.com", phone: "+4930123456" });
    await t.deps.database.write((tx) =>
      blockVisitor(tx, { property, visitor: known.id, agent: "a", now: t.clock.now(), newId: uuid }),
    );
    return { property, known };
  }

  async function arrive(t: TestApp, property: string) {
    const visitor = new BrowserVisitor(t.app, property);
    await visitor.visit();
    return visitor;
  }

  async function send(visitor: BrowserVisitor, answers: object, form: "pre_chat" | "offline" = "pre_chat") {
    const delivery = submission(answers as Parameters<typeof submission>[0], form, FORM as unknown as Draft);
    const [first, second] = await deliver(visitor, delivery, message(delivery.id, "And this"));
    return [first, second].map((one) => (one?.status === "refused" ? one.problem.code : one?.status));
  }

  const SAME = {
    "the same e-mail": { email: "eve@example.com" },
    "the e-mail in capitals": { email: "EVE@Example.COM" },
    "the same phone": { phone: "+4930123456" },
    "another name": { name: "Somebody", email: "eve@example.com" },
    "the e-mail and another phone": { email: "eve@example.com", phone: "+4930999999" },
  };

  test("is refused at the first message, in either form and in the chat", async () => {
    const t = await testApp(await open());
    for (const matching of ["attach", "separate"] as const) {
      const { property, known } = await blockedContact(t, matching);
      const before = await rowsOf(t, "conversations");
      for (const [how, answers] of Object.entries(SAME))
        for (const form of ["pre_chat", "offline"] as const)
          expect([how, await send(await arrive(t, property), answers, form)]).toEqual([
            how,
            ["visitor_blocked", "conversation_unknown"],
          ]);
      expect(await rowsOf(t, "conversations")).toEqual(before);
      await t.deps.database.write((tx) => unblockVisitor(tx, property, known.id));
      expect(await send(await arrive(t, property), SAME["the same e-mail"])).toEqual([
        "accepted",
        "accepted",
      ]);
    }
  });

  test("somebody else is not", async () => {
    const t = await testApp(await open());
    const { property } = await blockedContact(t, "attach");
    for (const answers of [{ name: "Eve" }, { email: "adam@example.com" }, { phone: "+4930123457" }])
      expect(await send(await arrive(t, property), answers)).toEqual(["accepted", "accepted"]);
  });
});
