import * as z from "zod/mini";
import type { MailAuth } from "../../../shared/mail-settings.ts";
import { MailError, mailFailure } from "./failure.ts";

/** A way to sign in by OAuth2. */
export type TokenAuth = Extract<MailAuth, { kind: "refresh_token" | "client_credentials" }>;

export interface TokenDeps {
  readonly fetch: typeof fetch;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Stores a new refresh token: some providers end the old one some weeks after they have given a new one. */
  readonly replaceRefreshToken: (tokens: { previous: string; next: string }) => Promise<void>;
}

/** Access tokens of one account. */
export interface AccessTokens {
  /**
   * A token that is valid for at least a minute.
   *
   * @param renew the last one was refused, so another is fetched
   * @throws MailError `mail_token_refused`, `mail_token_unreachable`
   */
  get(renew: boolean): Promise<string>;
}

/** RFC 6749, section 5.1. */
const TokenAnswer = z.object({
  access_token: z.string().check(z.minLength(1)),
  /** Seconds; some providers send a text. */
  expires_in: z.optional(z.union([z.number(), z.string()])),
  refresh_token: z.optional(z.string()),
});
/** RFC 6749, section 5.2. */
const TokenRefusal = z.object({ error: z.string(), error_description: z.optional(z.string()) });

const TIMEOUT = 15_000;
/** The life of a token whose provider does not say, ms. */
const DEFAULT_LIFE = 300_000;
/** A token is fetched again so long before it expires, ms. */
const MARGIN = 60_000;

/** Makes the source of an account's access tokens. Calls at the same time share one request. */
export function createAccessTokens(
  auth: TokenAuth,
  { fetch, now, replaceRefreshToken }: TokenDeps,
): AccessTokens {
  let refreshToken = auth.kind === "refresh_token" ? auth.refreshToken : "";
  let known: { readonly token: string; readonly until: number } | null = null;
  let request: Promise<string> | null = null;

  const renew = async (): Promise<string> => {
    const answer = await requestToken(fetch, auth.tokenAddress, parametersOf(auth, refreshToken));
    const life = Number(answer.expires_in ?? Number.NaN) * 1000;
    known = { token: answer.access_token, until: now() + (life > 0 ? life : DEFAULT_LIFE) };
    if (auth.kind === "refresh_token" && answer.refresh_token && answer.refresh_token !== refreshToken) {
      const tokens = { previous: refreshToken, next: answer.refresh_token };
      refreshToken = answer.refresh_token;
      await replaceRefreshToken(tokens);
    }
    return answer.access_token;
  };
  return {
    async get(isRefused) {
      if (!isRefused && known && now() < known.until - MARGIN) return known.token;
      request ??= renew().finally(() => {
        request = null;
      });
      return request;
    },
  };
}

function parametersOf(auth: TokenAuth, refreshToken: string): URLSearchParams {
  const parameters = new URLSearchParams({ client_id: auth.clientId });
  if (auth.clientSecret) parameters.set("client_secret", auth.clientSecret);
  if (auth.kind === "refresh_token") {
    parameters.set("grant_type", "refresh_token");
    parameters.set("refresh_token", refreshToken);
  } else {
    parameters.set("grant_type", "client_credentials");
    parameters.set("scope", auth.scope);
  }
  return parameters;
}

async function requestToken(
  fetch: TokenDeps["fetch"],
  address: string,
  body: URLSearchParams,
): Promise<z.infer<typeof TokenAnswer>> {
  let response: Response;
  let value: unknown;
  try {
    // a redirect would send the client's secret to an address that nobody has named
    response = await fetch(address, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT),
    });
    value = await response.json();
  } catch (cause) {
    throw new MailError(mailFailure("mail_token_unreachable"), cause);
  }
  const answer = z.safeParse(TokenAnswer, value);
  if (response.ok && answer.success) return answer.data;
  const refusal = z.safeParse(TokenRefusal, value);
  // only the fields of the standard are shown: the address may be that of another service
  const { error, error_description = "" } = refusal.success ? refusal.data : { error: "" };
  if (!refusal.success && response.status !== 400 && response.status !== 401)
    throw new MailError(mailFailure("mail_token_unreachable"));
  throw new MailError(
    mailFailure("mail_token_refused", [error, error_description].filter(Boolean).join(": ")),
  );
}
