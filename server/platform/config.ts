import { isAbsolute, resolve } from "node:path";
import { type AddressRange, parseAddressRange } from "./http-client/public-address.ts";
import { API_LIMIT } from "./limits.ts";
import { type MailConfig, readMailConfig } from "./mail-config.ts";
import { StartupError } from "./startup-error.ts";

/** A file store with the S3 API. */
export interface S3Settings {
  /** Without a trailing slash. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

/** The settings of the operator, from the environment. */
export interface Config {
  readonly port: number;
  /** Null: every interface. */
  readonly host: string | null;
  /** The folder for all of Foyer's data. */
  readonly data: string;
  /** A file path or a `postgres://` address. */
  readonly database: string;
  /** The public address of the server, e.g. `https://chat.example.com`; null: the address of each request. */
  readonly publicUrl: string | null;
  /** Whether the demo page is served. */
  readonly demo: boolean;
  /** The number of proxies in front of the server whose X-Forwarded-For entries are trusted; 0: none. */
  readonly trustedProxies: number;
  /** The header in which the trusted proxy reports the visitor's country, e.g. `cf-ipcountry`. */
  readonly countryHeader: string | null;
  /** The owner's MaxMind-format database for locations. */
  readonly mmdb: string | null;
  readonly logLevel: "fatal" | "error" | "warn" | "info" | "debug" | "silent";
  /** Deliveries per minute and visitor, and requests per minute and address. */
  readonly visitorLimit: number;
  readonly addressLimit: number;
  /** Requests per minute and API key. */
  readonly apiLimit: number;
  /** How much the files of one property may take, MB. */
  readonly filesQuota: number;
  /** Addresses of private networks to which webhooks and the like may go. */
  readonly privateNetworks: readonly AddressRange[];
  /** The file store; null: the data folder. */
  readonly s3: S3Settings | null;
  /** The mail server of properties that have no settings of their own; null: none. */
  readonly mail: MailConfig | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

function bad(variable: string, value: string, rule: string): never {
  throw new StartupError("bad_setting", `${variable} is "${value}", but it must be ${rule}.`);
}

function integer(env: Environment, variable: string, fallback: number, min: number, max: number): number {
  const value = env[variable];
  if (value === undefined || value === "") return fallback;
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < min || number > max)
    bad(variable, value, `a whole number from ${min} to ${max}`);
  return number;
}

function address(env: Environment, variable: string, schemes: readonly string[]): string | null {
  const value = env[variable];
  if (!value) return null;
  if (!URL.canParse(value) || !schemes.includes(new URL(value).protocol))
    bad(
      variable,
      value.replace(/^(\w+:\/\/)?.*@/, "$1…@"),
      `an address that starts with ${schemes.map((s) => `${s}//`).join(" or ")}`,
    );
  return value;
}

/** The public address without a slash at its end. It may have a path, but nothing after that. */
function publicAddress(env: Environment): string | null {
  const value = address(env, "FOYER_PUBLIC_URL", ["http:", "https:"]);
  if (value === null) return null;
  const { origin, pathname, search, hash, username } = new URL(value);
  if (search || hash || username || !/^[\w./~-]*$/.test(pathname))
    bad(
      "FOYER_PUBLIC_URL",
      value.replace(/\/\/.*@/, "//…@"),
      "an address without a user, a query or spaces, such as https://example.com/chat",
    );
  return origin + pathname.replace(/\/+$/, "");
}

/** The path of the public address, before the paths of all routes; empty: none. */
export function basePath({ publicUrl }: Pick<Config, "publicUrl">): string {
  return publicUrl === null ? "" : new URL(publicUrl).pathname.replace(/\/$/, "");
}

const S3_VARIABLES = [
  "FOYER_S3_ENDPOINT",
  "FOYER_S3_BUCKET",
  "FOYER_S3_REGION",
  "FOYER_S3_ACCESS_KEY",
  "FOYER_S3_SECRET_KEY",
] as const;

/** Requires all of the variables or none: an incomplete setting would fail only when the first file is sent. */
function s3(env: Environment): S3Settings | null {
  if (!S3_VARIABLES.some((variable) => env[variable])) return null;
  const missing = S3_VARIABLES.find((variable) => !env[variable]);
  if (missing)
    throw new StartupError(
      "bad_setting",
      `${missing} is not set, but S3 needs all of ${S3_VARIABLES.join(", ")}.`,
    );
  const bucket = env.FOYER_S3_BUCKET ?? "";
  if (!/^[\w.-]+$/.test(bucket)) bad("FOYER_S3_BUCKET", bucket, "the name of a bucket");
  return {
    endpoint: (address(env, "FOYER_S3_ENDPOINT", ["http:", "https:"]) ?? "").replace(/\/+$/, ""),
    bucket,
    region: env.FOYER_S3_REGION ?? "",
    accessKey: env.FOYER_S3_ACCESS_KEY ?? "",
    secretKey: env.FOYER_S3_SECRET_KEY ?? "",
  };
}

function addressRanges(env: Environment, variable: string): readonly AddressRange[] {
  const parts = (env[variable] ?? "").split(",").map((part) => part.trim());
  return parts
    .filter((part) => part !== "")
    .map(
      (part) =>
        parseAddressRange(part) ??
        bad(variable, part, "addresses or ranges with commas between them, such as 10.0.0.0/8,127.0.0.1"),
    );
}

const LEVELS = ["fatal", "error", "warn", "info", "debug", "silent"] as const;

/**
 * Reads the environment.
 *
 * @param env `process.env`
 * @param root the folder that relative paths start from
 * @throws StartupError `bad_setting`, which names the variable
 */
export function readConfig(env: Environment, root: string): Config {
  const path = (value: string) => (isAbsolute(value) ? value : resolve(root, value));
  const data = path(env.FOYER_DATA || "data");
  const level = env.FOYER_LOG_LEVEL || "info";
  const logLevel =
    LEVELS.find((one) => one === level) ?? bad("FOYER_LOG_LEVEL", level, `one of ${LEVELS.join(", ")}`);
  const publicUrl = publicAddress(env);
  const demo = env.FOYER_DEMO || (publicUrl === null ? "on" : "off");
  if (demo !== "on" && demo !== "off") bad("FOYER_DEMO", demo, "on or off");
  const header = env.FOYER_COUNTRY_HEADER || null;
  if (header && !/^[\w-]+$/.test(header)) bad("FOYER_COUNTRY_HEADER", header, "the name of a header");
  return {
    port: integer(env, "PORT", 8787, 0, 65_535),
    host: env.FOYER_HOST || null,
    data,
    database: address(env, "FOYER_DATABASE_URL", ["postgres:", "postgresql:"]) ?? resolve(data, "foyer.db"),
    publicUrl,
    demo: demo === "on",
    trustedProxies: integer(env, "FOYER_TRUSTED_PROXIES", 0, 0, 10),
    countryHeader: header,
    mmdb: env.FOYER_MMDB ? path(env.FOYER_MMDB) : null,
    logLevel,
    visitorLimit: integer(env, "FOYER_VISITOR_LIMIT", 60, 1, 1_000_000),
    addressLimit: integer(env, "FOYER_ADDRESS_LIMIT", 3_000, 1, 10_000_000),
    apiLimit: integer(env, "FOYER_API_LIMIT", API_LIMIT, 1, 10_000_000),
    filesQuota: integer(env, "FOYER_FILES_QUOTA", 20_000, 1, 100_000_000),
    privateNetworks: addressRanges(env, "FOYER_PRIVATE_NETWORKS"),
    s3: s3(env),
    mail: readMailConfig(env, path),
  };
}
