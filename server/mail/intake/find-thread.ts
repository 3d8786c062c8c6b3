import * as z from "zod/mini";
import { isOneOf } from "../../platform/database/chunks.ts";
import type { Db } from "../../platform/database/open.ts";
import { addressKey } from "../address/mail-address.ts";
import type { ReplyTarget } from "../address/reply-address.ts";
import type {
  ConversationCandidate,
  KnownMessageId,
  ThreadKeys,
  ThreadLookups,
} from "../inbound/match-thread.ts";
import { parseRecipients } from "../outbound/mail-rows.ts";

/** A conversation with more mails than this has its participants in the newest ones, ms. */
const MAX_MAILS = 200;

/** Looks up what a mail's header names (R32): conversations of the property, and identifiers of its mails. */
export async function findThread(db: Db, property: string, keys: ThreadKeys): Promise<ThreadLookups> {
  const targets = await Promise.all(keys.targets.map((target) => findTarget(db, property, target)));
  const messageIds = await findMessageIds(db, property, keys);
  const numbered = await findNumbered(db, property, keys.ticketNumbers);
  const named = [
    ...targets.flatMap((id) => id ?? []),
    ...messageIds.map(({ conversation }) => conversation),
    ...numbered,
  ];
  const survivor = await findSurvivors(db, property, [...new Set(named)]);
  return {
    targets: targets.map((id) => id && survivor(id)),
    messageIds: messageIds.map((one) => ({ ...one, conversation: survivor(one.conversation) })),
    conversations: await readCandidates(db, property, [...new Set(named.map(survivor))]),
    agents: await readAgents(db, property),
  };
}

/** A thread root names its conversation: see `toThreadRoot`. */
const rootOf = (id: string): string | null =>
  /^<foyer\.thread\.([\da-f-]{36})@[^<>@\s]+>$/i.exec(id)?.[1]?.toLowerCase() ?? null;

async function findTarget(db: Db, property: string, target: ReplyTarget): Promise<string | null> {
  const query = db.selectFrom("conversations").select("id").where("property_id", "=", property);
  const row = await (target.kind === "ticket"
    ? query.where("ticket", "=", target.ticket)
    : query.where("id", "=", target.id)
  ).executeTakeFirst();
  return row?.id ?? null;
}

const findNumbered = async (db: Db, property: string, numbers: readonly number[]): Promise<string[]> => {
  const possible = numbers.filter((number) => number <= 999_999_999);
  if (!possible.length) return [];
  const rows = await db
    .selectFrom("conversations")
    .select("id")
    .where("property_id", "=", property)
    .where("ticket", "in", possible)
    .execute();
  return rows.map(({ id }) => id);
};

/** The identifiers that a report or an answer names: thread roots, mails of ours, and received mails. */
export async function findMessageIds(
  db: Db,
  property: string,
  { answered, messageId }: Pick<ThreadKeys, "answered" | "messageId">,
): Promise<KnownMessageId[]> {
  const ids = [...new Set([...answered, ...(messageId === null ? [] : [messageId])])];
  if (!ids.length) return [];
  const roots = new Map(ids.flatMap((id) => (rootOf(id) ? [[rootOf(id), id]] : [])));
  const rooted = await db
    .selectFrom("conversations")
    .select("id")
    .where("property_id", "=", property)
    .where(
      isOneOf(
        db,
        "id",
        [...roots.keys()].flatMap((id) => id ?? []),
      ),
    )
    .execute();
  const sent = await db
    .selectFrom("mails")
    .select(["message_id", "relay_message_id", "conversation_id"])
    .where("property_id", "=", property)
    .where("conversation_id", "is not", null)
    .where((eb) => eb.or([isOneOf(db, "message_id", ids), isOneOf(db, "relay_message_id", ids)]))
    .execute();
  const received = await db
    .selectFrom("received_mails")
    .select(["message_id", "conversation_id", "content_digest"])
    .where("property_id", "=", property)
    .where("conversation_id", "is not", null)
    .where(isOneOf(db, "message_id", ids))
    .execute();
  return [
    ...rooted.map(({ id }) => ({
      kind: "thread_root" as const,
      messageId: roots.get(id) ?? "",
      conversation: id,
    })),
    ...sent.flatMap(({ message_id, relay_message_id, conversation_id: conversation }) =>
      [message_id, relay_message_id].flatMap((id) =>
        id !== null && conversation !== null && ids.includes(id)
          ? [{ kind: "sent" as const, messageId: id, conversation }]
          : [],
      ),
    ),
    ...received.map(({ message_id, conversation_id, content_digest }) => ({
      kind: "received" as const,
      messageId: message_id ?? "",
      conversation: conversation_id ?? "",
      digest: content_digest ?? "",
    })),
  ];
}

