import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ReplyAddressing } from "../../../../server/mail/address/reply-address.ts";
import { contentDigest } from "../../../../server/mail/inbound/content-digest.ts";
import { foldMail } from "../../../../server/mail/inbound/fold-quoted.ts";
import type { InboundMail } from "../../../../server/mail/inbound/inbound-mail.ts";
import { matchReport, reportedIdsOf } from "../../../../server/mail/inbound/match-report.ts";
import {
  type ConversationCandidate,
  type KnownMessageId,
  matchThread,
  type ThreadMatch,
  threadKeysOf,
} from "../../../../server/mail/inbound/match-thread.ts";
import { recognize } from "../../../../server/mail/inbound/recognize.ts";
import { toSafeHtml } from "../../../../server/mail/inbound/safe-html.ts";
import { readMail } from "../inbound/raw-mail.ts";
import { CORPUS } from "./corpus.ts";

const FOLDER = import.meta.dirname;
const own = {
  property: "P1",
  addresses: ["support@example.com"],
  messageIdDomains: ["example.com"],
  replyDomain: null,
};
const addressing: ReplyAddressing = { kind: "subaddress", mailbox: "support@example.com" };
const signing = { addressing, property: "P1", secrets: [{ id: "1", secret: "secret of the corpus" }] };

/** Ana's ticket, and what the database knows of its mails. */
const ticket: ConversationCandidate = {
  id: "1042",
  ticket: 1042,
  subject: "Opening hours",
  contact: ["ana@example.org"],
  copied: ["cem@example.net"],
};
const KNOWN: readonly KnownMessageId[] = [
  {
    kind: "thread_root",
    messageId: "<foyer.thread.019a1b2c-3d4e-7f50-8a6b-7c8d9e0f1a2b@example.com>",
    conversation: ticket.id,
  },
  {
    kind: "sent",
    messageId: "<foyer.019a0000-0000-7000-8000-000000000001@example.com>",
    conversation: ticket.id,
  },
  { kind: "received", messageId: "<question@example.org>", conversation: ticket.id, digest: "" },
];

/** The subject matter of a bounce, in the words of the corpus. */
function describeReported({ header, report }: InboundMail): string {
  return matchReport(reportedIdsOf(header, report), KNOWN)?.kind ?? "nothing of ours";
}

function match(mail: InboundMail): ThreadMatch {
  const keys = threadKeysOf(mail.header, signing);
  const targets = keys.targets.map((target) => (target.kind === "ticket" ? String(target.ticket) : null));
  const messageIds = KNOWN.filter(({ messageId }) => keys.answered.includes(messageId));
  const known = { targets, messageIds, conversations: [ticket], agents: ["bea@example.com"] };
  return matchThread(mail.header, recognize(mail, own).author, contentDigest(mail), keys, known);
}

/** A match in the words of the corpus. The new subject counts only where the reply address does not: all mails have one. */
function describeMatch(found: ThreadMatch): string {
  if (found.kind === "new_ticket") return `new_ticket, ${found.reason}`;
  if (found.kind === "duplicate") return "duplicate";
  const isAbout = found.by !== "reply_address" && found.newSubject !== null;
  return [found.by, found.author, ...(isAbout ? [`subject ${found.newSubject}`] : [])].join(", ");
}

describe("the corpus", () => {
  it("has every file in its list, and at least sixty of them", () => {
    const files = readdirSync(FOLDER).filter((name) => name.endsWith(".eml"));
    expect(CORPUS.map(({ file }) => file).toSorted()).toEqual(files.toSorted());
    expect(files.length).toBeGreaterThanOrEqual(60);
  });

  it.each(CORPUS)("R32: $about: $file", async (expected) => {
    const mail = await readMail(readFileSync(join(FOLDER, expected.file)));
    const recognized = recognize(mail, own);
    const { above, visible, below } = foldMail(mail);
    const { calendar, report } = mail;
    const [recipient] = report?.recipients ?? [];
    expect({
      kind: recognized.kind,
      match: recognized.kind === "bounce" ? describeReported(mail) : describeMatch(match(mail)),
      visible: visible.trim(),
      attachments: mail.attachments.map(({ name }) => name),
      protection: mail.protection,
      bounce: recipient
        ? [recipient.address, recipient.action, recipient.status, report?.originalMessageId]
        : undefined,
      calendar: calendar ? [calendar.method, calendar.status] : undefined,
    }).toEqual({
      kind: expected.kind,
      match: expected.match,
      visible: expected.visible.trim(),
      attachments: expected.attachments ?? [],
      protection: expected.protection ?? "none",
      bounce: expected.bounce,
      calendar: expected.calendar,
    });
    if (expected.author) expect(recognized.author?.address.address).toBe(expected.author);
    if (expected.subject) expect(mail.header.subject).toBe(expected.subject);
    expect(above + visible + below).not.toMatch(/[\ufdd0\ufdd1\ufffd\u0080-\u009f]/);
    expect(toSafeHtml(mail.html ?? "", new Map()).html).not.toMatch(/<script|<style|src=|style=/);
  });
});
