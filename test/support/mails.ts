import type { MailDraft } from "../../server/mail/outbound/mail-draft.ts";
import type { OutgoingMail } from "../../server/mail/transport/outgoing-mail.ts";
import type { MailSettings } from "../../shared/mail-settings.ts";

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

/** A mail with an agent's answer about a conversation. */
export function mailDraft(property: string, change: Partial<MailDraft> = {}): MailDraft {
  return {
    property,
    kind: "answer",
    about: { kind: "conversation", id: "c1", entries: ["m1"], inReplyTo: null, references: [] },
    recipients: { to: [{ name: "Ann", address: "ann@example.com" }], cc: [], bcc: [] },
    content: { subject: "Your question", text: "Hello Ann", html: "<p>Hello Ann</p>", headers: {} },
    replyTo: null,
    files: [],
    expiresAt: null,
    ...change,
  };
}
