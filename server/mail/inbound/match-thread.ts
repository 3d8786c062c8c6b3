import type { ServerSecret } from "../../platform/secrets.ts";
import { addressKey, mailboxKey } from "../address/mail-address.ts";
import { type ReplyAddressing, type ReplyTarget, readReplyAddress } from "../address/reply-address.ts";
import type { MailAuthor } from "./author.ts";
import type { MailHeader } from "./inbound-mail.ts";
import { threadSubject, ticketNumbersOf } from "./subject.ts";

/** The keys to look up in order to know which conversation a mail belongs to. */
export interface ThreadKeys {
  /** Of the signed reply addresses that the mail was sent to, in their order. */
  readonly targets: readonly ReplyTarget[];
  /** Whether it was sent to an address with the form of a reply address that this server has not signed. */
  readonly isForged: boolean;
  /** The identifiers that it answers, the closest first: `In-Reply-To`, then `References` from their end. */
  readonly answered: readonly string[];
  /** Its own Message-ID, which another copy of it may have. */
  readonly messageId: string | null;
  /** Of our tickets, in its subject. */
  readonly ticketNumbers: readonly number[];
}

/** A conversation that a look-up found. A joined one is given as the one that it was joined into. */
export interface ConversationCandidate {
  readonly id: string;
  readonly ticket: number | null;
  readonly subject: string;
  /** Address keys of the contact. */
  readonly contact: readonly string[];
  /** Address keys of the people in `Cc` of its mails. */
  readonly copied: readonly string[];
}

/** An identifier of the database's, and the conversation that it belongs to. */
export type KnownMessageId = { readonly messageId: string; readonly conversation: string } & (
  | { readonly kind: "thread_root" }
  /** Of a mail of ours, or what a relay has put in its place. Nobody knows it who has not seen the mail. */
  | { readonly kind: "sent" }
  /** Of a mail that was received: made by others, and possibly known to anybody. */
  | { readonly kind: "received"; readonly digest: string }
);

/** The results of the look-ups of `ThreadKeys`. */
export interface ThreadLookups {
  /** By the target's place in `targets`; null: there is no such conversation any more. */
  readonly targets: readonly (string | null)[];
  readonly messageIds: readonly KnownMessageId[];
  /** All conversations that are named here, and those of `ticketNumbers`. */
  readonly conversations: readonly ConversationCandidate[];
  /** Address keys of the property's agents. */
  readonly agents: readonly string[];
}

/** The author's relation to the conversation. A stranger's message is marked, and answers do not go to a stranger by default. */
export type AuthorRole = "contact" | "copied" | "agent" | "stranger";

export type ThreadMatch =
  | {
      readonly kind: "conversation";
      readonly conversation: string;
      readonly by: "reply_address" | "thread_root" | "sent_message" | "received_message" | "ticket_number";
      readonly author: AuthorRole;
      /** Another subject than the conversation's, which answers have to carry from now on; null: the same. */
      readonly newSubject: string | null;
    }
  /** A copy of a mail that the conversation has already. */
  | { readonly kind: "duplicate"; readonly conversation: string }
  | {
      readonly kind: "new_ticket";
      readonly reason: NewTicketReason;
      /** The opener of the conversation: if they are no agent, they become its contact. */
      readonly author: "contact" | "agent";
      /** A conversation that agents should see beside it; null: none. */
      readonly related: string | null;
    };

type NewTicketReason =
  | "no_reference"
  /** It answers mails that this server does not know. */
  | "unknown_reference"
  | "forged_reply_address"
  /** It answers a mail that somebody else sent to a conversation in which the author is a stranger. */
  | "stranger";

/** Reads from a mail's header what has to be looked up (R32). */
export function threadKeysOf(
  header: MailHeader,
  {
    addressing,
    property,
    secrets,
  }: { addressing: ReplyAddressing; property: string; secrets: readonly ServerSecret[] },
): ThreadKeys {
  const addresses = [...header.deliveredTo, ...[...header.to, ...header.cc].map(({ address }) => address)];
  const read = [...new Set(addresses.map(addressKey))].map((address) =>
    readReplyAddress(addressing, address, { property, secrets }),
  );
  return {
    targets: read.flatMap((one) => (one.kind === "signed" ? [one.target] : [])),
    isForged: read.some(({ kind }) => kind === "forged"),
    answered: [...new Set([...header.inReplyTo, ...header.references.toReversed()])],
    messageId: header.messageId,
    ticketNumbers: ticketNumbersOf(header.subject),
  };
}

