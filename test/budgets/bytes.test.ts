import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LOCALE_TAGS } from "../../shared/locale-tag.ts";
import { defaultSettings } from "../../shared/property.ts";
import { PROPERTY, withProperty } from "../support/prepared-data.ts";
import { getRaw } from "../support/raw.ts";
import { type ServerProcess, startServer } from "../support/server.ts";

/** DESIGN.md, section 4, in bytes after gzip, as they travel: 1 KB is 1,000 bytes. */
const LIMIT = {
  embed: 3_550,
  joined: 3_740,
  form: 16_000,
  anyForm: 16_700,
  chat: 31_500,
  all: 50_500,
} as const;

/** The files that are loaded only when they are used: each with its occasion, and its limit. */
const PARTS = {
  "page-watch.js": { when: "the launcher is misplaced, or the visitor opens it", limit: 1_700 },
  "across-hosts.js": { when: "the owner has joined the hosts of a site", limit: 1_800 },
  "sdk.js": { when: "the site calls a command that the embed has no code for", limit: 3_500 },
  "activity.js": { when: "the site says what its visitor has or does", limit: 1_850 },
  "doctor.js": { when: "a developer calls Foyer.doctor()", limit: 4_600 },
  "identify.js": { when: "the site says who its visitor is, or that they have logged out", limit: 1_700 },
  "form-part.js": { when: "a form is shown, or one is on its way", limit: 5_500 },
  "files-part.js": { when: "a file is sent or a picture shown", limit: 980 },
  "solve-work.js": { when: "the server asks for a proof of work", limit: 300 },
  "links.js": { when: "a message has a link", limit: 500 },
  "unread-part.js": { when: "an unread message comes", limit: 920 },
  "rating-part.js": { when: "a chat was closed", limit: 770 },
  "conversations-part.js": { when: "the visitor opens the list of conversations", limit: 4_300 },
  ...Object.fromEntries(
    LOCALE_TAGS.map((tag) => [
      `${tag}-conversations.js`,
      { when: `that list is opened in ${tag}`, limit: 900 },
    ]),
  ),
} as const;

/** The parts that only pages load which call commands of the API. */
const OF_COMMANDS = ["sdk.js", "identify.js", "activity.js", "doctor.js"];

/** A property whose owner has joined the hosts of a site. */
const JOINED = "joined0001";

/** A property with a form that has more than fields of text. */
const CHOOSING = "choice0001";

const BUILT = readdirSync(fileURLToPath(new URL("../../dist/panel", import.meta.url)));

/** The files that are needed until the panel is there, besides the embed. */
const panelFiles = (language: string) => ["panel.js", `${language}.js`];
/** The files that are needed until the form is usable, besides the embed. */
const formFiles = (language: string) => [...panelFiles(language), "form-view.js"];
/**
 * The files that a visitor with a chat loads who opens it, reads, writes, sends, is offline and comes back, besides the embed:
 * `parts.test.ts` holds the list against what a browser loads.
 */
const chatFiles = (language: string) => [...panelFiles(language), "chat-bundle.js", `${language}-chat.js`];

/** Whether a file is loaded in a language: the words of the others are not. */
const isIn = (language: string, name: string) =>
  LOCALE_TAGS.every((other) => other === language || !name.startsWith(`${other}-`));

let server: ServerProcess;
let embed: Buffer;
/** The built files by their names, as the embed asks for them: `assets/HASH/panel.js`. */
const sizes = new Map<string, number>();
const texts = new Map<string, string>();

/** The folder of the files of an embed. */
const folderIn = (script: string) => /files:"(assets\/[\w-]+\/)"/.exec(script)?.[1] ?? "";

/** Fetches a file as a browser that takes gzip. */
async function fetchFile(path: string): Promise<Buffer> {
  const { body, headers } = await getRaw(`${server.url}/w/${path}`, { "accept-encoding": "gzip" });
  expect(headers["content-encoding"], path).toBe("gzip");
  const text = gunzipSync(body).toString();
  sizes.set(path, body.length);
  texts.set(path, text);
  return body;
}

/** The files that a file imports when it runs: `from "./x.js"`. */
function importsOf(path: string): readonly string[] {
  const directory = path.slice(0, path.lastIndexOf("/") + 1);
  const pattern = /(?:from|import)\s*["']\.\/([^"']+)["']/g;
  return [...(texts.get(path) ?? "").matchAll(pattern)].map(([, name]) => directory + name);
}

/** A file with all that it needs to run, by their names. */
function closure(name: string): string[] {
  const found = new Set([folder + name]);
  for (const one of found) for (const next of importsOf(one)) found.add(next);
  return [...found].map((path) => path.slice(folder.length));
}
const weigh = (names: Iterable<string>) =>
  [...new Set(names)].reduce((sum, name) => sum + (sizes.get(folder + name) ?? NaN), 0);

/** `assets/HASH/` */
let folder: string;

