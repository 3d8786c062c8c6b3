import type { Context } from "hono";
import type { Deps } from "../deps.ts";
import { toApiError } from "../platform/http/api-error.ts";
import { secretsFor } from "../platform/secrets.ts";
import type { Library } from "./auth-library.ts";

/** The agent who is signed in. */
export interface SignedIn {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** A signed-in agent, and the row of the session. */
export interface AgentSession extends SignedIn {
  readonly sessionId: string;
}

/** Sessions of agents' browsers: an HttpOnly cookie, and a row that can be deleted. */
export interface Auth {
  /** The agent who sent the request, or null. May renew the cookies. */
  session(c: Context): Promise<AgentSession | null>;
  /** Signs this browser in as an agent who has been authenticated. */
  signIn(c: Context, agent: string): Promise<void>;
  /** Signs this browser out. */
  signOut(c: Context): Promise<void>;
}

/**
 * The session library is loaded on the first cookie or sign-in: a server that only serves widgets starts faster and
 * uses less memory without it.
 */
export function createAuth(deps: Pick<Deps, "config" | "database" | "log" | "now" | "random">): Auth {
  const libraries = new Map<boolean, Promise<Library>>();

  async function load(secure: boolean): Promise<Library> {
    const { createLibrary } = await import("./auth-library.ts");
    const secrets = await secretsFor(deps.database, "agent_session", deps);
    return createLibrary({ db: deps.database.writer, secrets, secure, log: deps.log });
  }

  async function libraryFor(c: Context): Promise<Library> {
    const secure = isSecure(c, deps.config);
    const library = libraries.get(secure) ?? load(secure);
    libraries.set(secure, library);
    try {
      return await library;
    } catch (error) {
      libraries.delete(secure); // the next request may succeed, for example if the disk was full
      throw error;
    }
  }

  return {
    async session(c) {
      if (!/\bfoyer\.session_token=/.test(c.req.header("cookie") ?? "")) return null;
      const { api } = await libraryFor(c);
      const { response, headers } = await unwrapped(() =>
        api.getSession({ headers: c.req.raw.headers, returnHeaders: true }),
      );
      passCookies(c, headers);
      if (!response) return null;
      const { id, name, email } = response.user;
      return { id, name, email, sessionId: response.session.id };
    },
    async signIn(c, agent) {
      const { api } = await libraryFor(c);
      const headers = c.req.raw.headers;
      const opened = await unwrapped(() =>
        api.openSession({ body: { agent }, headers, returnHeaders: true }),
      );
      passCookies(c, opened.headers);
    },
    async signOut(c) {
      const { api } = await libraryFor(c);
      const headers = c.req.raw.headers;
      const closed = await unwrapped(() => api.closeSession({ headers, returnHeaders: true }));
      passCookies(c, closed.headers);
    },
  };
}

/** Whether the agent's browser uses HTTPS, to this server or to the proxy in front of it. */
function isSecure(c: Context, config: Deps["config"]): boolean {
  if (config.publicUrl) return config.publicUrl.startsWith("https:");
  const forwarded = config.trustedProxies > 0 ? c.req.header("x-forwarded-proto") : undefined;
  return (forwarded?.split(",").at(-1)?.trim() ?? new URL(c.req.url).protocol.slice(0, -1)) === "https";
}

function passCookies(c: Context, headers: Headers): void {
  for (const cookie of headers.getSetCookie()) c.header("Set-Cookie", cookie, { append: true });
}

/** The library wraps database errors; the client gets the original one. */
async function unwrapped<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toApiError(error instanceof Error && error.cause instanceof Error ? error.cause : error);
  }
}
