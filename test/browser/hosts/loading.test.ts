import { expect, it, onTestFinished } from "vitest";
import { describeEachEngine, useServedProduct } from "../../support/engines.ts";
import type { EnginePage } from "../../support/engines-page.ts";
import type { ForeignAnswer } from "../../support/network.ts";
import { runFor } from "../../support/run-for.ts";
import { shopPage } from "../../support/site.ts";
import { arrived, fillIn, launcherOf, panelOf } from "../../support/use-product.ts";

const product = useServedProduct();

const CORS = { "Access-Control-Allow-Origin": "*" };

const answer = (
  type: string,
  body: string,
  headers: Readonly<Record<string, string>> = CORS,
): ForeignAnswer => ({
  status: 200,
  headers: { ...headers, "Content-Type": type },
  body,
});
const BAD_GATEWAY: ForeignAnswer = { ...answer("text/html", "<h1>Bad Gateway</h1>", {}), status: 502 };
const SIGN_IN_PAGE = answer("text/html", "<h1>Sign in to the network</h1>");
const WRONG_TYPE = answer("text/plain", "export {}");
/** A proxy has cut the file off, and the browser stores it for as long as the server said. */
const STORED = { ...CORS, "Cache-Control": "public, max-age=31536000, immutable" };
const CUT_OFF = answer("text/javascript", "const panel={open(){return", STORED);
const CUT_OFF_AFTER_STATEMENT = answer("text/javascript", "const panel=1;", STORED);

/** Firefox reports a module of another type like an error of a script. */
const isExpected = (fault: string) => fault.startsWith("uncaught Loading module from");

/** Answers the next requests for a file with these answers, then as the server does. */
function answerNext(file: string, ...answers: ForeignAnswer[]): void {
  product.network.intercept(new RegExp(`/${file}(\\?|$)`), () => answers.shift());
}

async function sends(page: EnginePage): Promise<void> {
  const panel = panelOf(page);
  await panel.getByRole("textbox").first().waitFor();
  await fillIn(panel, { name: "Ada", email: "ada@example.com", message: "Is it open?" });
  await arrived(panel);
}

describeEachEngine("while the panel loads", (engine) => {
  it.each([
    [
      "bad answers of several kinds",
      [BAD_GATEWAY, SIGN_IN_PAGE],
      [WRONG_TYPE, SIGN_IN_PAGE, BAD_GATEWAY],
      [BAD_GATEWAY, WRONG_TYPE, SIGN_IN_PAGE],
      [SIGN_IN_PAGE, BAD_GATEWAY],
    ],
    ["files that are cut off, and stored for ever", [CUT_OFF], [CUT_OFF], [CUT_OFF], [CUT_OFF]],
    [
      "files that are cut off after a statement",
      [CUT_OFF_AFTER_STATEMENT],
      [CUT_OFF_AFTER_STATEMENT],
      [CUT_OFF_AFTER_STATEMENT],
      [CUT_OFF_AFTER_STATEMENT],
    ],
  ])("%s are not the end", async (kind, panel, locale, view, chat) => {
    answerNext("panel.js", ...panel);
    answerNext("en.js", ...locale);
    answerNext("form-view.js", ...view);
    answerNext("chat-bundle.js", ...chat);
    answerNext("form-part.js", ...chat);
    const path = `/${kind.replaceAll(/\W+/g, "-")}`;
    const page = await engine.open(product.site.page(path, { html: shopPage() }), { isExpected });
    await launcherOf(page).click();
    await sends(page);
  });

  it("a network that is down is not the end: the panel is there soon after it is up again", async () => {
    const page = await engine.open(product.site.page("/down", { html: shopPage() }));
    await launcherOf(page).waitFor();
    await product.network.goOffline();
    let isOnline = false;
    onTestFinished(() => (isOnline ? undefined : product.network.goOnline()));
    await launcherOf(page).click();
    await runFor(page, 1_500);
    expect(await panelOf(page).count()).toBe(0);
    await product.network.goOnline();
    isOnline = true;
    await sends(page);
  });
});
