import { describe, expect, it } from "vitest";
import { type ReplyAddressing, toReplyAddress } from "../../../../server/mail/address/reply-address.ts";
import { authorOf } from "../../../../server/mail/inbound/author.ts";
import { contentDigest } from "../../../../server/mail/inbound/content-digest.ts";
import {
  type ConversationCandidate,
  type KnownMessageId,
  matchThread,
  type ThreadMatch,
  threadKeysOf,
} from "../../../../server/mail/inbound/match-thread.ts";
import { threadSubject } from "../../../../server/mail/inbound/subject.ts";
import { rawMail, readMail } from "./raw-mail.ts";

const addressing: ReplyAddressing = { kind: "subaddress", mailbox: "support@example.com" };
const signing = { property: "P1", secrets: [{ id: "1", secret: "secret" }] };
const own = { property: "P1", addresses: ["support@example.com"], messageIdDomains: [], replyDomain: null };

/** Two tickets of one property: Ana's, with Cem in Cc, and Bea's. */
const anas: ConversationCandidate = {
  id: "ana's",
  ticket: 1042,
  subject: "Opening hours",
  contact: ["ana@example.org"],
  copied: ["cem@example.net"],
};
const beas: ConversationCandidate = {
  ...anas,
  id: "bea's",
  ticket: 7,
  contact: ["bea@example.org"],
  copied: [],
};
const stored: readonly KnownMessageId[] = [
  { kind: "thread_root", messageId: "<foyer.thread.a@example.com>", conversation: anas.id },
  { kind: "sent", messageId: "<foyer.1@example.com>", conversation: anas.id },
  { kind: "received", messageId: "<question@example.org>", conversation: anas.id, digest: "0" },
  { kind: "sent", messageId: "<foyer.2@example.com>", conversation: beas.id },
];

/** Where a mail belongs; the look-ups find what a database with the two tickets would. */
async function match(lines: readonly string[], messageIds = stored): Promise<ThreadMatch> {
  const mail = await readMail(rawMail(...lines, "", "Thank you"));
  const keys = threadKeysOf(mail.header, { addressing, ...signing });
  const targets = keys.targets.map((target) =>
    target.kind === "ticket" && target.ticket === 1042 ? anas.id : null,
  );
  return matchThread(mail.header, authorOf(mail.header, own), contentDigest(mail), keys, {
    targets,
    messageIds: messageIds.filter(({ messageId }) => [...keys.answered, keys.messageId].includes(messageId)),
    conversations: [anas, beas],
    agents: ["agent@example.com"],
  });
}

const ANA = "From: Ana <Ana@example.org>";
const SUBJECT = "Subject: Re: Opening hours";
const signed = toReplyAddress(addressing, { kind: "ticket", ticket: 1042 }, signing);
const joins = (by: string, author = "contact", newSubject: string | null = null) => ({
  kind: "conversation",
  conversation: anas.id,
  by,
  author,
  newSubject,
});

describe("a signed reply address", () => {
  it.each(["To", "Cc", "Delivered-To", "X-Original-To"])(
    "R32: in %s decides, whatever else the mail says",
    async (field) => {
      const lines = [ANA, SUBJECT, `${field}: ${signed}`, "In-Reply-To: <foyer.2@example.com>"];
      expect(await match(lines)).toEqual(joins("reply_address"));
    },
  );

  it("R32: marks a stranger, and people in Cc, and agents", async () => {
    const from = (address: string) => match([`From: ${address}`, SUBJECT, `To: ${signed}`]);
    expect(await from("eve@example.net")).toEqual(joins("reply_address", "stranger"));
    expect(await from("cem@example.net")).toEqual(joins("reply_address", "copied"));
    expect(await from("agent@example.com")).toEqual(joins("reply_address", "agent"));
    expect(await from("ana+shop@example.org")).toEqual(joins("reply_address", "contact"));
  });

  it("R32: that is forged opens no ticket of somebody else", async () => {
    const forged = signed.replace("1042", "7");
    expect(await match(["From: eve@example.net", SUBJECT, `To: ${forged}`])).toEqual({
      kind: "new_ticket",
      reason: "forged_reply_address",
      author: "contact",
      related: null,
    });
  });

  it("of a conversation that was erased makes a new ticket", async () => {
    const erased = toReplyAddress(addressing, { kind: "ticket", ticket: 99 }, signing);
    expect(await match([ANA, SUBJECT, `To: ${erased}`])).toMatchObject({ reason: "unknown_reference" });
  });
});

