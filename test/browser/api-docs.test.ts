import type { Locator } from "playwright-core";
import { expect, it } from "vitest";
import { API_SCOPES } from "../../shared/api-key.ts";
import { axeViolations } from "../support/axe.ts";
import { adminOf, overHttp } from "../support/dashboard-pages.ts";
import { newPage } from "../support/pages.ts";
import { createKey } from "../support/rest-api.ts";
import { useProduct } from "../support/use-product.ts";

const product = useProduct();

/** The body of the answer that an operation shows, not that of its example. */
const received = (operation: Locator) =>
  operation.getByRole("figure").filter({ has: operation.page().getByText("Received body") });

it("R34: a developer finds an operation in the reference and makes the first call in it with a key", async () => {
  const admin = await adminOf(product);
  const { secret } = await createKey(overHttp(product), admin, product.admin.property, {
    scopes: API_SCOPES,
  });
  const page = await newPage(product.browser, { reducedMotion: "reduce" });
  const refused: string[] = [];
  page.on("console", (message) => message.type() === "error" && refused.push(message.text()));
  await page.goto(`${product.server.url}/docs/api`);
  await page.getByRole("heading", { name: "Foyer REST API", level: 1 }).waitFor();
  await page.getByText(`curl ${product.server.url}/api/v1/contacts/upsert`).waitFor();
  expect(await axeViolations(page)).toEqual([]);

  await page.getByRole("searchbox", { name: "Search operations" }).fill("update upsert");
  const found = page.getByRole("navigation", { name: "Operations" }).getByRole("listitem");
  // one for a contact, and one for many
  await expect.poll(() => found.count()).toBe(2);
  await page.keyboard.press("Enter");
  const operation = page.getByRole("region", { name: "Create or update a contact" });
  await operation.getByRole("row", { name: /attributes\.\{key\}/ }).waitFor();
  expect(new URL(page.url()).hash).toBe("#upsertContact");
  expect(await page.title()).toBe("Create or update a contact · Foyer");
  expect(await axeViolations(page)).toEqual([]);

  await operation.getByText("Try it").click();
  const send = operation.getByRole("button", { name: "Send" });
  await send.click();
  await page.getByText("Paste an API key to send requests.").waitFor();
  await page.getByLabel("API key").fill(secret);
  const body = operation.getByLabel("Body", { exact: true });
  const example = await body.inputValue();
  await body.fill("{");
  await operation.getByText("This is not JSON.").waitFor();
  // as it is, for a property that has nothing yet
  await body.fill(example);
  await send.click();
  const dialog = page.getByRole("dialog", { name: "This changes data of your property" });
  await dialog.getByText("POST /api/v1/contacts/upsert").waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Send request" }).click();
  await operation.getByText(/^Answered with 200 in \d+ ms$/).waitFor();
  await received(operation)
    .getByText(/"outcome": "created"/)
    .waitFor();
  await operation.getByText(/^"requests";r=\d+;t=\d+$/).waitFor();
  expect(await axeViolations(page)).toEqual([]);

  await page.goto(`${product.server.url}/docs/api#listContacts`);
  const list = page.getByRole("region", { name: "List or search contacts" });
  await list.getByText("Try it").click();
  await list.getByLabel("sort").selectOption("name");
  await list.getByRole("button", { name: "Send" }).click();
  await received(list)
    .getByText(/"name": "Ada Lovelace"/)
    .waitFor();
  expect(refused).toEqual([]);

  await page.reload();
  await list.waitFor();
  expect(await page.getByLabel("API key").inputValue()).toBe("");
  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  expect(stored).toBe("[{},{}]");
});

it("the reference says that it cannot be read, and tries again", async () => {
  const page = await newPage(product.browser);
  const document = `${product.server.url}/api/v1/openapi.json`;
  await page.route(document, (route) => route.fulfill({ status: 502, body: "Bad gateway" }));
  await page.goto(`${product.server.url}/docs/api`);
  await page.getByText("The server's answer could not be read.").waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await page.unroute(document);
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("heading", { name: "Make the first call" }).waitFor();
});
