import { isAbsolute, resolve } from "node:path";
import { StartupError } from "./startup-error.ts";

/** A store that speaks S3. */
export interface S3Settings {
  /** Without a slash at the end. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

/** What the operator chooses in the environment. */
export interface Config {
  readonly port: number;
  /** Null: every interface. */
  readonly host: string | null;
  /** The folder for everything that Foyer keeps. */
  readonly data: string;
  /** A file path or a `postgres://` address. */
  readonly database: string;
  /** How the outside reaches the server, e.g. `https://chat.example.com`; null: as the request says. */
  readonly publicUrl: string | null;
  /** How many proxies in front may be believed about the visitor's address; 0: none. */
  readonly trustedProxies: number;
  /** A header of the trusted proxy with the visitor's country, e.g. `cf-ipcountry`. */
  readonly countryHeader: string | null;
  /** The owner's MaxMind-format database for locations. */
  readonly mmdb: string | null;
  readonly logLevel: "fatal" | "error" | "warn" | "info" | "debug" | "silent";
  /** Deliveries a minute for each visitor, and requests a minute for each address. */
  readonly visitorLimit: number;
  readonly addressLimit: number;
  /** Where files are kept; null: in the data folder. */
  readonly s3: S3Settings | null;
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

const S3_VARIABLES = [
  "FOYER_S3_ENDPOINT",
  "FOYER_S3_BUCKET",
  "FOYER_S3_REGION",
  "FOYER_S3_ACCESS_KEY",
  "FOYER_S3_SECRET_KEY",
] as const;

/** All of them or none: half a setting would only show when the first file is sent. */
function s3(env: Environment): S3Settings | null {
  if (!S3_VARIABLES.some((variable) => env[variable])) return null;
  const missing = S3_VARIABLES.find((variable) => !env[variable]);
  if (missing)
    throw new StartupError(
      "bad_setting",
      `${missing} is not set, but files can be kept in S3 only with all of ${S3_VARIABLES.join(", ")}.`,
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
  const header = env.FOYER_COUNTRY_HEADER || null;
  if (header && !/^[\w-]+$/.test(header)) bad("FOYER_COUNTRY_HEADER", header, "the name of a header");
  return {
    port: integer(env, "PORT", 8787, 0, 65_535),
    host: env.FOYER_HOST || null,
    data,
    database: address(env, "FOYER_DATABASE_URL", ["postgres:", "postgresql:"]) ?? resolve(data, "foyer.db"),
    publicUrl: address(env, "FOYER_PUBLIC_URL", ["http:", "https:"])?.replace(/\/$/, "") ?? null,
    trustedProxies: integer(env, "FOYER_TRUSTED_PROXIES", 0, 0, 10),
    countryHeader: header,
    mmdb: env.FOYER_MMDB ? path(env.FOYER_MMDB) : null,
    logLevel,
    visitorLimit: integer(env, "FOYER_VISITOR_LIMIT", 60, 1, 1_000_000),
    addressLimit: integer(env, "FOYER_ADDRESS_LIMIT", 3_000, 1, 10_000_000),
    s3: s3(env),
  };
}
