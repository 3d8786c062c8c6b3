import { createHash } from "node:crypto";
import type { SitePage } from "./site.ts";

declare global {
  interface Window {
    /** The faults of the page so far; only in WebKit, where WebDriver tells nothing of it. */
    faultsOfPage?: string[];
  }
}

/** Begins to collect uncaught errors, unhandled rejections and policy reports. Runs in the page; once is enough. */
export function collectFaults(): void {
  if (window.faultsOfPage) return;
  const faults: string[] = [];
  Object.defineProperty(window, "faultsOfPage", { value: faults, enumerable: false });
  const describe = (error: unknown) =>
    error instanceof Error ? `${error.message} ${error.stack}` : String(error);
  addEventListener("error", (event) => {
    // an image or a script that does not load has no message, and is not an error of a script
    if (event instanceof ErrorEvent) faults.push(`uncaught ${describe(event.error ?? event.message)}`);
  });
  addEventListener("unhandledrejection", ({ reason }) => faults.push(`uncaught ${describe(reason)}`));
  document.addEventListener("securitypolicyviolation", (event) => {
    faults.push(
      `policy ${event.effectiveDirective} blocked ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`,
    );
  });
}

const SCRIPT = `(${collectFaults})();document.currentScript.remove()`;
const HASH = `'sha256-${createHash("sha256").update(SCRIPT).digest("base64")}'`;

/**
 * The page as WebKit gets it: its first script, which removes itself, collects faults. A policy that allows no inline
 * script allows this one; nothing else of the page changes.
 */
export function withFaultsCollected({ html, headers = {} }: SitePage): SitePage {
  const name = Object.keys(headers).find((one) => one.toLowerCase() === "content-security-policy");
  const policy = name ? headers[name] : undefined;
  const watched = html.replace(
    /<head\b[^>]*>|^(?!.*<head\b)(<!doctype[^>]*>)?/is,
    `$&<script>${SCRIPT}</script>`,
  );
  return { html: watched, headers: name && policy ? { ...headers, [name]: allowScript(policy) } : headers };
}

function allowScript(policy: string): string {
  const directives = policy.split(";").map((one) => one.trim());
  const at = ["script-src-elem", "script-src", "default-src"]
    .map((wanted) => directives.findIndex((one) => one.split(/\s+/)[0]?.toLowerCase() === wanted))
    .find((index) => index >= 0);
  const directive = at === undefined ? undefined : directives[at];
  // beside a hash, 'unsafe-inline' would no longer count
  if (at === undefined || !directive || directive.includes("'unsafe-inline'")) return policy;
  const sources = directive
    .split(/\s+/)
    .slice(1)
    .filter((source) => source !== "'none'");
  const own = [
    directive.startsWith("default") ? "script-src" : directive.split(/\s+/)[0],
    ...sources,
    HASH,
  ].join(" ");
  return (directive.startsWith("default") ? [...directives, own] : directives.with(at, own)).join("; ");
}

/** Where every `Site` has a page that shows another of its pages in a frame. */
export const FRAME_PATH = "/in-frame";

/** The address of the page that shows an address in a frame of a size, on the same origin. */
export function framePage(address: string, { width, height }: { width: number; height: number }): string {
  const url = new URL(FRAME_PATH, address);
  url.search = new URLSearchParams({ address, width: String(width), height: String(height) }).toString();
  return url.href;
}

/** The page of `framePage`. */
export function frameHtml(query: URLSearchParams): string {
  const attribute = (name: string) =>
    (query.get(name) ?? "").replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  return `<!doctype html><title>Phone</title><style>body{margin:0}iframe{border:0}</style>
    <iframe src="${attribute("address")}" width="${attribute("width")}" height="${attribute("height")}"></iframe>`;
}
