import * as z from "zod/mini";
import { MailSettings } from "../../shared/mail-settings.ts";
import { StartupError } from "./startup-error.ts";

/** The mail settings of the environment. The key of DKIM is in a file. */
export interface MailConfig extends Omit<MailSettings, "dkim"> {
  readonly dkim: { readonly domain: string; readonly selector: string; readonly keyFile: string } | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The ports of RFC 8314 and RFC 6409, for an address without one. */
const PORTS: Readonly<Record<string, number>> = { "smtps:": 465, "smtp:": 587 };

function bad(variable: string, rule: string): never {
  // the value may contain a password, so it is not shown
  throw new StartupError("bad_setting", `${variable} must be ${rule}.`);
}

/**
 * Reads `FOYER_SMTP_URL` (`smtps://USER:PASSWORD@HOST:PORT` for TLS, `smtp://…` for STARTTLS, `smtp://…?security=none` for a
 * server on the same machine), `FOYER_MAIL_FROM` (`support@example.com`), `FOYER_MAIL_REPLIES` (`subaddress`, `plain`, or the
 * domain of a catch-all mailbox) and the three variables of DKIM.
 *
 * @param path makes a path absolute
 * @returns null: no variable is set
 * @throws StartupError `bad_setting`, which names the variable
 */
export function readMailConfig(env: Environment, path: (value: string) => string): MailConfig | null {
  const { FOYER_SMTP_URL: url, FOYER_MAIL_FROM: from } = env;
  if (!url && !from) return null;
  if (!url) bad("FOYER_SMTP_URL", "set if FOYER_MAIL_FROM is");
  if (!from) bad("FOYER_MAIL_FROM", "set if FOYER_SMTP_URL is: the address that mails come from");
  const [, name = "", address = from] = /^([^<>]*)<([^<>]+)>$/.exec(from.trim()) ?? [];
  const settings = z.safeParse(MailSettings, {
    ...serverOf(url),
    from: { name: name.trim(), address: address.trim() },
    replies: repliesOf(env.FOYER_MAIL_REPLIES || "subaddress", address.trim()),
    dkim: null,
  });
  if (!settings.success) {
    const [issue] = settings.error.issues;
    const part = issue?.path.join(".") ?? "";
    const variable = part.startsWith("from")
      ? "FOYER_MAIL_FROM"
      : part.startsWith("replies")
        ? "FOYER_MAIL_REPLIES"
        : "FOYER_SMTP_URL";
    throw new StartupError("bad_setting", `${variable} cannot be used: ${part} ${issue?.message ?? ""}.`);
  }
  return { ...settings.data, dkim: dkimOf(env, path) };
}

/** The server and the account of an address. */
function serverOf(url: string) {
  const rule = "an address such as smtps://USER:PASSWORD@mail.example.com";
  if (!URL.canParse(url)) bad("FOYER_SMTP_URL", rule);
  const { protocol, hostname, port, username, password, searchParams } = new URL(url);
  const decode = (text: string): string => {
    try {
      return decodeURIComponent(text);
    } catch {
      return bad("FOYER_SMTP_URL", "an address in which a % of the user or the password is written as %25");
    }
  };
  const defaultPort = PORTS[protocol];
  if (defaultPort === undefined || !hostname) bad("FOYER_SMTP_URL", rule);
  const wanted = searchParams.get("security") ?? (protocol === "smtps:" ? "tls" : "starttls");
  return {
    server: {
      host: decode(hostname).replace(/^\[|\]$/g, ""),
      port: Number(port) || defaultPort,
      security: wanted,
    },
    auth: username
      ? {
          kind: "password",
          user: decode(username),
          password: decode(password),
        }
      : { kind: "none" },
  };
}

function repliesOf(value: string, mailbox: string) {
  return value === "plain" || value === "subaddress"
    ? { kind: value, mailbox }
    : { kind: "catch_all", domain: value };
}

const DKIM_VARIABLES = ["FOYER_DKIM_DOMAIN", "FOYER_DKIM_SELECTOR", "FOYER_DKIM_KEY"] as const;

function dkimOf(env: Environment, path: (value: string) => string): MailConfig["dkim"] {
  if (!DKIM_VARIABLES.some((variable) => env[variable])) return null;
  const missing = DKIM_VARIABLES.find((variable) => !env[variable]);
  if (missing) bad(missing, `set: DKIM needs all of ${DKIM_VARIABLES.join(", ")}`);
  const {
    FOYER_DKIM_DOMAIN: domain = "",
    FOYER_DKIM_SELECTOR: selector = "",
    FOYER_DKIM_KEY: key = "",
  } = env;
  return { domain, selector, keyFile: path(key) };
}
