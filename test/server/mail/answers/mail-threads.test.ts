import { afterEach, beforeEach, expect, it } from "vitest";
import { saveMailbox } from "../../../../server/mail/intake/settings/mailbox.ts";
import { storeRawMail } from "../../../../server/mail/intake/store-raw-mail.ts";
import { newId } from "../../../../server/platform/ids.ts";
import { MailList } from "../../../../shared/mail.ts";
import { type AgentBrowser, setUpFoyer } from "../../../support/agent.ts";
import { rowsOf, type TestApp, testApp } from "../../../support/app.ts";
import { describeEachDatabase } from "../../../support/databases.ts";
import { testFolder } from "../../../support/files.ts";
import { type MailServer, startMailServer } from "../../../support/mail-server.ts";
import { agentActions, sendMailsLater, useMailServer, writeByForm } from "../../../support/mail-world.ts";
import { type RawMailOptions, rawMail } from "../../../support/raw-mails.ts";

const MINUTE = 60_000;

describeEachDatabase("answers to mails", (open) => {
  let test: TestApp;
  let property: string;
  let agent: AgentBrowser;
  let server: MailServer;
  let actions: ReturnType<typeof agentActions>;
  const data = testFolder();
  beforeEach(async () => {
    test = await testApp(await open(), { data });
    ({ property, browser: agent } = await setUpFoyer(test));
    actions = agentActions(agent, property);
    server = await startMailServer();
    await useMailServer(test, property, server.port, {
      replies: { kind: "subaddress", mailbox: "support@shop.example" },
    });
    const settings = { imap: null, addresses: [], authservId: null, mailgun: null };
    await test.deps.database.write((tx) =>
      saveMailbox(tx, { property, version: 0, settings, now: test.clock.now() }),
    );
  });
  afterEach(async () => {
    await test.parts.mailWorker.stop();
    await server.stop();
  });

  const receive = async (mail: RawMailOptions) => {
    test.clock.pass(1_000);
    await storeRawMail(test.deps, property, {
      id: newId(test.deps),
      origin: { kind: "http" },
      raw: new Uint8Array(Buffer.from(rawMail(mail))),
      receivedAt: test.clock.now(),
    });
    await test.parts.mailboxWorker.catchUp();
    const rows = (await rowsOf(test, "received_mails")).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    return rows.at(-1)?.conversation_id ?? "";
  };
  const later = () => sendMailsLater(test, MINUTE);

  it("R30, R32: go from mail to ticket to mail to ticket", async () => {
    const id = await receive({ messageId: "<first@example.org>", subject: "Broken lamp" });
    await actions.say(id, "Try again?");
    await later();
    const [answer] = server.received;
    expect(answer?.to).toEqual(["ann@example.org"]);
    expect(answer?.headers).toMatchObject({
      subject: "Re: Broken lamp [#1]",
      "in-reply-to": "<first@example.org>",
      references: `<foyer.thread.${id}@shop.example> <first@example.org>`,
    });
    const replied = await receive({
      to: answer?.headers["reply-to"] ?? "",
      subject: "Re: Broken lamp [#1]",
      text: "It works now.",
      messageId: "<second@example.org>",
    });
    expect(replied).toBe(id);
    await actions.say(id, "Good.");
    await later();
    const second = server.received[1];
    expect(second?.headers["in-reply-to"]).toBe("<second@example.org>");
    expect(second?.headers.references?.split(" ")).toEqual([
      `<foyer.thread.${id}@shop.example>`,
      "<first@example.org>",
      answer?.headers["message-id"],
      "<second@example.org>",
    ]);
    expect(second?.raw).toContain("> It works now.");
  });

  it("R30: go to the address that the customer last wrote from, by mail", async () => {
    const { id } = await writeByForm(test, property, { email: "ann@example.org" });
    await actions.say(id, "First");
    await later();
    const to = server.received[0]?.headers["reply-to"] ?? "";
    await receive({ to, from: "Ann <ANN@example.org>", text: "From my phone" });
    await actions.say(id, "Second");
    await later();
    expect(server.received.map((mail) => mail.to)).toEqual([["ann@example.org"], ["ANN@example.org"]]);
  });

  it("R12: never to a stranger who has written into the ticket", async () => {
    const id = await receive({ messageId: "<first@example.org>" });
    await actions.say(id, "Try again?");
    await later();
    const to = server.received[0]?.headers["reply-to"] ?? "";
    expect(await receive({ to, from: "Eve <eve@example.net>", text: "Me too" })).toBe(id);
    await actions.say(id, "For Ann");
    await later();
    expect(server.received[1]?.to).toEqual(["ann@example.org"]);
  });

  it("R30: offer those in Cc of the customer's mail as Cc", async () => {
    const id = await receive({ fields: ["Cc: Boss <boss@example.org>, support@shop.example"] });
    const { route } = await agent.ok(
      MailList,
      "GET",
      `/api/properties/${property}/conversations/${id}/mails`,
    );
    expect(route).toEqual({ kind: "mail", to: "ann@example.org", copied: ["boss@example.org"] });
  });
});
