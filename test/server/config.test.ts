import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { readConfig } from "../../server/platform/config.ts";
import { StartupError } from "../../server/platform/startup-error.ts";

const ROOT = resolve("/srv/foyer");
const read = (env: Record<string, string | undefined>) => readConfig(env, ROOT);

const S3 = {
  FOYER_S3_ENDPOINT: "https://s3.eu-central-1.example.com/",
  FOYER_S3_BUCKET: "foyer-files",
  FOYER_S3_REGION: "eu-central-1",
  FOYER_S3_ACCESS_KEY: "AKIA",
  FOYER_S3_SECRET_KEY: "s3cret",
};

describe("settings in the environment", () => {
  it("are all optional", () => {
    expect(read({})).toEqual({
      port: 8787,
      host: read({}).host,
      data: resolve(ROOT, "data"),
      database: resolve(ROOT, "data/foyer.db"),
      publicUrl: null,
      trustedProxies: 0,
      countryHeader: null,
      mmdb: null,
      logLevel: "info",
      visitorLimit: 60,
      addressLimit: 3_000,
      s3: null,
    });
  });

  it("count as missing if they are empty", () => {
    const names = [
      "PORT",
      "FOYER_HOST",
      "FOYER_DATA",
      "FOYER_DATABASE_URL",
      "FOYER_PUBLIC_URL",
      "FOYER_TRUSTED_PROXIES",
      "FOYER_COUNTRY_HEADER",
      "FOYER_MMDB",
      "FOYER_LOG_LEVEL",
      "FOYER_VISITOR_LIMIT",
      "FOYER_ADDRESS_LIMIT",
      ...Object.keys(S3),
    ];
    expect(read(Object.fromEntries(names.map((name) => [name, ""])))).toEqual(read({}));
  });

  it.each([
    ["PORT", "0", { port: 0 }],
    ["PORT", "65535", { port: 65_535 }],
    ["FOYER_HOST", "127.0.0.1", { host: "127.0.0.1" }],
    [
      "FOYER_DATA",
      "/var/lib/foyer",
      { data: "/var/lib/foyer", database: resolve("/var/lib/foyer/foyer.db") },
    ],
    ["FOYER_DATA", "there", { data: resolve(ROOT, "there"), database: resolve(ROOT, "there/foyer.db") }],
    ["FOYER_DATABASE_URL", "postgres://u:p@db/foyer", { database: "postgres://u:p@db/foyer" }],
    ["FOYER_DATABASE_URL", "postgresql://db/foyer", { database: "postgresql://db/foyer" }],
    ["FOYER_PUBLIC_URL", "https://chat.example.com", { publicUrl: "https://chat.example.com" }],
    ["FOYER_PUBLIC_URL", "https://chat.example.com/", { publicUrl: "https://chat.example.com" }],
    ["FOYER_TRUSTED_PROXIES", "2", { trustedProxies: 2 }],
    ["FOYER_COUNTRY_HEADER", "cf-ipcountry", { countryHeader: "cf-ipcountry" }],
    ["FOYER_MMDB", "cities.mmdb", { mmdb: resolve(ROOT, "cities.mmdb") }],
    ["FOYER_LOG_LEVEL", "silent", { logLevel: "silent" }],
    ["FOYER_VISITOR_LIMIT", "1000000", { visitorLimit: 1_000_000 }],
    ["FOYER_ADDRESS_LIMIT", "1", { addressLimit: 1 }],
  ])("%s=%s is accepted", (name, value, meant) => {
    expect(read({ [name]: value })).toEqual({ ...read({}), ...meant });
  });

  it.each([
    ["PORT", "eighty"],
    ["PORT", "-1"],
    ["PORT", "65536"],
    ["PORT", "80.5"],
    ["PORT", "0x50"],
    ["PORT", " 80"],
    ["FOYER_DATABASE_URL", "mysql://db/foyer"],
    ["FOYER_DATABASE_URL", "foyer.db"],
    ["FOYER_PUBLIC_URL", "chat.example.com"],
    ["FOYER_PUBLIC_URL", "ftp://chat.example.com"],
    ["FOYER_TRUSTED_PROXIES", "11"],
    ["FOYER_TRUSTED_PROXIES", "yes"],
    ["FOYER_COUNTRY_HEADER", "x country"],
    ["FOYER_LOG_LEVEL", "loud"],
    ["FOYER_LOG_LEVEL", "constructor"],
    ["FOYER_VISITOR_LIMIT", "0"],
    ["FOYER_VISITOR_LIMIT", "1e3"],
    ["FOYER_ADDRESS_LIMIT", "-3000"],
  ])("%s=%s is refused with a message that contains the variable, the value and the rule", (name, value) => {
    const attempt = () => read({ [name]: value });
    expect(attempt).toThrow(StartupError);
    expect(attempt).toThrow(`${name} is "${value}", but it must be `);
  });

  it.each([
    "mysql://foyer:s3cret@db/foyer",
    "mysql://foyer:x@s3cret/@db",
    "foyer:s3cret@db",
    "mysql://s3cret@db",
  ])("the message for a refused database address (%s) contains its host only", (value) => {
    const attempt = () => read({ FOYER_DATABASE_URL: value });
    expect(attempt).toThrow(/FOYER_DATABASE_URL is "[^"]*@db/);
    expect(attempt).not.toThrow("s3cret");
  });

  it("files are stored in S3 if all of its settings are present", () => {
    expect(read(S3).s3).toEqual({
      endpoint: "https://s3.eu-central-1.example.com",
      bucket: "foyer-files",
      region: "eu-central-1",
      accessKey: "AKIA",
      secretKey: "s3cret",
    });
  });

  it.each(Object.keys(S3))(
    "S3 without %s is refused with a message that names it and does not contain the key",
    (name) => {
      const attempt = () => read({ ...S3, [name]: "" });
      expect(attempt).toThrow(StartupError);
      expect(attempt).toThrow(`${name} is not set`);
      expect(attempt).not.toThrow("s3cret");
    },
  );

  it.each([
    ["FOYER_S3_ENDPOINT", "s3.example.com"],
    ["FOYER_S3_BUCKET", "files/../other"],
  ])("S3 with %s=%s is refused", (name, value) => {
    expect(() => read({ ...S3, [name]: value })).toThrow(`${name} is "${value}", but it must be `);
  });
});
