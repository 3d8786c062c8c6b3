import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "./modules.ts";

const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const guide = read("server/docs/sdk.md");
const api = read("widget/api/foyer.ts");

/** The members of an interface of the API, in its order. */
function membersOf(name: string): readonly string[] {
  const [, body = ""] = new RegExp(`interface ${name} {\n(.*?)\n}`, "s").exec(api) ?? [];
  return [...body.matchAll(/^ {2}(\w+)[(:<]/gm)].map(([, member = ""]) => member);
}

/** The names in backticks of the first column of a section's table. */
function namesIn(section: string): readonly string[] {
  const [, text = ""] = new RegExp(`\n## ${section}\n(.*?)(?=\n## |$)`, "s").exec(guide) ?? [];
  const cells = text.split("\n").flatMap((line) => /^\| (.*?) \|/.exec(line)?.[1] ?? []);
  return cells.flatMap((cell) => [...cell.matchAll(/`(\w+)(?:\(.*?\))?`/g)].map(([, name = ""]) => name));
}

it.each([
  ["Commands", "FoyerCommands"],
  ["Events", "FoyerEvents"],
])("the guide to the widget's API has all %s and no others", (section, type) => {
  expect(membersOf(type).length).toBeGreaterThan(10);
  expect([...namesIn(section)].sort()).toEqual([...membersOf(type)].sort());
});
