import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";

/** The response of a web site at one path. */
export interface SitePage {
  readonly html: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A web site on an origin of its own, as an owner would have it. */
export interface Site {
  readonly origin: string;
  /** Answers at a path, from now on. `{{SERVER}}`, `{{LIVE}}` and `{{PROPERTY}}` in the page are filled in. */
  page(path: string, page: SitePage): string;
  /** Serves an example folder at a path, with the placeholders filled in. @returns its address */
  example(name: string): string;
  close(): void;
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
};

/**
 * Starts a web site. It is `localhost` where the server is `127.0.0.1`: to a browser two sites that have nothing to do
 * with each other.
 */
export async function startSite(server: string, property: string): Promise<Site> {
  const pages = new Map<string, SitePage & { type: string }>();
  const fill = (text: string) =>
    text
      .replaceAll("{{SERVER}}", server)
      .replaceAll("{{LIVE}}", server.replace("http", "ws"))
      .replaceAll("{{PROPERTY}}", property);
  const find = (request: IncomingMessage) => {
    const { pathname } = new URL(request.url ?? "/", "http://site.invalid");
    return pages.get(pathname) ?? fromExamples(pathname, fill);
  };
  const http = createServer((request, response) => {
    const page = find(request);
    if (!page) return void response.writeHead(404).end();
    response.writeHead(200, { "Content-Type": page.type, "Cache-Control": "no-store", ...page.headers });
    response.end(page.html);
  });
  await new Promise<void>((resolve) => http.listen(0, "localhost", resolve));
  const origin = `http://localhost:${(http.address() as AddressInfo).port}`;
  return {
    origin,
    page(path, { html, headers = {} }) {
      pages.set(path, { html: fill(html), headers, type: "text/html; charset=utf-8" });
      return origin + path;
    },
    example: (name) => `${origin}/examples/${name}/`,
    close() {
      http.close();
      http.closeAllConnections();
    },
  };
}

/** A file of the examples; a folder is its index.html, and every path below a single-page site is its one page. */
function fromExamples(pathname: string, fill: (text: string) => string) {
  const [, name, rest] = /^\/examples\/([\w-]+)\/(.*)$/.exec(pathname) ?? [];
  if (!name || rest === undefined || rest.includes("..")) return undefined;
  const file = extname(rest) ? rest : "index.html";
  const html = fill(readFileSync(new URL(`../../examples/${name}/${file}`, import.meta.url), "utf8"));
  return { html, headers: {}, type: TYPES[extname(file)] ?? "application/octet-stream" };
}

/** The tag that an owner pastes, with data attributes if there are any. */
export function scriptTag(attributes = ""): string {
  return `<script async src="{{SERVER}}/w/{{PROPERTY}}.js" ${attributes}></script>`;
}

/** A page of a shop, good to look at for axe, with something in its head and at its end. */
export function shopPage({ head = "", end = scriptTag(), lang = "en", dir = "ltr" } = {}): string {
  return `<!doctype html><html lang="${lang}" dir="${dir}"><head><meta charset="utf-8"><meta name="viewport"
    content="width=device-width,initial-scale=1"><title>Harbour Shop</title><link rel="icon" href="data:,">${head}</head>
    <body><main><h1>Lanterns</h1><p>Made by hand since 1911.</p><button type="button">Add to basket</button>
    </main>${end}</body></html>`;
}
