import { defineConfig, mergeConfig, type TestProjectInlineConfiguration } from "vitest/config";
import { SlowestTests } from "./test/support/slowest-tests.ts";
import viteConfig from "./vite.config.ts";

export default mergeConfig(
  viteConfig,
  defineConfig({
    test: {
      reporters: ["default", new SlowestTests()],
      testTimeout: 20_000,
      hookTimeout: 60_000,
      // one for each core of a small machine; by default, vitest leaves one core free
      maxWorkers: 2,
      projects: [
        project("rules", ["shared", "widget", "dashboard", "architecture", "tools"]),
        project("server", ["server"], { globalSetup: "test/support/postgres.ts" }),
        // whole servers and browsers run after the rest, because a busy machine would exceed their time limits
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

/** A project of tests: folders of `test/`, with the settings that only they need. */
function project(
  name: string,
  folders: readonly string[],
  more: TestProjectInlineConfiguration["test"] = {},
): TestProjectInlineConfiguration {
  const include = folders.map((folder) => `test/${folder}/**/*.test.{ts,tsx}`);
  return { extends: true, test: { name, include, ...more } };
}
