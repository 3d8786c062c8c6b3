import { betterAuth } from "better-auth";
import { APIError, createAuthEndpoint } from "better-auth/api";
import { deleteSessionCookie, setSessionCookie } from "better-auth/cookies";
import type { Logger } from "pino";
import * as z from "zod/mini";
import type { Db } from "../platform/database/open.ts";

/** A signed-in browser stays so for 30 days from its last use; that use is written down once a day. */
const SESSION_SECONDS = 30 * 86_400;
/** How long a browser may go on with a session that was ended elsewhere: so long is it not looked up. */
const COOKIE_CACHE_SECONDS = 60;

export interface LibraryOptions {
  readonly db: Db;
  /** Newest first. */
  readonly secrets: readonly { secret: string }[];
  /** Whether cookies go over HTTPS only. */
  readonly secure: boolean;
  readonly log: Logger;
}

/** Signs somebody in whose identity has been established: by password, by set-up or by an invitation. */
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

/** Ends the session of the request's cookie, if there is one, and takes the cookies back. */
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
 * The library that keeps sessions, on Foyer's own tables. None of its routes is mounted: Foyer's routes call it, and
 * answer in their own words.
 */
export function createLibrary({ db, secrets, secure, log }: LibraryOptions) {
  return betterAuth({
    // the library's SQLite form (ISO dates in text, 0 and 1) is what both engines' tables hold
    database: { db, type: "sqlite" },
    secrets: secrets.map(({ secret }, at) => ({ version: secrets.length - at, value: secret })),
    // only links in mails would need it, and Foyer lets the library write none
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
      // Foyer's own guard stands before every route
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
