import { ECDH } from "node:crypto";
import type { PushBrowser, PushSubscriptionWrite } from "../../../shared/notifications.ts";
import type { Db, Tx } from "../../platform/database/open.ts";
import type { Schema } from "../../platform/database/schema.ts";
import { ApiError } from "../../platform/http/api-error.ts";

export type SubscriptionRow = Schema["push_subscriptions"];

/** The most browsers of one agent: above it, the oldest leaves. */
const MAX_BROWSERS = 20;

/**
 * Checks the keys and the address of a subscription as far as that can be told without a connection. Which computer the address is of
 * is checked whenever a message is sent.
 *
 * @throws ApiError `invalid_request`
 */
export function checkSubscription({ endpoint, p256dh }: PushSubscriptionWrite): void {
  const fault = (path: string, message: string) =>
    new ApiError("invalid_request", { faults: [{ path, code: "invalid", message }] });
  if (!URL.canParse(endpoint)) throw fault("endpoint", "is not an address");
  const { username, password } = new URL(endpoint);
  if (username || password) throw fault("endpoint", "must not have a user name");
  try {
    ECDH.convertKey(p256dh, "prime256v1", "base64url");
  } catch {
    throw fault("p256dh", "is not a point of P-256");
  }
}

interface NewSubscription {
  readonly id: string;
  readonly agent: string;
  readonly session: string;
  /** `Firefox on Linux`; empty: unknown. */
  readonly browser: string;
  readonly now: number;
}

/**
 * Stores the subscription of an agent's browser. A browser has one: the previous agent of the same browser gets nothing more there.
 */
export async function saveSubscription(
  tx: Tx,
  { id, agent, session, browser, now }: NewSubscription,
  { endpoint, p256dh, auth }: PushSubscriptionWrite,
): Promise<void> {
  const stored = await tx
    .selectFrom("push_subscriptions")
    .selectAll()
    .where("endpoint", "=", endpoint)
    .executeTakeFirst();
  if (stored?.agent_id === agent && stored.p256dh === p256dh && stored.auth === auth) {
    await tx
      .updateTable("push_subscriptions")
      .set({ session_id: session, browser })
      .where("id", "=", stored.id)
      .execute();
    return;
  }
  if (stored) await removeSubscriptions(tx, [stored.id]);
  const others = await tx
    .selectFrom("push_subscriptions")
    .select("id")
    .where("agent_id", "=", agent)
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .execute();
  await removeSubscriptions(
    tx,
    others.slice(MAX_BROWSERS - 1).map((one) => one.id),
  );
  await tx
    .insertInto("push_subscriptions")
    .values({
      id,
      agent_id: agent,
      session_id: session,
      endpoint,
      p256dh,
      auth,
      browser,
      created_at: now,
      last_sent_at: 0,
      refusals: 0,
    })
    .execute();
}

/** Removes subscriptions, with what was to be sent to them. */
export async function removeSubscriptions(tx: Tx, ids: readonly string[]): Promise<void> {
  if (!ids.length) return;
  await tx.deleteFrom("push_subscriptions").where("id", "in", ids).execute();
  await tx.deleteFrom("notifications").where("target", "in", ids).execute();
}

/** The subscriptions whose sessions have not ended: sign-out, however it comes about, ends the messages too. */
export const selectSubscriptions = (db: Db, now: number) =>
  db
    .selectFrom("push_subscriptions")
    .innerJoin("agent_sessions", (join) =>
      join
        .onRef("agent_sessions.id", "=", "push_subscriptions.session_id")
        .onRef("agent_sessions.userId", "=", "push_subscriptions.agent_id"),
    )
    .where("agent_sessions.expiresAt", ">", new Date(now).toISOString());

/** An agent's browsers, newest first. */
export async function listBrowsers(
  db: Db,
  { agent, session, now }: { readonly agent: string; readonly session: string; readonly now: number },
): Promise<PushBrowser[]> {
  const rows = await selectSubscriptions(db, now)
    .select(["push_subscriptions.id", "browser", "created_at", "session_id"])
    .where("push_subscriptions.agent_id", "=", agent)
    .orderBy("created_at", "desc")
    .orderBy("push_subscriptions.id", "desc")
    .execute();
  return rows.map(({ id, browser, created_at, session_id }) => ({
    id,
    name: browser,
    createdAt: created_at,
    isCurrent: session_id === session,
  }));
}

/**
 * Removes one of an agent's subscriptions.
 *
 * @throws ApiError `not_found`
 */
export async function removeBrowser(tx: Tx, agent: string, id: string): Promise<void> {
  const row = await tx
    .selectFrom("push_subscriptions")
    .select("id")
    .where("id", "=", id)
    .where("agent_id", "=", agent)
    .executeTakeFirst();
  if (!row) throw new ApiError("not_found");
  await removeSubscriptions(tx, [row.id]);
}

/** Removes the subscriptions of sessions that have ended. */
export async function removeEndedSubscriptions(tx: Tx, now: number): Promise<void> {
  const ended = await tx
    .selectFrom("push_subscriptions")
    .select("id")
    .where("id", "not in", selectSubscriptions(tx, now).select("push_subscriptions.id"))
    .execute();
  await removeSubscriptions(
    tx,
    ended.map(({ id }) => id),
  );
}