/**
 * Decides which conversation a mail belongs to (R32): a signed reply address, then our thread root or the Message-ID of a
 * mail of ours, then that of a received mail if the author takes part in the conversation, then our ticket's number if the
 * author takes part in it. A subject alone, `Reply-To` and `Thread-Index` decide nothing. What fits nowhere is a new
 * ticket. Pure: the look-ups are done.
 *
 * @param digest the mail's `contentDigest`
 */
export function matchThread(
  { subject }: MailHeader,
  author: MailAuthor | null,
  digest: string,
  keys: ThreadKeys,
  known: ThreadLookups,
): ThreadMatch {
  const copy = known.messageIds.find(
    (one) => one.kind === "received" && one.messageId === keys.messageId && one.digest === digest,
  );
  if (copy) return { kind: "duplicate", conversation: copy.conversation };

  const find = (id: string | null) => known.conversations.find((one) => one.id === id) ?? null;
  const join = (conversation: ConversationCandidate, by: JoinedBy): ThreadMatch => ({
    kind: "conversation",
    conversation: conversation.id,
    by,
    author: roleOf(author, conversation, known.agents),
    newSubject: changedSubject(subject, conversation.subject),
  });

  for (const id of known.targets) {
    const conversation = find(id);
    if (conversation) return join(conversation, "reply_address");
  }
  const answered = keys.answered.flatMap((id) =>
    known.messageIds.filter(({ messageId }) => messageId === id),
  );
  for (const { kind, conversation: id } of answered) {
    const conversation = find(id);
    if (conversation && kind === "thread_root") return join(conversation, "thread_root");
    if (conversation && kind === "sent") return join(conversation, "sent_message");
  }
  const received = answered.map(({ conversation }) => find(conversation)).filter((one) => one !== null);
  const takesPart = (one: ConversationCandidate) => roleOf(author, one, known.agents) !== "stranger";
  const own = received.find(takesPart);
  if (own) return join(own, "received_message");

  const numbered = known.conversations.filter(
    (one) => one.ticket !== null && keys.ticketNumbers.includes(one.ticket) && takesPart(one),
  );
  const [only, ...more] = numbered;
  if (only && more.length === 0) return join(only, "ticket_number");
  return {
    kind: "new_ticket",
    reason: reasonForNew(keys, received),
    author: author && isAmong(author.address.address, known.agents) ? "agent" : "contact",
    related: received[0]?.id ?? null,
  };
}

type JoinedBy = Extract<ThreadMatch, { kind: "conversation" }>["by"];

function reasonForNew(keys: ThreadKeys, received: readonly ConversationCandidate[]): NewTicketReason {
  if (keys.isForged) return "forged_reply_address";
  if (received.length > 0) return "stranger";
  return keys.answered.length > 0 || keys.targets.length > 0 ? "unknown_reference" : "no_reference";
}

function roleOf(
  author: MailAuthor | null,
  { contact, copied }: ConversationCandidate,
  agents: readonly string[],
): AuthorRole {
  if (!author) return "stranger";
  const { address } = author.address;
  if (isAmong(address, contact)) return "contact";
  if (isAmong(address, agents)) return "agent";
  return isAmong(address, copied) ? "copied" : "stranger";
}

/** Whether an address is one of the keys, with or without a subaddress: people answer from `ana@` what was sent to `ana+shop@`. */
const isAmong = (address: string, keys: readonly string[]): boolean =>
  keys.includes(addressKey(address)) || keys.some((key) => mailboxKey(key) === mailboxKey(address));

/**
 * The mail's subject without prefixes if it is another one than the conversation's. An empty subject changes nothing, nor
 * does what other systems put in front: `[EXT]`, `[HD-2021] Re:`.
 */
function changedSubject(subject: string, current: string): string | null {
  const changed = threadSubject(subject);
  const [one, other] = [changed.toLowerCase(), threadSubject(current).toLowerCase()];
  return one === "" || one === other || one.endsWith(` ${other}`) ? null : changed;
}
