import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** One built file, compressed once when it is first asked for. */
export interface Asset {
  readonly type: string;
  readonly etag: string;
  readonly body: Buffer;
}

export interface Assets {
  /** The embed's code, with `__FOYER_SETTINGS__` where a property's settings go. */
  readonly embed: string;
  /** The hashed file of a built entry: `panel`, `locale-de`, `dashboard`, and the dashboard's style sheet. */
  readonly entries: Readonly<Record<string, string>>;
  readonly dashboardCss: readonly string[];
  /** A hashed file of the widget or the dashboard by name, or undefined. */
  file(folder: "panel" | "dashboard", name: string): Asset | undefined;
}

const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

interface ManifestEntry {
  file: string;
  name?: string;
  css?: string[];
}

/** Reads what `npm run build` wrote. All of it is small and stays in memory; unknown names never reach the disk. */
export function loadAssets(dist: string): Assets {
  const files = new Map<string, Asset>();
  const entries: Record<string, string> = {};
  const dashboardCss: string[] = [];
  for (const folder of ["panel", "dashboard"] as const) {
    for (const name of readdirSync(join(dist, folder)).filter((name) => !name.startsWith(".")))
      files.set(`${folder}/${name}`, asset(name, readFileSync(join(dist, folder, name))));
    const manifest: Record<string, ManifestEntry> = JSON.parse(
      readFileSync(join(dist, folder, ".vite/manifest.json"), "utf8"),
    );
    for (const { name, file, css = [] } of Object.values(manifest)) {
      if (name) entries[name] = file;
      if (folder === "dashboard") dashboardCss.push(...css);
    }
  }
  return {
    embed: readFileSync(join(dist, "embed/embed.js"), "utf8").trim(),
    entries,
    dashboardCss,
    file: (folder, name) => files.get(`${folder}/${name}`),
  };
}

function asset(name: string, body: Buffer): Asset {
  return {
    type: TYPES[/\.\w+$/.exec(name)?.[0] ?? ""] ?? "application/octet-stream",
    etag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`,
    body,
  };
}

const squeezed = new WeakMap<Buffer, Map<string, Buffer>>();

/**
 * A body in the best encoding that the client takes, each made once.
 *
 * @param accepts the request's Accept-Encoding
 */
export function encode(
  body: Buffer,
  accepts: string | undefined,
): { body: Buffer; encoding: "br" | "gzip" | null } {
  const encoding = /\bbr\b/.test(accepts ?? "") ? "br" : /\bgzip\b/.test(accepts ?? "") ? "gzip" : null;
  if (!encoding) return { body, encoding };
  const made = squeezed.get(body) ?? new Map<string, Buffer>();
  squeezed.set(body, made);
  let small = made.get(encoding);
  if (!small) {
    small =
      encoding === "gzip"
        ? gzipSync(body, { level: 9 })
        : brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
    made.set(encoding, small);
  }
  return { body: small, encoding };
}
