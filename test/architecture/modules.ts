import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "vite";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** One import or re-export. */
export interface Import {
  /** The path of our file from the root (`shared/form.ts`), or the name of a package (`zod/mini`). */
  readonly to: string;
  readonly isType: boolean;
}

export interface Module {
  /** From the root: `widget/embed/embed.ts`. */
  readonly path: string;
  readonly source: string;
  readonly imports: readonly Import[];
}

/** Every file below a folder, from the root, with `/` on every system. */
export function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

/** The TypeScript modules below a folder with what they import. */
export function modulesBelow(folder: string): readonly Module[] {
  return filesBelow(folder)
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => {
      const source = readFileSync(join(ROOT, path), "utf8");
      return { path, source, imports: importsOf(path, source) };
    });
}

export function importsOf(path: string, source: string): readonly Import[] {
  const { module, errors } = parseSync(path, source);
  if (errors.length) throw new Error(`${path} can't be parsed: ${errors[0]?.message}`);
  const resolve = (to: string) =>
    (to.startsWith(".") ? posix.join(dirname(path), to) : to).replace(/\?\w+$/, "");
  const isType = (entries: readonly { isType: boolean }[]) =>
    entries.length > 0 && entries.every((entry) => entry.isType);
  return [
    ...module.staticImports.map((one) => ({ to: one.moduleRequest.value, isType: isType(one.entries) })),
    ...module.staticExports.flatMap(({ entries }) => {
      const [from] = entries.flatMap((entry) => entry.moduleRequest?.value ?? []);
      return from ? [{ to: from, isType: isType(entries) }] : [];
    }),
    ...module.dynamicImports.flatMap(({ moduleRequest: { start, end } }) => {
      const [, literal] = /^["'](.*)["']$/.exec(source.slice(start, end)) ?? [];
      return literal ? [{ to: literal, isType: false }] : [];
    }),
  ].map((one) => ({ ...one, to: resolve(one.to) }));
}

/** The first cycle of imports that remain after compiling, as a list of files; null if there is none. */
export function findCycle(modules: readonly Module[]): readonly string[] | null {
  const edges = new Map(
    modules.map(({ path, imports }) => [path, imports.filter((one) => !one.isType).map((one) => one.to)]),
  );
  const done = new Set<string>();
  const visit = (path: string, way: readonly string[]): readonly string[] | null => {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
    if (done.has(path)) return null;
    for (const next of edges.get(path) ?? []) {
      const cycle = visit(next, [...way, path]);
      if (cycle) return cycle;
    }
    done.add(path);
    return null;
  };
  for (const path of edges.keys()) {
    const cycle = visit(path, []);
    if (cycle) return cycle;
  }
  return null;
}

/** All files and packages that a module loads, directly or indirectly, by imports that remain after compiling. */
export function reachedFrom(entries: readonly string[], modules: readonly Module[]): ReadonlySet<string> {
  const byPath = new Map(modules.map((one) => [one.path, one]));
  const reached = new Set<string>();
  const visit = (path: string) => {
    if (reached.has(path)) return;
    reached.add(path);
    for (const { to, isType } of byPath.get(path)?.imports ?? []) if (!isType) visit(to);
  };
  for (const entry of entries) visit(entry);
  return reached;
}
