import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults, RunOptions } from "axe-core";
import type { Page } from "playwright-core";

const SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** WCAG 2.2 AA and axe's own good practice; the size of targets is off by default although AA asks for it. */
const OPTIONS: RunOptions = { rules: { "target-size": { enabled: true } } };

/**
 * The violations that axe finds in a page, including open shadow roots: one line for each element.
 *
 * Runs in a world of its own, where neither a strict policy (CSP) nor a page that patches built-ins can disturb it, and
 * where it leaves nothing in the page.
 *
 * @param scope a selector; axe looks at nothing outside of it
 */
export async function axeViolations(page: Page, scope?: string): Promise<readonly string[]> {
  const cdp = await page.context().newCDPSession(page);
  const { frameTree } = await cdp.send("Page.getFrameTree");
  const { executionContextId } = await cdp.send("Page.createIsolatedWorld", {
    frameId: frameTree.frame.id,
    worldName: "axe",
  });
  const context = scope ? JSON.stringify(scope) : "document";
  const run = await cdp.send("Runtime.evaluate", {
    contextId: executionContextId,
    expression: `${SOURCE};axe.run(${context}, ${JSON.stringify(OPTIONS)})`,
    awaitPromise: true,
    returnByValue: true,
  });
  await cdp.detach();
  if (run.exceptionDetails)
    throw new Error(run.exceptionDetails.exception?.description ?? run.exceptionDetails.text);
  const { violations } = run.result.value as AxeResults;
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id} (${help}): ${node.target.join(" ")} ${node.html}`),
  );
}
