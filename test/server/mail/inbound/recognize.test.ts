import { describe, expect, it } from "vitest";
import type { OwnIdentity } from "../../../../server/mail/inbound/own-identity.ts";
import { recognize } from "../../../../server/mail/inbound/recognize.ts";
import { rawMail, readMail } from "./raw-mail.ts";

const own: OwnIdentity = {
  property: "P1",
  addresses: ["support@example.com", "sales@example.com"],
  messageIdDomains: ["example.com"],
  replyDomain: "reply.example.com",
};
const FROM = "From: Ana Silva <ana@example.org>";
const recognized = async (...lines: readonly string[]) =>
  recognize(await readMail(rawMail(...lines, "", "Hello")), own);

describe("a mail of a person", () => {
  it.each([
    ["plain", [FROM]],
    ["that says so itself", [FROM, "Auto-Submitted: no"]],
    [
      "with an out-of-office subject, and no other sign of a program",
      [FROM, "Subject: Out of office hours?"],
    ],
    ["with a field of a program that says no", [FROM, "X-Autoreply: no"]],
    ["that allows automatic answers", [FROM, "X-Auto-Response-Suppress: None"]],
    [
      "of somebody named postmaster",
      ["From: Post Master <postmaster@example.org>", "Return-Path: <postmaster@example.org>"],
    ],
    [
      "of another server of this product",
      [FROM, "X-Foyer-Property: P2", "Message-ID: <foyer.1@example.org>"],
    ],
    [
      "of a colleague who has an identifier of our domain",
      ["From: bea@example.com", "Message-ID: <a1@example.com>"],
    ],
  ])("R31: %s may be answered automatically", async (_, lines) => {
    expect(await recognized(...lines)).toMatchObject({ kind: "person", noAutomaticAnswer: null });
  });

  it.each([
    ["asks for no automatic answer", [FROM, "X-Auto-Response-Suppress: OOF, AutoReply"], "asked_not_to"],
    ["has no author", ["Subject: Hello"], "no_reader"],
    [
      "has an author that is ours",
      ["From: Form <wordpress@example.org>", "Reply-To: no-reply@example.net"],
      "no_reader",
    ],
  ])("R31: that %s is not answered automatically", async (_, lines, noAutomaticAnswer) => {
    expect(await recognized(...lines)).toMatchObject({ kind: "person", noAutomaticAnswer });
  });
});

describe("an automatic answer", () => {
  it.each([
    ["out of office (RFC 3834)", [FROM, "Auto-Submitted: auto-replied (vacation)"], "auto_submitted"],
    [
      "out of office of Exchange",
      [
        FROM,
        "Subject: Automatische Antwort: Angebot",
        "Auto-Submitted: auto-generated",
        "X-Auto-Response-Suppress: All",
      ],
      "auto_submitted",
    ],
    [
      "an acknowledgement of another ticket system",
      [FROM, "Auto-Submitted: auto-generated", "In-Reply-To: <foyer.1@example.com>"],
      "auto_submitted",
    ],
    ["a field of cPanel", [FROM, "X-Autorespond: Away"], "vendor_field"],
    ["a field of others", [FROM, "X-Autoreply: yes"], "vendor_field"],
    ["Precedence: auto_reply", [FROM, "Precedence: auto_reply"], "precedence"],
    [
      "Precedence: bulk in an answer",
      [FROM, "Precedence: bulk", "In-Reply-To: <1@example.com>"],
      "precedence",
    ],
    [
      "a subject and the empty path",
      [FROM, "Subject: Réponse automatique : devis", "Return-Path: <>"],
      "subject",
    ],
    [
      "a Japanese subject",
      [FROM, "Subject: =?utf-8?B?6Ieq5YuV6L+U5L+hOiDjgYrllY/jgYTlkIjjgo/jgZs=?=", "Return-Path: <>"],
      "subject",
    ],
    [
      "an answer with the empty path",
      [FROM, "Return-Path: <>", "References: <1@example.com>"],
      "empty_return_path",
    ],
    [
      "a receipt (RFC 8098)",
      [FROM, "Content-Type: multipart/report; report-type=disposition-notification; boundary=b"],
      "receipt",
    ],
  ])("R31: is recognised: %s", async (_, lines, evidence) => {
    expect(await recognized(...lines)).toMatchObject({
      kind: "auto_reply",
      evidence,
      noAutomaticAnswer: "kind",
    });
  });
});

