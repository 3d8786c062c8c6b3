import * as z from "zod/mini";
import { AnsweredField } from "../../../shared/conversation.ts";
import type { FileInfo } from "../../../shared/file.ts";
import { emailKey } from "../../../shared/rules/email.ts";
import { entryFiles } from "../../conversations/core/entries.ts";
import type { ConversationRow } from "../../conversations/core/row-changes.ts";
import type { Db } from "../../platform/database/open.ts";
import type { MailAddress } from "../address/mail-address.ts";
import type { UnmailedMessage } from "./plan-answer.ts";

/** An agent's message that may be mailed. */
export interface AnswerMessage extends UnmailedMessage {
  readonly id: string;
  readonly text: string;
  readonly files: readonly FileInfo[];
  readonly agent: string;
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
}

const Addresses = z.array(z.string());
const Answers = z.array(AnsweredField);
const addressesOf = (stored: string | null) => (stored ? z.parse(Addresses, JSON.parse(stored)) : []);

/** Reads agents' messages of a conversation from a sequence number on, without those that were retracted. */
export async function readAnswerMessages(
  db: Db,
  { property_id, id }: Pick<ConversationRow, "property_id" | "id">,
  firstSequence: number,
): Promise<AnswerMessage[]> {
  const rows = await db
    .selectFrom("messages")
    .innerJoin("agents", "agents.id", "messages.agent_id")
    .leftJoin("message_copies as copies", (join) =>
      join
        .onRef("copies.property_id", "=", "messages.property_id")
        .onRef("copies.conversation_id", "=", "messages.conversation_id")
        .onRef("copies.message_id", "=", "messages.id"),
    )
    .select(["messages.id", "messages.sequence", "messages.received_at", "messages.text", "messages.files"])
    .select(["agents.name as agent", "copies.cc", "copies.bcc"])
    .where("messages.property_id", "=", property_id)
    .where("messages.conversation_id", "=", id)
    .where("messages.sequence", ">=", firstSequence)
    .where("messages.kind", "=", "message")
    .where("messages.author", "=", "agent")
    .where("messages.retracted", "=", 0)
    .orderBy("messages.sequence")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    sequence: row.sequence,
    receivedAt: row.received_at,
    hasCopies: row.cc !== null,
    text: row.text,
    files: entryFiles(row),
    agent: row.agent,
    cc: addressesOf(row.cc),
    bcc: addressesOf(row.bcc),
  }));
}

/** The customer of a conversation, as mails address them. */
export interface MailCustomer {
  /** Null: no address is known. */
  readonly address: MailAddress | null;
  /** The other recipients of the customer's last mail, as addresses are compared (R8). */
  readonly copied: readonly string[];
  /** A language such as `de-AT`; empty: unknown. */
  readonly language: string;
}

/**
 * Reads to whom a conversation's mails go: to the address that the contact last wrote from; or else to the one that was
 * typed in its form, because a browser may claim a contact who is somebody else (R12); or else to the contact's first one.
 */
export async function readMailCustomer(
  db: Db,
  { property_id, id, contact_id, visitor_id }: ConversationRow,
): Promise<MailCustomer> {
  const form = await db
    .selectFrom("submissions")
    .select(["answers", "locale"])
    .where("property_id", "=", property_id)
    .where("conversation_id", "=", id)
    .orderBy("received_at", "desc")
    .limit(1)
    .executeTakeFirst();
  const mailed = await readLastMail(db, { property_id, id });
  const people = await db
    .selectFrom("visitors")
    .select(["id", "name", "email", "language"])
    .where("property_id", "=", property_id)
    .where("id", "in", [contact_id, visitor_id])
    .execute();
  const contact = people.find((one) => one.id === contact_id);
  const device = people.find((one) => one.id === visitor_id);
  const typed = form ? typedEmail(z.parse(Answers, JSON.parse(form.answers))) : null;
  const address = mailed?.from_address || typed || (contact?.email ?? null);
  return {
    address: address === null ? null : { name: contact?.name || mailed?.from_name || "", address },
    copied: mailed ? z.parse(Addresses, JSON.parse(mailed.copied)) : [],
    language: form?.locale || device?.language || contact?.language || "",
  };
}

