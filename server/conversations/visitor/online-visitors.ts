import type { OnlineVisitor } from "../../../shared/visitor.ts";
import { inChunks } from "../../platform/database/chunks.ts";
import type { Db } from "../../platform/database/open.ts";

/** Who opened a page within so long is on the site, ms. */
const ONLINE_FOR = 5 * 60_000;
/** More than a person could look through. */
const MAX_VISITORS = 500;

/** Whose widget is connected now; the live connections know. */
export type IsConnected = (visitor: string) => boolean;

/**
 * Who is on a property's site: who opened a page in the last five minutes, or is connected. The last to come first.
 *
 * @param connected the IDs of those who are connected
 */
export async function listOnlineVisitors(
  db: Db,
  { property, now, connected }: { property: string; now: number; connected: ReadonlySet<string> },
): Promise<OnlineVisitor[]> {
  const isConnected = (visitor: string) => connected.has(visitor);
  const recent = (what: "is" | "is not") =>
    visitors(db, property)
      .where("visitors.contact_since", what, null)
      .where("visitors.last_seen_at", ">", now - ONLINE_FOR)
      .orderBy("visitors.last_seen_at", "desc")
      .limit(MAX_VISITORS)
      .execute();
  // one index each
  const seen = [...(await recent("is")), ...(await recent("is not"))].map((row) =>
    toOnlineVisitor(row, isConnected),
  );
  const known = new Set(seen.map(({ visitor }) => visitor));
  const others = [...connected].filter((visitor) => !known.has(visitor)).slice(0, MAX_VISITORS);
  const quiet = await readOnlineVisitors(db, property, others, isConnected);
  return [...seen, ...quiet].sort((a, b) => b.at - a.at).slice(0, MAX_VISITORS);
}

/** These visitors as agents see them on the site. Who is not known is left out. */
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
        ? { id: row.id, name: row.name, email: row.email }
        : { id: row.attached_to, name: row.contact_name, email: row.contact_email },
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
