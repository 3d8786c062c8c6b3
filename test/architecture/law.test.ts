import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  filesBelow,
  findCycle,
  type Import,
  importsOf,
  type Module,
  modulesBelow,
  ROOT,
  reachedFrom,
} from "./modules.ts";

const widget = modulesBelow("widget");
const server = modulesBelow("server");
const shared = modulesBelow("shared");
const product = [...widget, ...server, ...shared];

/** From the ground up; those of one row stand beside each other and do not know each other. */
const FEATURES = [
  ["properties"],
  ["accounts"],
  ["visitors"],
  ["files"],
  ["contacts"],
  ["conversations"],
  ["people", "deliveries", "imports"],
  ["live"],
] as const;
const floorOf = (room: string) => FEATURES.findIndex((row) => (row as readonly string[]).includes(room));
const roomOf = (path: string) => /^server\/([^/]+)\//.exec(path)?.[1] ?? null;
const isOurs = ({ to }: Import) => /^(widget|server|shared|test|examples)\//.test(to);

/** Whether a feature may import this: what is shared, the platform, itself, a feature below, and the wiring's types. */
function featureMay(from: string, { to, isType }: Import): boolean {
  if (to.startsWith("shared/") || to.startsWith("server/platform/")) return true;
  if (to === "server/deps.ts") return isType;
  const room = roomOf(to);
  return room !== null && (room === from || (floorOf(room) >= 0 && floorOf(room) < floorOf(from)));
}

/** A source without its comments, which may speak of what code must not do. */
const code = (source: string) => source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");

/** The imports of our own files that a rule does not allow, one line each. */
const offences = (modules: readonly Module[], allowed: (one: Import, module: Module) => boolean) =>
  modules.flatMap((module) =>
    module.imports
      .filter((one) => isOurs(one) && !allowed(one, module))
      .map((one) => `${module.path} imports ${one.to}${one.isType ? " (type)" : ""}`),
  );

