import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const PREPARE = fileURLToPath(new URL("../../server/prepare.mjs", import.meta.url));

/** Writes down each call with its folder's lock file, and makes node_modules as `npm ci` does. */
const NPM = `#!/usr/bin/env node
const fs = require("node:fs");
const lock = JSON.parse(fs.readFileSync("package-lock.json", "utf8"));
fs.appendFileSync(process.env.NPM_CALLS, JSON.stringify({ args: process.argv.slice(2), packages: Object.keys(lock.packages) }) + "\\n");
if (process.argv[2] === "ci") {
  fs.rmSync("node_modules", { recursive: true, force: true });
  fs.mkdirSync("node_modules");
}
`;

const LOCK = {
  lockfileVersion: 3,
  packages: {
    "": { dependencies: { server: "1" }, devDependencies: { tester: "1" } },
    "node_modules/server": { dependencies: { helper: "1" }, peerDependencies: { tester: "1" } },
    "node_modules/helper": { optionalDependencies: { "@helper/linux": "1" } },
    "node_modules/@helper/linux": { optional: true, dependencies: { common: "1" } },
    // a test tool takes it too, and npm marks it as it marks the peer
    "node_modules/common": { devOptional: true, dependencies: { below: "1" } },
    "node_modules/below": { devOptional: true },
    "node_modules/tester": { devOptional: true, optionalDependencies: { "@tester/linux": "1" } },
    "node_modules/@tester/linux": { optional: true },
    "node_modules/browser": { dev: true },
  },
};
const ALL = Object.keys(LOCK.packages);
const FOR_RUNNING = [
  "",
  "node_modules/server",
  "node_modules/helper",
  "node_modules/@helper/linux",
  "node_modules/common",
  "node_modules/below",
];

describe("prepare.mjs, in a fresh clone", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "foyer-prepare-"));
    for (const folder of ["server", "shared", "widget", "bin"]) mkdirSync(join(root, folder));
    cpSync(PREPARE, join(root, "server/prepare.mjs"));
    for (const file of ["package.json", "tsconfig.json", "vite.config.ts"])
      writeFileSync(join(root, file), JSON.stringify({ devDependencies: { tester: "1" } }));
    writeFileSync(join(root, "package-lock.json"), JSON.stringify(LOCK));
    writeFileSync(join(root, "bin/npm"), NPM);
    chmodSync(join(root, "bin/npm"), 0o755);
  });
  afterEach(() => rmSync(root, { recursive: true }));

  /** Runs it. @returns the packages of each `npm ci`, and "build" for each build */
  const prepare = (...args: string[]): unknown[] => {
    const calls = join(root, "calls");
    writeFileSync(calls, "");
    execFileSync(process.execPath, [join(root, "server/prepare.mjs"), ...args], {
      env: { PATH: [join(root, "bin"), process.env.PATH].join(delimiter), NPM_CALLS: calls },
    });
    const rows = readFileSync(calls, "utf8").split("\n").filter(Boolean);
    return rows
      .map((row) => JSON.parse(row))
      .map(({ args: [name], packages }) => (name === "ci" ? packages : "build"));
  };

  it("installs for running neither test tools nor what only they need, and builds", () => {
    expect(prepare()).toEqual([FOR_RUNNING, "build"]);
    expect(existsSync(join(root, "node_modules"))).toBe(true);
    expect(existsSync(join(root, ".foyer-install"))).toBe(false);
  });

  it("does nothing if nothing changed", () => {
    prepare();
    expect(prepare()).toEqual([]);
  });

  it("installs everything for tests, and leaves it when the server is run", () => {
    prepare();
    expect(prepare("test")).toEqual([ALL]);
    expect(prepare()).toEqual([]);
    expect(prepare("test")).toEqual([]);
  });

  it("keeps a clone that had everything complete when the lock file changes", () => {
    prepare("test");
    const { "": manifest } = LOCK.packages;
    const packages = { "": manifest, "node_modules/browser": { dev: true } };
    writeFileSync(join(root, "package-lock.json"), JSON.stringify({ ...LOCK, packages }));
    expect(prepare()).toEqual([["", "node_modules/browser"], "build"]);
  });

  it("builds again if a source changed", () => {
    prepare();
    writeFileSync(join(root, "shared/new.ts"), "export {};");
    expect(prepare()).toEqual(["build"]);
  });
});
