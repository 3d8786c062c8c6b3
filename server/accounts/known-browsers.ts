import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { Deps } from "../deps.ts";
import type { Db, Tx } from "../platform/database/open.ts";
import { HOST_PREFIX } from "./library-request.ts";
import { hashLinkToken, newLinkToken } from "./link-token.ts";

const COOKIE = "foyer.browser";
/** The longest life of a cookie that browsers allow, days. */
const LIFE_DAYS = 400;
/** How long a browser is known after its last sign-in, ms. */
const LIFE = LIFE_DAYS * 86_400_000;

/**
 * The browser of a request, if an agent has signed in with it before. The look-up takes the same time for an address that
 * has no account.
 *
 * @returns what identifies the browser; null: it is not known for this address
 */
export async function findKnownBrowser(c: Context, db: Db, email: string): Promise<string | null> {
  const token = browserToken(c);
  if (token === null) return null;
  const row = await db
    .selectFrom("agent_browsers")
    .innerJoin("agents", "agents.id", "agent_browsers.agent_id")
    .select("agent_browsers.token_hash")
    .where("agents.email", "=", email)
    .where("agent_browsers.token_hash", "=", hashLinkToken(token))
    .executeTakeFirst();
  return row?.token_hash ?? null;
}

/**
 * Remembers the browser of a sign-in. A browser that is not known gets a new token, so that nobody can plant a known one;
 * the other agents who use the browser move to that token.
 *
 * @param last the token of the browser's cookie; null: it has none
 * @returns the token for the cookie, and whether the agent had signed in with the browser before
 */
export async function rememberBrowser(
  tx: Tx,
  { now, random }: Pick<Deps, "now" | "random">,
  { agent, last }: { readonly agent: string; readonly last: string | null },
): Promise<{ readonly token: string; readonly isKnown: boolean }> {
  const lastHash = last === null ? "" : hashLinkToken(last);
  const { numUpdatedRows } = await tx
    .updateTable("agent_browsers")
    .set({ seen_at: now() })
    .where("agent_id", "=", agent)
    .where("token_hash", "=", lastHash)
    .executeTakeFirst();
  if (last !== null && numUpdatedRows) return { token: last, isKnown: true };
  const token = newLinkToken(random);
  const hash = hashLinkToken(token);
  await tx
    .updateTable("agent_browsers")
    .set({ token_hash: hash })
    .where("token_hash", "=", lastHash)
    .execute();
  await tx
    .insertInto("agent_browsers")
    .values({ agent_id: agent, token_hash: hash, seen_at: now() })
    .execute();
  return { token, isKnown: false };
}

/** The token of the request's browser; null: it has none. */
export const browserToken = (c: Context): string | null =>
  getCookie(c, HOST_PREFIX + COOKIE) ?? getCookie(c, COOKIE) ?? null;

export function setBrowserCookie(c: Context, token: string, secure: boolean): void {
  setCookie(c, (secure ? HOST_PREFIX : "") + COOKIE, token, {
    path: "/",
    httpOnly: true,
    sameSite: "Lax",
    secure,
    maxAge: LIFE_DAYS * 86_400,
  });
}

/** Forgets browsers in which nobody has signed in for a long time. */
export async function removeOldBrowsers(tx: Tx, now: number): Promise<void> {
  await tx
    .deleteFrom("agent_browsers")
    .where("seen_at", "<", now - LIFE)
    .execute();
}