/** Joins of joined tickets end after so many steps: two joins and their undoing could make a circle. */
const MAX_JOINS = 10;

/** Finds the tickets that others were joined into. @returns the one in which a conversation goes on, or itself */
async function findSurvivors(
  db: Db,
  property: string,
  ids: readonly string[],
): Promise<(id: string) => string> {
  const next = new Map<string, string>();
  let open = ids;
  for (let step = 0; open.length && step < MAX_JOINS; step++) {
    const rows = await db
      .selectFrom("conversations")
      .select(["id", "joined_into"])
      .where("property_id", "=", property)
      .where("joined_into", "is not", null)
      .where(isOneOf(db, "id", open))
      .execute();
    for (const { id, joined_into } of rows) if (joined_into !== null) next.set(id, joined_into);
    open = rows.flatMap(({ joined_into }) =>
      joined_into !== null && !next.has(joined_into) ? [joined_into] : [],
    );
  }
  return (id) => {
    let current = id;
    for (let step = 0; step < MAX_JOINS; step++) current = next.get(current) ?? current;
    return current;
  };
}

/** The conversations with whoever takes part in them. */
async function readCandidates(
  db: Db,
  property: string,
  ids: readonly string[],
): Promise<ConversationCandidate[]> {
  if (!ids.length) return [];
  const rows = await db
    .selectFrom("conversations")
    .select(["id", "ticket", "subject", "contact_id"])
    .where("property_id", "=", property)
    .where(isOneOf(db, "id", ids))
    .execute();
  return Promise.all(
    rows.map(async ({ id, ticket, subject, contact_id }) => ({
      id,
      ticket,
      subject,
      contact: await readContactKeys(db, property, contact_id, id),
      copied: await readCopied(db, property, id),
    })),
  );
}

/** The addresses of a contact, and the one that opened the conversation, which need not be the contact's by now. */
async function readContactKeys(
  db: Db,
  property: string,
  contact: string,
  conversation: string,
): Promise<string[]> {
  const details = await db
    .selectFrom("details")
    .select("compare_key")
    .where("property_id", "=", property)
    .where("visitor_id", "=", contact)
    .where("field", "=", "email")
    .where("status", "=", "current")
    .execute();
  const opened = await db
    .selectFrom("received_mails")
    .select("from_address")
    .where("property_id", "=", property)
    .where("conversation_id", "=", conversation)
    .where("outcome", "=", "new_ticket")
    .where("role", "=", "contact")
    .execute();
  return [
    ...details.map(({ compare_key }) => compare_key),
    ...opened.map(({ from_address }) => addressKey(from_address)),
  ];
}

const Keys = z.array(z.string());

/** Whom agents have put in copy, and the other recipients of mails that a participant or an agent sent. */
async function readCopied(db: Db, property: string, conversation: string): Promise<string[]> {
  const participants = await db
    .selectFrom("conversation_participants")
    .select("address_key")
    .where("property_id", "=", property)
    .where("conversation_id", "=", conversation)
    .execute();
  const received = await db
    .selectFrom("received_mails")
    .select("copied")
    .where("property_id", "=", property)
    .where("conversation_id", "=", conversation)
    .where("role", "in", ["contact", "copied"])
    .orderBy("id", "desc")
    .limit(MAX_MAILS)
    .execute();
  const sent = await db
    .selectFrom("mails")
    .select("recipients")
    .where("property_id", "=", property)
    .where("conversation_id", "=", conversation)
    .where("kind", "=", "answer")
    .orderBy("id", "desc")
    .limit(MAX_MAILS)
    .execute();
  const recipients = sent.map(parseRecipients).flatMap(({ to, cc }) => [...to, ...cc]);
  return [
    ...participants.map(({ address_key }) => address_key),
    ...received.flatMap(({ copied }) => z.parse(Keys, JSON.parse(copied))),
    ...recipients.map(({ address }) => addressKey(address)),
  ];
}

async function readAgents(db: Db, property: string): Promise<string[]> {
  const rows = await db
    .selectFrom("memberships")
    .innerJoin("agents", "agents.id", "memberships.agent_id")
    .select("agents.email")
    .where("memberships.property_id", "=", property)
    .execute();
  return rows.map(({ email }) => addressKey(email));
}
