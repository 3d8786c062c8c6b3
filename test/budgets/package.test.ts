import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const PACKAGE = join(ROOT, "dist/npm");

/** The file of a package's command. */
const binOf = (name: string, bin: string) => join(ROOT, "node_modules", name, bin);
const TSC = binOf("typescript", "bin/tsc");
const ATTW = binOf("@arethetypeswrong/cli", "dist/index.js");

/** The output of a program, also if it fails: then what it has printed is the message. */
function run(file: string, args: readonly string[], cwd = ROOT): string {
  try {
    return execFileSync(process.execPath, [file, ...args], { cwd, encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`${stdout}${stderr}`);
  }
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly exports: Readonly<Record<string, { readonly types: string; readonly default: string }>>;
  readonly dependencies?: unknown;
}
const readManifest = (path: string): Manifest => JSON.parse(readFileSync(join(ROOT, path), "utf8"));

/** A folder below the repository, so that a project in it finds the types of React and Vue. */
let folder: string;
let tarball: string;
let packed: readonly string[];

beforeAll(() => {
  run(TSC, ["-p", ".ci/declarations.json"]);
  folder = mkdtempSync(join(ROOT, "dist/package-"));
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder];
  const [made] = JSON.parse(execFileSync(npm, args, { cwd: PACKAGE, encoding: "utf8", stdio: "pipe" }));
  tarball = join(folder, made.filename);
  packed = (made.files as { path: string }[]).map(({ path }) => path);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the package foyer-chat", () => {
  it("has the server's version, no dependency, and what it needs to be published", () => {
    const manifest = readManifest("dist/npm/package.json");
    expect(manifest.name).toBe("foyer-chat");
    expect(manifest.version).toBe(readManifest("package.json").version);
    expect(manifest).not.toHaveProperty("dependencies");
    expect(manifest).toMatchObject({ type: "module", sideEffects: false, license: "MIT" });
    expect(packed).toEqual(expect.arrayContaining(["LICENSE", "README.md", "package.json", "index.js"]));
    expect(
      packed.filter((path) => !/^(LICENSE|(compat\/)?[\w-]+\.(md|json|js)|types\/.*\.d\.ts)$/.test(path)),
    ).toEqual([]);
  });

  it("publint finds nothing", async () => {
    const { messages, pkg } = await publint({ pkgDir: PACKAGE, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  it("are-the-types-wrong finds nothing for ESM, the only format it has", () => {
    const report = JSON.parse(run(ATTW, [tarball, "--profile", "esm-only", "--format", "json"]));
    // what TypeScript before 4.7 and `require` see is no part of the profile
    const problems = Object.values<readonly { resolutionKind: string }[]>(report.problems ?? {}).flat();
    expect(problems.filter(({ resolutionKind }) => !/^(node10|node16-cjs)$/.test(resolutionKind))).toEqual(
      [],
    );
    expect(report.analysis.types).toMatchObject({ kind: "included" });
    const entries = Object.keys(readManifest("dist/npm/package.json").exports).sort();
    expect(Object.keys(report.analysis.entrypoints).sort()).toEqual(entries);
  });

  it("its types need nothing but React's and Vue's, and no schema library", () => {
    const imports = packed
      .filter((path) => path.endsWith(".d.ts"))
      .flatMap((path) => [
        ...readFileSync(join(PACKAGE, path), "utf8").matchAll(/^(?:im|ex)port .*from "([^"]+)"/gm),
      ])
      .map(([, name = ""]) => name)
      .filter((name) => !name.startsWith("."));
    expect([...new Set(imports)].sort()).toEqual(["vue"]);
  });

  it.each([
    ["react.js", 1000],
    ["vue.js", 1000],
    ["svelte.js", 1000],
    ["forms.js", 1000],
    ["index.js", 3000],
  ])("%s is at most %i bytes (gzip)", (name, limit) => {
    expect(gzipSync(readFileSync(join(PACKAGE, name))).length).toBeLessThanOrEqual(limit);
  });

  it('says "use client" first in ./react, so that a server component may use it', () => {
    expect(readFileSync(join(PACKAGE, "react.js"), "utf8")).toMatch(/^"use client";/);
  });

  it("loads on a server, and does nothing there", () => {
    const script = `import { boot } from ${JSON.stringify(join(PACKAGE, "index.js"))};
      const foyer = boot({ server: "https://chat.example.com", property: "k3v9x0q2ab" });
      foyer.open(); foyer.on("open", () => {})(); const { ok } = await foyer.doctor(); console.log(ok, foyer.visitor());`;
    expect(run("--input-type=module", ["-e", script]).trim()).toBe("true null");
  });
});

/** Examples of the package in guides, as files: each ts, tsx or js block that imports it. */
function examplesOf(guide: string): readonly (readonly [name: string, code: string])[] {
  const text = readFileSync(join(ROOT, guide), "utf8");
  return [...text.matchAll(/```(tsx?|js)\n([\s\S]*?)```/g)]
    .filter(([, , code = ""]) => code.includes("foyer-chat"))
    .map(([, language, code = ""], index) => [
      `${guide.replace(/\W/g, "-")}-${index}.${language === "js" ? "ts" : language}`,
      code,
    ]);
}

/** How the scripts of the guides import a function of the forms, which the package loads. */
const FORMS_IMPORT = /import \{ (\w+) \} from "https:\/\/chat\.example\.com\/w\/PROPERTY\/forms\.js";/g;
const LOADED_FORMS = 'NonNullable<Awaited<ReturnType<typeof import("foyer-chat/forms").loadForms>>>';

/**
 * The scripts in the markup of a guide, as modules that a compiler can check: with the type of the global that the script tag
 * declares, without the line that queues calls before it is there, and with a `document` of any type.
 */
function scriptsOf(guide: string): readonly (readonly [name: string, code: string])[] {
  const text = readFileSync(join(ROOT, guide), "utf8");
  const scripts = [...text.matchAll(/<script(?: type="module")?>\n([\s\S]*?)<\/script>/g)];
  return scripts.map(([, code = ""], index) => [
    `${guide.replace(/\W/g, "-")}-${index}.ts`,
    `declare const Foyer: import("foyer-chat").Foyer;\ndeclare const document: any;\nexport {};\n${code
      .replace(/^ *window\.Foyer = .*$/gm, "")
      .replace(FORMS_IMPORT, `declare const $1: ${LOADED_FORMS}["$1"];`)}`,
  ]);
}

describe("a project that has installed the packed package", () => {
  beforeAll(() => {
    const installed = join(folder, "node_modules/foyer-chat");
    mkdirSync(installed, { recursive: true });
    execFileSync("tar", ["-xzf", tarball, "-C", installed, "--strip-components=1"]);
    copyFileSync(join(ROOT, "test/widget/npm/typed-calls.tsx"), join(folder, "typed-calls.tsx"));
    writeFileSync(join(folder, "package.json"), '{"type":"module"}');
    writeFileSync(
      join(folder, "vue.d.ts"),
      'declare module "*.vue" { const app: object; export default app; }',
    );
    for (const guide of ["README.md", "widget/npm/README.md", "server/docs/npm.md"])
      for (const [name, code] of examplesOf(guide)) writeFileSync(join(folder, name), code);
    mkdirSync(join(folder, "scripts"));
    for (const guide of ["server/docs/sdk.md", "server/docs/identity.md", "server/docs/forms.md"])
      for (const [name, code] of scriptsOf(guide)) writeFileSync(join(folder, "scripts", name), code);
  });

  it("finds every export as a file", () => {
    const { resolve } = createRequire(join(folder, "package.json"));
    for (const [path, { default: file }] of Object.entries(readManifest("dist/npm/package.json").exports))
      expect(resolve(join("foyer-chat", path))).toBe(join(folder, "node_modules/foyer-chat", file));
  });

  it.each([
    ["bundler", "esnext"],
    ["node16", "node16"],
  ])(
    "compiles right calls and the guides' examples, and no wrong call, with moduleResolution %s",
    (moduleResolution, module) => {
      const compilerOptions = {
        strict: true,
        noEmit: true,
        exactOptionalPropertyTypes: true,
        target: "es2022",
        lib: ["es2022", "dom", "dom.iterable"],
        jsx: "react-jsx",
        jsxImportSource: "react",
        types: [],
        module,
        moduleResolution,
      };
      writeFileSync(
        join(folder, "tsconfig.json"),
        JSON.stringify({ compilerOptions, include: ["*.ts", "*.tsx"] }),
      );
      expect(readdirSync(folder).filter((name) => /-\d+\.tsx?$/.test(name)).length).toBeGreaterThan(4);
      expect(run(TSC, ["-p", "."], folder)).toBe("");
    },
  );

  it("compiles the scripts of the guides' pages, and none with a wrong call", () => {
    const scripts = join(folder, "scripts");
    const compilerOptions = {
      strict: true,
      noImplicitAny: false, // pages are written without types
      noEmit: true,
      target: "es2022",
      lib: ["es2022", "dom"],
      types: [],
      module: "esnext",
      moduleResolution: "bundler",
    };
    writeFileSync(join(scripts, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
    const names = readdirSync(scripts).filter((name) => name.endsWith(".ts"));
    expect(names.length).toBeGreaterThan(3);
    expect(run(TSC, ["-p", "."], scripts)).toBe("");
    const [first = ""] = names.filter((name) => name.includes("sdk"));
    const code = readFileSync(join(scripts, first), "utf8");
    writeFileSync(join(scripts, "wrong.ts"), code.replace("accent:", "colour:"));
    expect(() => run(TSC, ["-p", "."], scripts)).toThrow("wrong.ts");
  });
});
