import type { Context } from "hono";
import type { TwoFactorState } from "../../shared/account.ts";
import type { Deps } from "../deps.ts";
import { addressOf } from "../platform/http/address.ts";
import { secretsFor } from "../platform/secrets.ts";
import type { Actor } from "./audit-log.ts";
import type { Library } from "./auth-library.ts";
import { browserName } from "./browser-name.ts";
import { fromLibraryError } from "./library-errors.ts";
import { ADDRESS_HEADER, HOST_PREFIX } from "./library-request.ts";
import { findSession } from "./session-state.ts";

/** The agent of an account. */
export interface SignedIn {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** The agent who is signed in, with the session, and from where the request comes. */
export interface SessionAgent extends SignedIn, Actor {
  readonly id: string;
  readonly name: string;
  /** The session's ID. */
  readonly sessionId: string;
  readonly twoFactor: TwoFactorState;
}

/** A request as the session library wants it. */
interface LibraryRequest {
  readonly headers: Headers;
  readonly returnHeaders: true;
}

/** Sessions of agents' browsers: an HttpOnly cookie, and a row that can be deleted. */
export interface Auth {
  /** The agent who sent the request, or null. May renew the cookies. */
  session(c: Context): Promise<SessionAgent | null>;
  /**
   * Signs this browser in as an agent who has been authenticated, or asks for the code of the authenticator app. The last
   * session of the browser ends, with its live connections (R38).
   */
  signIn(c: Context, agent: string): Promise<"signed_in" | "code_needed">;
  /** Signs this browser out. */
  signOut(c: Context): Promise<void>;
  /**
   * Calls the library with a request's cookies, and passes on the cookies of its answer.
   *
   * @throws ApiError of the code that the library's error stands for
   */
  call<T>(
    c: Context,
    call: (api: Library["api"], request: LibraryRequest) => Promise<{ response: T; headers: Headers }>,
  ): Promise<T>;
  /** From where a request comes. */
  from(c: Context): Pick<Actor, "address" | "browser">;
  /** Calls the library with nothing but the arguments. @throws ApiError as `call` */
  callBare<T>(call: (api: Library["api"]) => Promise<T>): Promise<T>;
  /** Whether the agent's browser uses HTTPS, so that its cookies are for HTTPS only. */
  isSecure(c: Context): boolean;
}

/**
 * The session library is loaded on the first cookie or sign-in: a server that only serves widgets starts faster and
 * uses less memory without it.
 */
export function createAuth(deps: Pick<Deps, "config" | "database" | "log" | "now" | "random">): Auth {
  const { config, database } = deps;
  const libraries = new Map<boolean, Promise<Library>>();

  async function load(secure: boolean): Promise<Library> {
    const { createLibrary } = await import("./auth-library.ts");
    const secrets = await secretsFor(database, "agent_session", deps);
    return createLibrary({ db: database.writer, secrets, secure, log: deps.log, now: deps.now });
  }

  async function libraryFor(secure: boolean): Promise<Library> {
    const library = libraries.get(secure) ?? load(secure);
    libraries.set(secure, library);
    try {
      return await library;
    } catch (error) {
      libraries.delete(secure); // the next request may succeed, for example if the disk was full
      throw error;
    }
  }

  const isSecure = (c: Context) => usesHttps(c, config);
  const callBare: Auth["callBare"] = async (call) => {
    const { api } = await libraryFor(false);
    return translated(() => call(api));
  };
  const call: Auth["call"] = async (c, run) => {
    const { api } = await libraryFor(isSecure(c));
    const headers = new Headers(c.req.raw.headers);
    headers.set(ADDRESS_HEADER, addressOf(c, config.trustedProxies));
    const answer = await translated(() => run(api, { headers, returnHeaders: true }));
    for (const cookie of answer.headers.getSetCookie()) c.header("Set-Cookie", cookie, { append: true });
    return answer.response;
  };

  const from: Auth["from"] = (c) => ({
    address: addressOf(c, config.trustedProxies),
    browser: browserName(c.req.header("user-agent") ?? ""),
  });

  const session: Auth["session"] = async (c) => {
    if (!/\bfoyer\.session_token=/.test(c.req.header("cookie") ?? "")) return null;
    const found = await call(c, (api, request) => api.getSession(request));
    // the cookie cache would let an ended session in for some time
    const state = found && (await findSession(database.read, found.session.id));
    if (!found || !state) return null;
    const { id, name, email } = found.user;
    return { ...from(c), id, name, email, sessionId: found.session.id, twoFactor: state.twoFactor };
  };

  return {
    from,
    session,
    async signIn(c, agent) {
      const last = await session(c);
      const opened = await call(c, (api, request) => api.openSession({ ...request, body: { agent } }));
      // the browser's last session has ended, so its live connections must not go on
      if (last)
        await database.write(async (tx) =>
          tx.publish({ kind: "agent_revoked", agent: last.id, property: null }),
        );
      return opened.twoFactorRedirect ? "code_needed" : "signed_in";
    },
    async signOut(c) {
      await call(c, (api, request) => api.closeSession(request));
    },
    call,
    callBare,
    isSecure,
  };
}

/**
 * Whether the agent's browser uses HTTPS, to this server or to the proxy in front of it: as the public address says, else as
 * a trusted proxy says, else as the browser itself shows by its origin or by a cookie that it has for HTTPS only.
 */
function usesHttps(c: Context, config: Deps["config"]): boolean {
  if (config.publicUrl) return config.publicUrl.startsWith("https:");
  const forwarded = config.trustedProxies > 0 ? c.req.header("x-forwarded-proto") : undefined;
  if (forwarded !== undefined) return forwarded.split(",").at(-1)?.trim() === "https";
  return (
    c.req.url.startsWith("https:") ||
    c.req.header("origin")?.startsWith("https:") === true ||
    c.req.header("cookie")?.includes(`${HOST_PREFIX}foyer.`) === true
  );
}

async function translated<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw fromLibraryError(error);
  }
}
