import type { Page } from "playwright-core";
import { expect, it, onTestFinished } from "vitest";
import type { Diagnosis } from "../../widget/api/foyer.ts";
import { scriptTag, shopPage } from "../support/site.ts";
import { launcherOf, useProduct } from "../support/use-product.ts";

const product = useProduct();

interface Case {
  readonly html?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Changes the page before it is opened. */
  readonly before?: (page: Page) => Promise<unknown>;
  /** Changes the page before the doctor is called. */
  readonly after?: (page: Page) => Promise<unknown>;
}

/** Opens a page, and calls the doctor. No watch over the page: its faults are what is tested. */
async function diagnose({ html = shopPage(), headers, before, after }: Case) {
  const context = await product.browser.newContext();
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const printed: string[] = [];
  page.on("console", (message) => printed.push(message.text()));
  await before?.(page);
  await page.goto(product.site.page("/doctor", { html, ...(headers && { headers }) }));
  await page.waitForFunction(() => typeof window.Foyer?.open === "function");
  await after?.(page);
  const diagnosis = await page.evaluate(() =>
    (window.Foyer as unknown as (command: "doctor") => Promise<Diagnosis>)("doctor"),
  );
  return { ...diagnosis, codes: diagnosis.findings.map(({ code }) => code), printed: printed.join("\n") };
}

const policy = (connect: string) => ({
  "Content-Security-Policy": `default-src 'self'; style-src 'unsafe-inline'; img-src data:; script-src ${product.server.url}; connect-src ${connect}`,
});
const doctorRoute = (page: Page, fulfil: object) =>
  page.route("**/w/*/doctor", (route) => route.fulfill(fulfil));

it("finds nothing on a good page, and says so with the version", async () => {
  const { ok, findings, version, printed } = await diagnose({ after: (page) => launcherOf(page).waitFor() });
  expect({ ok, findings }).toEqual({ ok: true, findings: [] });
  expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(printed).toContain(`Foyer ${version}: Nothing stands in the way.`);
});

it("finds the directive of the policy that forbids requests, or only the live connection", async () => {
  const forbidden = await diagnose({ headers: policy("'self'") });
  expect(forbidden).toMatchObject({ ok: false, version: null });
  expect(forbidden.codes).toContain("csp_connect");
  expect(forbidden.codes).not.toContain("request_blocked");
  expect(forbidden.printed).toMatch(/Add the server's origin to connect-src\. \(csp_connect: connect-src\)/);
  const { codes, ok } = await diagnose({ headers: policy(product.server.url) });
  expect({ codes, ok }).toEqual({ codes: ["csp_websocket"], ok: true });
});

it("finds an origin that is not allowed", async () => {
  await product.admin.change({ allowedOrigins: ["https://shop.example"] });
  onTestFinished(() => product.admin.change({ allowedOrigins: [] }));
  const { codes, findings } = await diagnose({});
  expect(codes).toEqual(["origin_not_allowed", "websocket_refused"]);
  expect(findings[0]?.detail).toBe(product.site.origin);
});

it("finds a proxy in the server's place, and a blocked request", async () => {
  const cors = { "access-control-allow-origin": "*" };
  const html = { status: 200, contentType: "text/html", headers: cors, body: "<h1>Access denied</h1>" };
  const proxy = await diagnose({ before: (page) => doctorRoute(page, html) });
  expect(proxy.codes).toEqual(["proxy_answers"]);
  expect(proxy.findings[0]?.detail).toBe("200 text/html: <h1>Access denied</h1>");
  const blocked = await diagnose({ before: (page) => page.route("**/w/*/doctor", (route) => route.abort()) });
  expect(blocked.codes).toEqual(["request_blocked"]);
});

it("finds an older script, a wrong clock and a token that is refused", async () => {
  const answer = async (page: Page, more: object) =>
    page.route("**/w/*/doctor", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...(await response.json()), ...more } });
    });
  const { codes, findings } = await diagnose({
    before: (page) =>
      answer(page, { time: Date.now() - 3_600_000, files: "assets/new/", token: "token_expired" }),
  });
  expect(codes).toEqual(["script_outdated", "clock_wrong", "token_refused"]);
  expect(findings[1]?.detail).toBe("It is 60 minutes fast.");
});

it("finds blocked storage", async () => {
  const { codes } = await diagnose({
    before: (page) =>
      page.addInitScript(() => {
        for (const name of ["localStorage", "indexedDB"])
          Object.defineProperty(window, name, {
            get: () => {
              throw new DOMException("Denied", "SecurityError");
            },
          });
      }),
  });
  expect(codes).toEqual(["storage_blocked", "database_blocked"]);
});

it("before consent it requests and stores nothing, and says so", async () => {
  const requests: string[] = [];
  const { codes, version } = await diagnose({
    html: shopPage({ end: scriptTag('data-consent="required"') }),
    before: async (page) =>
      page.on("request", (request) => request.method() === "POST" && requests.push(request.url())),
  });
  expect({ codes, version, requests }).toEqual({ codes: ["consent_missing"], version: null, requests: [] });
});

it("finds what the page does to the launcher, a second script, and a command that was refused", async () => {
  const cover = "<div id=banner style='position:fixed;inset:0;z-index:9'></div>";
  const covered = await diagnose({
    html: shopPage({ end: `${scriptTag()}${scriptTag("data-copy")}` }),
    after: async (page) => {
      await launcherOf(page).waitFor();
      await page.evaluate((html) => {
        const dialog = document.createElement("dialog");
        dialog.id = "terms";
        dialog.style.cssText = "inset:0;width:100%;height:100%;max-width:none;max-height:none";
        document.body.append(dialog);
        dialog.insertAdjacentHTML("beforeend", html);
        dialog.showModal();
      }, cover);
    },
  });
  expect(covered.codes).toEqual(["second_script", "launcher_covered"]);
  const refused = await diagnose({
    html: shopPage({ end: scriptTag('data-launcher="#nothing"') }),
    after: (page) =>
      page.evaluate(async () => {
        const foyer = window.Foyer as unknown as {
          on(event: string, listener: () => void): void;
          track(event: unknown): void;
        };
        const told = new Promise<void>((resolve) => foyer.on("error", () => resolve()));
        foyer.track(5);
        await told;
      }),
  });
  expect(refused.codes).toEqual(["launcher_missing", "command_failed"]);
  expect(refused.findings[1]?.detail).toMatch(/^track: invalid_argument: /);
});
