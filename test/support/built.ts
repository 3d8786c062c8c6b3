import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { findChromium } from "./chromium.ts";
import { skippedEngines } from "./engines-installed.ts";

/** vitest's global set-up for the tests of the whole product: what they run is built, and there is a browser. */
export default function built(): void {
  execFileSync(
    process.execPath,
    [fileURLToPath(new URL("../../server/prepare.mjs", import.meta.url)), "test"],
    {
      stdio: "inherit",
    },
  );
  findChromium();
  for (const line of skippedEngines()) process.stdout.write(`${line}\n`);
}
