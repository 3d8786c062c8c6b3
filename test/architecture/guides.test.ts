import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { filesBelow, ROOT } from "./modules.ts";

const files = ["widget", "server", "shared", "test", "examples"].flatMap(filesBelow);

/** Names in the guides that are no files below these folders: a file at the top level, and a placeholder. */
const OTHERS = ["vite.config.ts", "server/platform/database/migrations/NNNN-subject.ts"];

/** The files that a guide names in backticks, such as `live/live.ts`: the end of a path is enough. */
function filesNamed(guide: string): readonly string[] {
  const text = readFileSync(join(ROOT, guide), "utf8");
  return [...text.matchAll(/`([\w./-]+\.(?:tsx?|mjs|html))`/g)].map(([, path = ""]) => path);
}

it.each(["ARCHITECTURE.md", "CONTRIBUTING.md", "DESIGN.md", "README.md"])(
  "every file that %s names exists",
  (guide) => {
    const missing = filesNamed(guide).filter(
      (path) => !files.some((file) => `/${file}`.endsWith(`/${path}`)) && !OTHERS.includes(path),
    );
    expect(missing).toEqual([]);
  },
);

it("the commands of CONTRIBUTING.md name tests that exist", () => {
  const text = readFileSync(join(ROOT, "CONTRIBUTING.md"), "utf8");
  const commands = [...text.matchAll(/vitest run (\S+\.test\.tsx?)(?: +-t "([^"]+)")?/g)];
  expect(commands.length).toBeGreaterThan(2);
  for (const [command, path = "", title = ""] of commands) {
    expect(files, command).toContain(path);
    expect(readFileSync(join(ROOT, path), "utf8"), command).toContain(title);
  }
});
