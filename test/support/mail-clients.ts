import PostalMime, { type Address } from "postal-mime";
import type { ReceivedMail } from "./mail-server.ts";

/** A mail that a person has in front of them, decoded. */
export interface ReadMail {
  readonly text: string;
  readonly html: string;
  readonly subject: string;
  readonly messageId: string;
  /** All identifiers of the field, in their order. */
  readonly references: readonly string[];
  readonly from: string;
  /** The address that an answer goes to. */
  readonly replyTo: string;
}

/** Reads a mail as a mail client does. */
export async function openMail({ raw }: Pick<ReceivedMail, "raw">): Promise<ReadMail> {
  const mail = await PostalMime.parse(raw);
  const from = addressOf(mail.from);
  return {
    text: mail.text ?? "",
    html: mail.html ?? "",
    subject: mail.subject ?? "",
    messageId: mail.messageId ?? "",
    references: (mail.references ?? "").split(/\s+/).filter(Boolean),
    from,
    replyTo: addressOf(mail.replyTo?.[0]) || from,
  };
}

const addressOf = (address: Address | undefined): string => address?.address ?? "";

/** A person's answer, and the mail that it answers. */
export interface MailAnswer {
  readonly to: ReadMail;
  /** The person's address. */
  readonly from: string;
  readonly text: string;
  /** Unless it is the answered mail's. */
  readonly subject?: string;
  /** Unless it is the address that answers go to. */
  readonly recipient?: string;
}

/** The clients that answers are written with. Each writes a whole message (RFC 5322) with the answered mail quoted. */
export const MAIL_CLIENTS = { Gmail: answerAsGmail, Outlook: answerAsOutlook, "Apple Mail": answerAsApple };

let written = 0;

function answerAsGmail({ to, from, text, subject, recipient }: MailAnswer): string {
  const attribution = `On Mon, Nov 23, 2026 at 1:00 PM Shop <${to.from}> wrote:`;
  const quote = to.text.replace(/^/gm, "> ");
  return wholeMail({
    fields: [
      ...envelope({ to, from, recipient }, `<CAF${++written}@mail.gmail.example>`),
      `Subject: ${subject ?? `Re: ${to.subject.replace(/^Re: /, "")}`}`,
      `References: ${[...to.references, to.messageId].join(" ")}`,
    ],
    text: `${text}\n\n${attribution}\n\n${quote}`,
    html: `<div dir="ltr">${toHtml(text)}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">${toHtml(attribution)}<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex">${toHtml(to.text)}</blockquote></div>`,
  });
}

function answerAsOutlook({ to, from, text, subject, recipient }: MailAnswer): string {
  const header = [`From: Shop <${to.from}>`, "Sent: Monday, November 23, 2026 1:00 PM", `To: ${from}`];
  const lines = [...header, `Subject: ${to.subject}`];
  const bold = lines.map((line) => toHtml(line).replace(/^(\w+:)/, "<b>$1</b>")).join("<br>");
  return wholeMail({
    fields: [
      ...envelope({ to, from, recipient }, `<AM0PR01MB${++written}@eurprd01.prod.exchange.example>`),
      `Subject: ${subject ?? `RE: ${to.subject}`}`,
      `References: ${[...to.references, to.messageId].join(" ")}`,
      "Thread-Topic: the same in every mail of this customer",
      "Thread-Index: AQHbAAAAAAAAAAAAAAAAAAAAAAAAAA==",
    ],
    text: `${text}\n\n${lines.join("\n")}\n\n${to.text}`,
    html: `<html xmlns:o="urn:schemas-microsoft-com:office:office"><body lang="en-GB"><div class="WordSection1"><p class="MsoNormal">${toHtml(text)}<o:p></o:p></p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">${bold}<o:p></o:p></p></div></div><p class="MsoNormal">${toHtml(to.text)}<o:p></o:p></p></div></body></html>`,
  });
}

