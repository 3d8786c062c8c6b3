import { describe, expect, it } from "vitest";
import { matchReport, reportedIdsOf } from "../../../../server/mail/inbound/match-report.ts";
import type { KnownMessageId } from "../../../../server/mail/inbound/match-thread.ts";
import { rawMail, readMail, utf8 } from "./raw-mail.ts";

/** A delivery report with groups of fields and the header of the reported mail. */
const report = (
  groups: readonly (readonly string[])[],
  original: readonly string[] = [],
  ...fields: readonly string[]
) =>
  rawMail(
    "From: MAILER-DAEMON@example.net",
    "Return-Path: <>",
    ...fields,
    "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
    "",
    "--b",
    "",
    "It failed",
    "--b",
    "Content-Type: message/delivery-status",
    "",
    ...groups.flatMap((group) => [...group, ""]),
    "--b",
    "Content-Type: text/rfc822-headers",
    "",
    ...original,
    "--b--",
  );

const MTA = ["Reporting-MTA: dns; mx.example.net"];
const FAILED = ["Final-Recipient: rfc822; ana@example.org", "Action: failed", "Status: 5.1.1"];

describe("a delivery report", () => {
  it("R31: says for each recipient what became of the mail", async () => {
    const { report: read } = await readMail(
      report(
        [
          MTA,
          [...FAILED, "Diagnostic-Code: smtp; 550 5.1.1 No such", "  user here"],
          [
            "Original-Recipient: rfc822;bea@example.org",
            "Final-Recipient: rfc822;b2@example.net",
            "Action: delayed",
            "Status: 4.4.1 (timeout)",
          ],
          [`Final-Recipient: utf-8; ${utf8("ünal@example.org")}`, "Action: Delivered"],
        ],
        ["Message-ID: <foyer.1@example.com>", "References: <foyer.thread.a@example.com>"],
      ),
    );
    expect(read).toEqual({
      recipients: [
        {
          address: "ana@example.org",
          action: "failed",
          status: "5.1.1",
          diagnostic: "550 5.1.1 No such user here",
        },
        { address: "bea@example.org", action: "delayed", status: "4.4.1", diagnostic: null },
        { address: "ünal@example.org", action: "delivered", status: null, diagnostic: null },
      ],
      originalMessageId: "<foyer.1@example.com>",
      originalReferences: ["<foyer.thread.a@example.com>"],
    });
  });

  it("without a recipient or with an unknown action is none that can be read", async () => {
    expect((await readMail(report([MTA]))).report).toBeNull();
    expect(
      (await readMail(report([MTA, ["Final-Recipient: rfc822; a@example.org", "Action: sang"]]))).report,
    ).toBeNull();
  });

  it("is read up to a hundred recipients", async () => {
    const { report: read } = await readMail(report([MTA, ...Array(5_000).fill(FAILED)]));
    expect(read?.recipients).toHaveLength(100);
  });

  it.each([
    [
      "a question of a postmaster",
      ["From: postmaster@example.net"],
      "Your mail could not be delivered, so I ask you:\n<x@example.org>: yes?",
    ],
    [
      "a mail of a customer about a bounce",
      ["From: ana@example.org"],
      "I got this:\n\n<x@example.org>:\n550 could not be delivered",
    ],
  ])("is not %s", async (_, fields, text) => {
    const mail = await readMail(rawMail(...fields, "Return-Path: <p@example.net>", "", text));
    expect(mail.report).toBeNull();
  });
});

describe("the mail of ours that a report is about", () => {
  const known: readonly KnownMessageId[] = [
    { kind: "sent", messageId: "<foyer.1@example.com>", conversation: "a" },
    { kind: "thread_root", messageId: "<foyer.thread.a@example.com>", conversation: "a" },
    { kind: "received", messageId: "<q@example.org>", conversation: "a", digest: "" },
  ];
  const reported = async (original: readonly string[], ...fields: readonly string[]) => {
    const { header, report: read } = await readMail(report([MTA, FAILED], original, ...fields));
    return matchReport(reportedIdsOf(header, read), known);
  };

  it("R31: is found by its Message-ID, in the report or in what the report answers", async () => {
    const message = { kind: "message", conversation: "a", messageId: "<foyer.1@example.com>" };
    expect(await reported(["Message-ID: <foyer.1@example.com>"])).toEqual(message);
    expect(await reported([], "In-Reply-To: <foyer.1@example.com>")).toEqual(message);
  });

  it("R31: is one of the conversation's where a relay has replaced the Message-ID", async () => {
    const original = ["Message-ID: <0100@relay.example>", "References: <foyer.thread.a@example.com>"];
    expect(await reported(original)).toEqual({ kind: "conversation", conversation: "a" });
  });

  it("is none of ours for anything else, so that nobody can mark a message as failed with a received identifier", async () => {
    expect(await reported(["Message-ID: <q@example.org>"])).toBeNull();
    expect(await reported(["Message-ID: <other@example.org>"])).toBeNull();
  });
});
