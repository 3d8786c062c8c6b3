import { beforeAll, expect, it } from "vitest";
import { findEntries } from "../../../../server/conversations/search/find-entries.ts";
import { createMessageIndexer } from "../../../../server/conversations/search/message-indexer.ts";
import { messageQueryTerms, messageTerms } from "../../../../server/conversations/search/tokenize-message.ts";
import { insertStatement } from "../../../../server/platform/database/insert-statement.ts";
import { ConversationSummary, Message } from "../../../../shared/conversation.ts";
import { MergeResult } from "../../../../shared/crm.ts";
import { type FoundConversation, MessageSearchPage } from "../../../../shared/message-search.ts";
import { type AgentBrowser, makeTeam } from "../../../support/agent.ts";
import { addProperty, type TestApp, testApp } from "../../../support/app.ts";
import { BrowserVisitor } from "../../../support/browser-visitor.ts";
import { seeded } from "../../../support/clock.ts";
import { describeEachDatabase } from "../../../support/databases.ts";
import { accepted, message, rating, uuid } from "../../../support/deliveries.ts";
import { chat, entry } from "../rows.ts";
import { SEARCH_CASES } from "./words.ts";

const insertConversations = insertStatement("conversations");
const insertMessages = insertStatement("messages");

describeEachDatabase("the search in messages", (open) => {
  let test: TestApp;
  let browser: AgentBrowser;
  let agent: AgentBrowser;
  let outsider: AgentBrowser;
  let property: string;
  beforeAll(async () => {
    test = await testApp(await open());
    ({ admin: browser, agent, outsider, property } = await makeTeam(test));
  });

  const search = (q: string, cursor = "", by = browser) =>
    by.ok(
      MessageSearchPage,
      "GET",
      `/api/properties/${property}/message-search?q=${encodeURIComponent(q)}&cursor=${cursor}`,
    );
  const found = async (q: string) => (await search(q)).items;
  const conversations = async (q: string) => (await found(q)).map(({ conversation }) => conversation.id);
  const textOf = ({ messages }: FoundConversation) =>
    messages.map(({ snippet }) => snippet.map(({ text }) => text).join(""));
  const marked = ({ messages }: FoundConversation) =>
    messages.map(({ snippet }) => snippet.filter(({ isMatch }) => isMatch).map(({ text }) => text));

  const arrive = async (answers: Record<string, string>, form: "pre_chat" | "offline" = "pre_chat") => {
    const visitor = new BrowserVisitor(test.app, property);
    await visitor.visit();
    test.clock.pass(1_000);
    const receipt = await visitor.submit(answers, form);
    if (receipt.status !== "accepted" || !receipt.conversation) throw new Error("The submission was refused");
    return { visitor, conversation: receipt.conversation };
  };
  const write = (conversation: string, text: string, kind: "message" | "note" = "message") => {
    test.clock.pass(1_000);
    return browser.ok(Message, "POST", `/api/properties/${property}/conversations/${conversation}/messages`, {
      id: uuid(),
      text,
      kind,
      files: [],
    });
  };

  it("finds what was written in many scripts as people search it, with the words marked", async () => {
    const { conversation } = await arrive({ name: "Cy", email: "cy@example.com", message: "Languages" });
    const sequences = new Map<string, number>();
    for (const { what, text } of SEARCH_CASES)
      sequences.set(what, (await write(conversation, text, "note")).sequence);
    await createMessageIndexer(test.deps.database).catchUp(property);
    const hits = async (q: string) => {
      const search = { property, terms: messageQueryTerms(q), before: null, limit: 50 };
      return (await findEntries(test.deps.database.read, search)).found.map(({ sequence }) => sequence);
    };
    for (const { what, finds, misses = [] } of SEARCH_CASES) {
      for (const q of finds) expect(await hits(q), `${what}: ${q}`).toContain(sequences.get(what));
      for (const q of misses) expect(await hits(q), `${what}: ${q}`).not.toContain(sequences.get(what));
    }
    for (const { what, finds, marks } of SEARCH_CASES.slice(0, 3)) {
      const message = (await found(finds[0] ?? ""))[0]?.messages.find(
        ({ sequence }) => sequence === sequences.get(what),
      );
      expect(message?.snippet.filter(({ isMatch }) => isMatch).map((part) => part.text)).toEqual(marks);
    }
  });

  it("finds what visitors and agents wrote, notes, subjects, forms and comments, as soon as it is saved", async () => {
    const one = await arrive({
      name: "Quentin Zebra",
      email: "q@example.com",
      message: "An aardvark arrived",
    });
    await accepted(one.visitor, message(one.conversation, "And a badger too"));
    await write(one.conversation, "A capybara is no problem");
    await write(one.conversation, "Secret dingo", "note");
    await accepted(one.visitor, rating(one.conversation, true, "Excellent echidna"));
    const ticket = await arrive({ name: "Ann", email: "ann@example.com", message: "Hi" }, "offline");
    await browser.ok(
      ConversationSummary,
      "PATCH",
      `/api/properties/${property}/conversations/${ticket.conversation}`,
      {
        subject: "Lost flamingo",
      },
    );
    for (const q of ["aardvark", "badger", "capybara", "dingo", "echidna", "quentin", "q@example.com"])
      expect(await conversations(q), q).toEqual([one.conversation]);
    expect(await conversations("flamingo")).toEqual([ticket.conversation]);
    expect(await conversations("aardvark badger")).toEqual([]);
    const [hit] = (await found("dingo"))[0]?.messages ?? [];
    expect(hit).toMatchObject({ kind: "note", author: "agent", agent: { name: expect.any(String) } });
  });

  it("follows corrections and retractions", async () => {
    const { conversation } = await arrive({ name: "Ed", email: "ed@example.com", message: "Correct me" });
    const { id } = await write(conversation, "We ship to Norwegia");
    expect(await conversations("norwegia")).toEqual([conversation]);
    const at = `/api/properties/${property}/conversations/${conversation}/messages/${id}`;
    await browser.ok(Message, "PATCH", at, { text: "We ship to Norway" });
    expect(await conversations("norwegia")).toEqual([]);
    expect(await conversations("norway")).toEqual([conversation]);
    await browser.ok(Message, "DELETE", at);
    expect(await conversations("norway")).toEqual([]);
  });

  it("names the last conversations of the contacts whose name, e-mail or phone has the words", async () => {
    const first = await arrive({ name: "Žofie Müller", email: "zofie@example.com", message: "First" });
    const other = await arrive({ name: "Z. M.", email: "zm@example.com", message: "Other" });
    const ofContacts = async (q: string) => (await search(q)).ofContacts.map(({ person }) => person.name);
    for (const q of ["zofie mueller", "muller", "zofie@exa"])
      expect(await ofContacts(q)).toEqual(["Žofie Müller"]);
    await browser.ok(MergeResult, "POST", `/api/properties/${property}/contacts/merge`, {
      contacts: [first.visitor.id, other.visitor.id],
    });
    const [hit] = await found("other");
    expect(hit?.conversation).toMatchObject({ id: other.conversation, person: { name: "Žofie Müller" } });
    expect(await ofContacts("zm@example.com")).toEqual(["Žofie Müller"]);
  });

  it("is for the members of the property, and of its conversations only, without suspicious ones", async () => {
    const { conversation } = await arrive({ name: "Flo", email: "flo@example.com", message: "Gnu" });
    const elsewhere = await addProperty(test.deps, {}, "elsewhere1");
    const stranger = new BrowserVisitor(test.app, elsewhere);
    await stranger.visit();
    await stranger.submit({ name: "Flo", email: "flo@example.com", message: "Gnu" });
    expect((await search("gnu", "", agent)).items.map((one) => one.conversation.id)).toEqual([conversation]);
    const address = `/api/properties/${property}/message-search?q=gnu`;
    expect(await outsider.refused("GET", address)).toMatchObject({ code: "property_unknown" });
    await browser.ok(
      ConversationSummary,
      "PATCH",
      `/api/properties/${property}/conversations/${conversation}`,
      {
        suspicious: true,
      },
    );
    expect(await search("gnu")).toMatchObject({ items: [], ofContacts: [], next: null });
  });

  it("refuses a query that is too long and a cursor that is none, and finds nothing for none", async () => {
    const address = `/api/properties/${property}/message-search`;
    for (const query of ["", `?q=${"a".repeat(201)}`, "?q=a&cursor=x", "?q=a&cursor=WzBd"])
      expect(await browser.refused("GET", address + query)).toMatchObject({ code: "invalid_request" });
    for (const q of ["", "  ", "?!", "%"]) expect(await search(q)).toMatchObject({ items: [], next: null });
  });

  it("lists the newest entry first, each once, those of one conversation together", async () => {
    const chats = await Promise.all(
      [1, 2].map((n) => arrive({ name: "Hy", email: `hy${n}@example.com`, message: `Ibis ${n}` })),
    );
    for (let n = 3; n <= 28; n++) await write(chats[n % 2]?.conversation ?? "", `Ibis ${n} again`);
    const pages: FoundConversation[][] = [];
    for (let next: string | null = ""; next !== null; ) {
      const page: MessageSearchPage = await search("ibis", next);
      pages.push(page.items);
      ({ next } = page);
    }
    const sequences = pages.map((page) =>
      page.flatMap(({ messages }) => messages.map((one) => one.sequence)),
    );
    expect(sequences.map(({ length }) => length)).toEqual([25, 3]);
    expect(new Set(sequences.flat()).size).toBe(28);
    for (const [at, page] of pages.entries()) {
      expect(page).toHaveLength(2);
      for (const { messages } of page)
        expect(messages).toEqual([...messages].sort((a, b) => b.sequence - a.sequence));
      expect(Math.min(...(sequences[at] ?? []))).toBeGreaterThan(Math.max(0, ...(sequences[at + 1] ?? [])));
    }
    expect(pages[0]?.map(textOf)[0]?.[0]).toBe("Ibis 28 again");
    expect(pages[0]?.map(marked)[0]?.[0]).toEqual(["Ibis"]);
  });

  it("finds by the index and by scanning exactly what has the words, in pages of any size", async () => {
    const mine = await addProperty(test.deps, {}, "scanned001");
    const random = seeded(5);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const words = ["ant", "antler", "bee", "beet", "cat", "_x", "dog", "50%", "Éclair"];
    const rows = Array.from({ length: 200 }, (_, at) =>
      entry({
        property_id: mine,
        conversation_id: `c${at % 20}`,
        sequence: at + 1,
        revision: at + 1,
        id: `m${at}`,
        text: `${pick(words)} ${pick(words)} ${at % 90 ? "" : "rare"}`,
      }),
    );
    await test.deps.database.write(async (tx) => {
      await insertConversations(
        tx,
        Array.from({ length: 20 }, (_, at) =>
          chat({ property_id: mine, id: `c${at}`, revision: 200, suspicious: at === 7 ? 1 : 0 }),
        ),
      );
      await insertMessages(tx, rows);
      await tx.updateTable("sequences").set({ last_sequence: 200 }).where("property_id", "=", mine).execute();
    });
    await createMessageIndexer(test.deps.database).catchUp(mine);
    const { read } = test.deps.database;
    for (const q of [
      "ant",
      "a",
      "antler bee",
      "rare",
      "rare cat",
      "eclair beet",
      "_x",
      "50%",
      "dog dog",
      "ant nobody",
    ]) {
      const terms = messageQueryTerms(q);
      const expected = rows
        .filter(({ conversation_id }) => conversation_id !== "c7")
        .filter(({ text }) => {
          const own = messageTerms(text);
          return terms.every((term) => own.some((one) => one.startsWith(term)));
        })
        .map(({ sequence }) => sequence)
        .reverse();
      for (const tuning of [
        { maxIndexEntries: 1_000, sliceSize: 7, maxTime: Number.POSITIVE_INFINITY },
        { maxIndexEntries: 3, sliceSize: 30, maxTime: Number.POSITIVE_INFINITY },
        { maxIndexEntries: 3, sliceSize: 30, maxTime: 0 },
        { maxIndexEntries: 1_000, sliceSize: 9, maxTime: 0 },
      ]) {
        const all: number[] = [];
        let before: number | null = null;
        do {
          const page = await findEntries(read, { property: mine, terms, before, limit: 10 }, tuning);
          expect(page.found.length).toBeLessThanOrEqual(10);
          all.push(...page.found.map(({ sequence }) => sequence));
          before = page.next;
        } while (before !== null);
        expect(all, `${q} ${JSON.stringify(tuning)}`).toEqual(expected);
      }
    }
  });
});
