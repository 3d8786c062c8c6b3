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

/** The order of the feature folders. A feature imports only features of earlier rows; those of one row do not import each other. */
const FEATURES = [
  ["properties"],
  ["accounts"],
  ["visitors"],
  ["files"],
  ["contacts"],
  ["conversations"],
  ["people", "deliveries", "imports"],
  ["reports", "form-measure"],
  ["mail"],
  ["form-pages"],
  ["notifications"],
  ["proofs"],
  ["identity"],
  ["activity"],
  ["live"],
  ["webhooks"],
  ["alerts"],
  ["sources"],
  ["api"],
  ["guides"],
] as const;
const rankOf = (feature: string) => FEATURES.findIndex((row) => (row as readonly string[]).includes(feature));
const folderOf = (path: string) => /^server\/([^/]+)\//.exec(path)?.[1] ?? null;
const isOurs = ({ to }: Import) => /^(widget|server|shared|test|examples)\//.test(to);

/** Whether a feature may import a file: shared modules, the platform, itself, earlier features, and the types of `deps.ts`. */
function featureMay(from: string, { to, isType }: Import): boolean {
  if (to.startsWith("shared/") || to.startsWith("server/platform/")) return true;
  if (to === "server/deps.ts") return isType;
  // a page of a form has the widget's texts, in all its languages
  if (from === "form-pages" && to.startsWith("widget/locales/")) return true;
  const folder = folderOf(to);
  return folder !== null && (folder === from || (rankOf(folder) >= 0 && rankOf(folder) < rankOf(from)));
}

/** A source without its comments, which may name what code must not use. */
const code = (source: string) => source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");

/** The imports of our own files that a rule does not allow, one line each. */
const violations = (modules: readonly Module[], allowed: (one: Import, module: Module) => boolean) =>
  modules.flatMap((module) =>
    module.imports
      .filter((one) => isOurs(one) && !allowed(one, module))
      .map((one) => `${module.path} imports ${one.to}${one.isType ? " (type)" : ""}`),
  );