describe("who may import whom", () => {
  it("every import of ours leads to a file that is there", () => {
    const missing = product.flatMap(({ path, imports }) =>
      imports
        .filter((one) => isOurs(one) && !existsSync(join(ROOT, one.to)))
        .map((one) => `${path}: ${one.to}`),
    );
    expect(missing).toEqual([]);
  });

  it("the widget knows itself and what is shared", () => {
    expect(offences(widget, ({ to }) => /^(widget|shared)\//.test(to))).toEqual([]);
    expect(widget.length).toBeGreaterThan(5);
  });

  it("what runs in the visitor's page has no schema library in it, and of packages only the few it may weigh", () => {
    const entries = widget.map(({ path }) => path);
    const packages = [...reachedFrom(entries, product)].filter((path) => !/^(widget|shared)\//.test(path));
    const allowed = ["preact", "preact/hooks", "preact/jsx-runtime", "@preact/signals", "idb-keyval"];
    expect(packages.filter((name) => !allowed.includes(name))).toEqual([]);
  });

  it("the embed, which every visitor pays for, carries no framework", () => {
    const reached = [...reachedFrom(["widget/embed/embed.ts"], product)];
    expect(reached.filter((name) => /preact|\.tsx$|panel\//.test(name))).toEqual([]);
  });

  it("what is shared knows nothing but itself and zod/mini: no Node, no page", () => {
    expect(offences(shared, ({ to }) => to.startsWith("shared/"))).toEqual([]);
    const packages = new Set(
      shared.flatMap(({ imports }) => imports.filter((one) => !isOurs(one)).map(({ to }) => to)),
    );
    expect([...packages]).toEqual(["zod/mini"]);
    for (const { path, source } of shared)
      expect(code(source), path).not.toMatch(/\b(document|window|navigator|localStorage|process|Buffer)[.[]/);
  });

  it("the rules import rules only: no schema comes into the widget with them", () => {
    const rules = shared.filter(({ path }) => path.startsWith("shared/rules/"));
    const strangers = rules.flatMap(({ path, imports }) =>
      imports.filter(({ to }) => !to.startsWith("shared/rules/")).map(({ to }) => `${path} imports ${to}`),
    );
    expect(strangers).toEqual([]);
    expect(rules.length).toBeGreaterThan(5);
  });

  it("the dashboard knows itself and what is shared, and of the server its routes, as types", () => {
    const dashboard = server.filter(({ path }) => path.startsWith("server/dashboard/"));
    const allowed = ({ to, isType }: Import) =>
      /^(shared|server\/dashboard)\//.test(to) || (isType && to === "server/agents-api.ts");
    expect(offences(dashboard, allowed)).toEqual([]);
    const node = dashboard.filter(({ imports }) => imports.some(({ to }) => to.startsWith("node:")));
    expect(node.map(({ path }) => path)).toEqual([]);
  });

  it("the platform knows no feature", () => {
    const platform = server.filter(({ path }) => path.startsWith("server/platform/"));
    expect(offences(platform, ({ to }) => /^(shared|server\/platform)\//.test(to))).toEqual([]);
  });

  it("a feature knows what is shared, the platform, and the features below it", () => {
    const features = server.filter(({ path }) => floorOf(roomOf(path) ?? "") >= 0);
    expect(offences(features, (one, { path }) => featureMay(roomOf(path) ?? "", one))).toEqual([]);
    expect(new Set(features.map(({ path }) => roomOf(path))).size).toBeGreaterThan(3);
  });

  it("every room of the server is a feature, the platform or the dashboard", () => {
    const rooms = new Set(server.flatMap(({ path }) => roomOf(path) ?? []));
    const known = [...FEATURES.flat(), "platform", "dashboard", "cli"] as readonly string[];
    expect([...rooms].filter((room) => !known.includes(room))).toEqual([]);
  });

  it("nobody imports in a circle, but for types", () => {
    expect(findCycle(product)).toBeNull();
  });

  it("tests may know the product; the product knows no test", () => {
    expect(offences(product, ({ to }) => !/^(test|examples)\//.test(to))).toEqual([]);
  });
});

describe("what only one place may do", () => {
  it("the environment is read in server/main.ts and nowhere else", () => {
    const readers = product.filter(({ source }) =>
      /\bprocess\.env\b|\bimport\.meta\.env\b/.test(code(source)),
    );
    expect(readers.map(({ path }) => path)).toEqual(["server/main.ts"]);
  });

  it("the clock and chance of the server come from its dependencies: no room asks for them itself", () => {
    const rooms = server.filter(({ path }) => roomOf(path) !== null && !path.startsWith("server/dashboard/"));
    const offenders = rooms.filter(({ source }) =>
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\brandomBytes\(|\brandomUUID\(/.test(code(source)),
    );
    expect(offenders.map(({ path }) => path)).toEqual([]);
  });

  it("no test puts something else in the place of a module", () => {
    const mocks = new RegExp(["vi", "jest"].map((name) => `\\b${name}\\.(do|un)?[mM]ock\\(`).join("|"));
    const offenders = modulesBelow("test").filter(({ source }) => mocks.test(source));
    expect(offenders.map(({ path }) => path)).toEqual([]);
  });

  it("no text of a visitor can become markup: nothing sets HTML", () => {
    const setters = /\b(innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|document\.write)\b/;
    const offenders = [...widget, ...server].filter(({ source }) => setters.test(code(source)));
    expect(offenders.map(({ path }) => path)).toEqual([]);
  });
});

describe("the house", () => {
  it("has at its top level only what stands in this list", () => {
    const ignored = [".git", "node_modules", "dist", "data", ".DS_Store"];
    const entries = readdirSync(ROOT).filter((name) => !ignored.includes(name) && !name.endsWith(".log"));
    const allowed = [
      ".biome.json",
      ".ci",
      ".gitignore",
      "ARCHITECTURE.md",
      "CHANGELOG.md",
      "CONTRIBUTING.md",
      "DESIGN.md",
      "DEVELOPERS.md",
      "LICENSE",
      "README.md",
      "examples",
      "package-lock.json",
      "package.json",
      "server",
      "shared",
      "test",
      "tsconfig.json",
      "vite.config.ts",
      "vitest.config.ts",
      "widget",
    ];
    expect(entries.filter((name) => !allowed.includes(name))).toEqual([]);
  });

  it("keeps its files small enough to be read at one go", () => {
    const long = product
      .map(({ path, source }) => ({ path, lines: source.split("\n").length }))
      .filter(({ path, lines }) => lines > 400 && !path.includes("/migrations/"));
    expect(long).toEqual([]);
  });
});

describe("the law's own eyes", () => {
  it("see every way to import, and what of it is gone after compiling", () => {
    const source = `
      import type { A } from "./a.ts"; import { type B } from "../b.ts"; import C, { type D } from "./c.ts";
      import "./d.css?inline"; export * from "./e.ts"; export type { F } from "./f.ts"; export const x = 1;
      const late = () => import("./g.ts"); import * as h from "zod/mini";`;
    expect(importsOf("widget/panel/x.ts", source)).toEqual([
      { to: "widget/panel/a.ts", isType: true },
      { to: "widget/b.ts", isType: true },
      { to: "widget/panel/c.ts", isType: false },
      { to: "widget/panel/d.css", isType: false },
      { to: "zod/mini", isType: false },
      { to: "widget/panel/e.ts", isType: false },
      { to: "widget/panel/f.ts", isType: true },
      { to: "widget/panel/g.ts", isType: false },
    ]);
  });

  it("see a circle, and not one that is made of types", () => {
    const make = (path: string, to: string, isType = false): Module => ({
      path,
      source: "",
      imports: [{ to, isType }],
    });
    expect(findCycle([make("a", "b"), make("b", "c"), make("c", "b")])).toEqual(["b", "c", "b"]);
    expect(findCycle([make("a", "b"), make("b", "a", true)])).toBeNull();
  });

  it("see a feature that looks up", () => {
    expect(featureMay("visitors", { to: "server/properties/store.ts", isType: false })).toBe(true);
    expect(featureMay("visitors", { to: "server/contacts/identity/contact-store.ts", isType: true })).toBe(
      false,
    );
    expect(featureMay("visitors", { to: "server/app.ts", isType: true })).toBe(false);
    expect(featureMay("visitors", { to: "server/deps.ts", isType: false })).toBe(false);
    expect(filesBelow("shared").length).toBeGreaterThan(shared.length - 1);
  });
});
