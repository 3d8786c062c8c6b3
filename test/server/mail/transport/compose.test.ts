import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { compose } from "../../../../server/mail/transport/compose.ts";
import { dkimKeyFault } from "../../../../server/mail/transport/dkim-key.ts";
import type { OutgoingMail } from "../../../../server/mail/transport/outgoing-mail.ts";
import { headersOf } from "../../../support/mail-server.ts";
import { outgoingMail } from "../../../support/mails.ts";

const build = async (change: Partial<OutgoingMail>) => {
  const { raw, envelope } = await compose(outgoingMail(change), null);
  return { raw: raw.toString(), envelope, headers: headersOf(raw.toString()) };
};

const pem = (kind: "rsa" | "ed25519", bits = 2048) =>
  (kind === "rsa"
    ? generateKeyPairSync("rsa", { modulusLength: bits })
    : generateKeyPairSync("ed25519")
  ).privateKey
    .export({ type: "pkcs8", format: "pem" })
    .toString();

describe("a composed message", () => {
  it("has text and HTML, the time of the mail, and the Message-ID that it was given", async () => {
    const { headers, raw } = await build({});
    expect(headers).toMatchObject({
      from: "Shop <support@shop.example>",
      to: "Ann <ann@example.com>",
      subject: "Your question",
      "message-id": "<foyer.mail1@shop.example>",
      date: "Mon, 23 Nov 2026 12:00:00 +0000",
    });
    expect(headers["content-type"]).toMatch(/^multipart\/alternative/);
    expect(raw).toContain("Content-Type: text/plain; charset=utf-8");
    expect(raw).toContain("Content-Type: text/html; charset=utf-8");
    expect(Object.keys(headers)).not.toContain("reply-to");
  });

  it("R31: is the same message on every try, but for the boundaries of its parts", async () => {
    const stable = (raw: string) => raw.replace(/--_NmP-[^"\s;]+/g, "BOUNDARY");
    const [first, second] = [await build({}), await build({})];
    expect(stable(first.raw)).toBe(stable(second.raw));
  });

  it("has the thread root first in References, and In-Reply-To", async () => {
    const { headers } = await build({
      inReplyTo: "<b@example.com>",
      references: ["<foyer.thread.c1@shop.example>", "<a@example.com>", "<b@example.com>"],
    });
    expect(headers.references).toBe("<foyer.thread.c1@shop.example> <a@example.com> <b@example.com>");
    expect(headers["in-reply-to"]).toBe("<b@example.com>");
  });

  it("is sent to those in Bcc without naming them, and once to an address that is named twice", async () => {
    const mailbox = (address: string) => ({ name: "", address });
    const { raw, envelope } = await build({
      to: [mailbox("ann@example.com")],
      cc: [mailbox("bob@example.com"), mailbox("ann@example.com")],
      bcc: [mailbox("secret@example.com")],
    });
    expect(envelope.to).toEqual(["ann@example.com", "bob@example.com", "secret@example.com"]);
    expect(raw).not.toContain("secret@example.com");
  });

  it("has its files, each with its name in any script", async () => {
    const attachments = [
      { name: "Übersicht 請求.pdf", type: "application/pdf", content: Buffer.from("%PDF") },
    ];
    const { raw, headers } = await build({ attachments });
    expect(headers["content-type"]).toMatch(/^multipart\/mixed/);
    expect(raw).toMatch(/filename\*0\*=utf-8''%C3%9Cbersicht/);
    expect(raw).toContain(Buffer.from("%PDF").toString("base64"));
  });
});

describe("line breaks and control characters add no header", () => {
  const BREAKS = ["\r\n", "\n", "\r", "\r\n\r\n", "\u2028", "\u2029", "\u0085", "\v", "\f", "\0"];
  const INJECTED = "Bcc: victim@example.com";
  const PLACES: Readonly<Record<string, (text: string) => Partial<OutgoingMail>>> = {
    "the subject": (subject) => ({ subject }),
    "the sender's name": (name) => ({ from: { name, address: "support@shop.example" } }),
    "a recipient's name": (name) => ({ to: [{ name, address: "ann@example.com" }] }),
    "a recipient's address": (address) => ({ to: [{ name: "", address }] }),
    "a Cc address": (address) => ({ cc: [{ name: "", address }] }),
    "the reply address": (replyTo) => ({ replyTo }),
    "In-Reply-To": (inReplyTo) => ({ inReplyTo }),
    References: (id) => ({ references: [id] }),
    "the Message-ID": (messageId) => ({ messageId }),
    "a further field": (value) => ({ headers: { "List-Unsubscribe": value } }),
    "a file's name": (name) => ({
      attachments: [{ name, type: "text/plain", content: Buffer.from("x") }],
    }),
    "a file's type": (type) => ({ attachments: [{ name: "a", type, content: Buffer.from("x") }] }),
  };
  const cases = Object.entries(PLACES).flatMap(([place, change]) =>
    BREAKS.map((character) => ({ place, name: JSON.stringify(character), character, change })),
  );
  it.each(cases)("in $place: $name", async ({ character, change }) => {
    const { raw } = await build(change(`Hello${character}${INJECTED}${character}X-Injected: 1`));
    const lines = raw.split(/\r\n|\n|\r/);
    expect(lines.filter((line) => /^(bcc|x-injected):/i.test(line))).toEqual([]);
    expect(raw).not.toMatch(/[\0\v\f]/);
  });
});

describe("DKIM", () => {
  it("signs by an RSA key, in the first header", async () => {
    const dkim = { domain: "shop.example", selector: "mail2026", privateKey: pem("rsa") };
    const { raw } = await compose(outgoingMail({ subject: "Grüße", text: "Schöne Grüße" }), dkim);
    expect(raw.toString()).toMatch(/^DKIM-Signature: v=1; a=rsa-sha256; .*d=shop\.example;/);
    expect(raw.toString()).toContain("s=mail2026");
  });

  it("refuses to send by a key that would leave the mail unsigned", async () => {
    const dkim = { domain: "shop.example", selector: "s", privateKey: pem("ed25519") };
    await expect(compose(outgoingMail(), dkim)).rejects.toThrow("did not sign");
  });

  it.each([
    ["an RSA key", pem("rsa"), null],
    ["an RSA key of 1024 bits", pem("rsa", 1024), null],
    ["a short RSA key", pem("rsa", 512), /at least 1024 bits, not 512/],
    ["an ed25519 key", pem("ed25519"), /must be an RSA key.*ed25519/],
    ["a cut key", pem("rsa").slice(0, 200), /not a private key/],
    ["a text", "mail2026", /not a private key/],
    [
      "a public key",
      generateKeyPairSync("rsa", { modulusLength: 1024 })
        .publicKey.export({ type: "spki", format: "pem" })
        .toString(),
      /not a private key/,
    ],
    ["nothing", "", /not a private key/],
  ])("is checked before a mail is sent: %s", (_, key, fault) => {
    if (fault) expect(dkimKeyFault(key)).toMatch(fault);
    else expect(dkimKeyFault(key)).toBeNull();
  });
});
