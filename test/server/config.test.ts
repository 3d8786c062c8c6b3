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
      demo: true,
      trustedProxies: 0,
      countryHeader: null,
      mmdb: null,
      logLevel: "info",
      visitorLimit: 60,
      addressLimit: 3_000,
      apiLimit: 6_000,
      filesQuota: 20_000,
      privateNetworks: [],
      s3: null,
      mail: null,
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
      "FOYER_API_LIMIT",
      "FOYER_FILES_QUOTA",
      "FOYER_PRIVATE_NETWORKS",
      ...Object.keys(S3),
    ];
    expect(read(Object.fromEntries(names.map((name) => [name, ""])))).toEqual(read({}));
  });

  it("allow private networks by ranges with commas between them", () => {
    const { privateNetworks } = read({ FOYER_PRIVATE_NETWORKS: "10.0.0.0/8, 127.0.0.1,fd00::/8," });
    expect(privateNetworks.map(([base, bits]) => `${base}/${bits}`)).toEqual([
      "10.0.0.0/8",
      "127.0.0.1/32",
      "fd00::/8",
    ]);
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
    ["FOYER_PUBLIC_URL", "https://chat.example.com", { publicUrl: "https://chat.example.com", demo: false }],
    ["FOYER_PUBLIC_URL", "https://chat.example.com/", { publicUrl: "https://chat.example.com", demo: false }],
    ["FOYER_TRUSTED_PROXIES", "2", { trustedProxies: 2 }],
    ["FOYER_COUNTRY_HEADER", "cf-ipcountry", { countryHeader: "cf-ipcountry" }],
    ["FOYER_MMDB", "cities.mmdb", { mmdb: resolve(ROOT, "cities.mmdb") }],
    ["FOYER_LOG_LEVEL", "silent", { logLevel: "silent" }],
    ["FOYER_VISITOR_LIMIT", "1000000", { visitorLimit: 1_000_000 }],
    ["FOYER_ADDRESS_LIMIT", "1", { addressLimit: 1 }],
    ["FOYER_API_LIMIT", "600000", { apiLimit: 600_000 }],
    ["FOYER_FILES_QUOTA", "500", { filesQuota: 500 }],
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
    ["FOYER_PRIVATE_NETWORKS", "on"],
    ["FOYER_PRIVATE_NETWORKS", "10.0.0.0/8 192.168.0.0/16"],
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

  const MAIL = {
    FOYER_SMTP_URL: "smtps://support%40shop.example:s3cret%25@mail.example.com",
    FOYER_MAIL_FROM: "Shop <support@shop.example>",
  };
  const ACCOUNT = {
    server: { host: "mail.example.com", port: 465, security: "tls" },
    auth: { kind: "password", user: "support@shop.example", password: "s3cret%" },
    from: { name: "Shop", address: "support@shop.example" },
    replies: { kind: "subaddress", mailbox: "support@shop.example" },
    dkim: null,
  };

  it.each([
    ["TLS, on its port", {}, {}],
    [
      "STARTTLS, on its port",
      { FOYER_SMTP_URL: "smtp://mail.example.com" },
      { server: { host: "mail.example.com", port: 587, security: "starttls" }, auth: { kind: "none" } },
    ],
    [
      "no encryption, on another port",
      { FOYER_SMTP_URL: "smtp://[::1]:2525?security=none" },
      { server: { host: "::1", port: 2525, security: "none" }, auth: { kind: "none" } },
    ],
    [
      "a sender without a name",
      { FOYER_MAIL_FROM: "support@shop.example" },
      { from: { name: "", address: "support@shop.example" } },
    ],
    [
      "answers to the plain mailbox",
      { FOYER_MAIL_REPLIES: "plain" },
      { replies: { kind: "plain", mailbox: "support@shop.example" } },
    ],
    [
      "answers to a catch-all domain",
      { FOYER_MAIL_REPLIES: "reply.shop.example" },
      { replies: { kind: "catch_all", domain: "reply.shop.example" } },
    ],
    [
      "DKIM",
      { FOYER_DKIM_DOMAIN: "shop.example", FOYER_DKIM_SELECTOR: "mail", FOYER_DKIM_KEY: "dkim.pem" },
      { dkim: { domain: "shop.example", selector: "mail", keyFile: resolve(ROOT, "dkim.pem") } },
    ],
  ])("mail is sent by the server of FOYER_SMTP_URL: %s", (_, env, meant) => {
    expect(read({ ...MAIL, ...env }).mail).toEqual({ ...ACCOUNT, ...meant });
  });

  it.each([
    ["FOYER_SMTP_URL", ""],
    ["FOYER_SMTP_URL", "mail.example.com:587"],
    ["FOYER_SMTP_URL", "https://mail.example.com"],
    ["FOYER_SMTP_URL", "smtp://u:s3cret@mail.example.com:22"],
    ["FOYER_SMTP_URL", "smtp://u:s3cret%@mail.example.com"],
    ["FOYER_SMTP_URL", "smtp://u:s3cret@mail.example.com?security=some"],
    ["FOYER_SMTP_URL", "smtp://u@mail.example.com"],
    ["FOYER_MAIL_FROM", ""],
    ["FOYER_MAIL_FROM", "Shop"],
    ["FOYER_MAIL_REPLIES", "somewhere else"],
    ["FOYER_DKIM_KEY", "dkim.pem"],
  ])(
    "%s=%s is refused with a message that names the variables of mail and contains no password",
    (name, value) => {
      const attempt = () => read({ ...MAIL, [name]: value });
      expect(attempt).toThrow(StartupError);
      expect(attempt).toThrow(name.startsWith("FOYER_DKIM") ? "FOYER_DKIM_DOMAIN" : name);
      expect(attempt).not.toThrow("s3cret");
    },
  );
});