beforeAll(async () => {
  const joined = {
    visitorDomain: "example.com",
    allowedOrigins: ["https://www.example.com"],
    handOver: true,
  };
  const { fields: typed } = defaultSettings("Shop", "UTC").preChatForm;
  const fields = [
    ...typed,
    { id: "terms", type: "consent", required: true, label: { default: "I agree" } } as const,
  ];
  server = await startServer({}, async (data) => {
    await withProperty({ languages: ["en", "de"] })(data);
    await withProperty({ ...joined, languages: ["en", "de"] }, JOINED)(data);
    await withProperty({ languages: ["en", "de"], preChatForm: { fields } }, CHOOSING)(data);
  });
  embed = await fetchFile(`${PROPERTY}.js`);
  const script = gunzipSync(embed).toString();
  folder = folderIn(script);
  for (const name of BUILT) await fetchFile(folder + name);
});
afterAll(() => server.stop());

describe("what a visitor's browser loads", () => {
  it(`a visitor who never chats loads at most ${LIMIT.embed} bytes: code and settings in one response`, () => {
    expect(embed.length).toBeLessThanOrEqual(LIMIT.embed);
    expect(importsOf(`${PROPERTY}.js`)).toEqual([]);
  });

  it(`where the owner has joined the hosts of a site, it is at most ${LIMIT.joined} bytes`, async () => {
    expect((await fetchFile(`${JOINED}.js`)).length).toBeLessThanOrEqual(LIMIT.joined);
  });

  it("every built file is counted below", () => {
    const counted = [
      ...LOCALE_TAGS.flatMap(chatFiles),
      ...LOCALE_TAGS.flatMap(formFiles),
      ...Object.keys(PARTS),
      // in place of `form-view.js`, for properties whose forms are plain
      "form-plain.js",
    ];
    expect([...BUILT].sort()).toEqual([...new Set(counted)].sort());
  });

  it.each(LOCALE_TAGS)(`until the form is usable in "%s" it is at most ${LIMIT.form} bytes`, (language) => {
    expect([...new Set(formFiles(language).flatMap(closure))].sort()).toEqual(formFiles(language).sort());
    expect(embed.length + weigh(formFiles(language))).toBeLessThanOrEqual(LIMIT.form);
  });

  it(`until a form with any fields is usable it is at most ${LIMIT.anyForm} bytes`, async () => {
    const script = await fetchFile(`${CHOOSING}.js`);
    const files = formFiles("en").map((name) => folderIn(gunzipSync(script).toString()) + name);
    const sizes = await Promise.all(files.map(async (path) => (await fetchFile(path)).length));
    expect(texts.get(files.at(-1) ?? "")).toContain("checkbox");
    expect(script.length + sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(LIMIT.anyForm);
  });

  it.each(LOCALE_TAGS)(
    `the chat in "%s", to read and write with or without a network, is at most ${LIMIT.chat} bytes`,
    (language) => {
      expect([...new Set(chatFiles(language).flatMap(closure))].sort()).toEqual(chatFiles(language).sort());
      expect(embed.length + weigh(chatFiles(language))).toBeLessThanOrEqual(LIMIT.chat);
    },
  );

  it.each(Object.entries(PARTS))(
    "%s is loaded when $when, and has at most $limit bytes",
    (name, { limit }) => {
      // a part that imported another would fail for good with it: a browser remembers it (load-part.ts)
      expect(closure(name).filter((one) => one !== name && one !== "panel.js")).toEqual([]);
      expect(weigh([name])).toBeLessThanOrEqual(limit);
    },
  );

  it.each(LOCALE_TAGS)(`every part loaded, the widget in "%s" is at most ${LIMIT.all} bytes`, (language) => {
    // these are no part of a chat: only pages that call their commands load them, and each has its own limit
    const parts = Object.keys(PARTS).filter((name) => isIn(language, name) && !OF_COMMANDS.includes(name));
    const all = [...chatFiles(language), ...formFiles(language), ...parts];
    expect(embed.length + weigh(all)).toBeLessThanOrEqual(LIMIT.all);
  });

  it("no schema library and no source map is loaded", () => {
    for (const [path, text] of texts) {
      expect(text, path).not.toMatch(/ZodMini|\$ZodType|_zod\b/);
      expect(text, path).not.toContain("sourceMappingURL");
    }
  });

  it("hashed files are cached for ever, the embed for a minute, and both are revalidated by their ETag", async () => {
    for (const [path, cache] of [
      [`${folder}panel.js`, "public, max-age=31536000, immutable"],
      [`${PROPERTY}.js`, "public, max-age=60, stale-while-revalidate=600"],
    ] as const) {
      const first = await getRaw(`${server.url}/w/${path}`, { "accept-encoding": "br, gzip" });
      expect(first.headers["cache-control"]).toBe(cache);
      expect(first.headers["content-encoding"]).toBe("br");
      const again = await getRaw(`${server.url}/w/${path}`, { "if-none-match": String(first.headers.etag) });
      expect(again.status).toBe(304);
      expect(again.body.length).toBe(0);
    }
  });
});
