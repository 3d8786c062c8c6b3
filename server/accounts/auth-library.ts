import { betterAuth } from "better-auth";
import { APIError, createAuthEndpoint } from "better-auth/api";
import { deleteSessionCookie, setSessionCookie } from "better-auth/cookies";
import { twoFactor } from "better-auth/plugins/two-factor";
import type { Logger } from "pino";
import * as z from "zod/mini";
import type { Db } from "../platform/database/open.ts";
import { CODE_LOCK_SECONDS } from "./library-errors.ts";
import { ADDRESS_HEADER, HOST_PREFIX, RESET_SECONDS } from "./library-request.ts";
import { hashPassword, passwordFits } from "./password.ts";

/** A session ends 30 days after its last use. */
const SESSION_SECONDS = 30 * 86_400;
/** How often the use of a session is saved. */
const LAST_USE_SECONDS = 600;
/** How long the library trusts its cookie without a look-up of the user. Whether the session still exists, `auth.ts` looks up. */
const COOKIE_CACHE_SECONDS = 60;
/** How long a browser that is trusted is not asked for a code. */
const TRUST_SECONDS = 30 * 86_400;

export interface LibraryOptions {
  readonly db: Db;
  /** Newest first. */
  readonly secrets: readonly { secret: string }[];
  /** Whether cookies go over HTTPS only. */
  readonly secure: boolean;
  readonly log: Logger;
  /** Ms since 1970. The library itself measures by the machine's clock. */
  readonly now: () => number;
}

/**
 * Creates a session for an agent who has been authenticated by a password, the set-up link or an invitation, in the place
 * of the browser's last one. The library's two-factor plugin watches a few paths, of which this is one: if the agent uses
 * two-factor authentication and the browser is not trusted, it deletes the session again and answers `twoFactorRedirect`.
 */
const openSession = createAuthEndpoint(
  "/sign-in/username",
  { method: "POST", body: z.object({ agent: z.string() }), metadata: { SERVER_ONLY: true } },
  async (ctx) => {
    const { internalAdapter } = ctx.context;
    const { authCookies, secret } = ctx.context;
    const user = await internalAdapter.findUserById(ctx.body.agent);
    if (!user) throw new APIError("NOT_FOUND");
    const last = await ctx.getSignedCookie(authCookies.sessionToken.name, secret);
    if (last) await internalAdapter.deleteSession(last);
    const session = await internalAdapter.createSession(user.id);
    await setSessionCookie(ctx, { session, user });
    return ctx.json<{ twoFactorRedirect?: true }>({});
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

/** The library's name of the value that stands for a link to set a new password. */
const resetIdentifier = (token: string) => `reset-password:${token}`;

/** The endpoints that compare times. */
const timedEndpoints = (now: () => number) => ({
  /** Reads which agent has given the right password and still owes the code; null: none. */
  readChallenge: createAuthEndpoint(
    "/read-challenge",
    { method: "GET", requireHeaders: true, metadata: { SERVER_ONLY: true } },
    async (ctx) => {
      const { internalAdapter, secret } = ctx.context;
      const cookie = ctx.context.createAuthCookie("two_factor");
      const identifier = await ctx.getSignedCookie(cookie.name, secret);
      const challenge = identifier ? await internalAdapter.findVerificationValue(identifier) : null;
      return ctx.json({ agent: challenge && challenge.expiresAt.getTime() > now() ? challenge.value : null });
    },
  ),
  /**
   * Stores the token of a link to set a new password. The library's own `requestPasswordReset` refuses addresses that Foyer
   * accepts, and tells by its time whether an address is known.
   */
  openPasswordReset: createAuthEndpoint(
    "/open-password-reset",
    {
      method: "POST",
      body: z.object({ agent: z.string(), token: z.string() }),
      metadata: { SERVER_ONLY: true },
    },
    async (ctx) => {
      await ctx.context.internalAdapter.createVerificationValue({
        value: ctx.body.agent,
        identifier: resetIdentifier(ctx.body.token),
        expiresAt: new Date(now() + RESET_SECONDS * 1_000),
      });
      return ctx.json(null);
    },
  ),
  /** Reads whose password a link sets; null: the link is not valid. */
  readPasswordReset: createAuthEndpoint(
    "/read-password-reset",
    { method: "POST", body: z.object({ token: z.string() }), metadata: { SERVER_ONLY: true } },
    async (ctx) => {
      const { internalAdapter } = ctx.context;
      const reset = await internalAdapter.findVerificationValue(resetIdentifier(ctx.body.token));
      return ctx.json({ agent: reset && reset.expiresAt.getTime() > now() ? reset.value : null });
    },
  ),
});

/**
 * better-auth on Foyer's own tables, for sessions (rows, signed cookies, cookie cache, renewal, list), two-factor
 * authentication, and setting a new password. None of its routes is mounted: Foyer's routes call it, and answer with
 * Foyer's errors.
 *
 * Its other parts do not fit. `signInEmail` refuses addresses that Foyer accepts (non-ASCII, `&` or `!` in the local part,
 * punycode top-level domains). `signUpEmail` commits on its own, but an account and its membership are created in one
 * transaction with the used link. Its rate limits count requests per path and address, not failures per account.
 */
export function createLibrary({ db, secrets, secure, log, now }: LibraryOptions) {
  return betterAuth({
    // both engines' tables have the library's SQLite format: ISO dates as text, booleans as 0 and 1
    database: { db, type: "sqlite" },
    secrets: secrets.map(({ secret }, at) => ({ version: secrets.length - at, value: secret })),
    // required, but used in links only, which Foyer makes itself
    baseURL: "http://foyer.invalid",
    user: { modelName: "agents" },
    account: { modelName: "agent_accounts" },
    // tokens of links are stored as hashes, so that a leak of the database reveals none
    verification: { modelName: "agent_verifications", storeIdentifier: "hashed" },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: 1,
      maxPasswordLength: 200,
      password: { hash: hashPassword, verify: ({ hash, password }) => passwordFits(password, hash) },
      revokeSessionsOnPasswordReset: true,
    },
    session: {
      modelName: "agent_sessions",
      expiresIn: SESSION_SECONDS,
      updateAge: LAST_USE_SECONDS,
      // the list of sessions is shown in sessions of any age
      freshAge: 0,
      cookieCache: { enabled: true, maxAge: COOKIE_CACHE_SECONDS },
    },
    plugins: [
      {
        id: "foyer",
        endpoints: { openSession, closeSession, ...timedEndpoints(now) },
      },
      twoFactor({
        issuer: "Foyer",
        twoFactorTable: "agent_two_factors",
        trustDeviceMaxAge: TRUST_SECONDS,
        accountLockout: { enabled: true, maxFailedAttempts: 10, durationSeconds: CODE_LOCK_SECONDS },
      }),
    ],
    advanced: {
      // a browser takes a cookie of this name only over HTTPS, from this host, for the whole host
      cookiePrefix: secure ? `${HOST_PREFIX}foyer` : "foyer",
      useSecureCookies: false,
      defaultCookieAttributes: { secure },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER], ipv6Subnet: 128 },
      // Foyer's `sameOrigin` guards every route
      disableCSRFCheck: true,
      disableOriginCheck: true,
      database: { validateSchema: false },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    // what the library throws is logged where the request ends; its own lines of wrong codes concern no operator
    logger: { log: (level, message, ...more) => log[level === "error" ? "warn" : level]({ more }, message) },
  });
}

export type Library = ReturnType<typeof createLibrary>;
