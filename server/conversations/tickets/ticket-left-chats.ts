import type { Deps } from "../../deps.ts";
import type { Db } from "../../platform/database/open.ts";
import { startBackgroundLoop } from "../../platform/jobs/background-loop.ts";
import type { KnownProperty, PropertyStore } from "../../properties/store.ts";
import { allocateTicketNumbers } from "../core/store.ts";
import { updateConversations } from "../core/update-conversations.ts";
import { deriveSubject } from "./new-ticket.ts";

/** A visitor who has left is given so long to come back, ms. */
const PATIENCE = 5 * 60_000;
/** How often chats are looked for, ms. */
const PAUSE = 60_000;
/** How many chats one transaction changes. */
const CHUNK_SIZE = 100;

export interface LeftChatDeps extends Pick<Deps, "database" | "now" | "random" | "log"> {
  readonly properties: PropertyStore;
  /** Whether a visitor has a page with the widget open. */
  readonly isConnected: (property: string, visitor: string) => boolean;
}

/**
 * Makes tickets of a property's chats whose visitors have left without an answer (R30): their answers are due after the
 * property's target, and are mailed as those of other tickets.
 */
export async function ticketLeftChats(deps: LeftChatDeps, property: KnownProperty): Promise<void> {
  const { database, now, isConnected } = deps;
  const until = now() - PATIENCE;
  const unanswered = await listUnanswered(database.read, property.id, until);
  const left = unanswered.filter(({ visitor_id }) => !isConnected(property.id, visitor_id));
  for (let start = 0; start < left.length; start += CHUNK_SIZE) {
    const ids = left.slice(start, start + CHUNK_SIZE).map(({ id }) => id);
    await database.write((tx) =>
      updateConversations(tx, deps, property, ids, async (batch) => {
        const still = ids.flatMap((id) => {
          const row = batch.find(id);
          return row && isWaitingChat(row, until) ? [row] : [];
        });
        if (!still.length) return;
        const first = await allocateTicketNumbers(tx, property.id, still.length);
        for (const [index, { id, preview }] of still.entries()) {
          const subject = deriveSubject(preview);
          batch.apply(
            id,
            { kind: "make_ticket", number: first + index, subject },
            { agent: null, system: true },
          );
        }
      }),
    );
  }
}

/** Starts to look for such chats in the background. @returns stops it */
export function startTicketingLeftChats(deps: LeftChatDeps): () => void {
  const { database, log, now, properties } = deps;
  const work = async () => {
    const rows = await selectUnanswered(database.read, now() - PATIENCE)
      .select("property_id")
      .distinct()
      .execute();
    for (const { property_id } of rows) {
      const property = await properties.find(property_id);
      if (property) await ticketLeftChats(deps, property);
    }
    return false;
  };
  const onError = (err: unknown) => log.error({ err }, "could not make tickets of chats; it tries again");
  return startBackgroundLoop(work, { pause: PAUSE, rest: 1, patience: PAUSE, onError });
}

interface Waiting {
  readonly ticket: number | null;
  readonly suspicious: number;
  readonly unanswered_since: number | null;
}

const isWaitingChat = ({ ticket, suspicious, unanswered_since }: Waiting, until: number): boolean =>
  ticket === null && suspicious === 0 && unanswered_since !== null && unanswered_since <= until;

const selectUnanswered = (db: Db, until: number) =>
  db
    .selectFrom("conversations")
    .where("ticket", "is", null)
    .where("suspicious", "=", 0)
    .where("unanswered_since", "<=", until);

const listUnanswered = (db: Db, property: string, until: number) =>
  selectUnanswered(db, until)
    .select(["id", "visitor_id"])
    .where("property_id", "=", property)
    .orderBy("unanswered_since")
    .execute();
