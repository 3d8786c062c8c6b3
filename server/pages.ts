import { readFileSync } from "node:fs";
import { type Context, Hono } from "hono";
import type { Deps } from "./deps.ts";
import { basePath } from "./platform/config.ts";
import { ApiError } from "./platform/http/api-error.ts";
import type { PageFiles } from "./platform/http/assets.ts";
import { sendAsset } from "./properties/embed-routes.ts";

/** Only Foyer's own files run in the dashboard, and no other site may frame it. The live preview is a frame of it. */
const DASHBOARD_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join("; ");

/** As the dashboard's; and it shows no frame, is no installed app, and its forms are sent by its script only. */
const API_DOCS_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join("; ");

const PAGE_HEADERS = {
  "Cache-Control": "no-cache",
  "Referrer-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
  "Cross-Origin-Opener-Policy": "same-origin",
} as const;

/** The pages of the server: the HTML shells of the dashboard and of the API reference, and the demo page. */
export function pages(deps: Deps) {
  const { assets } = deps;
  const base = basePath(deps.config);
  const dashboard = dashboardPage(base, assets.dashboard);
  const apiDocs = apiDocsPage(base, assets.apiDocs);
  const sendHashedFile = (c: Context, folder: "dashboard" | "docs" | "guides", name: string) => {
    const asset = assets.file(folder, name);
    if (!asset) throw new ApiError("not_found");
    return sendAsset(c, asset, {
      "Cache-Control": "public, max-age=31536000, immutable",
      "X-Content-Type-Options": "nosniff",
    });
  };
  const sendAppFile = (c: Context, name: string) => {
    const asset = assets.file("app", name);
    if (!asset) throw new ApiError("not_found");
    // the names stay the same in every version, so browsers ask each time
    return sendAsset(c, asset, { "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff" });
  };
  return (
    new Hono()
      .get("/", (c) => c.redirect(`${base}/dashboard/`))
      .get("/dashboard/assets/:file", (c) => sendHashedFile(c, "dashboard", c.req.param("file")))
      // its folder is what it may control: all pages of the dashboard
      .get("/dashboard/service-worker.js", (c) => sendAppFile(c, "service-worker.js"))
      .get("/dashboard/app/:file", (c) => sendAppFile(c, c.req.param("file")))
      .get("/dashboard", (c) => c.redirect(`${base}/dashboard/`))
      .get("/dashboard/*", (c) =>
        c.html(dashboard, 200, { ...PAGE_HEADERS, "Content-Security-Policy": DASHBOARD_POLICY }),
      )
      .get("/docs/assets/:file", (c) => sendHashedFile(c, "docs", c.req.param("file")))
      .get("/docs/guides/:file", (c) => sendHashedFile(c, "guides", c.req.param("file")))
      .get("/docs/api", (c) =>
        c.html(apiDocs, 200, { ...PAGE_HEADERS, "Content-Security-Policy": API_DOCS_POLICY }),
      )
      .get("/demo", (c) => demo(c, deps))
  );
}

/** @param base the path of the public address, which the dashboard's script reads too (`data/base-path.ts`) */
function dashboardPage(base: string, files: PageFiles): string {
  const root = `${base}/dashboard`;
  const head = `<link rel="apple-touch-icon" href="${root}/app/apple-touch-icon.png"><link rel="manifest" href="${root}/app/manifest.webmanifest">`;
  const viewport = "width=device-width,initial-scale=1,interactive-widget=resizes-content";
  return shell(base, { title: "Foyer", viewport, head, assets: `${root}/assets`, files });
}

function apiDocsPage(base: string, files: PageFiles): string {
  const viewport = "width=device-width,initial-scale=1";
  return shell(base, {
    title: "API reference · Foyer",
    viewport,
    head: "",
    assets: `${base}/docs/assets`,
    files,
  });
}

interface Page {
  readonly title: string;
  readonly viewport: string;
  /** More elements of its head. */
  readonly head: string;
  /** The path of its files. */
  readonly assets: string;
  readonly files: PageFiles;
}

function shell(base: string, { title, viewport, head, assets, files }: Page): string {
  const links = files.styles.map((file) => `<link rel="stylesheet" href="${assets}/${file}">`).join("");
  return `<!doctype html><html lang="en" data-base="${base}"><head><meta charset="utf-8"><meta name="viewport" content="${viewport}"><meta name="color-scheme" content="light dark"><title>${title}</title><link rel="icon" href="${base}/dashboard/app/icon.svg">${head}<meta name="theme-color" content="#0f5b4c">${links}<script type="module" src="${assets}/${files.script}"></script></head><body><div id="app"></div></body></html>`;
}

/**
 * The plain example page with the widget of the first property, or of the one in `?property=`.
 *
 * @throws ApiError `property_unknown`, `not_found` if the operator does not want it
 */
async function demo(c: Context, { database, config }: Deps): Promise<Response> {
  if (!config.demo) throw new ApiError("not_found");
  const wanted = c.req.query("property");
  let query = database.read.selectFrom("properties").select("id").orderBy("created_at").limit(1);
  if (wanted) query = query.where("id", "=", wanted);
  const property = await query.executeTakeFirst();
  if (!property && wanted) throw new ApiError("property_unknown");
  // before the set-up there is no property
  if (!property) return c.redirect(`${basePath(config)}/dashboard/`);
  const page = readFileSync(new URL("../../examples/plain/index.html", import.meta.url), "utf8")
    .replaceAll("{{SERVER}}", config.publicUrl ?? new URL(c.req.url).origin)
    .replaceAll("{{PROPERTY}}", property.id);
  return c.html(page, 200, { ...PAGE_HEADERS, "Content-Security-Policy": "frame-ancestors 'none'" });
}
