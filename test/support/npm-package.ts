import { readdirSync, readFileSync } from "node:fs";
import type { Site } from "./site.ts";

/** The modules of the built npm package by their paths in it, but for the folder of vendors' interfaces. */
export function packageFiles(): readonly (readonly [name: string, code: string])[] {
  const folder = new URL("../../dist/npm/", import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith(".js"));
  return names.map((name) => [name, readFileSync(new URL(name, folder), "utf8")]);
}

/** Serves the npm package at `/foyer-chat/`, for pages that import it without a bundler. */
export function servePackage(site: Site): void {
  for (const [name, html] of packageFiles())
    site.page(`/foyer-chat/${name}`, { html, headers: { "Content-Type": "text/javascript" } });
}
