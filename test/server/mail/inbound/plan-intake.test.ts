import { describe, expect, it } from "vitest";
import type { ReportedMail } from "../../../../server/mail/inbound/match-report.ts";
import type { ThreadMatch } from "../../../../server/mail/inbound/match-thread.ts";
import type { OwnIdentity } from "../../../../server/mail/inbound/own-identity.ts";
import { planIntake } from "../../../../server/mail/inbound/plan-intake.ts";
import { recognize } from "../../../../server/mail/inbound/recognize.ts";
import { isVouchedFor } from "../../../../server/mail/inbound/vouched-sender.ts";
import { rawMail, readMail } from "./raw-mail.ts";

const own: OwnIdentity = {
  property: "P1",
  addresses: ["support@example.com"],
  messageIdDomains: ["example.com"],
  replyDomain: null,
};
const FROM = "From: ana@example.org";
const joined: ThreadMatch = {
  kind: "conversation",
  conversation: "a",
  by: "reply_address",
  author: "contact",
  newSubject: "Invoice",
};
const fresh: ThreadMatch = { kind: "new_ticket", reason: "no_reference", author: "contact", related: null };

const plan = async (lines: readonly string[], match: ThreadMatch, reported: ReportedMail | null = null) => {
  const mail = await readMail(rawMail(...lines, "", "Hello"));
  return planIntake(mail, recognize(mail, own), match, reported, own);
};

describe("the plan for a received mail", () => {
  it("R32: a person's answer joins its conversation and opens it again", async () => {
    expect(await plan([FROM], joined)).toEqual({
      kind: "message",
      destination: { kind: "conversation", conversation: "a", newSubject: "Invoice" },
      author: "contact",
      reopens: true,
      mayConfirm: false,
    });
  });

  it("R32: what fits nowhere is a new ticket, which may be confirmed if a person has written it", async () => {
    const ticket = { kind: "new_ticket", subject: "Hours", related: null };
    expect(await plan([FROM, "Subject: Hours"], fresh)).toEqual({
      kind: "message",
      destination: ticket,
      author: "contact",
      reopens: true,
      mayConfirm: true,
    });
    expect(await plan([FROM, "Subject: Hours", "List-Id: <l.example.org>"], fresh)).toMatchObject({
      destination: ticket,
      mayConfirm: false,
    });
  });

  it.each([
    ["an absence notice", "Auto-Submitted: auto-replied"],
    ["another ticket system's acknowledgement", "X-Autoreply: yes"],
  ])(
    "R31: %s joins its conversation, and neither opens it again nor changes its subject",
    async (_, field) => {
      expect(await plan([FROM, field], joined)).toEqual({
        kind: "message",
        destination: { kind: "conversation", conversation: "a", newSubject: null },
        author: "contact",
        reopens: false,
        mayConfirm: false,
      });
    },
  );

  it("R31: an automatic answer to a mail of ours without a conversation makes no ticket", async () => {
    const answer = [FROM, "Auto-Submitted: auto-replied", "In-Reply-To: <foyer.9@example.com>"];
    expect(await plan(answer, fresh)).toEqual({ kind: "ignore", reason: "answer_to_automatic_mail" });
    expect(await plan([FROM, "In-Reply-To: <foyer.9@example.com>"], fresh)).toMatchObject({
      kind: "message",
    });
  });

  it("R31: a bounce goes to its message; one of a mail that is not ours is a ticket", async () => {
    const bounce = ["From: MAILER-DAEMON@example.net", "Return-Path: <>"];
    const reported: ReportedMail = { kind: "message", conversation: "a", messageId: "<foyer.1@example.com>" };
    expect(await plan(bounce, fresh, reported)).toEqual({
      kind: "delivery_report",
      reported,
      recipients: [],
    });
    expect(await plan(bounce, fresh)).toMatchObject({ kind: "message", reopens: false, mayConfirm: false });
  });

  it("our own mail and copies are left out, a colleague's from the mailbox is not", async () => {
    expect(await plan([FROM, "X-Foyer-Property: P1"], joined)).toEqual({ kind: "ignore", reason: "own" });
    expect(await plan([FROM], { kind: "duplicate", conversation: "a" })).toEqual({
      kind: "ignore",
      reason: "duplicate",
    });
    expect(await plan(["From: support@example.com"], joined)).toMatchObject({
      author: "mailbox",
      reopens: false,
    });
    expect(await plan([FROM], { ...joined, author: "agent" })).toMatchObject({
      author: "agent",
      reopens: false,
    });
    expect(await plan([FROM], { ...joined, author: "stranger" })).toMatchObject({
      author: "stranger",
      reopens: true,
    });
  });
});

