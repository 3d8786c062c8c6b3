import fc from "fast-check";
import { expect, it } from "vitest";
import { createMessageIndexer } from "../../../../server/conversations/search/message-indexer.ts";
import { messageTerms } from "../../../../server/conversations/search/tokenize-message.ts";
import { erasePerson } from "../../../../server/people/erase-person.ts";
import { Message } from "../../../../shared/conversation.ts";
import { setUpFoyer } from "../../../support/agent.ts";
import { addProperty, rowsOf, type TestApp, testApp } from "../../../support/app.ts";
import { BrowserVisitor } from "../../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../../support/databases.ts";
import { accepted, followUp, message, uuid } from "../../../support/deliveries.ts";

/** The whole index of a property, in order. */
async function indexOf(test: TestApp, property: string) {
  const lists = (await rowsOf(test, "message_term_lists")).filter((row) => row.property_id === property);
  const terms = (await rowsOf(test, "message_terms")).filter((row) => row.property_id === property);
  return {
    lists: lists.sort((a, b) => a.sequence - b.sequence),
    terms: terms.map(({ term, sequence }) => `${term} ${sequence}`).sort(),
  };
}

/** Removes the index, so that everything is from before it. */
async function forgetIndex({ deps: { database } }: TestApp, property: string): Promise<void> {
  await database.write(async (tx) => {
    await tx.deleteFrom("message_terms").execute();
    await tx.deleteFrom("message_term_lists").execute();
    await tx
      .updateTable("message_index_states")
      .set({ backfilling: 1, backfill_conversation: "", backfill_sequence: 0 })
      .where("property_id", "=", property)
      .execute();
  });
}

const STEPS = [
  "open",
  "open offline",
  "write",
  "note",
  "answer",
  "edit",
  "retract",
  "subject",
  "follow up",
  "erase",
  "index",
] as const;
const TEXTS = ["hello", "hello again", "where is my order 4711-22", "東京タワー", "über allem", "a b c"];

