import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { compile } from "svelte/compiler";
import { type AliasOptions, build, type InlineConfig, type Plugin } from "vite";
import type { Site } from "./site.ts";

const ROOT = new URL("../../", import.meta.url);

/** `foyer-chat` as a site has it installed: what the product's build has made. */
const PACKAGE = [
  { find: /^foyer-chat$/, replacement: fileURLToPath(new URL("dist/npm/index.js", ROOT)) },
  { find: /^foyer-chat\/(.*)$/, replacement: `${fileURLToPath(new URL("dist/npm/", ROOT))}$1.js` },
];
/** React 19 in place of 18, for everything in the bundle. */
const REACT_19 = [
  { find: /^react(?=\/|$)/, replacement: "react-19" },
  { find: /^react-dom(?=\/|$)/, replacement: "react-dom-19" },
];

/** The release of React that a site has. */
export type ReactVersion = 18 | 19;

const compileSvelte: Plugin = {
  name: "svelte",
  transform: (source, id) => (id.endsWith(".svelte") ? compile(source, { filename: id }).js : null),
};

/** In development mode React calls each effect twice, and says in the console what is wrong. */
function settings(folder: string, alias: AliasOptions): InlineConfig {
  return {
    configFile: false,
    logLevel: "error",
    root: fileURLToPath(new URL(folder, ROOT)),
    plugins: [compileSvelte],
    resolve: {
      alias: [...(alias as typeof PACKAGE), ...PACKAGE],
      conditions: ["browser", "module", "import"],
    },
    define: { "process.env.NODE_ENV": '"development"' },
  };
}

/** A file of a built site by its name. */
type BuiltFiles = ReadonlyMap<string, string>;

async function buildPage(config: InlineConfig): Promise<BuiltFiles> {
  const built = await build({
    ...config,
    build: { write: false, minify: false, modulePreload: { polyfill: false } },
  });
  const files = new Map<string, string>();
  for (const result of [built].flat())
    if ("output" in result)
      for (const file of result.output)
        files.set(file.fileName, String("code" in file ? file.code : file.source));
  return files;
}

/** Serves the files of a built site, but for its page. @returns the page */
function serveFiles(site: Site, files: BuiltFiles): string {
  for (const [name, html] of files)
    if (name !== "index.html")
      site.page(`/${name}`, { html, headers: { "Content-Type": "text/javascript; charset=utf-8" } });
  return files.get("index.html") ?? "";
}

/**
 * Builds a folder with an `index.html`, and serves it.
 *
 * @returns the page's address
 */
export async function serveExample(site: Site, folder: string): Promise<string> {
  const html = serveFiles(site, await buildPage(settings(folder, [])));
  return site.page(`/${folder}`, { html });
}

interface Renderer {
  render(path: string, server: string, property: string): string;
}

/**
 * Builds `examples/react-ssr` with a release of React, and serves its pages as a server renders them, below the root of
 * the site.
 *
 * @param paths of the pages
 */
export async function serveReactExample(
  site: Site,
  version: ReactVersion,
  server: string,
  property: string,
  paths: readonly string[],
): Promise<void> {
  const config = settings("examples/react-ssr", version === 19 ? REACT_19 : []);
  const page = serveFiles(site, await buildPage(config));
  const outDir = mkdtempSync(join(tmpdir(), "foyer-react-"));
  await build({
    ...config,
    ssr: { noExternal: true },
    build: {
      outDir,
      ssr: "server.jsx",
      emptyOutDir: true,
      rolldownOptions: { output: { entryFileNames: "server.mjs" } },
    },
  });
  writeFileSync(join(outDir, "package.json"), '{"type":"module"}');
  const renderer: Renderer = await import(pathToFileURL(join(outDir, "server.mjs")).href);
  for (const path of paths)
    site.page(path, { html: page.replace("<!--app-->", renderer.render(path, server, property)) });
}
