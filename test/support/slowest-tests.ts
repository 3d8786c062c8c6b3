import type { Reporter, TestModule } from "vitest/node";

/** How many tests are listed. */
const LISTED = 10;
/** A shorter run is not listed: it is a run of one test or one file. */
const MIN_TESTS = 20;

/** One test of a run. */
export interface TimedTest {
  readonly file: string;
  readonly name: string;
  /** ms */
  readonly duration: number;
}

/** Lists the slowest tests at the end of a test run, so that it shows where a slow suite loses its time. */
export default class SlowestTests implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const text = slowestText(modules.flatMap(timedTests));
    if (text) process.stdout.write(text);
  }
}

function timedTests(module: TestModule): TimedTest[] {
  return [...module.children.allTests()].map((test) => ({
    file: module.relativeModuleId,
    name: test.fullName,
    duration: test.diagnostic()?.duration ?? 0,
  }));
}

/** The list of the slowest tests, the slowest first; empty for a short run. */
export function slowestText(tests: readonly TimedTest[]): string {
  if (tests.length < MIN_TESTS) return "";
  const slowest = [...tests].sort((a, b) => b.duration - a.duration).slice(0, LISTED);
  const lines = slowest.map(
    ({ file, name, duration }) => `  ${(duration / 1000).toFixed(1).padStart(6)} s  ${file} > ${name}`,
  );
  return `\n The ${LISTED} slowest tests\n${lines.join("\n")}\n`;
}
