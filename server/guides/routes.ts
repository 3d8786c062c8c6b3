import { type Context, Hono } from "hono";
import type { Deps } from "../deps.ts";
import { basePath } from "../platform/config.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { type GuideFrame, guidePage, searchPage } from "./guide-page.tsx";
import { FIRST_GUIDE } from "./guides.ts";

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

/**
 * The documentation: a page for each guide of `server/docs`, and the search.
 *
 * @throws ApiError `not_found`
 */
export function guideRoutes({ config, assets }: Pick<Deps, "config" | "assets">) {
  const base = basePath(config);
  // the guides are read when somebody wants one, so that the start does not wait for them
  const load = async () => {
    const { guides, searchGuides, readReplaced } = await import("./load-guides.ts");
    const frame: GuideFrame = { base, files: assets.guides, guides };
    return { frame, searchGuides, readReplaced };
  };
  const send = async (c: Context, name: string) => {
    const { frame, readReplaced } = await load();
    const address = config.publicUrl ?? new URL(c.req.url).origin;
    const guide = readReplaced(name, EXAMPLE_ADDRESS, address);
    if (!guide) throw new ApiError("not_found");
    return c.html(guidePage(frame, guide), 200, HEADERS);
  };
  return new Hono()
    .get("/", (c) => send(c, FIRST_GUIDE))
    .get("/search", async (c) => {
      const { frame, searchGuides } = await load();
      const query = (c.req.query("q") ?? "").slice(0, MAX_QUERY).trim();
      return c.html(searchPage(frame, query, searchGuides(query)), 200, HEADERS);
    })
    .get("/:guide", (c) => send(c, c.req.param("guide")));
}
