import { basename } from "node:path";
import { parseSync } from "vite";
import { expect, it } from "vitest";
import { filesBelow, modulesBelow } from "./modules.ts";

/**
 * Words that name no mechanism, and the standard term that stands for each. Neither an identifier nor a file name
 * contains one of them as a word of its own.
 */
const STANDARD_TERMS: Readonly<Record<string, string>> = {
  beats: "heartbeat",
  bell: "notifier",
  belong: "reassign",
  belongings: "memberships",
  belongs: "reassign",
  borrowed: "candidate",
  clue: "criterion",
  clues: "criteria",
  departures: "disconnect grace",
  desk: "controller",
  doorway: "host",
  doubles: "duplicates",
  furnish: "set up",
  furnished: "set up",
  furniture: "parts",
  heard: "announced",
  house: "product, fixture",
  kept: "stored, persisted",
  office: "state",
  pushes: "broadcast",
  room: "context",
  rooms: "context",
  sniff: "detect",
  sorry: "usage error",
  talk: "chat",
  twin: "duplicate",
  twins: "duplicates",
  wheel: "timer",
  wish: "request",
  wishes: "requests",
  withdraw: "revert",
  withdrawal: "revert",
};

/** The words of a name: `findDoubles`, `find-doubles` and `FIND_DOUBLES` have the same two. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter(Boolean);
}

/** Every identifier of a module: variables, parameters, properties, types. */
function identifiersOf(path: string, source: string): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const one of node) visit(one);
    else if (typeof node === "object" && node !== null) {
      const { type, name } = node as { type?: unknown; name?: unknown };
      if ((type === "Identifier" || type === "PrivateIdentifier") && typeof name === "string")
        names.add(name);
      for (const value of Object.values(node)) visit(value);
    }
  };
  visit(parseSync(path, source).program);
  return names;
}

const isOurs = (path: string) => !path.includes("/migrations/") && !path.endsWith("names.test.ts");
const modules = ["widget", "server", "shared", "test"]
  .flatMap(modulesBelow)
  .filter(({ path }) => isOurs(path));
const withoutStandardTerm = (name: string) =>
  wordsOf(name).some((word) => Object.hasOwn(STANDARD_TERMS, word));

it("no identifier is a metaphor: each uses the standard term", () => {
  const offenders = modules.flatMap(({ path, source }) =>
    [...identifiersOf(path, source)].filter(withoutStandardTerm).map((name) => `${path}: ${name}`),
  );
  expect(offenders).toEqual([]);
});

it("no file name is a metaphor: each uses the standard term", () => {
  const files = ["widget", "server", "shared", "test", "examples"].flatMap(filesBelow).filter(isOurs);
  expect(files.filter((path) => withoutStandardTerm(basename(path)))).toEqual([]);
});

it("a discriminant is called kind", () => {
  const offenders = modules.filter(({ source }) =>
    /\breadonly (is|at): "|\b(is|at): z\.literal\(/.test(source),
  );
  expect(offenders.map(({ path }) => path)).toEqual([]);
});

it("no comment of a declaration is a clause without a main verb", () => {
  const clause = /^\s*(?:\/\*\*(?:\s*\n\s*\*)?|\/\/) (?:What|Who|Whose|Which)\b(?![^\n]*\?).*/gm;
  const offenders = modules.flatMap(({ path, source }) =>
    [...source.matchAll(clause)].map(([found]) => `${path}: ${found.trim()}`),
  );
  expect(offenders).toEqual([]);
});
