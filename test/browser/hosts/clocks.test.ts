import type { Page } from "playwright-core";
import { beforeEach, describe, expect, it } from "vitest";
import { beginChat, onDisk, say, seenByVisitor, visitorIdOf } from "../../support/chat-pages.ts";
import { newPage, newTab } from "../../support/pages.ts";
import { shopPage } from "../../support/site.ts";
import { eventually, launcherOf, panelOf, useProduct } from "../../support/use-product.ts";

const product = useProduct();
beforeEach(() => product.admin.presence("available"));

const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;

/** A page whose clock can be set, as the visitor or the operating system does it. */
async function openSite(page: Page): Promise<Page> {
  await page.addInitScript(() => {
    const { Date: RealDate } = window;
    const step = () => Number(sessionStorage.getItem("step"));
    const now = () => RealDate.now() + step();
    window.Date = new Proxy(RealDate, {
      construct: (target, args: []) => (args.length ? new target(...args) : new target(now())),
      get: (target, key) => (key === "now" ? now : Reflect.get(target, key)),
    });
  });
  await page.goto(product.site.page("/clock", { html: shopPage() }));
  await launcherOf(page).or(panelOf(page)).first().waitFor();
  return page;
}

const setClock = (page: Page, step: number) =>
  page.evaluate((step) => sessionStorage.setItem("step", String(step)), step);

let people = 0;
const somebody = () => {
  const name = `Eva${++people}`;
  return { name, email: `${name}@example.com`, message: "Is the clock right?" };
};

describe.each([
  ["an hour back", -HOUR],
  ["a second back", -1_000],
  ["a year forward", YEAR],
])("a clock that is set %s", (_, step) => {
  it("while the form is open makes no program of a person", async () => {
    const page = await openSite(await newPage(product.browser));
    const person = somebody();
    await launcherOf(page).click();
    await panelOf(page).getByLabel("Your name").pressSequentially(person.name, { delay: 100 });
    await setClock(page, step);
    await panelOf(page).getByRole("button", { name: "Close" }).click();
    await beginChat(page, person);
    const [conversation] = await eventually(
      async () => (await product.admin.inbox()).filter(({ person: { name } }) => name === person.name),
      (items) => items.length > 0,
    );
    expect(conversation?.suspicious).toBe(false);
  });
});

it("R21: messages are sent and shown in the order in which they were typed, over a reload and in two tabs", async () => {
  const page = await openSite(await newPage(product.browser));
  const person = somebody();
  await beginChat(page, person);
  await page.context().route("**/deliveries", (route) => route.abort());
  await say(panelOf(page), "one");
  await setClock(page, -HOUR);
  await say(panelOf(page), "two");
  const texts = (tab: Page) => seenByVisitor(panelOf(tab));
  await eventually(
    () => texts(page),
    (seen) => seen.length === 3,
  );

  await page.reload();
  await eventually(
    () => texts(page),
    (seen) => seen.length === 3,
  );
  await setClock(page, -2 * HOUR);
  await say(panelOf(page), "three");
  await eventually(
    () => texts(page),
    (seen) => seen.length === 4,
  );

  const tab = await newTab(page);
  await openSite(tab);
  await setClock(tab, -3 * HOUR);
  await eventually(
    () => texts(tab),
    (seen) => seen.length === 4,
  );
  await say(panelOf(tab), "four");
  const typed = [person.message, "one", "two", "three", "four"];
  await eventually(
    () => texts(page),
    (seen) => seen.length === 5,
  );
  expect(await texts(page)).toEqual(typed);

  await page.context().unroute("**/deliveries");
  await page.evaluate(() => dispatchEvent(new Event("online")));
  const stored = await eventually(
    async () => onDisk(product, await visitorIdOf(page)),
    (all) => all.length === typed.length,
  );
  expect(stored).toEqual(typed);
});

it("R22: a message that waits for its next attempt is sent in time although the clock was set back", async () => {
  const page = await openSite(await newPage(product.browser));
  await beginChat(page, somebody());
  let attempts = 0;
  const isTried = new Promise<void>((resolve) => {
    void page.route("**/deliveries", (route) => {
      if (++attempts > 2) return route.continue();
      if (attempts === 2) resolve();
      return route.abort();
    });
  });
  await say(panelOf(page), "In time");
  await isTried;
  await setClock(page, -YEAR);
  await eventually(
    async () => onDisk(product, await visitorIdOf(page)),
    (all) => all.includes("In time"),
  );
});
