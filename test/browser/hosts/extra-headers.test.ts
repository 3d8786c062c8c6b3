import { expect, it } from "vitest";
import { describeEachEngine, useServedProduct } from "../../support/engines.ts";
import { shopPage } from "../../support/site.ts";
import { arrived, fillIn, panelOf } from "../../support/use-product.ts";

const product = useServedProduct();

/** Scripts by which pages add headers to all their requests, those of the widget among them. */
const PAGES: readonly (readonly [what: string, script: string])[] = [
  [
    "a CSRF token, as pages of Laravel, Rails and Django do",
    `const native = window.fetch;
     window.fetch = (input, init = {}) => {
       const headers = new Headers(init.headers);
       headers.set("X-CSRF-Token", "abc");
       headers.set("X-Requested-With", "XMLHttpRequest");
       return native(input, { ...init, headers });
     };`,
  ],
  [
    "tracing, set to all addresses",
    `const native = window.fetch;
     window.fetch = (input, init) => {
       const request = new Request(input, init);
       request.headers.set("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
       request.headers.set("tracestate", "a=b");
       request.headers.set("sentry-trace", "1-2-1");
       request.headers.set("baggage", "sentry-environment=production");
       return native(request);
     };`,
  ],
  [
    "a content type and headers of its own",
    `const native = window.fetch;
     window.fetch = (input, init = {}) =>
       native(input, { ...init, headers: { "Content-Type": "application/json", ...init.headers, "X-Shop.Tenant_1": "7" } });`,
  ],
];

describeEachEngine("on a page that adds headers to every request", (engine) => {
  it.each(PAGES)("%s: the panel opens, and a message arrives", async (what, script) => {
    const email = `${what.slice(2, 6).trim()}@${engine.name}.example`.toLowerCase();
    const address = product.site.page(`/headers/${what.length}`, {
      html: shopPage({ head: `<script>${script}</script>` }),
    });
    const page = await engine.open(address);
    await page.locator("foyer-chat").getByRole("button").click();
    const panel = panelOf(page);
    await panel.getByRole("textbox").first().waitFor();
    await fillIn(panel, { name: "Ada", email, message: "With headers" });
    await arrived(panel);
    expect((await product.admin.contacts(email)).items).toMatchObject([{ name: "Ada" }]);
  });
});
