import { afterEach, beforeEach, expect, it } from "vitest";
import { createMailboxWorker, type MailboxWorker } from "../../../server/mail/intake/mailbox-worker.ts";
import { setUpFoyer } from "../../support/agent.ts";
import { rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { testFolder } from "../../support/files.ts";
import { IMAP_USER, type ImapServer, startHoodiecrow } from "../../support/imap-server.ts";
import { eventually } from "../../support/mail-road.ts";
import { type MailServer, startMailServer } from "../../support/mail-server.ts";
import { useMailServer } from "../../support/mail-world.ts";
import { imapSettings, useMailbox } from "../../support/mailboxes.ts";

describeEachDatabase("an account that is signed in to by OAuth2", (open) => {
  let test: TestApp;
  let property: string;
  let imap: ImapServer;
  let smtp: MailServer;
  let worker: MailboxWorker;
  const data = testFolder();
  beforeEach(async () => {
    test = await testApp(await open(), { data });
    ({ property } = await setUpFoyer(test));
    [imap, smtp] = await Promise.all([startHoodiecrow(), startMailServer()]);
    await useMailServer(test, property, smtp.port);
    const auth = {
      kind: "refresh_token",
      user: IMAP_USER,
      tokenAddress: "https://login.example/token",
      clientId: "client",
      clientSecret: "secret",
      refreshToken: "expired",
    } as const;
    await useMailbox(test.deps, property, imapSettings(imap.port, { auth }));
    const description = "AADSTS700082: The refresh token has expired due to inactivity.";
    const refusal = { error: "invalid_grant", error_description: description };
    const fetch = async () => Response.json(refusal, { status: 400 });
    worker = createMailboxWorker({ ...test.parts, fetch, backOff: () => 20 });
    worker.start();
  });
  afterEach(async () => {
    await worker.stop();
    await test.parts.mailWorker.stop();
    await Promise.all([imap.stop(), smtp.stop()]);
  });
  const failure = async () => (await rowsOf(test, "mailboxes"))[0]?.failure;

  it("a token that has expired is told to the admins by mail, once, with what can be done", async () => {
    await eventually(async () => expect(await failure()).toBe("mailbox_token_refused"));
    const [mailbox] = await rowsOf(test, "mailboxes");
    expect(mailbox?.failure_answer).toContain("AADSTS700082");
    await test.parts.mailWorker.catchUp();
    expect(smtp.received).toHaveLength(1);
    expect(smtp.received[0]).toMatchObject({ to: ["owner@example.com"] });
    expect(smtp.received[0]?.raw).toContain("connect the account again");
    // it has failed again since
    const { connections } = smtp;
    await worker.catchUp();
    await test.parts.mailWorker.catchUp();
    expect([smtp.received.length, smtp.connections]).toEqual([1, connections]);
  });
});