/** Apple Mail puts an identifier of its own in the place of those in References. */
function answerAsApple({ to, from, text, subject, recipient }: MailAnswer): string {
  const attribution = `On Nov 23, 2026, at 13:00, Shop <${to.from}> wrote:`;
  const quote = `${attribution}\n\n${to.text}`.replace(/^/gm, "> ");
  return wholeMail({
    fields: [
      ...envelope({ to, from, recipient }, `<APPLE-${++written}-4C3D@example.com>`),
      `Subject: ${subject ?? `Re: ${to.subject.replace(/^Re: /, "")}`}`,
      "References: <1A2B-4C3D@example.com>",
      "X-Mailer: iPhone Mail (22F76)",
    ],
    text: `${text}\n\nSent from my iPhone\n\n${quote}`,
    html: `<html><body dir="auto">${toHtml(text)}<br id="lineBreakAtBeginningOfSignature"><div dir="ltr">Sent from my iPhone</div><div dir="ltr"><br><blockquote type="cite">${toHtml(attribution)}<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">${toHtml(to.text)}</div></blockquote></body></html>`,
  });
}

const envelope = (
  { to, from, recipient = to.replyTo }: Pick<MailAnswer, "to" | "from"> & { recipient: string | undefined },
  id: string,
): readonly string[] => [
  `Return-Path: <${from}>`,
  `From: Ann <${from}>`,
  `To: Shop <${recipient}>`,
  "Date: Mon, 23 Nov 2026 12:30:00 +0000",
  `Message-ID: ${id}`,
  `In-Reply-To: ${to.messageId}`,
];

const toHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\n", "<br>");

/** A message with the same in text and HTML, in Base64, so that no line is too long. */
function wholeMail(mail: { fields: readonly string[]; text: string; html: string }): string {
  const boundary = `_000_${written}_`;
  const part = (type: string, content: string) => [
    `--${boundary}`,
    `Content-Type: ${type}; charset="utf-8"`,
    "Content-Transfer-Encoding: base64",
    "",
    ...(Buffer.from(content)
      .toString("base64")
      .match(/.{1,76}/g) ?? []),
    "",
  ];
  return [
    ...mail.fields,
    "MIME-Version: 1.0",
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
    "",
    ...part("text/plain", mail.text),
    ...part("text/html", mail.html),
    `--${boundary}--`,
    "",
  ].join("\r\n");
}

/** The report of a mail server that a mail of ours could not be delivered (RFC 3464). */
export function bounceOf({ headers, to }: ReceivedMail): string {
  const [recipient = ""] = to;
  const part = (type: string, ...lines: string[]) => ["--report", `Content-Type: ${type}`, "", ...lines, ""];
  return [
    "Return-Path: <>",
    "From: MAILER-DAEMON@mx.example.com (Mail Delivery System)",
    `To: ${headers.from}`,
    "Subject: Undelivered Mail Returned to Sender",
    "Date: Mon, 23 Nov 2026 12:30:00 +0000",
    `Message-ID: <${++written}.4A1B2C3D@mx.example.com>`,
    "Auto-Submitted: auto-replied",
    "MIME-Version: 1.0",
    'Content-Type: multipart/report; boundary="report"; report-type=delivery-status',
    "",
    ...part("text/plain; charset=us-ascii", "I'm sorry to have to inform you that it was not delivered."),
    ...part(
      "message/delivery-status",
      "Reporting-MTA: dns; mx.example.com",
      "",
      `Final-Recipient: rfc822; ${recipient}`,
      "Action: failed",
      "Status: 5.1.1",
      "Diagnostic-Code: smtp; 550 5.1.1 User unknown",
    ),
    ...part(
      "message/rfc822-headers",
      `Message-ID: ${headers["message-id"]}`,
      `References: ${headers.references}`,
      `Subject: ${headers.subject}`,
    ),
    "--report--",
    "",
  ].join("\r\n");
}

/** The absence notice of a mail server for a mail of ours. */
export function absenceNoticeOf(to: ReadMail, from: string): string {
  return [
    ...envelope({ to, from, recipient: undefined }, `<${++written}.vacation@example.com>`),
    `Subject: Automatic reply: ${to.subject}`,
    "Auto-Submitted: auto-replied",
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "",
    "I am away until Monday.",
    "",
  ].join("\r\n");
}
