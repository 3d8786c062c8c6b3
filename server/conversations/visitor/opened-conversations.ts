import { type SqlBool, sql } from "kysely";
import * as z from "zod/mini";
import { AnsweredField } from "../../../shared/conversation.ts";
import { isIndexedIdentifier } from "../../contacts/identity/indexed-details.ts";
import { normalizeEmail } from "../../contacts/identity/normalize-email.ts";
import { isOneOf } from "../../platform/database/chunks.ts";
import type { Db } from "../../platform/database/open.ts";
import type { Schema } from "../../platform/database/schema.ts";
import { statement } from "../../platform/database/statement.ts";

/** More conversations than this are not opened: the last ones are. */
const MAX_OPENED = 200;

/** A browser of a property. */
export type Reader = Readonly<{ property: string; visitor: string }>;

type Candidate = Pick<Schema["conversations"], "id" | "visitor_id" | "contact_id" | "follows"> & {
  readonly proof_hash: string | null;
};

/** The identifiers that a browser has proven to be its visitor's. */
interface Proven {
  /** As addresses are compared (R8). */
  readonly emails: readonly string[];
  readonly userIds: readonly string[];
}

/**
 * Lists the conversations of other browsers that this one may read and continue, because its visitor has proven an e-mail or
 * a user ID (R33): those of the contacts that have it, and of them only those whose author gave that e-mail, or has proven that
 * user ID. Answers to an e-mail go to it anyway. Somebody who added a stranger's address to their own record, or their own to a stranger's, sees
 * nothing of that stranger (R12). For a visitor who has proven nothing, this is two look-ups in indexes.
 *
 * @returns the IDs of at most the last 200, oldest first
 */
export async function listOpenedConversations(db: Db, reader: Reader): Promise<string[]> {
  const proven: Proven = {
    emails: (await findProvenEmails(db, reader)).map(({ email_key }) => email_key),
    userIds: (await findProvenUserIds(db, reader)).map(({ user_id }) => user_id),
  };
  if (!proven.emails.length && !proven.userIds.length) return [];
  const contacts = await findContacts(db, reader.property, proven);
  if (!contacts.length) return [];
  const keys = new Set(proven.emails);
  const candidates = await findCandidates(db, reader, contacts);
  const givers = await findGivers(db, reader.property, contacts, proven);
  const unclear = candidates.filter((one) => !isGivers(one, givers)).map(({ id }) => id);
  const submitted = await findSubmitted(db, reader.property, unclear, keys);
  const opened = new Set<string>();
  // IDs are in the order of time, so a ticket comes before those that continue it
  for (const one of candidates.sort((a, b) => (a.id < b.id ? -1 : 1)))
    if (isGivers(one, givers) || submitted.has(one.id) || opened.has(one.follows ?? "")) opened.add(one.id);
  return [...opened];
}

const findProvenUserIds = statement((db, { property, visitor }: Reader) =>
  db
    .selectFrom("proven_user_ids")
    .select("user_id")
    .where("property_id", "=", property)
    .where("visitor_id", "=", visitor),
);

const findProvenEmails = statement((db, { property, visitor }: Reader) =>
  db
    .selectFrom("proven_emails")
    .select("email_key")
    .where("property_id", "=", property)
    .where("visitor_id", "=", visitor),
);

/** A value of a contact that somebody has proven. */
const isProvenValue = (db: Db, { emails, userIds }: Proven) =>
  sql<SqlBool>`(field = 'email' and ${isOneOf(db, "compare_key", emails)}
    or field = 'user_id' and ${isOneOf(db, "compare_key", userIds)})`;

/** The contacts that have one of the identifiers as a current value. */
async function findContacts(db: Db, property: string, proven: Proven): Promise<string[]> {
  const rows = await db
    .selectFrom("details")
    .select("visitor_id")
    .distinct()
    .where("property_id", "=", property)
    .where(isProvenValue(db, proven))
    .where(isIndexedIdentifier.current)
    .execute();
  return rows.map(({ visitor_id }) => visitor_id);
}

function findCandidates(
  db: Db,
  { property, visitor }: Reader,
  contacts: readonly string[],
): Promise<Candidate[]> {
  return db
    .selectFrom("conversations")
    .innerJoin("visitors", (join) =>
      join
        .onRef("visitors.property_id", "=", "conversations.property_id")
        .onRef("visitors.id", "=", "conversations.visitor_id"),
    )
    .select([
      "conversations.id",
      "conversations.visitor_id",
      "conversations.contact_id",
      "conversations.follows",
      "visitors.proof_hash",
    ])
    .where("conversations.property_id", "=", property)
    .where("conversations.contact_id", "in", contacts)
    .where("conversations.visitor_id", "<>", visitor)
    .where("conversations.hidden", "=", 0)
    .orderBy("conversations.last_message_at", "desc")
    .orderBy("conversations.id", "desc")
    .limit(MAX_OPENED)
    .execute();
}

/** The authors who have given one of the addresses, or proven one of the user IDs. */
interface Givers {
  /** Browsers, and authors of mails. */
  readonly visitors: ReadonlySet<string>;
  /** Contacts for whom an agent or a program gave it: it goes for what no other browser has written. */
  readonly records: ReadonlySet<string>;
}

const isGivers = ({ visitor_id, contact_id, proof_hash }: Candidate, { visitors, records }: Givers) =>
  visitors.has(visitor_id) || (records.has(contact_id) && (visitor_id === contact_id || proof_hash === null));

async function findGivers(
  db: Db,
  property: string,
  contacts: readonly string[],
  proven: Proven,
): Promise<Givers> {
  const signed = await db
    .selectFrom("proven_user_ids")
    .select("visitor_id")
    .where("property_id", "=", property)
    .where(isOneOf(db, "user_id", proven.userIds))
    .execute();
  const confirmed = await db
    .selectFrom("proven_emails")
    .select("visitor_id")
    .where("property_id", "=", property)
    .where(isOneOf(db, "email_key", proven.emails))
    .execute();
  const wroteMails = await db
    .selectFrom("mail_senders")
    .select("visitor_id")
    .where("property_id", "=", property)
    .where(isOneOf(db, "address_key", proven.emails))
    .execute();
  // past values too: a proven address takes the place of the same one that was typed
  const given = await db
    .selectFrom("details")
    .select(["visitor_id", "device_id"])
    .where("property_id", "=", property)
    .where("visitor_id", "in", contacts)
    .where(isProvenValue(db, proven))
    .execute();
  const devices = given.flatMap(({ device_id }) => device_id ?? []);
  const records = given.filter(({ device_id }) => device_id === null).map(({ visitor_id }) => visitor_id);
  return {
    visitors: new Set([
      ...devices,
      ...[...signed, ...confirmed, ...wroteMails].map(({ visitor_id }) => visitor_id),
    ]),
    records: new Set(records),
  };
}

const Answers = z.array(AnsweredField);

/** The conversations whose form gave one of the addresses: a browser that was attached by it has no value of its own. */
async function findSubmitted(
  db: Db,
  property: string,
  conversations: readonly string[],
  keys: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  if (!conversations.length) return new Set();
  const rows = await db
    .selectFrom("submissions")
    .select(["conversation_id", "answers"])
    .where("property_id", "=", property)
    .where("conversation_id", "in", conversations)
    .execute();
  const gives = ({ type, answer }: AnsweredField) =>
    type === "email" && typeof answer === "string" && keys.has(normalizeEmail(answer) ?? "");
  return new Set(
    rows
      .filter(({ answers }) => z.parse(Answers, JSON.parse(answers)).some(gives))
      .map(({ conversation_id }) => conversation_id),
  );
}
