// The development server (npm run dev). Vite serves the dashboard from its sources and reloads it on a change. The
// widget and the server are built into .dev as for production; a change builds them again, restarts the server, and
// reloads the open pages that use the widget. Everything is reached through one port, and data is kept in data/dev.
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { createServer as createNetServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createBuilder, createLogger, createServer } from "vite";

/** @typedef {{ html: string, policy: string | null }} Page a page of the server and its Content Security Policy */

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const OUT = join(ROOT, ".dev");
const DATA = process.env.FOYER_DATA ?? join(ROOT, "data/dev");
const PORT = Number(process.env.PORT ?? 8787);
const PUBLIC_URL = `http://localhost:${PORT}`;
/** Sent to pages with the widget after it was built again. */
const WIDGET_CHANGED = "foyer:widget-changed";
/** Several files that are saved together are built together, ms. */
const DEBOUNCE = 80;

/** @returns {Promise<number>} a port that nobody listens on */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createNetServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** The built server as a child process. */
class Backend {
  /** @param {number} port */
  constructor(port) {
    this.port = port;
    /** @type {import("node:child_process").ChildProcess | null} */
    this.child = null;
  }

  /** Starts the server. Resolves with its first lines when it answers, or with null when it failed to start. */
  start() {
    const child = spawn(process.execPath, ["--enable-source-maps", join(OUT, "server/main.js")], {
      env: {
        ...process.env,
        FOYER_DATA: DATA,
        FOYER_HOST: "127.0.0.1",
        FOYER_PUBLIC_URL: PUBLIC_URL,
        // the proxy below passes the address of the browser on
        FOYER_TRUSTED_PROXIES: "1",
        PORT: String(this.port),
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.child = child;
    return /** @type {Promise<string | null>} */ (
      new Promise((resolve) => {
        let printed = "";
        child.stdout.on("data", (chunk) => {
          if (printed.includes("Dashboard:")) return void process.stdout.write(chunk);
          printed += chunk;
          if (printed.includes("Dashboard:")) resolve(printed);
        });
        child.once("exit", () => resolve(null));
      })
    );
  }

  async stop() {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    // an import in progress may take long to stop; its lease makes the next process go on with it
    const timer = setTimeout(() => child.kill("SIGKILL"), 2_000);
    await exited;
    clearTimeout(timer);
  }
}

/** @param {readonly string[]} names environments of vite.config.ts; they are built into .dev */
async function build(names) {
  const builder = await createBuilder({ root: ROOT, logLevel: "warn" });
  for (const name of names) {
    const environment = builder.environments[name];
    if (!environment) throw new Error(`No build environment is named ${name}`);
    const { build: options } = environment.config;
    options.outDir = options.outDir.replace(/^dist/, ".dev");
    if (name === "server") options.sourcemap = true;
    await builder.build(environment);
  }
}

/** @param {number} port @param {string} path @returns {Promise<Page>} */
async function fetchPage(port, path) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`);
  return { html: await response.text(), policy: response.headers.get("content-security-policy") };
}

/** The dashboard's shell with its sources instead of the built files. @param {Page} page @returns {Page} */
function dashboardFromSources({ html, policy }) {
  const sources = ["/@vite/client", "/server/dashboard/main.tsx"];
  return {
    html: html
      .replace(/<link rel="stylesheet"[^>]*>/g, "")
      .replace(/<script type="module"[^>]*><\/script>/, () =>
        sources.map((src) => `<script type="module" src="${src}"></script>`).join(""),
      ),
    // Vite puts style sheets into the page as elements, shows errors as HTML, and connects with a web socket
    policy: (policy ?? "")
      .replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
      .replace("connect-src 'self'", "connect-src 'self' ws:")
      .replace(/; require-trusted-types-for 'script'/, ""),
  };
}

/** The demo page, which reloads when the widget was built again. @param {Page} page @returns {Page} */
function reloadingDemo({ html, policy }) {
  const script = `import { createHotContext } from "/@vite/client";
createHotContext("/demo").on("${WIDGET_CHANGED}", () => location.reload());`;
  return { html: html.replace("</head>", `<script type="module">${script}</script></head>`), policy };
}

/**
 * Serves the pages that are not passed on as they are.
 *
 * @param {Backend} backend @returns {import("vite").Plugin}
 */
const pages = (backend) => ({
  name: "foyer-pages",
  configureServer(server) {
    server.middlewares.use(async (request, response, next) => {
      const { pathname, search } = new URL(request.url ?? "/", PUBLIC_URL);
      const isDashboard = /^\/dashboard(\/|$)/.test(pathname);
      if (!isDashboard && pathname !== "/demo") return next();
      try {
        const page = isDashboard
          ? dashboardFromSources(await fetchPage(backend.port, "/dashboard/"))
          : reloadingDemo(await fetchPage(backend.port, pathname + search));
        response.setHeader("Content-Type", "text/html; charset=utf-8");
        response.setHeader("Cache-Control", "no-store");
        if (page.policy) response.setHeader("Content-Security-Policy", page.policy);
        response.end(page.html);
      } catch (error) {
        // the server is restarting, or its last build failed
        response.statusCode = 503;
        response.setHeader("Retry-After", "1");
        response.end(`The server is not running: ${error}\n`);
      }
    });
  },
});

/** Vite's log without the requests that fail while the server restarts; the widget and the dashboard repeat them. */
function quietLogger() {
  const logger = createLogger("warn");
  const { error } = logger;
  logger.error = (message, options) => {
    if (!/ proxy error/.test(message)) error(message, options);
  };
  return logger;
}

/** @param {Backend} backend @returns {Promise<import("vite").ViteDevServer>} */
const createFrontend = (backend) =>
  createServer({
    root: ROOT,
    appType: "custom",
    clearScreen: false,
    customLogger: quietLogger(),
    plugins: [pages(backend)],
    optimizeDeps: { entries: ["server/dashboard/main.tsx"] },
    server: {
      port: PORT,
      strictPort: true,
      watch: { ignored: ["**/.dev/**", "**/data/**", "**/dist/**", "**/test/**"] },
      proxy: {
        // everything but Vite's own addresses and the sources of the dashboard
        "^/(?!@|server/|shared/|node_modules/|\\?token=)": {
          target: `http://127.0.0.1:${backend.port}`,
          ws: true,
          xfwd: true,
          configure(proxy) {
            proxy.on("proxyRes", (response) => {
              // a rebuilt widget must not come from the browser's cache
              response.headers["cache-control"] = "no-store";
            });
          },
        },
      },
    },
  });

