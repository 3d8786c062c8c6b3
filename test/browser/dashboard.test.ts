import type { BrowserContextOptions, Locator, Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { ADMIN } from "../support/admin.ts";
import { axeViolations } from "../support/axe.ts";
import { newPage } from "../support/pages.ts";
import { shopPage } from "../support/site.ts";
import {
  arrived,
  fillIn,
  launcherOf,
  openPanel,
  PHONE,
  signedInPage,
  useStage,
  visit,
} from "../support/stage.ts";

const stage = useStage();
let visitor: string;
let conversation: string;

/** One person who has written twice: something to look at on every page. */
beforeAll(async () => {
  const address = stage.site.page("/shop", { html: shopPage() });
  const page = await stage.browser.newPage();
  await page.goto(address);
  const panel = await openPanel(page);
  // at the pace of a person, or it counts as a program's work
  await panel.getByLabel("Your name").pressSequentially("Ada Lovelace", { delay: 40 });
  await fillIn(panel, {
    email: "ada@example.com",
    message: "Is the attic free in May?",
  });
  await arrived(panel);
  await page.close();
  const [summary] = await stage.admin.inbox();
  visitor = summary?.person.id ?? "";
  conversation = summary?.id ?? "";
});

const signedIn = (options: BrowserContextOptions = {}) => signedInPage(stage, options);

const axe = async (page: Page, where: string) => expect(await axeViolations(page), where).toEqual([]);

/** Every place of the dashboard, with something that is there when it is ready. */
const places = () =>
  [
    ["inbox/open", "Ada Lovelace"],
    ["inbox/unread", "Inbox"],
    ["inbox/closed", "Nothing is closed yet"],
    ["inbox/suspicious", "Inbox"],
    [`inbox/open/${conversation}`, "Is the attic free in May?"],
    ["contacts", "ada@example.com"],
    ["contacts?q=nobody", "nobody"],
    ["contacts/import", "Choose a file"],
    [`contacts/${visitor}`, visitor],
    ["contacts/new", "First name"],
    ["contacts/duplicates", "Nobody is here twice"],
    [`contacts/merge?with=${visitor}`, "Find the other"],
    ["organizations", "No organizations yet"],
    ["settings/install", "Paste this line"],
    ["settings/general", "Colour"],
    ["settings/availability", "Time zone"],
    ["settings/forms", "Pre-chat form"],
    ["settings/forms?form=offline", "Offline form"],
    ["settings/attributes", "No attribute is defined yet"],
    ["settings/sites", "site"],
    ["settings/privacy", "ocation"],
    ["settings/team", ADMIN.email],
    ["nowhere/at/all", "There is nothing at this address"],
  ] as const;

async function ready(page: Page, words: string): Promise<void> {
  await page.getByText(words, { exact: false }).filter({ visible: true }).first().waitFor();
  await page.getByLabel("Loading", { exact: false }).waitFor({ state: "detached" });
}

describe("every place of the dashboard", () => {
  it.each([
    ["in the light", {}],
    ["in the dark", { colorScheme: "dark" }],
    ["on a phone", PHONE],
  ] as const)("has nothing that axe finds, %s", async (_, options) => {
    const page = await signedIn(options);
    for (const [place, words] of places()) {
      await page.goto(`${stage.server.url}/dashboard/${stage.admin.property}/${place}`);
      await ready(page, words);
      await axe(page, place);
    }
  });

  it("is in the address bar: a reload brings it back", async () => {
    const page = await signedIn();
    for (const [place, words] of places()) {
      const address = `${stage.server.url}/dashboard/${stage.admin.property}/${place}`;
      await page.goto(address);
      await ready(page, words);
      await page.reload();
      await ready(page, words);
      expect(page.url(), place).toBe(address);
    }
  });
});

describe("the doors of the dashboard", () => {
  it("ask who you are, and bring you where you wanted to go", async () => {
    const page = await newPage(stage.browser);
    const wanted = `${stage.server.url}/dashboard/${stage.admin.property}/contacts/${visitor}`;
    await page.goto(wanted);
    await page.getByRole("heading", { name: "Welcome back" }).waitFor();
    await axe(page, "sign-in");
    await page.getByLabel("E-mail").fill(ADMIN.email);
    await page.getByLabel("Password").fill("not the right one");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("This e-mail and password do not fit together.").waitFor();
    await axe(page, "sign-in refused");
    await page.getByLabel("Password").fill(ADMIN.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { level: 1, name: "Ada Lovelace" }).waitFor();
    expect(page.url()).toBe(wanted);
  });

  it("open to a colleague who was invited by link, who is an agent and no admin", async () => {
    const admin = await signedIn();
    await admin.goto(`${stage.server.url}/dashboard/${stage.admin.property}/settings/team`);
    await admin.getByLabel("E-mail").fill("grace@example.com");
    await admin.getByRole("button", { name: "Create invitation link" }).click();
    const link = await admin.getByText("/dashboard/invitation/").textContent();
    await axe(admin, "invitation made");
    const path = link?.replace(stage.server.url, "") ?? "";
    const page = await newPage(stage.browser);
    await page.goto(stage.server.url + path);
    await page.getByLabel("Your name").fill("Grace Hopper");
    await page.getByLabel("Password").fill("nanoseconds of wire");
    await axe(page, "invitation");
    await page.getByRole("button", { name: "Accept invitation" }).click();
    await page.getByRole("heading", { level: 1, name: "Inbox" }).waitFor({ state: "attached" });
    await page.getByRole("link", { name: "Settings" }).click();
    await page.getByRole("link", { name: "Privacy" }).click();
    await page.getByText("Only admins of the property can change this.").waitFor();
  });
});

describe("the settings", () => {
  it("a new colour is in the preview at once, and on the site once it is saved", async () => {
    const page = await signedIn();
    await page.goto(`${stage.server.url}/dashboard/${stage.admin.property}/settings/general`);
    const colourOf = (element: Locator) => element.evaluate((one) => getComputedStyle(one).backgroundColor);
    const preview = page.frameLocator("iframe").getByRole("button", { name: "Send" });
    await preview.waitFor();
    await page.getByLabel("Colour", { exact: false }).first().fill("#7a1f5c");
    await expect.poll(() => colourOf(preview), { timeout: 10_000 }).toBe("rgb(122, 31, 92)");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved").first().waitFor();
    const site = await visit(stage, stage.site.page("/coloured", { html: shopPage() }));
    expect(await colourOf(launcherOf(site))).toBe("rgb(122, 31, 92)");
  });
});