describe("a sender for whom the owner's server vouches", () => {
  const vouched = async (...lines: readonly string[]) => {
    const mail = await readMail(rawMail(...lines, "", "Hello"));
    return isVouchedFor(mail.header, recognize(mail, own).author, "MX.example.com");
  };
  const results = (text: string): string => `Authentication-Results: ${text}`;

  it.each([
    ["DMARC", "mx.example.com; dmarc=pass (p=none dis=none) header.from=example.org"],
    [
      "DKIM of the same domain",
      "mx.example.com 1;\r\n dkim=pass header.d=example.org header.s=a;\r\n spf=fail smtp.mailfrom=x@example.net",
    ],
    ["DKIM by its identity", "mx.example.com; dkim=pass header.i=@example.org"],
    ["DKIM with a quoted domain", 'mx.example.com; dkim=pass (good) header.d="example.org"'],
    [
      "DMARC after a quoted text",
      'mx.example.com; spf=none reason="no; record (yet)"; dmarc=pass header.from=example.org',
    ],
  ])("R33: has passed %s", async (_, text) => {
    expect(await vouched(results(text), FROM)).toBe(true);
  });

  it.each([
    ["no server has said so", []],
    ["another server has said so", [results("mx.example.net; dmarc=pass header.from=example.org")]],
    [
      "the server has said no, and a field below that came with the mail says yes",
      [
        results("mx.example.com; dmarc=fail header.from=example.org"),
        results("mx.example.com; dmarc=pass header.from=example.org"),
      ],
    ],
    [
      "another domain has passed",
      [results("mx.example.com; dmarc=pass header.from=example.net; dkim=pass header.d=example.net")],
    ],
    [
      "a parent or a lookalike has signed",
      [results("mx.example.com; dkim=pass header.d=evil-example.org; dkim=pass header.d=org")],
    ],
    ["only the envelope has passed", [results("mx.example.com; spf=pass smtp.mailfrom=ana@example.org")]],
    [
      "the result stands in a comment",
      [results("mx.example.com; none (dmarc=pass header.from=example.org)")],
    ],
    [
      "the result stands in the quoted name of the envelope's sender",
      [
        results(
          'mx.example.com; spf=fail smtp.mailfrom="x; dmarc=pass header.from=example.org; y"@evil.example',
        ),
      ],
    ],
    [
      "a quoted quotation mark or a parenthesis in a quoted name hides where the name ends",
      [
        results(
          'mx.example.com; spf=fail smtp.mailfrom="x\\"; dmarc=pass header.from=example.org"@evil.example',
        ),
        results('mx.example.com; spf=fail smtp.mailfrom="(" reason="; dmarc=pass header.from=example.org)"'),
      ],
    ],
    [
      "the result stands in a comment in a comment",
      [results("mx.example.com; spf=fail (a (b) c (d (e) f); dmarc=pass header.from=example.org)")],
    ],
    [
      "the server's field has a comment or a quotation without an end, and a field below that came with the mail says yes",
      [
        results('mx.example.com; spf=fail smtp.mailfrom="x'),
        results("mx.example.com; spf=fail (x"),
        results("mx.example.com; dmarc=pass header.from=example.org"),
      ],
    ],
    [
      "a quotation that never ends stands before it",
      [results('mx.example.com; spf=fail smtp.mailfrom="x; dmarc=pass header.from=example.org')],
    ],
    [
      "there are two senders",
      [results("mx.example.com; dmarc=pass header.from=example.org"), "From: support@example.net"],
    ],
  ])("R33: is none if %s", async (_, lines) => {
    expect(await vouched(...lines, FROM)).toBe(false);
  });

  it("R33: is not the person in Reply-To, and nobody while no server is named", async () => {
    const form = ["From: wordpress@example.net", "Reply-To: ana@example.org"];
    expect(await vouched(results("mx.example.com; dmarc=pass header.from=example.net"), ...form)).toBe(false);
    const mail = await readMail(
      rawMail(results("mx.example.com; dmarc=pass header.from=example.org"), FROM, "", "x"),
    );
    expect(isVouchedFor(mail.header, recognize(mail, own).author, null)).toBe(false);
  });
});
