import type { OutgoingMail } from "../../server/mail/transport/outgoing-mail.ts";
import type { MailSettings } from "../../shared/mail.ts";

/** A mail to a visitor. */
export function outgoingMail(change: Partial<OutgoingMail> = {}): OutgoingMail {
  return {
    messageId: "<foyer.mail1@shop.example>",
    date: Date.UTC(2026, 10, 23, 12),
    from: { name: "Shop", address: "support@shop.example" },
    replyTo: null,
    to: [{ name: "Ann", address: "ann@example.com" }],
    cc: [],
    bcc: [],
    subject: "Your question",
    text: "Hello Ann",
    html: "<p>Hello Ann</p>",
    inReplyTo: null,
    references: [],
    headers: {},
    attachments: [],
    ...change,
  };
}

/** Settings of a server on this machine that wants neither a password nor encryption. */
export function mailSettings(port: number): MailSettings {
  return {
    server: { host: "127.0.0.1", port, security: "none" },
    auth: { kind: "none" },
    from: { name: "Shop", address: "support@shop.example" },
    replies: { kind: "plain", mailbox: "support@shop.example" },
    dkim: null,
  };
}
