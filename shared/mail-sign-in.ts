import * as z from "zod/mini";

/** How the connection to a mail server is encrypted: TLS from its first byte, after `STARTTLS` (RFC 3207, 9051), or not. */
export const Security = z.enum(["tls", "starttls", "none"]);

export const Host = z
  .string()
  .check(z.trim(), z.regex(/^[a-z\d.:_-]{1,253}$/i, "must be the name or the address of a server"));

const User = z.string().check(z.trim(), z.minLength(1, "a user is needed"), z.maxLength(320));

/** A name, or a text of a protocol, without line breaks. */
export const oneLine = (max: number) =>
  z.string().check(z.trim(), z.maxLength(max), z.regex(/^\P{Cc}*$/u, "must be one line"));

/** The address where OAuth2 access tokens are fetched. The client's secret is sent there, so never in the clear. */
const TokenAddress = z.string().check(
  // without it, the next check runs for a longer text too, and takes quadratic time
  z.maxLength(500, { abort: true }),
  z.refine((text) => URL.canParse(text) && new URL(text).protocol === "https:", {
    message: "must be an address that starts with https://",
  }),
);

/** A secret with at least so many characters. */
export const secretText = (least: number) =>
  z.string().check(z.minLength(least, "must not be empty"), z.maxLength(8_000));

/**
 * The ways to sign in to a mail server, with the given schema for each secret.
 *
 * @param secret makes the schema of a secret that has at least so many characters
 */
export function signInsWith<S extends z.ZodMiniType>(secret: (least: number) => S) {
  const oauth = { user: User, tokenAddress: TokenAddress, clientId: oneLine(500) };
  return [
    z.object({ kind: z.literal("password"), user: User, password: secret(1) }),
    /** OAuth2 (RFC 6749, section 6). A public client has no secret: it is empty. */
    z.object({
      kind: z.literal("refresh_token"),
      ...oauth,
      clientSecret: secret(0),
      refreshToken: secret(1),
    }),
    /** OAuth2 (RFC 6749, section 4.4). */
    z.object({
      kind: z.literal("client_credentials"),
      ...oauth,
      clientSecret: secret(1),
      scope: oneLine(500),
    }),
  ] as const;
}