describe("identifiers", () => {
  it("R32: without a subaddress, and whatever the domain of our identifiers is, an answer joins", async () => {
    expect(await match([ANA, SUBJECT, "In-Reply-To: <foyer.1@example.com>"])).toEqual(joins("sent_message"));
  });

  it("R32: our thread root joins where a relay has replaced our Message-ID", async () => {
    const lines = [
      ANA,
      "In-Reply-To: <0100@ses.example>",
      "References: <foyer.thread.a@example.com> <0100@ses.example>",
    ];
    expect(await match(lines)).toEqual(joins("thread_root"));
  });

  it("R32: an answer to a colleague's mail that we never saw joins by the older references", async () => {
    const lines = [
      ANA,
      "In-Reply-To: <x@outlook.example>",
      "References: <foyer.1@example.com> <x@outlook.example>",
    ];
    expect(await match(lines)).toEqual(joins("sent_message"));
  });

  it("R32: In-Reply-To joins where Apple Mail has overwritten References, and References where In-Reply-To is missing", async () => {
    expect(
      await match([ANA, "References: <new@icloud.example>", "In-Reply-To: <foyer.1@example.com>"]),
    ).toEqual(joins("sent_message"));
    expect(await match([ANA, "References: <foyer.1@example.com>"])).toEqual(joins("sent_message"));
  });

  it("R32: the closest conversation counts if the mail names two", async () => {
    const lines = [
      ANA,
      "In-Reply-To: <foyer.1@example.com>",
      "References: <foyer.2@example.com> <foyer.1@example.com>",
    ];
    expect(await match(lines)).toEqual(joins("sent_message"));
  });

  it("R32: of a received mail joins for those who take part: the contact, people in Cc, agents", async () => {
    const answer = (from: string) => match([`From: ${from}`, SUBJECT, "In-Reply-To: <question@example.org>"]);
    expect(await answer("ana@example.org")).toEqual(joins("received_message"));
    expect(await answer("cem@example.net")).toEqual(joins("received_message", "copied"));
    expect(await answer("agent@example.com")).toEqual(joins("received_message", "agent"));
    expect(await answer("eve@example.net")).toEqual({
      kind: "new_ticket",
      reason: "stranger",
      author: "contact",
      related: anas.id,
    });
  });

  it("R32: of our own mail marks a stranger, to whom it was forwarded", async () => {
    expect(await match(["From: eve@example.net", "In-Reply-To: <foyer.1@example.com>"])).toEqual(
      joins("sent_message", "stranger"),
    );
  });

  it("that nobody knows make a new ticket", async () => {
    expect(await match([ANA, SUBJECT, "References: <x@example.net>"])).toEqual({
      kind: "new_ticket",
      reason: "unknown_reference",
      author: "contact",
      related: null,
    });
  });
});