describe("other kinds", () => {
  it.each([
    ["a program's mail that answers nothing", [FROM, "Auto-Submitted: auto-generated"], "notification"],
    ["a mail of an address that nobody reads", ["From: no-reply@example.org"], "notification"],
    ["a mail of a German one", ["From: nicht-antworten@example.org"], "notification"],
    ["a newsletter", [FROM, "List-Unsubscribe: <mailto:x@example.org>"], "list"],
    ["bulk mail", [FROM, "Precedence: bulk"], "list"],
    ["our own mail, by its identifier", [FROM, "Message-ID: <foyer.019a@example.com>"], "own"],
    [
      "our own mail after a relay changed the identifier",
      [FROM, "Message-ID: <0100@ses.example>", "X-Foyer-Property: P1"],
      "own",
    ],
    [
      "a mail of the mailbox itself, by another program",
      ["From: support@example.com", "Message-ID: <a@example.com>"],
      "own",
    ],
    ["a mail of the mailbox's subaddress", ["From: Support+7@Example.com"], "own"],
    [
      "a mailer daemon's mail that cannot be read",
      ["From: MAILER-DAEMON (Mail Delivery System)", "Return-Path: <>"],
      "bounce",
    ],
  ])("R31: are recognised: %s", async (_, lines, kind) => {
    expect(await recognized(...lines)).toMatchObject({ kind, noAutomaticAnswer: "kind" });
  });

  it("tell who had sent the mail that came back", async () => {
    expect(await recognized("From: support@example.com")).toMatchObject({ kind: "own", by: "mailbox" });
    expect(await recognized(FROM, "X-Foyer-Property: P1")).toMatchObject({ kind: "own", by: "server" });
  });

  it("name the list", async () => {
    const list = await recognized(FROM, "List-Id: Shop owners <owners.example.org>", "Precedence: list");
    expect(list).toMatchObject({ kind: "list", list: "owners.example.org" });
  });
});

describe("the author", () => {
  const authorOf = async (...lines: readonly string[]) => {
    const { author, kind } = await recognized(...lines);
    return [author?.address.address ?? null, author?.by ?? null, kind];
  };
  const ana = "ana@example.org";

  it.each([
    ["From", [FROM, "Reply-To: other@example.net"], [ana, "from", "person"]],
    ["Sender, without From", ["Sender: ana@example.org"], [ana, "from", "person"]],
    [
      "Reply-To of a form that sends from the mailbox",
      ["From: support@example.com", `Reply-To: ${ana}`],
      [ana, "reply_to", "person"],
    ],
    [
      "Reply-To of a form of the site's domain",
      ["From: info@example.com", `Reply-To: ${ana}`],
      [ana, "reply_to", "person"],
    ],
    [
      "Reply-To of WordPress",
      ["From: wordpress@shop.example.net", `Reply-To: ${ana}`],
      [ana, "reply_to", "person"],
    ],
    [
      "Reply-To of a form service",
      ["From: noreply@forms.example.net", `Reply-To: "Ana" <${ana}>`, "Auto-Submitted: auto-generated"],
      [ana, "reply_to", "person"],
    ],
    [
      "From, if the form answers to the mailbox",
      ["From: wordpress@example.net", "Reply-To: support@example.com"],
      ["wordpress@example.net", "from", "person"],
    ],
    [
      "From, if there are several people to answer to",
      ["From: info@example.com", `Reply-To: ${ana}, bea@example.org`],
      ["info@example.com", "from", "person"],
    ],
    ["From of a colleague", ["From: bea@example.com"], ["bea@example.com", "from", "person"]],
    [
      "X-Original-From of a group address",
      [
        "From: Ana via Support <support@example.com>",
        `X-Original-From: Ana <${ana}>`,
        "List-Id: <support.example.com>",
      ],
      [ana, "original_from", "list"],
    ],
    ["nobody", ["Subject: x"], [null, null, "person"]],
  ])("is taken from %s", async (_, lines, expected) => {
    expect(await authorOf(...lines)).toEqual(expected);
  });

  it("R31: of a form's mail may be answered, unless the form asks for none", async () => {
    const form = ["From: support@example.com", `Reply-To: ${ana}`];
    expect(await recognized(...form)).toMatchObject({ noAutomaticAnswer: null });
    expect(await recognized(...form, "Auto-Submitted: auto-generated")).toMatchObject({
      noAutomaticAnswer: "asked_not_to",
    });
  });

  it("is no person of a shared provider, who answers to another address", async () => {
    const gmail: OwnIdentity = { ...own, addresses: ["shop@gmail.com"] };
    const mail = await readMail(rawMail("From: ana@gmail.com", "Reply-To: bea@example.org", "", "Hello"));
    expect(recognize(mail, gmail).author).toMatchObject({
      address: { address: "ana@gmail.com" },
      by: "from",
    });
  });
});
