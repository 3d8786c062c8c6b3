import { text as readText } from "node:stream/consumers";
import DKIM from "nodemailer/lib/dkim";
import MailComposer from "nodemailer/lib/mail-composer";
import type { MailSettings } from "../../../shared/mail-settings.ts";
import { type MailAddress, oneLine } from "../address/mail-address.ts";
import type { OutgoingMail } from "./outgoing-mail.ts";

/** A message as it goes over the wire. */
export interface ComposedMail {
  /** The sender and the recipients of the envelope (RFC 5321). */
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  readonly raw: Buffer;
}

/**
 * Composes a message (RFC 5322, RFC 2045), signed by DKIM (RFC 6376) if there is a key. Line breaks and other control
 * characters of names and fields become spaces, so that no text can add a header.
 */
export async function compose(mail: OutgoingMail, dkim: MailSettings["dkim"]): Promise<ComposedMail> {
  const { from, to, cc, bcc } = mail;
  const node = new MailComposer({
    disableFileAccess: true,
    disableUrlAccess: true,
    from: cleaned(from),
    to: to.map(cleaned),
    cc: cc.map(cleaned),
    ...(mail.replyTo && { replyTo: mail.replyTo }),
    subject: oneLine(mail.subject),
    messageId: mail.messageId,
    date: new Date(mail.date),
    ...(mail.inReplyTo && { inReplyTo: mail.inReplyTo }),
    ...(mail.references.length && { references: [...mail.references] }),
    headers: Object.entries(mail.headers).map(([key, value]) => ({ key, value: oneLine(value) })),
    text: mail.text,
    html: mail.html,
    attachments: mail.attachments.map(({ name, type, content }) => ({
      filename: oneLine(name),
      contentType: type,
      content,
    })),
  }).compile();
  const built = await node.build();
  const recipients = [...to, ...cc, ...bcc].map(({ address }) => address);
  return {
    envelope: { from: from.address, to: [...new Set(recipients)] },
    raw: dkim ? await sign(built, dkim) : built,
  };
}

const cleaned = ({ name, address }: MailAddress) => ({ name: oneLine(name), address: oneLine(address) });

/** @throws Error if the message comes back unsigned, which happens to a key that nodemailer cannot use */
async function sign(message: Buffer, dkim: NonNullable<MailSettings["dkim"]>): Promise<Buffer> {
  const signer = new DKIM({
    domainName: dkim.domain,
    keySelector: dkim.selector,
    privateKey: dkim.privateKey,
  });
  // nodemailer encodes whatever is not ASCII, so the message is ASCII
  const signed = await readText(signer.sign(message));
  if (!/^DKIM-Signature:/i.test(signed)) throw new Error("The DKIM key did not sign the message");
  return Buffer.from(signed);
}
