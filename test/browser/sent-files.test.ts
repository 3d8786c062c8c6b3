import { expect, it } from "vitest";
import { adminOf, overHttp } from "../support/dashboard-pages.ts";
import { gif, png } from "../support/files.ts";
import { agentPost, taken } from "../support/uploads.ts";
import { signedInPage, useProduct } from "../support/use-product.ts";

const product = useProduct();
const RUNS = "top.ran=1;window.ran=1";
const PAGE = `<html><body><script>${RUNS}</script></body></html>`;

/** Files that may be sent and that something could take for a page or a script. */
const FILES: readonly (readonly [name: string, body: string | Uint8Array<ArrayBuffer>])[] = [
  ["quoted.xml", `<?xml version="1.0"?><a><![CDATA[${PAGE}]]></a>`],
  ["styled.xml", `<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="x.xsl"?><a>${RUNS}</a>`],
  ["below.txt", `Hello\n${PAGE}`],
  ["latin.txt", Buffer.from(`Grüße\n${PAGE}`, "latin1")],
  ["utf16.csv", Buffer.from(`\ufeffa;b\n${PAGE}`, "utf16le")],
  ["script.txt", `${RUNS}//`],
  ["mail.eml", `Content-Type: text/html\n\n${PAGE}`],
  ["page.pdf", `%PDF-1.7\n${PAGE}`],
  ["page.png", Buffer.concat([png(), Buffer.from(PAGE)])],
  ["script.gif", Buffer.concat([gif(), Buffer.from(`*/;${RUNS}`)])],
];

it("no file that was sent runs in the dashboard's origin, however a page uses it", async () => {
  const admin = await adminOf(product);
  const at = `/api/properties/${product.admin.property}/files`;
  // without the dashboard's own policy, which would keep them out: their headers alone have to hold
  const page = await signedInPage(product, { bypassCSP: true });
  await page.goto(`${product.server.url}/dashboard/${product.admin.property}/inbox`);
  for (const [name, body] of FILES) {
    const { id } = await taken(
      await agentPost(admin, overHttp(product), product.admin.property, { body, name }),
    );
    const answers = page.waitForResponse((response) => response.url().endsWith(id));
    const ran = await page.evaluate(async (address) => {
      const uses: readonly (readonly [tag: string, attribute: string, type?: string])[] = [
        ["iframe", "src"],
        ["object", "data", "text/html"],
        ["object", "data", "image/svg+xml"],
        ["embed", "src", "image/svg+xml"],
        ["script", "src"],
        ["img", "src"],
      ];
      for (const [tag, attribute, type] of uses) {
        const element = document.createElement(tag);
        if (type) element.setAttribute("type", type);
        const settled = new Promise((resolve) => {
          element.addEventListener("load", resolve);
          element.addEventListener("error", resolve);
          // a frame whose answer is a download says nothing
          if (tag !== "script" && tag !== "img") fetch(address).then(resolve, resolve);
        });
        element.setAttribute(attribute, address);
        document.body.append(element);
        await settled;
      }
      return "ran" in window;
    }, `${at}/${id}`);
    expect((await answers).status(), name).toBe(200);
    expect(ran, name).toBe(false);
  }
  expect(await page.evaluate(() => "ran" in window)).toBe(false);
});
