import { expect, it } from "vitest";
import * as z from "zod/mini";
import { ConversationSummary } from "../../../shared/conversation.ts";
import { VisitorChanges } from "../../../shared/live.ts";
import { agentClient, follow, liveServer, visitorClient } from "../../support/live-client.ts";
import {
  absenceNoticeOf,
  bounceOf,
  MAIL_CLIENTS,
  type MailAnswer,
  openMail,
} from "../../support/mail-clients.ts";
import { describeMailRoads } from "../../support/mail-road.ts";
import { headersOf } from "../../support/mail-server.ts";
import { writeByForm } from "../../support/mail-world.ts";

const ANN = "ann@example.com";

describeMailRoads("from the widget by mail and back", (road) => {
  const answer = (change: Pick<MailAnswer, "to" | "text"> & Partial<MailAnswer>) =>
    road.imap.deliver(MAIL_CLIENTS.Gmail({ from: ANN, ...change }));
  const set = (id: string, change: object) =>
    road.agent.ok(
      ConversationSummary,
      "PATCH",
      `/api/properties/${road.property}/conversations/${id}`,
      change,
    );
  const eventsOf = async (id: string) =>
    (await road.actions.read(id)).messages.flatMap(({ event }) => event ?? []);
  const outcomes = async (count: number) =>
    (await road.processed(count)).map(({ outcome }) => outcome).toSorted();
  /** A ticket that an agent has answered, with the mail that Ann has got. */
  const answered = async () => {
    const { visitor, id } = await writeByForm(road.test, road.property);
    await road.actions.say(id, "It left today.");
    const [sent] = await road.send();
    if (!sent) throw new Error("No mail was sent");
    return { visitor, id, sent, mail: await openMail(sent) };
  };

  it.each(["Gmail", "Outlook", "Apple Mail"] as const)(
    "R30, R32: an answer to our answer, written with %s, is in the ticket, in the widget and with the agent",
    async (client) => {
      const { visitor, id, mail } = await answered();
      expect(mail.text).toContain("It left today.");
      expect(mail.html).toContain("It left today.");
      const live = await liveServer(road.test);
      const watching = await agentClient(live, road.agent);
      const { sequence } = await follow(watching, road.property, 0);
      const open = await visitorClient(live, visitor);
      await open.next("changes");

      road.imap.deliver(MAIL_CLIENTS[client]({ to: mail, from: ANN, text: "And the blue one?" }));

      const changes = await watching.next("changes");
      expect(changes.from).toBe(sequence);
      expect(changes.messages).toMatchObject([
        { conversation: id, message: { author: "visitor", text: "And the blue one?" } },
      ]);
      expect((await open.next("changes")).messages).toMatchObject([{ text: "And the blue one?" }]);
      expect(await road.actions.read(id)).toMatchObject({ status: "open", unread: true });
      expect(await road.said(id)).toEqual(["Where is my order?", "It left today.", "And the blue one?"]);
      const [received] = await road.processed(1);
      expect(received).toMatchObject({ outcome: "reply", role: "contact", conversation_id: id });
      expect(`${received?.text_above}${received?.text_below}`).toContain("It left today.");
      await live.close();
    },
  );

  it("R30: the visitor who comes back sees what was written by mail", async () => {
    const { visitor, id, mail } = await answered();
    answer({ to: mail, text: "And the blue one?" });
    await road.processed(1);
    const response = await visitor.post("changes", { token: visitor.token, since: 0 });
    const { conversation, messages } = z.parse(VisitorChanges, await response.json());
    expect(conversation).toMatchObject({ id, unread: 1 });
    const texts = messages.filter(({ event }) => event === null).map(({ text }) => text);
    expect(texts).toEqual(["Where is my order?", "It left today.", "And the blue one?"]);
  });

  it("R32: goes on by mail in one thread, each answer once", async () => {
    const { id, mail } = await answered();
    const asked = MAIL_CLIENTS.Gmail({ to: mail, from: ANN, text: "And the blue one?" });
    road.imap.deliver(asked);
    await road.processed(1);
    await road.actions.say(id, "Tomorrow.");
    const [second, ...more] = await road.send();
    if (!second) throw new Error("The second answer was not sent");
    expect(more).toEqual([]);
    const opened = await openMail(second);
    const { "message-id": theirs } = headersOf(asked);
    expect(opened.references).toEqual([...mail.references, mail.messageId, theirs]);
    expect(second.headers["in-reply-to"]).toBe(theirs);
    expect(opened.subject).toBe(mail.subject);
    answer({ to: opened, text: "Thank you." });
    await road.processed(2);
    expect(await road.said(id)).toEqual([
      "Where is my order?",
      "It left today.",
      "And the blue one?",
      "Tomorrow.",
      "Thank you.",
    ]);
  });

  it("R30, R32: an answer to a closed ticket makes a new one that points back, and its answers go on there", async () => {
    const { id, mail } = await answered();
    await set(id, { status: "closed" });
    answer({ to: mail, text: "It came, but broken." });
    const [{ conversation_id: next } = { conversation_id: null }] = await road.processed(1);
    if (!next) throw new Error("The mail is in no conversation");
    expect(next).not.toBe(id);
    expect(await road.actions.read(next)).toMatchObject({ ticket: { number: 2 }, status: "open" });
    expect(await road.said(next)).toEqual(["It came, but broken."]);
    expect((await eventsOf(next))[0]).toMatchObject({ kind: "follows", number: 1 });
    expect((await eventsOf(id)).at(-1)).toMatchObject({ kind: "followed_by", number: 2 });
    await road.actions.say(next, "We send another.");
    const [sent] = await road.send();
    expect(sent?.headers["reply-to"]).toMatch(/support\+2\./);
    // the first mail is answered once more: that belongs to the newest ticket too
    answer({ to: mail, text: "Thank you." });
    await road.processed(2);
    expect((await road.said(next)).at(-1)).toBe("Thank you.");
  });

  it("R32: without a subaddress in the answer, our identifiers decide", async () => {
    const { id, mail } = await answered();
    answer({ to: mail, text: "And the blue one?", recipient: "support@shop.example" });
    await road.processed(1);
    expect((await road.said(id)).at(-1)).toBe("And the blue one?");
  });

  it("R32: an answer with another subject changes the subject of our next answer", async () => {
    const { id, mail } = await answered();
    answer({ to: mail, text: "Now it is about the bill.", subject: "Invoice 12" });
    await road.processed(1);
    await road.actions.say(id, "I look into it.");
    const [next] = await road.send();
    expect(next?.headers.subject).toBe("Re: Invoice 12 [#1]");
  });

  it("R32: a mail that came to two of our addresses is one message", async () => {
    const { id, mail } = await answered();
    const raw = MAIL_CLIENTS.Outlook({ to: mail, from: ANN, text: "And the blue one?" });
    const delivered = (address: string) => `Delivered-To: ${address}\r\n${raw}`;
    road.imap.deliver(delivered("support@shop.example"), delivered("sales@shop.example"));
    expect(await outcomes(2)).toEqual(["ignored", "reply"]);
    expect((await road.said(id)).filter((text) => text === "And the blue one?")).toHaveLength(1);
  });

  it("R32: our own mail in the mailbox, as it was sent or sent back by a rule, is nobody's message", async () => {
    const { id, sent } = await answered();
    road.imap.deliver(sent.raw, `Resent-From: ${ANN}\r\n${sent.raw}`);
    expect(await outcomes(2)).toEqual(["ignored", "ignored"]);
    expect(await road.said(id)).toEqual(["Where is my order?", "It left today."]);
  });

  it("R31: an automatic answer leaves a solved ticket solved, with its agent, and is answered by nobody", async () => {
    const { id, mail } = await answered();
    await set(id, { status: "solved" });
    const before = await road.actions.read(id);
    road.imap.deliver(absenceNoticeOf(mail, ANN));
    const [received] = await road.processed(1);
    expect(received).toMatchObject({ outcome: "reply", conversation_id: id });
    const { status, assignee } = await road.actions.read(id);
    expect({ status, assignee }).toEqual({ status: "solved", assignee: before.assignee });
    expect((await road.said(id)).at(-1)).toBe("I am away until Monday.");
    expect(await road.send()).toEqual([]);
  });

  it("R31: a bounce stands at the answer of a closed ticket, with the reason", async () => {
    const { id, sent } = await answered();
    await set(id, { status: "closed" });
    road.imap.deliver(bounceOf(sent));
    const [received] = await road.processed(1);
    expect(received).toMatchObject({ outcome: "delivery_report", conversation_id: id });
    const [mail] = await road.actions.mails(id);
    expect(mail).toMatchObject({
      state: "failed",
      failure: { code: "mail_bounced", answer: expect.stringContaining("550 5.1.1 User unknown") },
    });
    expect(await road.actions.read(id)).toMatchObject({ status: "closed" });
  });
});
