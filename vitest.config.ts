import { defineConfig, mergeConfig, type TestProjectInlineConfiguration } from "vitest/config";
import viteConfig from "./vite.config.ts";

export default mergeConfig(
  viteConfig,
  defineConfig({
    test: {
      testTimeout: 20_000,
      hookTimeout: 60_000,
      // one for each core of a small machine; left alone, vitest keeps one core for itself
      maxWorkers: 2,
      projects: [
        project("rules", ["shared", "widget", "dashboard", "architecture", "tools"]),
        project("server", ["server"], { globalSetup: "test/support/postgres.ts" }),
        // whole servers and browsers: after the rest, so that no clock of theirs runs while others keep the machine busy
        project("whole", ["budgets", "browser", "faults"], {
          sequence: { groupOrder: 1 },
          maxWorkers: 2,
          testTimeout: 60_000,
          globalSetup: "test/support/built.ts",
        }),
      ],
    },
  }),
);

/** A part of the tests, by folders of test/, with what only it needs. */
function project(
  name: string,
  folders: readonly string[],
  more: TestProjectInlineConfiguration["test"] = {},
): TestProjectInlineConfiguration {
  const include = folders.map((folder) => `test/${folder}/**/*.test.{ts,tsx}`);
  return { extends: true, test: { name, include, ...more } };
}
