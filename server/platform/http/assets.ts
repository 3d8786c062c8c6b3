import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** One built file. It is compressed once, on the first request. */
export interface Asset {
  readonly type: string;
  readonly etag: string;
  readonly body: Buffer;
  /** How hard brotli tries, up to 11, which takes some 10 ms and is the default. */
  readonly effort?: number;
}

const FOLDERS = ["panel", "forms", "compat", "dashboard", "docs", "guides", "app"] as const;
type AssetFolder = (typeof FOLDERS)[number];

/** The names of the hashed files that a page loads first. */
export interface PageFiles {
  readonly script: string;
  readonly styles: readonly string[];
}

export interface Assets {
  /** The embed's code, with the placeholder `__FOYER_SETTINGS__` for a property's settings. */
  readonly embed: string;
  /** The embed's code with what few properties use. */
  readonly fullEmbed: string;
  /** One hash of all files that the embed and the forms of a page load later. */
  readonly panelHash: string;
  readonly dashboard: PageFiles;
  /** The reference of the REST API. */
  readonly apiDocs: PageFiles;
  /** The guides of the documentation. */
  readonly guides: PageFiles;
  /** A file of one of the build's folders, by name; undefined: there is none. */
  file(folder: AssetFolder, name: string): Asset | undefined;
}

const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".webmanifest": "application/manifest+json",
};

interface ManifestEntry {
  file: string;
  isEntry?: boolean;
  css?: string[];
}

/** Reads the build output into memory. It is small, and unknown file names never reach the disk. */
export function loadAssets(dist: string): Assets {
  const files = new Map<string, Asset>();
  for (const folder of FOLDERS)
    for (const name of readdirSync(join(dist, folder)).filter((name) => !name.startsWith(".")))
      files.set(`${folder}/${name}`, createAsset(name, readFileSync(join(dist, folder, name))));
  return {
    embed: readFileSync(join(dist, "embed/embed.js"), "utf8").trim(),
    fullEmbed: readFileSync(join(dist, "embed/embed-full.js"), "utf8").trim(),
    panelHash: hashOfAll([...files].filter(([path]) => /^(panel|forms)\//.test(path))),
    dashboard: readPageFiles(join(dist, "dashboard")),
    apiDocs: readPageFiles(join(dist, "docs")),
    guides: readPageFiles(join(dist, "guides")),
    file: (folder, name) => files.get(`${folder}/${name}`),
  };
}

function readPageFiles(folder: string): PageFiles {
  const manifest: Record<string, ManifestEntry> = JSON.parse(
    readFileSync(join(folder, ".vite/manifest.json"), "utf8"),
  );
  const entry = Object.values(manifest).find(({ isEntry }) => isEntry);
  return { script: entry?.file ?? "", styles: entry?.css ?? [] };
}

function hashOfAll(files: readonly (readonly [path: string, asset: Asset])[]): string {
  const hash = createHash("sha256");
  for (const [path, { etag }] of [...files].sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`${path} ${etag}\n`);
  return hash.digest("base64url").slice(0, 8);
}

/** A file of that name, whose extension says its type. */
export function createAsset(name: string, body: Buffer): Asset {
  return {
    type: TYPES[/\.\w+$/.exec(name)?.[0] ?? ""] ?? "application/octet-stream",
    etag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`,
    body,
  };
}

/** Compressed bodies by encoding. */
const compressed = new WeakMap<Buffer, Map<string, Buffer>>();

/**
 * A file's body in the best encoding that the client accepts. Each encoding is computed once.
 *
 * @param accepts the Accept-Encoding header
 */
export function encode(
  { body, effort = constants.BROTLI_MAX_QUALITY }: Pick<Asset, "body" | "effort">,
  accepts: string | undefined,
): { body: Buffer; encoding: "br" | "gzip" | null } {
  const encoding = /\bbr\b/.test(accepts ?? "") ? "br" : /\bgzip\b/.test(accepts ?? "") ? "gzip" : null;
  if (!encoding) return { body, encoding };
  const byEncoding = compressed.get(body) ?? new Map<string, Buffer>();
  compressed.set(body, byEncoding);
  let small = byEncoding.get(encoding);
  if (!small) {
    small =
      encoding === "gzip"
        ? gzipSync(body, { level: 9 })
        : brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: effort } });
    byEncoding.set(encoding, small);
  }
  return { body: small, encoding };
}
