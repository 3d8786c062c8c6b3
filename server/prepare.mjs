// Prepares a clone for a script of package.json: installs the packages of the lock file that the script needs, and
// builds if the sources changed since the last build. It runs before any package is installed, so it uses Node only.
//
//   node server/prepare.mjs         for running: the packages that building and serving take
//   node server/prepare.mjs test    for development: all packages, with the test tools, a browser and PostgreSQL
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
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
/** Next to node_modules, so that the packages are moved and not copied. */
const STAGING = join(ROOT, ".foyer-install");
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

/** @param {string} folder @param {readonly string[]} args */
function npm(folder, ...args) {
  execFileSync("npm", args, { cwd: folder, stdio: "inherit", shell: process.platform === "win32" });
}

/** @typedef {{ dev?: boolean, devOptional?: boolean, [list: string]: unknown }} LockEntry */

/** @param {LockEntry} entry @returns {string[]} */
const dependenciesOf = (entry) =>
  ["dependencies", "optionalDependencies", "peerDependencies"].flatMap((list) =>
    Object.keys(entry[list] ?? {}),
  );

/** @param {string} path in the lock file @returns {string} the package's name */
const nameOf = (path) => path.split("node_modules/").at(-1) ?? "";

const readJson = (/** @type {string} */ path) => JSON.parse(readFileSync(path, "utf8"));

/**
 * Installs only what building and serving take. `npm ci --omit=dev` would also install test tools that a package
 * names as optional peers (vitest for better-auth, and all below it), so npm gets a lock file without them.
 */
function installForRunning() {
  const { devDependencies: _, ...manifest } = readJson(join(ROOT, "package.json"));
  const lock = readJson(join(ROOT, "package-lock.json"));
  const isForTests = (/** @type {LockEntry} */ entry) => entry.dev || entry.devOptional;
  // npm marks a package that an optional one depends on as it marks optional peers, if a test tool takes it too
  const running = Object.values(lock.packages).filter((entry) => !isForTests(entry));
  const required = new Set(running.flatMap((entry) => Object.keys(entry.dependencies ?? {})));
  for (const name of required)
    for (const other of Object.keys(lock.packages[`node_modules/${name}`]?.dependencies ?? {}))
      required.add(other);
  for (const [path, entry] of Object.entries(lock.packages))
    if (isForTests(entry) && !required.has(nameOf(path))) delete lock.packages[path];
  delete lock.packages[""].devDependencies;
  // npm 10 also installs what nothing depends on any more: binaries of the packages that were left out
  const needed = new Set(Object.values(lock.packages).flatMap(dependenciesOf));
  for (const path of Object.keys(lock.packages))
    if (path && !needed.has(nameOf(path))) delete lock.packages[path];
  rmSync(STAGING, { recursive: true, force: true });
  mkdirSync(STAGING);
  writeFileSync(join(STAGING, "package.json"), JSON.stringify(manifest));
  writeFileSync(join(STAGING, "package-lock.json"), JSON.stringify(lock));
  npm(STAGING, "ci", "--no-audit", "--no-fund");
  rmSync(join(ROOT, "node_modules"), { recursive: true, force: true });
  renameSync(join(STAGING, "node_modules"), join(ROOT, "node_modules"));
  rmSync(STAGING, { recursive: true });
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
  if (hasAll || isForTests) npm(ROOT, "ci", "--no-audit", "--no-fund");
  else installForRunning();
  writeStamp(INSTALLED, `${hasAll || isForTests ? "all" : "run"} ${lock}`);
}

function build() {
  const sources = fingerprint(SOURCES);
  if (readStamp(BUILT) === sources) return;
  npm(ROOT, "run", "--silent", "build");
  writeStamp(BUILT, sources);
}

install(process.argv.includes("test"));
build();