/** Returns the parts that a changed file belongs to. @param {string} path from the root @returns {readonly string[]} */
function environmentsOf(path) {
  if (path.startsWith("widget/")) return ["embed", "panel"];
  if (path.startsWith("shared/")) return ["embed", "panel", "server"];
  if (path.startsWith("examples/")) return ["embed"];
  const isServer = path.startsWith("server/") && !path.startsWith("server/dashboard/");
  return isServer && path.endsWith(".ts") ? ["server"] : [];
}

/** Builds what changed, restarts the server and reloads pages. One at a time; later changes wait for the next turn. */
function watch(frontend, backend) {
  /** @type {Set<string>} */
  const dirty = new Set();
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  let isBuilding = false;

  const rebuild = async () => {
    if (isBuilding || !dirty.size) return;
    isBuilding = true;
    const names = [...dirty];
    dirty.clear();
    const startedAt = performance.now();
    try {
      await build(names);
      await backend.stop();
      await backend.start();
      if (names.includes("embed")) frontend.ws.send({ type: "custom", event: WIDGET_CHANGED });
      process.stdout.write(`Built ${names.join(", ")} in ${Math.round(performance.now() - startedAt)} ms\n`);
    } catch (error) {
      process.stderr.write(
        `${error instanceof Error ? error.message : error}\nThe server goes on as it was.\n`,
      );
    }
    isBuilding = false;
    await rebuild();
  };
  frontend.watcher.on("all", (_event, path) => {
    for (const name of environmentsOf(path.slice(ROOT.length).replaceAll("\\", "/"))) dirty.add(name);
    clearTimeout(timer);
    timer = setTimeout(rebuild, DEBOUNCE);
  });
}

mkdirSync(DATA, { recursive: true });
await build(["embed", "panel", "dashboard", "docs", "app", "server"]);
const backend = new Backend(await freePort());
const frontend = await createFrontend(backend);
const addresses = await backend.start();
if (addresses === null) process.exit(1);
await frontend.listen();
watch(frontend, backend);
process.stdout.write(`${addresses}Data:       ${DATA}\n`);

const stop = async () => {
  // first, because closing waits for open pages
  await backend.stop();
  await frontend.close();
  process.exit(0);
};
process.once("SIGINT", () => void stop());
process.once("SIGTERM", () => void stop());
