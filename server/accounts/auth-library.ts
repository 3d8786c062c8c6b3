import { betterAuth } from "better-auth";
import { APIError, createAuthEndpoint } from "better-auth/api";
import { deleteSessionCookie, setSessionCookie } from "better-auth/cookies";
import type { Logger } from "pino";
import * as z from "zod/mini";
import type { Db } from "../platform/database/open.ts";

/** A session ends 30 days after its last use. The use is saved once a day. */
const SESSION_SECONDS = 30 * 86_400;
/** How long the session cookie is trusted without a look-up: a revoked session may be used for that long. */
const COOKIE_CACHE_SECONDS = 60;

export interface LibraryOptions {
  readonly db: Db;
  /** Newest first. */
  readonly secrets: readonly { secret: string }[];
  /** Whether cookies go over HTTPS only. */
  readonly secure: boolean;
  readonly log: Logger;
}

/** Creates a session for an agent who has been authenticated by a password, the set-up link or an invitation. */
const openSession = createAuthEndpoint(
  "/open-session",
  { method: "POST", body: z.object({ agent: z.string() }), metadata: { SERVER_ONLY: true } },
  async (ctx) => {
    const { internalAdapter } = ctx.context;
    const user = await internalAdapter.findUserById(ctx.body.agent);
    if (!user) throw new APIError("NOT_FOUND");
    const session = await internalAdapter.createSession(user.id);
    await setSessionCookie(ctx, { session, user });
    return ctx.json(null);
  },
);

/**
 * Ends the session of the request's cookie, if there is one, and deletes the cookies. The library's own `signOut` only
 * logs a database error and answers as if the session had ended.
 */
const closeSession = createAuthEndpoint(
  "/close-session",
  { method: "POST", requireHeaders: true, metadata: { SERVER_ONLY: true } },
  async (ctx) => {
    const { authCookies, internalAdapter, secret } = ctx.context;
    const token = await ctx.getSignedCookie(authCookies.sessionToken.name, secret);
    if (token) await internalAdapter.deleteSession(token);
    deleteSessionCookie(ctx);
    return ctx.json(null);
  },
);

/**
 * better-auth on Foyer's own tables, for sessions: their rows, signed cookies, cookie cache, renewal and list. None of its
 * routes is mounted: Foyer's routes call it, and answer with Foyer's errors.
 *
 * Its other parts do not fit. `signInEmail` refuses addresses that Foyer accepts (non-ASCII, `&` or `!` in the local part,
 * punycode top-level domains). `signUpEmail` commits on its own, but an account and its membership are created in one
 * transaction with the used link. Its rate limits count requests per path and address, not failures per account.
 */
export function createLibrary({ db, secrets, secure, log }: LibraryOptions) {
  return betterAuth({
    // both engines' tables have the library's SQLite format: ISO dates as text, booleans as 0 and 1
    database: { db, type: "sqlite" },
    secrets: secrets.map(({ secret }, at) => ({ version: secrets.length - at, value: secret })),
    // required, but used in e-mail links only, which Foyer does not send through the library
    baseURL: "http://foyer.invalid",
    user: { modelName: "agents" },
    account: { modelName: "agent_accounts" },
    verification: { modelName: "agent_verifications" },
    session: {
      modelName: "agent_sessions",
      expiresIn: SESSION_SECONDS,
      updateAge: 86_400,
      cookieCache: { enabled: true, maxAge: COOKIE_CACHE_SECONDS },
    },
    plugins: [{ id: "foyer", endpoints: { openSession, closeSession } }],
    advanced: {
      cookiePrefix: "foyer",
      useSecureCookies: secure,
      ipAddress: { disableIpTracking: true },
      // Foyer's `sameOrigin` guards every route
      disableCSRFCheck: true,
      disableOriginCheck: true,
      database: { validateSchema: false },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { log: (level, message, ...more) => log[level]({ more }, message) },
  });
}

export type Library = ReturnType<typeof createLibrary>;
