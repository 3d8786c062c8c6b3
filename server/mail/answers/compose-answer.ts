import type { FileInfo } from "../../../shared/file.ts";
import type { MailSettings } from "../../../shared/mail-settings.ts";
import type { ConversationRow } from "../../conversations/core/row-changes.ts";
import type { ServerSecret } from "../../platform/secrets.ts";
import type { KnownProperty } from "../../properties/store.ts";
import { addressKey, type MailAddress } from "../address/mail-address.ts";
import { toReplyAddress } from "../address/reply-address.ts";
import type { MailDraft, MailRecipients } from "../outbound/mail-draft.ts";
import { mailLocale } from "../outbound/templates/locale.ts";
import { answerMail } from "../outbound/templates/visitor-mails.tsx";
import { issueLinkToken, linkAddress } from "./conversation-link.ts";
import type { AnswerMessage, MailCustomer, MailThread } from "./read-answer.ts";
import { selectFiles } from "./select-files.ts";

/** The content of an answer by mail. */
export interface AnswerParts {
  readonly property: Pick<KnownProperty, "id" | "settings">;
  readonly conversation: Pick<ConversationRow, "id" | "ticket" | "subject">;
  readonly customer: MailCustomer;
  /** Oldest first; at least one. */
  readonly messages: readonly AnswerMessage[];
  /** The customer's message before them; null: an agent began. */
  readonly answered: { readonly text: string; readonly at: number } | null;
  readonly thread: MailThread;
  readonly replies: MailSettings["replies"];
  /** Null: this server does not know its public address, so mails have no links. */
  readonly publicUrl: string | null;
  readonly replySecrets: readonly ServerSecret[];
  readonly linkSecrets: readonly ServerSecret[];
  /** Ms since 1970. */
  readonly now: number;
}

/**
 * Writes the mail that brings agents' messages to a customer (R30), in the customer's language and in the thread of the
 * earlier ones (R32). Pure.
 *
 * @returns null if there is nobody to send it to
 */
export function composeAnswer(parts: AnswerParts): MailDraft | null {
  const { property, conversation, customer, messages, thread, now } = parts;
  const recipients = recipientsOf(customer.address, messages);
  const last = messages.at(-1);
  if (!recipients || !last) return null;
  const target = { property: property.id, conversation: conversation.id };
  const page =
    parts.publicUrl && linkAddress(parts.publicUrl, issueLinkToken(parts.linkSecrets, target, now));
  const { attached, linked } = fitFiles(messages, page);
  const { name, accent, timeZone } = property.settings;
  const replyTarget =
    conversation.ticket === null
      ? ({ kind: "conversation", id: conversation.id } as const)
      : ({ kind: "ticket", ticket: conversation.ticket } as const);
  return {
    property: property.id,
    kind: "answer",
    about: {
      kind: "conversation",
      id: conversation.id,
      entries: messages.map(({ id }) => id),
      ...thread,
    },
    recipients,
    content: answerMail({
      brand: { name, accent },
      locale: mailLocale(customer.language),
      subject: conversation.subject,
      ticket: conversation.ticket,
      agent: last.agent,
      messages: messages.map(({ text }) => text).filter(Boolean),
      answered: parts.answered,
      timeZone,
      linkedFiles: linked,
      url: page,
      // whoever has written a message and left is told of answers by the ticket; of a chat nobody has asked for mails
      unsubscribeUrl: page && conversation.ticket === null ? `${page}/stop` : null,
    }),
    replyTo: toReplyAddress(parts.replies, replyTarget, {
      property: property.id,
      secrets: parts.replySecrets,
    }),
    files: attached,
    expiresAt: null,
  };
}

/** Files that do not fit are linked, if there is a page to link to; otherwise all are sent. */
function fitFiles(messages: readonly AnswerMessage[], page: string | null) {
  const files = messages.flatMap((message) => message.files);
  if (page === null) return { attached: files, linked: [] };
  const { attached, linked } = selectFiles(files);
  const toLink = ({ id, name }: FileInfo) => ({ name, url: `${page}/files/${id}` });
  return { attached, linked: linked.map(toLink) };
}

/** The customer and everybody to whom one of the messages was copied, each once. */
function recipientsOf(
  customer: MailAddress | null,
  messages: readonly AnswerMessage[],
): MailRecipients | null {
  const seen = new Set(customer ? [addressKey(customer.address)] : []);
  const take = (addresses: readonly string[]) =>
    addresses.flatMap((address) => {
      if (seen.has(addressKey(address))) return [];
      seen.add(addressKey(address));
      return [{ name: "", address }];
    });
  const cc = take(messages.flatMap((message) => message.cc));
  const bcc = take(messages.flatMap((message) => message.bcc));
  if (customer) return { to: [customer], cc, bcc };
  const [first, ...others] = cc;
  return first ? { to: [first], cc: others, bcc } : null;
}