describeEachDatabase("the index of messages", (open) => {
  it("is the same after any history as one that is built afterwards", async () => {
    const test = await testApp(await open());
    const { browser, property } = await setUpFoyer(test);
    const { database } = test.deps;
    const indexer = createMessageIndexer(database);
    const chats: { visitor: BrowserVisitor; id: string }[] = [];
    const written: { chat: string; id: string }[] = [];
    const at = (chat: string) => `/api/properties/${property}/conversations/${chat}`;
    const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % (list.length || 1)];
    const submit = async (n: number, text: string, form: "pre_chat" | "offline") => {
      const visitor = new BrowserVisitor(test.app, property);
      await visitor.visit();
      const receipt = await visitor.submit(
        { name: `Ann ${n}`, email: `a${n}@example.com`, message: text },
        form,
      );
      if (receipt.status === "accepted" && receipt.conversation)
        chats.push({ visitor, id: receipt.conversation });
    };
    const erase = async (n: number) => {
      const chat = pick(chats, n);
      if (!chat) return;
      const contact = await database.read
        .selectFrom("conversations")
        .select("contact_id")
        .where("id", "=", chat.id)
        .executeTakeFirst();
      if (!contact) return;
      await (await database.write((tx) => erasePerson(tx, property, contact.contact_id, { hooks: [] })))();
      const left = new Set((await rowsOf(test, "conversations")).map(({ id }) => id));
      chats.splice(0, chats.length, ...chats.filter(({ id }) => left.has(id)));
      written.splice(0, written.length, ...written.filter((one) => left.has(one.chat)));
    };
    const post = async (n: number, text: string, kind: "message" | "note") => {
      const chat = pick(chats, n);
      if (!chat) return;
      const { id } = await browser.ok(Message, "POST", `${at(chat.id)}/messages`, {
        id: uuid(),
        text,
        kind,
        files: [],
      });
      written.push({ chat: chat.id, id });
    };
    const run = async (step: (typeof STEPS)[number], n: number): Promise<unknown> => {
      const [chat, own, text] = [pick(chats, n), pick(written, n), TEXTS[n % TEXTS.length] ?? ""];
      switch (step) {
        case "open":
          return submit(n, text, "pre_chat");
        case "open offline":
          return submit(n, text, "offline");
        case "write":
          return chat && accepted(chat.visitor, message(chat.id, text));
        case "follow up":
          return (
            chat &&
            accepted(chat.visitor, followUp(chat.id, { name: "Ann", email: "b@example.com", message: text }))
          );
        case "note":
          return post(n, text, "note");
        case "answer":
          return post(n, text, "message");
        case "edit":
          return (
            own && browser.send("PATCH", `${at(own.chat)}/messages/${own.id}`, { text: `${text} edited` })
          );
        case "retract":
          return own && browser.send("DELETE", `${at(own.chat)}/messages/${own.id}`);
        case "subject":
          return chat && browser.send("PATCH", at(chat.id), { subject: `About ${text}` });
        case "erase":
          return erase(n);
        case "index":
          return indexer.catchUp(property);
      }
    };
    const history = fc.array(fc.tuple(fc.constantFrom(...STEPS), fc.nat(40)), {
      minLength: 8,
      maxLength: 16,
    });
    await fc.assert(
      fc.asyncProperty(history, async (steps) => {
        for (const [step, n] of steps) await run(step, n);
        await indexer.catchUp();
        const incremental = await indexOf(test, property);
        await forgetIndex(test, property);
        await indexer.catchUp();
        expect(await indexOf(test, property)).toEqual(incremental);
        const entries = new Set((await rowsOf(test, "messages")).map(({ sequence }) => sequence));
        for (const { sequence } of incremental.lists) expect(entries).toContain(sequence);
      }),
      { numRuns: 4 },
    );
  });

  it("has what was there before it, the newest first, and searches do not wait for that", async () => {
    const test = await testApp(await open());
    const { browser, property } = await setUpFoyer(test);
    const visitor = new BrowserVisitor(test.app, property);
    await visitor.visit();
    const receipt = await visitor.submit({ name: "Ann", email: "ann@example.com", message: "Old news" });
    const conversation = (receipt.status === "accepted" && receipt.conversation) || "";
    for (let n = 0; n < 70; n++) await accepted(visitor, message(conversation, `Old message ${n}`));
    const indexer = createMessageIndexer(test.deps.database);
    await indexer.catchUp();
    const whole = await indexOf(test, property);
    await forgetIndex(test, property);
    await accepted(visitor, message(conversation, "A new message"));
    const search = async (q: string) =>
      (await browser.send("GET", `/api/properties/${property}/message-search?q=${q}`)).json();
    expect(await search("new+message")).toMatchObject({ items: [{ messages: [{}] }], isIndexing: true });
    expect(await search("57")).toMatchObject({ items: [], isIndexing: true });
    await indexer.catchUp();
    expect(await search("57")).toMatchObject({ items: [{}], isIndexing: false });
    const { lists } = await indexOf(test, property);
    expect(lists.slice(0, whole.lists.length)).toEqual(whole.lists);
  });

  it("is updated in the background without a search", async () => {
    const test = await testApp(await open());
    const property = await addProperty(test.deps);
    const visitor = new BrowserVisitor(test.app, property);
    await visitor.visit();
    await visitor.submit({ name: "Ann", email: "ann@example.com", message: "Hello" });
    const errors: unknown[] = [];
    const stop = createMessageIndexer(test.deps.database).start((error) => errors.push(error));
    await expect.poll(() => rowsOf(test, "message_term_lists"), { timeout: 15_000 }).toHaveLength(1);
    stop();
    expect(errors).toEqual([]);
  });

  it("of a property does not wait for another one's messages", async () => {
    const test = await testApp(await open());
    const { property } = await setUpFoyer(test);
    const busy = await addProperty(test.deps, {}, "busy000001");
    const quiet = await addProperty(test.deps, {}, "quiet00001");
    for (const one of [busy, quiet, property]) {
      const visitor = new BrowserVisitor(test.app, one);
      await visitor.visit();
      await visitor.submit({ name: "Ann", email: "ann@example.com", message: "Hello" });
    }
    await test.deps.database.write((tx) =>
      tx.updateTable("sequences").set({ last_sequence: 1_000_000 }).where("property_id", "=", busy).execute(),
    );
    const indexer = createMessageIndexer(test.deps.database);
    await indexer.catchUp(busy);
    expect((await indexOf(test, busy)).lists).toEqual([]);
    await indexer.catchUp(quiet);
    expect((await indexOf(test, quiet)).lists.map(({ terms }) => terms.split("\n").filter(Boolean))).toEqual([
      messageTerms("Hello\nAnn\nann@example.com"),
    ]);
    expect((await indexOf(test, property)).lists).toEqual([]);
  });
});