describe("a subject", () => {
  it("R32: alone never joins, from the contact either", async () => {
    expect(await match([ANA, SUBJECT])).toMatchObject({ kind: "new_ticket", reason: "no_reference" });
    expect(await match([ANA, "Subject: Opening hours"])).toMatchObject({ kind: "new_ticket" });
  });

  it("R32: with our number joins for those who take part only", async () => {
    const numbered = "Subject: [Ticket 2021] Re: [#1042] Opening hours";
    expect(await match([ANA, numbered])).toMatchObject({ conversation: anas.id, by: "ticket_number" });
    expect(await match(["From: eve@example.net", numbered])).toMatchObject({ kind: "new_ticket" });
    expect(await match([ANA, "Subject: Re: [#7] Opening hours"])).toMatchObject({ kind: "new_ticket" });
  });

  it("that the customer has changed is the subject of our answers from now on", async () => {
    const lines = (subject: string) => [ANA, `Subject: ${subject}`, "In-Reply-To: <foyer.1@example.com>"];
    expect(await match(lines("Invoice 12 is wrong"))).toEqual(
      joins("sent_message", "contact", "Invoice 12 is wrong"),
    );
    expect(await match(lines("AW: RE: [#1042] Opening hours"))).toEqual(joins("sent_message"));
    expect(await match(lines("[EXT] Re: opening hours"))).toEqual(joins("sent_message"));
    expect(await match(lines(""))).toEqual(joins("sent_message"));
  });

  it.each([
    "Re: Hours",
    "RE: Hours",
    "AW: WG: Hours",
    "Antw: Hours",
    "SV: VS: Hours",
    "Odp: Hours",
    "YNT: İLT: Hours",
    "Rif: Hours",
    "RES: ENC: Hours",
    "RV: Hours",
    "TR : Hours",
    "Re[2]: Hours",
    "Re^3: Hours",
    "回复：Hours",
    "答复: 转发: Hours",
    "Отв: Hours",
    "رد: Hours",
    "Fwd: Fw: Hours",
    "[#1042] Re: Hours",
    "  re:re:re:  Hours",
    "返信: Hours",
  ])("is compared without prefixes: %s", (subject) => {
    expect(threadSubject(subject)).toBe("Hours");
  });

  it("keeps words with a colon, and is compared in no time if it has ten thousand prefixes", () => {
    expect(threadSubject("Order 5: where is it?")).toBe("Order 5: where is it?");
    expect(threadSubject("Re:".repeat(10_000)).length).toBeGreaterThan(0);
  });
});

describe("what decides nothing", () => {
  it.each([
    ["the address that answers go to", ["Reply-To: bea@example.org"]],
    [
      "Outlook's index of the thread",
      ["Thread-Index: AdABCDEFGHIJKLMNOPQRSTUVWXYZ==", "Thread-Topic: Opening hours"],
    ],
    ["the sender, who writes again about something else", ["Subject: Invoice"]],
  ])("R32: %s", async (_, lines) => {
    expect(await match([ANA, ...lines])).toMatchObject({ kind: "new_ticket", reason: "no_reference" });
  });

  it("R32: nor the first author of a forwarded mail, in its text", async () => {
    const forwarded = await match(["From: agent@example.com", "Subject: Fwd: Hours"]);
    expect(forwarded).toMatchObject({ kind: "new_ticket", author: "agent" });
    const mail = await readMail(
      rawMail(
        "From: fritz@example.org",
        "Subject: Fwd: Hours",
        "",
        "---- Forwarded message ----",
        ANA,
        "",
        "When?",
      ),
    );
    expect(authorOf(mail.header, own)?.address.address).toBe("fritz@example.org");
  });
});

describe("copies", () => {
  const lines = [
    ANA,
    "Subject: Hours",
    "Date: Mon, 1 Jun 2026 10:00:00 +0000",
    "Message-ID: <one@example.org>",
  ];
  const storedCopy = async (...changed: readonly string[]): Promise<readonly KnownMessageId[]> => {
    const first = await readMail(rawMail("Delivered-To: sales@example.com", ...changed, "", "Thank you"));
    return [
      {
        kind: "received",
        messageId: "<one@example.org>",
        conversation: anas.id,
        digest: contentDigest(first),
      },
    ];
  };

  it("R32: of one mail to two of our addresses are one message", async () => {
    const copy = await match(["Delivered-To: support@example.com", ...lines], await storedCopy(...lines));
    expect(copy).toEqual({ kind: "duplicate", conversation: anas.id });
  });

  it("R32: are not two mails that only share a Message-ID", async () => {
    const other = await storedCopy(ANA, "Subject: Invoice", "Message-ID: <one@example.org>");
    expect(await match(lines, other)).toMatchObject({ kind: "new_ticket" });
    const stranger = await storedCopy("From: eve@example.net", ...lines.slice(1));
    expect(await match(lines, stranger)).toMatchObject({ kind: "new_ticket" });
  });
});
