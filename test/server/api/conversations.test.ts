import { beforeEach, expect, it } from "vitest";
import * as z from "zod/mini";
import { ApiContact } from "../../../shared/api/contact.ts";
import {
  ApiConversation,
  ApiConversationPage,
  ApiEntryPage,
  ApiTeam,
} from "../../../shared/api/conversation.ts";
import { ApiForms, ApiSubmissionPage, ApiVisitPage } from "../../../shared/api/visit.ts";
import type { API_SCOPES } from "../../../shared/api-key.ts";
import { Conversation, ConversationSummary, Message } from "../../../shared/conversation.ts";
import type { FoyerEvent } from "../../../shared/event.ts";
import { VisitorHistory } from "../../../shared/live.ts";
import { Property } from "../../../shared/property.ts";
import { makeTeam } from "../../support/agent.ts";
import { rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { accepted, message } from "../../support/deliveries.ts";
import { type ApiClient, createKey } from "../../support/rest-api.ts";

describeEachDatabase("conversations over the REST API", (open) => {
  let test: TestApp;
  let team: Awaited<ReturnType<typeof makeTeam>>;
  let client: ApiClient;
  let bob: string;
  let published: Extract<FoyerEvent, { kind: "conversation" }>[];
  beforeEach(async () => {
    test = await testApp(await open());
    team = await makeTeam(test);
    ({ client } = await createKey(test.app, team.admin, team.property));
    const { items } = await client.ok(ApiTeam, "GET", "/team");
    bob = items.find(({ role }) => role === "agent")?.id ?? "";
    published = [];
    test.deps.bus.on((event) => void (event.kind === "conversation" && published.push(event)));
  });

  /** An unanswered chat of a visitor. */
  const chat = async (said = "Hello") => {
    const visitor = new BrowserVisitor(test.app, team.property);
    await visitor.visit();
    const receipt = await visitor.submit({ name: "Ann", email: `${visitor.id}@example.com`, message: said });
    if (receipt.status !== "accepted") throw new Error("The submission was refused");
    published.length = 0;
    return { visitor, id: receipt.conversation };
  };
  const summary = (id: string) => client.ok(ApiConversation, "GET", `/conversations/${id}`);

  const history = async (visitor: BrowserVisitor, conversation: string) => {
    const response = await visitor.post("history", { token: visitor.token, conversation, before: 999_999 });
    return z.parse(VisitorHistory, await response.json()).messages;
  };

  it("a reply is the member's for whom the key acts, names the key, and reaches widgets and dashboards", async () => {
    const { id, visitor } = await chat();
    const reply = { text: "Good day" };
    const sent = await client.ok(Message, "POST", `/conversations/${id}/messages`, reply);
    expect(sent).toMatchObject({ kind: "message", agent: { name: "Olga Owner" }, via: "CRM" });
    expect(published).toHaveLength(1);
    expect(published[0]?.messages.map(({ text, via }) => [text, via])).toContainEqual(["Good day", "CRM"]);
    expect(published[0]?.visitor?.messages.map(({ agent, text }) => [agent, text])).toContainEqual([
      "Olga Owner",
      "Good day",
    ]);
    expect(JSON.stringify(published[0]?.visitor)).not.toContain("CRM");
    const seen = await team.agent.ok(
      Conversation,
      "GET",
      `/api/properties/${team.property}/conversations/${id}`,
    );
    expect(seen.messages.at(-1)).toEqual(sent);
    expect(await history(visitor, id)).toContainEqual(expect.objectContaining({ text: "Good day" }));
  });

  it("acts for a member that the request names, and for nobody outside the team", async () => {
    const { id } = await chat();
    const named = { text: "It is I", agent: bob };
    const sent = await client.ok(Message, "POST", `/conversations/${id}/messages`, named);
    expect(sent).toMatchObject({ agent: { id: bob, name: "agent" }, via: "CRM" });
    const outside = { text: "It is I", agent: "nobody" };
    expect(await client.refused("POST", `/conversations/${id}/messages`, outside)).toMatchObject({
      code: "invalid_request",
      faults: [{ path: "agent", code: "no_member" }],
    });
  });

  it("a note is never shown to the visitor", async () => {
    const { id, visitor } = await chat();
    const note = await client.ok(Message, "POST", `/conversations/${id}/notes`, { text: "A secret" });
    expect(note).toMatchObject({ kind: "note", via: "CRM" });
    expect(published[0]?.visitor?.messages).toEqual([]);
    expect(JSON.stringify(await history(visitor, id))).not.toContain("A secret");
  });

  it("R34: reply and note are separate scopes, and neither may change a status", async () => {
    const { id } = await chat();
    const only = async (...scopes: (typeof API_SCOPES)[number][]) =>
      (await createKey(test.app, team.admin, team.property, { scopes })).client;
    const noter = await only("conversations:note");
    const replier = await only("conversations:reply");
    const text = { text: "Hello" };
    await noter.ok(Message, "POST", `/conversations/${id}/notes`, text);
    await replier.ok(Message, "POST", `/conversations/${id}/messages`, text);
    const refused = [
      noter.refused("POST", `/conversations/${id}/messages`, text),
      replier.refused("POST", `/conversations/${id}/notes`, text),
      noter.refused("PATCH", `/conversations/${id}`, { status: "closed" }),
      replier.refused("PATCH", `/conversations/${id}`, { status: "closed" }),
    ];
    for (const one of await Promise.all(refused)) expect(one.code).toBe("missing_scope");
    const contact = await client.ok(ApiContact, "POST", "/contacts", { emails: ["t@example.com"] });
    const opener = await only("tickets:write");
    const message = { kind: "message", subject: "", text: "Hello" };
    const problem = await opener.refused("POST", `/contacts/${contact.id}/tickets`, message);
    expect(problem).toMatchObject({ code: "missing_scope", detail: expect.stringContaining(":reply") });
    expect(await rowsOf(test, "conversations")).toHaveLength(1);
  });

  it("R34: a reply that is sent again with its Idempotency-Key is written once", async () => {
    const { id } = await chat();
    const send = () =>
      client.ok(
        Message,
        "POST",
        `/conversations/${id}/messages`,
        { text: "Once" },
        { "idempotency-key": "k" },
      );
    expect(await send()).toEqual(await send());
    expect((await rowsOf(test, "messages")).filter(({ text }) => text === "Once")).toHaveLength(1);
  });

  it("assigns, tags by name, and closes, as the dashboard does", async () => {
    const { id } = await chat();
    const update = { assignee: bob, tags: ["Billing", "billing ", "new"], status: "closed" };
    const after = await client.ok(ConversationSummary, "PATCH", `/conversations/${id}`, update);
    expect(after).toMatchObject({ status: "closed", assignee: { id: bob } });
    expect(after.tags.map(({ name }) => name)).toEqual(["Billing", "new"]);
    expect(published).toHaveLength(1);
    const { items } = await client.ok(ApiConversationPage, "GET", "/conversations?view=tag&tag=BILLING");
    expect(items.map((one) => one.id)).toEqual([id]);
    const mine = await client.ok(ApiConversationPage, "GET", `/conversations?view=closed`);
    expect(mine.items).toHaveLength(1);
    expect(await client.refused("PATCH", `/conversations/${id}`, { assignee: "nobody" })).toMatchObject({
      code: "invalid_request",
    });
    expect(await client.refused("PATCH", `/conversations/${id}`, { subject: "Hm" })).toMatchObject({
      code: "not_a_ticket",
    });
  });

  it("refuses a change with If-Match of a state that is gone, and tells the new one in the ETag", async () => {
    const { id } = await chat();
    const first = await client.send("GET", `/conversations/${id}`);
    const etag = first.headers.get("etag") ?? "";
    const change = (status: string, match: string) =>
      client.send("PATCH", `/conversations/${id}`, { status }, { "if-match": match });
    const second = await change("closed", etag);
    expect(second.status).toBe(200);
    expect((await change("open", etag)).status).toBe(412);
    expect((await summary(id)).status).toBe("closed");
    expect((await change("open", second.headers.get("etag") ?? "")).status).toBe(200);
  });

  it("pages through the entries from the last ones to the first", async () => {
    const { id } = await chat();
    for (let n = 0; n < 51; n++)
      await client.ok(Message, "POST", `/conversations/${id}/notes`, { text: `Note ${n}` });
    const { entries } = await summary(id);
    expect(entries.items).toHaveLength(50);
    const earlier = await client.ok(
      ApiEntryPage,
      "GET",
      `/conversations/${id}/entries?cursor=${entries.next}`,
    );
    expect(earlier.next).toBeNull();
    const all = [...earlier.items, ...entries.items];
    expect(new Set(all.map((one) => one.sequence)).size).toBe(all.length);
    expect(all.filter(({ kind }) => kind === "note").map(({ text }) => text)).toEqual(
      Array.from({ length: 51 }, (_, n) => `Note ${n}`),
    );
    for (const cursor of ["x", "W10", "WyJhIl0"])
      expect(await client.refused("GET", `/conversations/${id}/entries?cursor=${cursor}`)).toMatchObject({
        code: "invalid_request",
      });
  });

  it("writes to a contact in their open chat, or opens one; to one without a browser it points to a ticket", async () => {
    const { id, visitor } = await chat();
    const at = `/contacts/${visitor.id}/conversations`;
    const into = await client.ok(ConversationSummary, "POST", at, { text: "News" });
    expect(into).toMatchObject({ id, preview: "News" });
    await client.ok(ConversationSummary, "PATCH", `/conversations/${id}`, { status: "closed" });
    const opened = await client.ok(ConversationSummary, "POST", at, { text: "More news" });
    expect(opened).toMatchObject({ preview: "More news", ticket: null, status: "open" });
    expect(opened.id).not.toBe(id);
    expect(await history(visitor, opened.id)).toContainEqual(expect.objectContaining({ text: "More news" }));
    const contact = await client.ok(ApiContact, "POST", "/contacts", { emails: ["t@example.com"] });
    expect(
      await client.refused("POST", `/contacts/${contact.id}/conversations`, { text: "Hello" }),
    ).toMatchObject({ code: "contact_unreachable" });
    const ticket = { kind: "message", subject: "Hello", text: "By mail" };
    const made = await client.ok(ConversationSummary, "POST", `/contacts/${contact.id}/tickets`, ticket);
    expect(made).toMatchObject({ ticket: { number: 1, subject: "Hello" }, person: { id: contact.id } });
    const toMail = await rowsOf(test, "answers_to_mail");
    expect(toMail.map((row) => row.conversation_id)).toContain(made.id);
  });

  it("R30: lists tickets by status and contact, reads and changes one by its number, and makes a chat one", async () => {
    const { id, visitor } = await chat();
    await client.ok(ConversationSummary, "POST", `/conversations/${id}/ticket`, { subject: "Lost parcel" });
    for (const subject of ["A", "B"]) {
      const contact = await client.ok(ApiContact, "POST", "/contacts", {
        emails: [`${subject}@example.com`],
      });
      const start = { kind: "note", subject, text: "Open" };
      await client.ok(ConversationSummary, "POST", `/contacts/${contact.id}/tickets`, start);
    }
    const solved = { status: "solved", priority: "high", subject: "Parcel" };
    const changed = await client.ok(ConversationSummary, "PATCH", "/tickets/1", solved);
    expect(changed).toMatchObject({ status: "solved", ticket: { priority: "high", subject: "Parcel" } });
    const numbers = async (query: string) =>
      (await client.ok(ApiConversationPage, "GET", `/tickets${query}`)).items.map(
        ({ ticket }) => ticket?.number,
      );
    expect(await numbers("")).toEqual([3, 2, 1]);
    expect(await numbers("?status=solved")).toEqual([1]);
    expect(await numbers(`?contact=${visitor.id}`)).toEqual([1]);
    expect(await client.ok(ApiConversation, "GET", "/tickets/1")).toMatchObject({ id });
    expect((await client.ok(ApiConversationPage, "GET", "/conversations?view=open")).items).toHaveLength(2);
    for (const number of ["4", "x", "99999999999"])
      expect(await client.refused("GET", `/tickets/${number}`)).toMatchObject({ code: "not_found" });
  });

  it("a ticket is not solved over a message that the program has not read", async () => {
    const { id, visitor } = await chat();
    const seen = (await summary(id)).revision;
    await client.ok(ConversationSummary, "POST", `/conversations/${id}/ticket`, {});
    await accepted(visitor, message(id, "One more thing"));
    expect(await client.refused("PATCH", `/conversations/${id}`, { status: "solved", seen })).toMatchObject({
      code: "conversation_changed",
    });
  });

  it("lists the visits of a contact, the forms, and what was submitted", async () => {
    const { id, visitor } = await chat("Where is it?");
    const visits = await client.ok(ApiVisitPage, "GET", `/visitors/${visitor.id}/visits`);
    expect(visits.items).toMatchObject([{ visitor: visitor.id }]);
    const forms = await client.ok(ApiForms, "GET", "/forms");
    expect(forms.items.map(({ kind, isCurrent }) => [kind, isCurrent])).toEqual([
      ["pre_chat", true],
      ["offline", true],
    ]);
    const { settings, version } = await team.admin.ok(Property, "GET", `/api/properties/${team.property}`);
    const second = { fields: settings.preChatForm.fields.slice(1) };
    const comparisons = [{ form: "pre_chat", second, share: 50 }];
    const change = { version, settings: { ...settings, comparisons } };
    await team.admin.ok(Property, "PUT", `/api/properties/${team.property}`, change);
    const compared = await client.ok(ApiForms, "GET", "/forms");
    expect(compared.items.map(({ kind, isCurrent, fields }) => [kind, isCurrent, fields.length])).toEqual([
      ["pre_chat", true, 3],
      ["pre_chat", true, 2],
      ["offline", true, 3],
    ]);
    await chat("Another one");
    const all = await client.ok(ApiSubmissionPage, "GET", "/submissions?form=pre_chat");
    expect(all.items).toHaveLength(2);
    const own = await client.ok(ApiSubmissionPage, "GET", `/submissions?contact=${visitor.id}`);
    expect(own.items).toMatchObject([{ conversation: id, contact: visitor.id, form: "pre_chat" }]);
    expect((await client.ok(ApiSubmissionPage, "GET", "/submissions?form=offline")).items).toEqual([]);
  });

  it("a key whose admin has left the team acts only for members whom it names", async () => {
    const { id } = await chat();
    await test.deps.database.write((tx) =>
      tx
        .deleteFrom("memberships")
        .where("role", "=", "admin")
        .where("property_id", "=", team.property)
        .execute(),
    );
    const refused = await client.refused("POST", `/conversations/${id}/notes`, { text: "Hm" });
    expect(refused).toMatchObject({ code: "invalid_request", faults: [{ path: "agent" }] });
    await client.ok(Message, "POST", `/conversations/${id}/notes`, { text: "Hm", agent: bob });
  });
});
