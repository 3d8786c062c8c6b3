import { expect, it } from "vitest";
import { ENGINES, planEngine } from "../support/engines-installed.ts";

const plansWith = (areAllRequired: boolean, exists: (path: string) => boolean) =>
  ENGINES.map((engine) => planEngine(engine, areAllRequired, exists));

it("an engine that is installed runs", () => {
  const run = { kind: "run" };
  expect(plansWith(false, () => true)).toEqual([run, run, run]);
  expect(plansWith(true, () => true)).toEqual([run, run, run]);
});

it("an engine that is not installed is skipped, and the reason says what to install", () => {
  const [chromium, firefox, webkit] = plansWith(false, () => false);
  expect(chromium).toEqual({ kind: "run" });
  expect(firefox).toEqual({ kind: "skip", reason: expect.stringContaining("apt-get install firefox-esr") });
  expect(webkit).toEqual({
    kind: "skip",
    reason: expect.stringContaining("apt-get install webkit2gtk-driver"),
  });
});

it("a part of WebKit's programs is not enough", () => {
  const plans = plansWith(false, (path) => !path.endsWith("Xvfb"));
  expect(plans.map(({ kind }) => kind)).toEqual(["run", "run", "skip"]);
});

it("where all are required, an engine that is not installed fails", () => {
  expect(plansWith(true, () => false).map(({ kind }) => kind)).toEqual(["run", "fail", "fail"]);
});
