import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";
import { FRAME_PATH, frameHtml, withFaultsCollected } from "./webkit-watch.ts";

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
  /**
   * Serves a file of `test/browser/hosts/pages`, such as `"cookie-bar"`.
   *
   * @param values more placeholders, such as `{ PROPERTY2: id }`, from now on
   * @returns its address
   */
  hostPage(name: string, values?: Readonly<Record<string, string>>): string;
  close(): void;
}

const HTML = "text/html; charset=utf-8";
const TYPES: Readonly<Record<string, string>> = {
  ".html": HTML,
  ".xhtml": "application/xhtml+xml; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
};

/**
 * Starts a web site. It is `localhost` where the server is `127.0.0.1`: to a browser two sites that have nothing to do
 * with each other.
 */
export async function startSite(server: string, property: string): Promise<Site> {
  const pages = new Map<string, SitePage & { type: string }>();
  const values = new Map<string, string>();
  const fill = (text: string) =>
    text
      .replaceAll("{{SERVER}}", server)
      .replaceAll("{{LIVE}}", server.replace("http", "ws"))
      .replaceAll("{{PROPERTY}}", property)
      .replace(/{{(\w+)}}/g, (_, name: string) => values.get(name) ?? "");
  const find = (request: IncomingMessage) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://site.invalid");
    if (pathname === FRAME_PATH) return { html: frameHtml(searchParams), headers: {}, type: HTML };
    const page = pages.get(pathname) ?? fromFiles(pathname, fill);
    const isHtml = page?.type === HTML && !page.headers?.["Content-Type"];
    return page && isHtml && isWebKit(request) ? { ...withFaultsCollected(page), type: HTML } : page;
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
      pages.set(path, { html: fill(html), headers, type: HTML });
      return origin + path;
    },
    example: (name) => `${origin}/examples/${name}/`,
    hostPage(name, more = {}) {
      for (const [placeholder, value] of Object.entries(more)) values.set(placeholder, value);
      return `${origin}/hosts/${extname(name) ? name : `${name}.html`}`;
    },
    close() {
      http.close();
      http.closeAllConnections();
    },
  };
}

/** Whether the request comes from WebKit, whose pages are told apart because WebDriver can't watch them. */
const isWebKit = ({ headers }: IncomingMessage) =>
  /AppleWebKit(?!.*Chrome)/.test(headers["user-agent"] ?? "");

/**
 * A file of the examples or of the host pages. A folder is its index.html, and every path below a single-page site is its
 * one page. A first line `<!--H {…} -->` gives headers as JSON.
 */
function fromFiles(pathname: string, fill: (text: string) => string) {
  const [, folder, rest] = /^\/(examples\/[\w-]+|hosts)\/(.*)$/.exec(pathname) ?? [];
  if (!folder || rest === undefined || rest.includes("..")) return undefined;
  const file = extname(rest) ? rest : "index.html";
  const below = folder === "hosts" ? "../browser/hosts/pages" : `../../${folder}`;
  const text = fill(readFileSync(new URL(`${below}/${file}`, import.meta.url), "utf8"));
  const [line = "", given = "{}"] = /^<!--H (.*) -->\n/.exec(text) ?? [];
  const headers: Readonly<Record<string, string>> = JSON.parse(given);
  return { html: text.slice(line.length), headers, type: TYPES[extname(file)] ?? "application/octet-stream" };
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
