import type { OnlineVisitor } from "../../../shared/visitor.ts";
import { showEmail } from "../../contacts/identity/show-email.ts";
import { inChunks } from "../../platform/database/chunks.ts";
import type { Db } from "../../platform/database/open.ts";

/** A visitor who opened a page within so long is online, ms. */
const ONLINE_FOR = 5 * 60_000;
/** More visitors than this are not listed. */
const MAX_VISITORS = 500;

/** Whether a visitor's widget has a live connection. */
export type IsConnected = (visitor: string) => boolean;

/**
 * Lists the visitors who opened a page in the last five minutes or are connected, the last one first.
 *
 * @param connected the IDs of the visitors with a live connection
 */
export async function listOnlineVisitors(
  db: Db,
  { property, now, connected }: { property: string; now: number; connected: ReadonlySet<string> },
): Promise<OnlineVisitor[]> {
  const isConnected = (visitor: string) => connected.has(visitor);
  const readRecent = (contactSince: "is" | "is not") =>
    visitors(db, property)
      .where("visitors.contact_since", contactSince, null)
      .where("visitors.last_seen_at", ">", now - ONLINE_FOR)
      .orderBy("visitors.last_seen_at", "desc")
      .limit(MAX_VISITORS)
      .execute();
  // contacts and other visitors have an index each
  const seen = [...(await readRecent("is")), ...(await readRecent("is not"))].map((row) =>
    toOnlineVisitor(row, isConnected),
  );
  const known = new Set(seen.map(({ visitor }) => visitor));
  const others = [...connected].filter((visitor) => !known.has(visitor)).slice(0, MAX_VISITORS);
  const connectedOnly = await readOnlineVisitors(db, property, others, isConnected);
  return [...seen, ...connectedOnly].sort((a, b) => b.at - a.at).slice(0, MAX_VISITORS);
}

/** Reads these visitors as agents see them. Unknown IDs are ignored. */
export async function readOnlineVisitors(
  db: Db,
  property: string,
  ids: readonly string[],
  isConnected: IsConnected,
): Promise<OnlineVisitor[]> {
  const rows = await inChunks(ids, (some) =>
    visitors(db, property).where("visitors.id", "in", some).execute(),
  );
  return rows.map((row) => toOnlineVisitor(row, isConnected));
}

function visitors(db: Db, property: string) {
  return db
    .selectFrom("visitors")
    .leftJoin("visitors as contacts", (join) =>
      join
        .onRef("contacts.property_id", "=", "visitors.property_id")
        .onRef("contacts.id", "=", "visitors.attached_to"),
    )
    .selectAll("visitors")
    .select(["contacts.name as contact_name", "contacts.email as contact_email"])
    .select((eb) =>
      eb
        .selectFrom("conversations")
        .select("conversations.id")
        .whereRef("conversations.property_id", "=", "visitors.property_id")
        .whereRef("conversations.visitor_id", "=", "visitors.id")
        .where("conversations.status", "=", "open")
        .orderBy("conversations.id", "desc")
        .limit(1)
        .as("conversation"),
    )
    .where("visitors.property_id", "=", property)
    .where("visitors.proof_hash", "is not", null);
}

type OnlineVisitorRow = Awaited<ReturnType<ReturnType<typeof visitors>["execute"]>>[number];

function toOnlineVisitor(row: OnlineVisitorRow, isConnected: IsConnected): OnlineVisitor {
  return {
    visitor: row.id,
    person:
      row.attached_to === null
        ? { id: row.id, name: row.name, email: showEmail(row.email) }
        : { id: row.attached_to, name: row.contact_name, email: showEmail(row.contact_email) },
    page: row.last_page,
    referrer: row.referrer,
    at: row.last_seen_at,
    firstSeenAt: row.first_seen_at,
    visits: row.visit_count,
    browser: row.browser,
    os: row.os,
    kind: row.device_kind,
    country: row.country,
    connected: isConnected(row.id),
    conversation: row.conversation,
  };
}
