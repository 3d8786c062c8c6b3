import { type Context, Hono } from "hono";
import type { Deps } from "../deps.ts";
import { basePath } from "../platform/config.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { type GuideFrame, guidePage, searchPage } from "./guide-page.tsx";
import { FIRST_GUIDE, GUIDE_GROUPS } from "./guides.ts";
import { readGuide } from "./read-guide.ts";
import { createGuideSearch } from "./search-guides.ts";

/** More characters of a query are not looked at. */
const MAX_QUERY = 100;

/** The address of the server in the guides, in the place of which a page shows its own. */
const EXAMPLE_ADDRESS = "https://chat.example.com";

/** The pages load a style sheet and the script of the copy buttons, and send the search only. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join("; ");

const HEADERS = {
  "Cache-Control": "no-cache",
  "Content-Security-Policy": POLICY,
  "Referrer-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
} as const;

/** The texts of the guides by the paths of their files, which are part of the built server. */
const FILES: Readonly<Record<string, string>> = import.meta.glob("../docs/*.md", {
  query: "?raw",
  import: "default",
  eager: true,
});

/**
 * The documentation: a page for each guide of `server/docs`, and the search.
 *
 * @throws ApiError `not_found`
 */
export function guideRoutes({ config, assets }: Pick<Deps, "config" | "assets">) {
  const base = basePath(config);
  const names = GUIDE_GROUPS.flatMap(({ guides }) => guides);
  const markdownOf = (name: string) => FILES[`../docs/${name}.md`] ?? "";
  const guides = new Map(names.map((name) => [name, readGuide(name, markdownOf(name))]));
  const frame: GuideFrame = { base, files: assets.guides, guides };
  const search = createGuideSearch([...guides.values()]);
  const send = (c: Context, name: string) => {
    if (!guides.has(name)) throw new ApiError("not_found");
    const address = config.publicUrl ?? new URL(c.req.url).origin;
    const guide = readGuide(name, markdownOf(name).replaceAll(EXAMPLE_ADDRESS, address));
    return c.html(guidePage(frame, guide), 200, HEADERS);
  };
  return new Hono()
    .get("/", (c) => send(c, FIRST_GUIDE))
    .get("/search", (c) => {
      const query = (c.req.query("q") ?? "").slice(0, MAX_QUERY).trim();
      return c.html(searchPage(frame, query, search(query)), 200, HEADERS);
    })
    .get("/:guide", (c) => send(c, c.req.param("guide")));
}
