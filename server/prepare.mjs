// Makes a fresh clone ready: installs exactly what the lock file names, and builds when the sources are newer
// than what was built. Plain Node without dependencies, because it runs before there are any.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const SOURCES = [
  "package-lock.json",
  "package.json",
  "tsconfig.json",
  "vite.config.ts",
  "widget",
  "server",
  "shared",
];

/** @param {string[]} paths @returns {string} one SHA-256 over the names and contents of all files below the paths */
function fingerprint(paths) {
  const hash = createHash("sha256");
  const visit = (/** @type {string} */ path, /** @type {boolean} */ isFolder) => {
    if (!isFolder) return void hash.update(path).update(readFileSync(join(root, path)));
    const entries = readdirSync(join(root, path), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1)))
      visit(`${path}/${entry.name}`, entry.isDirectory());
  };
  for (const path of paths) visit(path, !/\.(json|ts)$/.test(path));
  return hash.digest("hex");
}

/** Runs `work` unless the stamp says that it was done for this very state. */
function unlessDone(
  /** @type {string} */ stamp,
  /** @type {string} */ state,
  /** @type {() => void} */ work,
) {
  const path = join(root, stamp);
  if (existsSync(path) && readFileSync(path, "utf8") === state) return;
  work();
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, state);
}

function npm(/** @type {string[]} */ ...args) {
  execFileSync("npm", args, { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
}

unlessDone("node_modules/.foyer-installed", fingerprint(["package-lock.json"]), () =>
  npm("ci", "--no-audit", "--no-fund"),
);
if (process.argv.includes("build"))
  unlessDone("dist/.foyer-built", fingerprint(SOURCES), () => npm("run", "--silent", "build"));
