import type { Locator, Page } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import { signToken } from "../support/identity-tokens.ts";
import { newTab } from "../support/pages.ts";
import { arrived, fillIn, openPanel, panelOf, useProduct, visit } from "../support/use-product.ts";

const product = useProduct();
const plain = () => product.site.example("plain");

let secret: string;
beforeAll(async () => {
  secret = await product.admin.addIdentitySecret();
});

const sign = (user: string, name: string) =>
  signToken(secret, { user_id: user, name, email: `${user}@example.com` }, { at: Date.now() });

/** Calls a command of the widget as the page's script does. */
const call = (page: Page, ...args: readonly string[]) =>
  page.evaluate((args) => (window.Foyer as (...args: readonly string[]) => unknown)(...args), args);

/** Signs a user in, as a page of the site does on each load. @returns the name of the event, and its detail */
async function identify(page: Page, jwt: string): Promise<{ event: string; detail: unknown }> {
  const outcome = page.evaluate(
    () =>
      new Promise<{ event: string; detail: unknown }>((resolve) => {
        const foyer = window.Foyer as import("../../widget/api/foyer.ts").Foyer;
        for (const event of ["identified", "error"] as const)
          foyer.on(event, ({ detail }) => resolve({ event, detail }));
      }),
  );
  await call(page, "identify", jwt);
  return outcome;
}

/** The subjects in the list of conversations. */
async function listed(panel: Locator): Promise<string[]> {
  await panel.getByRole("button", { name: "Your conversations" }).click();
  await panel.getByRole("heading", { name: "Your conversations" }).waitFor();
  await panel.getByText("Loading").waitFor({ state: "detached" });
  return panel.getByRole("listitem").allInnerTexts();
}

const stored = (page: Page) => page.evaluate(() => JSON.stringify(Object.entries(localStorage)));

it("R33: a signed-in user sees their history on a second device, is asked for nothing, and logs out of it", async () => {
  const phone = await visit(product, plain());
  expect(await identify(phone, await sign("u1", "Ann Lee"))).toEqual({
    event: "identified",
    detail: { userId: "u1" },
  });
  const panel = await openPanel(phone);
  expect(await panel.getByLabel("E-mail").count()).toBe(0);
  await fillIn(panel, { message: "From my phone" });
  await arrived(panel);

  const laptop = await visit(product, plain());
  await identify(laptop, await sign("u1", "Ann Lee"));
  const tab = await newTab(laptop);
  await tab.goto(plain());
  const opened = await openPanel(laptop);
  expect(await listed(opened)).toEqual([expect.stringContaining("From my phone")]);
  await openPanel(tab);

  const before = await call(laptop, "visitor");
  await call(laptop, "logout");
  await expect.poll(() => call(laptop, "visitor")).not.toBe(before);
  await panelOf(tab).waitFor({ state: "hidden" });
  expect(await stored(laptop)).not.toMatch(/Ann|u1|example\.com"/);
  expect(await listed(await openPanel(laptop))).toEqual([]);
  expect(await panelOf(laptop).getByText("From my phone").count()).toBe(0);
});

it("R33: another user of the same browser is another visitor, and what waits is sent in the name of the first", async () => {
  const page = await visit(product, plain());
  await identify(page, await sign("u2", "Ben Orr"));
  const first = await call(page, "visitor");
  expect(await identify(page, await sign("u3", "Cid Poe"))).toEqual({
    event: "identified",
    detail: { userId: "u3" },
  });
  const second = await call(page, "visitor");
  expect(second).not.toBe(first);
  const panel = await openPanel(page);
  await fillIn(panel, { message: "I am Cid" });
  await arrived(panel);
  const [last] = await product.admin.inbox();
  expect(last?.person.name).toBe("Cid Poe");
});

it("R33: a token that is refused is said to the page and in the console, and the visitor goes on as before", async () => {
  const page = await visit(product, plain());
  const warned: string[] = [];
  page.on("console", (message) => warned.push(message.text()));
  const before = await call(page, "visitor");
  const expired = await signToken(secret, { user_id: "u1", exp: 1_000 }, { at: Date.now() });
  expect(await identify(page, expired)).toMatchObject({
    event: "error",
    detail: { command: "identify", code: "identity_token_expired" },
  });
  expect(warned.join("\n")).toContain("identity_token_expired: This identity token has expired.");
  expect(await call(page, "visitor")).toBe(before);
  expect(await stored(page)).toContain("identity_token_expired");
});
