import { afterAll, beforeAll, expect, it } from "vitest";
import { ConversationSummary } from "../../shared/conversation.ts";
import { PropertyMail } from "../../shared/mail-settings.ts";
import { type MailboxSettings, PropertyMailbox } from "../../shared/mailbox-settings.ts";
import type { AgentBrowser } from "../support/agent.ts";
import { axeViolations } from "../support/axe.ts";
import { expectOneTruth, messageIn, visitorIdOf } from "../support/chat-pages.ts";
import { adminOf, dashboardOf, reply, rowOf, threadOf } from "../support/dashboard-pages.ts";
import { type ImapServer, startHoodiecrow } from "../support/imap-server.ts";
import { MAIL_CLIENTS, openMail } from "../support/mail-clients.ts";
import { passHalfMinute } from "../support/mail-road.ts";
import { type MailServer, startMailServer } from "../support/mail-server.ts";
import { imapSettings } from "../support/mailboxes.ts";
import { mailSettings } from "../support/mails.ts";
import { newPage } from "../support/pages.ts";
import { freePort } from "../support/postgres.ts";
import { withData } from "../support/prepared-data.ts";
import { arrived, eventually, fillIn, openPanel, PHONE, useProduct } from "../support/use-product.ts";

const port = await freePort();
const product = useProduct({ PORT: String(port), FOYER_PUBLIC_URL: `http://127.0.0.1:${port}` });
const ANN = "ann@example.com";
let smtp: MailServer;
let imap: ImapServer;
let admin: AgentBrowser;

beforeAll(async () => {
  [smtp, imap] = await Promise.all([startMailServer(), startHoodiecrow()]);
  admin = await adminOf(product);
  const at = `/api/properties/${product.admin.property}`;
  const mail = {
    ...mailSettings(smtp.port),
    replies: { kind: "subaddress", mailbox: "support@shop.example" },
  };
  await admin.ok(PropertyMail, "PUT", `${at}/mail`, { settings: mail, version: 0 });
  const settings: MailboxSettings = {
    imap: imapSettings(imap.port),
    addresses: [],
    authservId: null,
    mailgun: null,
  };
  await admin.ok(PropertyMailbox, "PUT", `${at}/mailbox`, { settings, version: 0 });
});
afterAll(() => Promise.all([smtp.stop(), imap.stop()]));

/** The mails that have been sent to Ann, once there are so many. */
const sentToAnn = async (count: number) => {
  await eventually(
    async () => {
      await withData(product.server.data, passHalfMinute);
      return smtp.received.length;
    },
    (sent) => sent >= count,
  );
  const last = smtp.received[count - 1];
  if (!last) throw new Error("No mail was sent");
  return openMail(last);
};

it("R20, R30, R32: a message left at night on a phone is answered by mail, and the answer to that is in the ticket, with the agent and on the phone", async () => {
  await product.admin.presence("away");
  const phone = await newPage(product.browser, PHONE);
  await phone.goto(product.site.example("plain"));
  const form = await openPanel(phone);
  // a form that is filled in at once looks automatic, and its message is not among the others
  await form.getByLabel("Your message").pressSequentially("Is the attic free in May?", { delay: 20 });
  await fillIn(form, { name: "Ann", email: ANN });
  await arrived(form);
  const visitor = await visitorIdOf(phone);
  // what is read on the page is not mailed
  await phone.goto("about:blank");

  const dashboard = await dashboardOf(product, admin, "inbox/all");
  await rowOf(dashboard, "Ann").click();
  await threadOf(dashboard).getByText("Is the attic free in May?").last().waitFor();
  await reply(dashboard, "Yes, from the 4th on.");
  const first = await sentToAnn(1);
  expect(first.text).toContain("Yes, from the 4th on.");
  expect(first.subject).toContain("[#1]");

  imap.deliver(MAIL_CLIENTS["Apple Mail"]({ to: first, from: ANN, text: "Wonderful, I take it." }));
  await threadOf(dashboard).getByText("Wonderful, I take it.", { exact: true }).last().waitFor();
  await phone.goto(product.site.example("plain"));
  const panel = await openPanel(phone);
  await messageIn(panel, "Wonderful, I take it.").waitFor();
  await expectOneTruth(product, { page: phone, dashboard }, [
    "Is the attic free in May?",
    "Yes, from the 4th on.",
    "Wonderful, I take it.",
  ]);
  expect(await axeViolations(phone)).toEqual([]);
  expect(await axeViolations(dashboard)).toEqual([]);

  const link = /http:\/\/127\.0\.0\.1:\d+\/conversation\/\S+/.exec(first.text)?.[0] ?? "";
  const elsewhere = await newPage(product.browser, PHONE);
  await elsewhere.goto(link);
  await elsewhere.getByText("Wonderful, I take it.").first().waitFor();
  expect(await axeViolations(elsewhere)).toEqual([]);

  // what is closed stays closed; the next mail is a new ticket that points back
  const items = (await product.admin.inbox()).filter((one) => one.visitor === visitor);
  const at = `/api/properties/${product.admin.property}/conversations/${items[0]?.id}`;
  await admin.ok(ConversationSummary, "PATCH", at, { status: "closed" });
  imap.deliver(MAIL_CLIENTS.Gmail({ to: first, from: ANN, text: "How do I get there?" }));
  await rowOf(dashboard, "How do I get there?").click();
  await threadOf(dashboard).getByText("#1", { exact: false }).first().waitFor();
  await panel.getByText("How do I get there?").last().waitFor();
});