describe("import boundaries", () => {
  it("every relative import resolves to a file", () => {
    const missing = product.flatMap(({ path, imports }) =>
      imports
        .filter((one) => isOurs(one) && !existsSync(join(ROOT, one.to)))
        .map((one) => `${path}: ${one.to}`),
    );
    expect(missing).toEqual([]);
  });

  it("the widget imports itself and shared modules", () => {
    expect(violations(widget, ({ to }) => /^(widget|shared)\//.test(to))).toEqual([]);
    expect(widget.length).toBeGreaterThan(5);
  });

  it("the visitor's page loads no schema library, and only the listed packages", () => {
    const entries = widget.map(({ path }) => path).filter((path) => !path.startsWith("widget/npm/"));
    const packages = [...reachedFrom(entries, product)].filter((path) => !/^(widget|shared)\//.test(path));
    const allowed = ["preact", "preact/hooks", "preact/jsx-runtime", "@preact/signals", "idb-keyval"];
    expect(packages.filter((name) => !allowed.includes(name))).toEqual([]);
  });

  it("the npm package imports nothing of what the server sends but its own small files, the vendors' interfaces, and two frameworks", () => {
    const reached = reachedFrom(
      widget.map(({ path }) => path).filter((path) => path.startsWith("widget/npm/")),
      product,
    );
    const foreign = [...reached].filter((path) => !/^widget\/(npm|compat)\//.test(path)).sort();
    expect(foreign).toEqual(["react", "vue", "widget/api/global-name.ts", "widget/embed/warn.ts"]);
  });

  it("the embed, which every visitor loads, contains no framework", () => {
    const reached = [...reachedFrom(["widget/embed/embed.ts"], product)];
    expect(reached.filter((name) => /preact|\.tsx$|panel\//.test(name))).toEqual([]);
  });

  it("shared modules import shared modules and zod/mini only, and use neither Node nor the page", () => {
    expect(violations(shared, ({ to }) => to.startsWith("shared/"))).toEqual([]);
    const packages = new Set(
      shared.flatMap(({ imports }) => imports.filter((one) => !isOurs(one)).map(({ to }) => to)),
    );
    expect([...packages]).toEqual(["zod/mini"]);
    for (const { path, source } of shared)
      expect(code(source), path).not.toMatch(/\b(document|window|navigator|localStorage|process|Buffer)[.[]/);
  });

  it("rules import rules only, so that they bring no schema into the widget", () => {
    const rules = shared.filter(({ path }) => path.startsWith("shared/rules/"));
    const foreign = rules.flatMap(({ path, imports }) =>
      imports.filter(({ to }) => !to.startsWith("shared/rules/")).map(({ to }) => `${path} imports ${to}`),
    );
    expect(foreign).toEqual([]);
    expect(rules.length).toBeGreaterThan(5);
  });

  it("the dashboard imports itself, shared modules, and the types of the server's routes", () => {
    const dashboard = server.filter(({ path }) => path.startsWith("server/dashboard/"));
    const allowed = ({ to, isType }: Import) =>
      /^(shared|server\/dashboard)\//.test(to) || (isType && to === "server/agents-api.ts");
    expect(violations(dashboard, allowed)).toEqual([]);
    const node = dashboard.filter(({ imports }) => imports.some(({ to }) => to.startsWith("node:")));
    expect(node.map(({ path }) => path)).toEqual([]);
  });

  it("the platform imports no feature", () => {
    const platform = server.filter(({ path }) => path.startsWith("server/platform/"));
    expect(violations(platform, ({ to }) => /^(shared|server\/platform)\//.test(to))).toEqual([]);
  });

  it("a feature imports shared modules, the platform, and the features before it", () => {
    const features = server.filter(({ path }) => rankOf(folderOf(path) ?? "") >= 0);
    expect(violations(features, (one, { path }) => featureMay(folderOf(path) ?? "", one))).toEqual([]);
    expect(new Set(features.map(({ path }) => folderOf(path))).size).toBeGreaterThan(3);
  });

  it("every folder of the server is a feature, the platform, the dashboard or the command line", () => {
    const folders = new Set(server.flatMap(({ path }) => folderOf(path) ?? []));
    const known = [...FEATURES.flat(), "platform", "dashboard", "cli"] as readonly string[];
    expect([...folders].filter((folder) => !known.includes(folder))).toEqual([]);
  });

  it("there is no import cycle, not even of types", () => {
    const withTypes = product.map((module) => ({
      ...module,
      imports: module.imports.map((one) => ({ ...one, isType: false })),
    }));
    expect(findCycle(withTypes)).toBeNull();
  });

  it("the product imports no test", () => {
    expect(violations(product, ({ to }) => !/^(test|examples)\//.test(to))).toEqual([]);
  });
});

describe("exclusive capabilities", () => {
  it("only server/main.ts reads the environment", () => {
    const readers = product.filter(({ source }) =>
      /\bprocess\.env\b|\bimport\.meta\.env\b/.test(code(source)),
    );
    expect(readers.map(({ path }) => path)).toEqual(["server/main.ts"]);
  });

  it("time and randomness of the server come from its dependencies only", () => {
    const folders = server.filter(
      ({ path }) => folderOf(path) !== null && !path.startsWith("server/dashboard/"),
    );
    const offenders = folders.filter(({ source }) =>
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\brandomBytes\(|\brandomUUID\(/.test(code(source)),
    );
    expect(offenders.map(({ path }) => path)).toEqual([]);
  });

  it("no test mocks a module", () => {
    const mocks = new RegExp(["vi", "jest"].map((name) => `\\b${name}\\.(do|un)?[mM]ock\\(`).join("|"));
    const offenders = modulesBelow("test").filter(({ source }) => mocks.test(source));
    expect(offenders.map(({ path }) => path)).toEqual([]);
  });

  it("no module sets HTML, so no visitor's text can become markup", () => {
    const setters = /\b(innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|document\.write)\b/;
    const offenders = [...widget, ...server].filter(({ source }) => setters.test(code(source)));
    expect(offenders.map(({ path }) => path)).toEqual([]);
  });
});

describe("the repository", () => {
  it("has only the listed entries at its top level", () => {
    const ignored = [".git", ".dev", "node_modules", "dist", "data", ".DS_Store"];
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
      "widget",
    ];
    expect(entries.filter((name) => !allowed.includes(name))).toEqual([]);
  });

  it("has no file over 400 lines", () => {
    const long = product
      .map(({ path, source }) => ({ path, lines: source.split("\n").length }))
      .filter(({ path, lines }) => lines > 400 && !path.includes("/migrations/"));
    expect(long).toEqual([]);
  });
});

describe("the checks themselves", () => {
  it("find every kind of import, and tell type imports from others", () => {
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

  it("find a cycle, and ignore one of types", () => {
    const make = (path: string, to: string, isType = false): Module => ({
      path,
      source: "",
      imports: [{ to, isType }],
    });
    expect(findCycle([make("a", "b"), make("b", "c"), make("c", "b")])).toEqual(["b", "c", "b"]);
    expect(findCycle([make("a", "b"), make("b", "a", true)])).toBeNull();
  });

  it("find an import of a later feature", () => {
    expect(featureMay("visitors", { to: "server/properties/store.ts", isType: false })).toBe(true);
    expect(featureMay("visitors", { to: "server/contacts/identity/contact-store.ts", isType: true })).toBe(
      false,
    );
    expect(featureMay("visitors", { to: "server/app.ts", isType: true })).toBe(false);
    expect(featureMay("visitors", { to: "server/deps.ts", isType: false })).toBe(false);
    expect(filesBelow("shared").length).toBeGreaterThan(shared.length - 1);
  });
});