/** The last mail of the contact in a conversation. */
function readLastMail(db: Db, { property_id, id }: Pick<ConversationRow, "property_id" | "id">) {
  return db
    .selectFrom("received_mails")
    .select(["id", "message_id", "from_name", "from_address", "copied"])
    .where("property_id", "=", property_id)
    .where("conversation_id", "=", id)
    .where("role", "=", "contact")
    .where("from_address", "<>", "")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** The first valid address of a form's answers. */
function typedEmail(answers: readonly AnsweredField[]): string | null {
  const typed = answers.flatMap(({ type, answer }) =>
    type === "email" && typeof answer === "string" && emailKey(answer) !== null ? [answer] : [],
  );
  return typed[0] ?? null;
}

/** The customer's last message before a sequence number; null: there is none. */
export async function readAnswered(
  db: Db,
  { property_id, id }: Pick<ConversationRow, "property_id" | "id">,
  before: number,
): Promise<{ readonly text: string; readonly at: number } | null> {
  const row = await db
    .selectFrom("messages")
    .select(["text", "received_at as at"])
    .where("property_id", "=", property_id)
    .where("conversation_id", "=", id)
    .where("sequence", "<", before)
    .where("kind", "=", "message")
    .where("author", "=", "visitor")
    .where("text", "<>", "")
    .orderBy("sequence", "desc")
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** More identifiers than this help no client. */
const MAX_REFERENCES = 10;

/** The Message-IDs of a conversation's mails. */
export interface MailThread {
  /** Oldest first; of ours, what a relay has put in the place. */
  readonly references: readonly string[];
  /** The customer's last mail, or else our last one; null: there is none. */
  readonly inReplyTo: string | null;
}

/** Reads what a mail to the customer refers to (R32). */
export async function readThread(
  db: Db,
  { property_id, id }: Pick<ConversationRow, "property_id" | "id">,
): Promise<MailThread> {
  const sent = await db
    .selectFrom("mails")
    .select(["id", "message_id", "relay_message_id"])
    .where("property_id", "=", property_id)
    .where("conversation_id", "=", id)
    .where("kind", "=", "answer")
    .where("state", "=", "sent")
    .orderBy("id", "desc")
    .limit(MAX_REFERENCES)
    .execute();
  const received = await db
    .selectFrom("received_mails")
    .select(["id", "message_id"])
    .where("property_id", "=", property_id)
    .where("conversation_id", "=", id)
    .where("role", "in", ["contact", "copied"])
    .where("message_id", "is not", null)
    .orderBy("id", "desc")
    .limit(MAX_REFERENCES)
    .execute();
  // the IDs of both are in the order of time
  const all = [
    ...sent.map((row) => ({ id: row.id, messageId: row.relay_message_id ?? row.message_id })),
    ...received.map((row) => ({ id: row.id, messageId: row.message_id ?? "" })),
  ].sort((a, b) => (a.id < b.id ? -1 : 1));
  const references = all.slice(-MAX_REFERENCES).map(({ messageId }) => messageId);
  return { references, inReplyTo: received[0]?.message_id ?? references.at(-1) ?? null };
}

/** Whether the customer wants no mail about a conversation. */
export async function hasStoppedMail(
  db: Db,
  { property_id, id }: Pick<ConversationRow, "property_id" | "id">,
): Promise<boolean> {
  const row = await db
    .selectFrom("mail_stops")
    .select("stopped_at")
    .where("property_id", "=", property_id)
    .where("conversation_id", "=", id)
    .executeTakeFirst();
  return row !== undefined;
}
