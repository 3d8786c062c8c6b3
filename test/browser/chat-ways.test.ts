import type { Page } from "playwright-core";
import { afterEach, describe, expect, it } from "vitest";
import { defaultSettings } from "../../shared/property.ts";
import { axeViolations } from "../support/axe.ts";
import {
  beginChat,
  expectOneTruth,
  messageIn,
  say,
  sendByButton,
  visitorIdOf,
  writingIn,
} from "../support/chat-pages.ts";
import {
  adminOf,
  colleagueOf,
  composerOf,
  dashboardOf,
  reply,
  rowOf,
  take,
  threadOf,
} from "../support/dashboard-pages.ts";
import { shopPage } from "../support/site.ts";
import {
  arrived,
  eventually,
  fillIn,
  launcherOf,
  openPanel,
  PHONE,
  panelOf,
  useProduct,
  visit,
} from "../support/use-product.ts";

const product = useProduct();
const still = { reducedMotion: "reduce" } as const;
const DEFAULT = defaultSettings("", "UTC");
afterEach(() => product.admin.change({ waitLimit: DEFAULT.waitLimit }));

const words = (name: string) => ({
  name,
  email: `${name.toLowerCase()}@example.com`,
  message: `Is the attic free, asks ${name}?`,
});
const plain = (options = {}) => visit(product, product.site.example("plain"), { ...still, ...options });
const axe = async (page: Page) => expect(await axeViolations(page)).toEqual([]);

/** The agent says that nobody is there. */
async function goAway(dashboard: Page): Promise<void> {
  await dashboard.getByRole("button", { name: "Change availability" }).click();
  await dashboard.getByRole("button", { name: "Away", exact: false }).last().click();
  await dashboard.getByRole("button", { name: "Change availability" }).getByText("Away").waitFor();
}

describe("the first message", () => {
  it("an agent's message from the visitors' screen is shown beside the launcher, and starts a conversation", async () => {
    const dashboard = await dashboardOf(product, await adminOf(product), "visitors");
    const page = await plain();
    await openPanel(page);
    const id = await visitorIdOf(page);
    const row = dashboard.getByRole("listitem").filter({ hasText: id.slice(-4) });
    await row.getByRole("button", { name: "Write" }).waitFor();
    await axe(dashboard);
    await panelOf(page).getByRole("button", { name: "Close" }).click();
    await row.getByRole("button", { name: "Write" }).click();
    await dashboard.getByRole("dialog").getByLabel("Message").fill("Can I help you find a room?");
    await axe(dashboard);
    await dashboard.getByRole("dialog").getByRole("button", { name: "Send" }).click();
    await page
      .getByRole("complementary", { name: "Harbour Shop" })
      .getByText("Can I help you find a room?")
      .waitFor();
    expect(await panelOf(page).count()).toBe(0);
    await axe(page);
    await launcherOf(page).click();
    const panel = panelOf(page);
    await messageIn(panel, "Can I help you find a room?").waitFor();
    await say(panel, "Yes please");
    await threadOf(dashboard).getByText("Yes please", { exact: true }).waitFor();
    await expectOneTruth(product, { page, dashboard }, ["Can I help you find a room?", "Yes please"]);
  });

  it("R5: an e-mail that the agent enters makes the visitor a contact with the same ID", async () => {
    const dashboard = await dashboardOf(product, await adminOf(product), "visitors");
    const page = await plain();
    await openPanel(page);
    const id = await visitorIdOf(page);
    const row = dashboard.getByRole("listitem").filter({ hasText: id.slice(-4) });
    await row.getByRole("button", { name: "Write" }).click();
    await dashboard.getByRole("dialog").getByLabel("Message").fill("Who are you?");
    await dashboard.getByRole("dialog").getByRole("button", { name: "Send" }).click();
    const person = dashboard.getByRole("complementary", { name: "About this person" });
    await person.getByText("Visitor, first seen", { exact: false }).waitFor();
    await person.getByRole("button", { name: "Add e-mail" }).click();
    await person.getByLabel("E-mail").fill("vera@example.com");
    await axe(dashboard);
    await person.getByRole("button", { name: "Save" }).click();
    await person.getByText("Contact since", { exact: false }).waitFor();
    expect((await product.admin.contacts("vera@example.com")).items).toMatchObject([{ id }]);
    const { details } = await product.admin.contact(id);
    expect(details).toMatchObject([{ field: "email", value: "vera@example.com", source: "agent" }]);
    expect(await visitorIdOf(page)).toBe(id);
    expect(await panelOf(page).getByText("vera@example.com").count()).toBe(0);
  });
});

describe("without an available agent", () => {
  it("R20: after the waiting limit the offline form is offered with the visitor's text, and the chat becomes a ticket", async () => {
    await product.admin.change({ waitLimit: 10 });
    const dashboard = await dashboardOf(product, await adminOf(product));
    const page = await plain();
    const panel = await beginChat(page, words("Wanda"));
    await say(panel, "Hello?");
    await messageIn(panel, "Hello?").waitFor();
    await writingIn(panel).fill("Nobody there?");
    await panel.getByText("No answer yet.").waitFor({ timeout: 20_000 });
    await axe(page);
    await panel.getByRole("button", { name: "Leave us a message" }).click();
    await panel.getByRole("heading", { name: "Leave us a message" }).waitFor();
    await axe(page);
    expect(await panel.getByLabel("Your message").inputValue()).toBe(
      "Is the attic free, asks Wanda?\n\nHello?\n\nNobody there?",
    );
    await panel.getByRole("button", { name: "Send", exact: true }).click();
    await arrived(panel);
    await panel.getByText("Ticket number").waitFor();
    const [ticket] = (await product.admin.inbox()).filter(
      ({ person }) => person.email === "wanda@example.com",
    );
    expect(ticket).toMatchObject({ ticket: { number: expect.any(Number) } });
    await rowOf(dashboard, "Wanda").click();
    await threadOf(dashboard)
      .getByText(`ticket #${ticket?.ticket?.number}`, { exact: false })
      .first()
      .waitFor();
    await axe(dashboard);
  });

  it("R20: when the last agent leaves, an open form becomes the offline form, and an open chat stays a chat", async () => {
    const dashboard = await dashboardOf(product, await adminOf(product));
    const page = await plain();
    const panel = await beginChat(page, words("Xenia"));
    await take(dashboard, "Xenia");
    const other = await plain();
    const form = await openPanel(other);
    await form.getByRole("heading", { name: "How can we help?" }).waitFor();
    await goAway(dashboard);
    await form.getByRole("heading", { name: "Leave us a message" }).waitFor();
    await panel.getByText("Harbour Shop Away").waitFor();
    await say(panel, "Are you leaving?");
    await threadOf(dashboard).getByText("Are you leaving?").waitFor();
    await expectOneTruth(product, { page, dashboard });
    await fillIn(form, words("Yves"));
    await arrived(form);
  });
});

describe("two agents", () => {
  it("who take the same chat at once: one gets it, the other is told by whom, and each sees the other typing", async () => {
    const admin = await adminOf(product);
    const robin = await dashboardOf(product, admin);
    const grace = await dashboardOf(product, await colleagueOf(product, "Grace"));
    const page = await plain();
    const panel = await beginChat(page, words("Zoe"));
    await Promise.all([robin, grace].map((dashboard) => rowOf(dashboard, "Zoe").click()));
    const [first, second] = [robin, grace].map((dashboard) =>
      threadOf(dashboard).getByRole("button", { name: "Take", exact: true }),
    );
    // hers is on its way when his arrives
    let letGo: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await grace.route("**/take", async (route) => {
      await gone;
      await route.continue();
    });
    const pressed = grace.waitForRequest("**/take");
    await second?.click();
    await pressed;
    await first?.click();
    await threadOf(robin).getByText("You took this conversation").waitFor();
    letGo();
    await grace.locator(".notices").getByText("Robin Host", { exact: false }).waitFor();
    await threadOf(grace).getByText("Robin Host took this conversation").waitFor();
    await threadOf(grace)
      .getByRole("button", { name: /Assigned to Robin Host/ })
      .waitFor();
    await messageIn(panel, "Robin Host joined the chat.").waitFor();
    expect(await panel.getByText("Grace joined the chat.").count()).toBe(0);

    await composerOf(robin).pressSequentially("I am on it", { delay: 20 });
    await threadOf(grace).getByText("Robin Host is writing a reply").waitFor();
    await composerOf(grace).pressSequentially("Me too", { delay: 20 });
    await threadOf(robin).getByText("Grace is writing a reply").waitFor();
    await axe(grace);
    await composerOf(robin).press("Enter");
    await reply(grace, "He is good", "Note");
    await threadOf(robin).getByText("He is good").waitFor();
    await messageIn(panel, "I am on it").waitFor();
    expect(await panel.getByText("He is good").count()).toBe(0);
    await expectOneTruth(product, { page, dashboard: grace });
    await expectOneTruth(product, { page, dashboard: robin });
  });
});

describe("screens and languages", () => {
  it("a visitor with a phone, and an agent with a phone", async () => {
    const dashboard = await dashboardOf(product, await adminOf(product), "inbox/unanswered", PHONE);
    const page = await plain(PHONE);
    const panel = await beginChat(page, words("Pia"));
    expect(await panel.boundingBox()).toMatchObject({ x: 0, width: 390 });
    await axe(page);
    await axe(dashboard);
    await take(dashboard, "Pia");
    await axe(dashboard);
    await reply(dashboard, "Hello from my pocket");
    await messageIn(panel, "Hello from my pocket").waitFor();
    await sendByButton(panel, "Hello to your pocket");
    await threadOf(dashboard).getByText("Hello to your pocket").waitFor();
    const size = await writingIn(panel).evaluate((one) => Number.parseFloat(getComputedStyle(one).fontSize));
    expect(size).toBeGreaterThanOrEqual(16);
    await axe(page);
    await expectOneTruth(product, { page, dashboard });
  });

  it.each([
    ["in the dark", { colorScheme: "dark" }],
    ["in forced colours", { forcedColors: "active" }],
  ] as const)("axe finds nothing in a chat, %s", async (how, options) => {
    const dashboard = await dashboardOf(product, await adminOf(product), "inbox/unanswered", options);
    const page = await plain(options);
    const name = how.includes("dark") ? "Quinn" : "Rosa";
    const panel = await beginChat(page, words(name));
    await axe(page);
    await take(dashboard, name);
    await reply(dashboard, "See https://example.com");
    await messageIn(panel, "See https://example.com").waitFor();
    await axe(page);
    await axe(dashboard);
    await panel.getByRole("button", { name: "End chat" }).click();
    await panel.getByRole("button", { name: "Bad" }).click();
    await threadOf(dashboard).getByText("rated this chat as bad", { exact: false }).last().waitFor();
    await axe(page);
    await axe(dashboard);
  });

  it("from right to left the visitor's messages are at the left, the agent's at the right", async () => {
    const dashboard = await dashboardOf(product, await adminOf(product));
    const arabic = product.site.page("/arabic", { html: shopPage({ lang: "ar", dir: "rtl" }) });
    const page = await visit(product, arabic, still, "الدردشة");
    await launcherOf(page, "الدردشة").click();
    const panel = panelOf(page);
    const fields = panel.getByRole("textbox");
    await fields.nth(0).fill("سلمى");
    await fields.nth(1).fill("salma@example.com");
    await fields.nth(2).pressSequentially("هل الغرفة متاحة؟", { delay: 60 });
    await panel.locator("button.send").click();
    await messageIn(panel, "هل الغرفة متاحة؟").waitFor();
    await take(dashboard, "سلمى");
    await reply(dashboard, "نعم، أهلاً بك");
    await messageIn(panel, "نعم، أهلاً بك").waitFor();
    const box = await panel.boundingBox();
    const middle = (box?.x ?? 0) + (box?.width ?? 0) / 2;
    const own = await messageIn(panel, "هل الغرفة متاحة؟").boundingBox();
    const agents = await messageIn(panel, "نعم، أهلاً بك").boundingBox();
    expect((own?.x ?? 0) + (own?.width ?? 0)).toBeLessThan(middle + 60);
    expect(agents?.x).toBeGreaterThan(middle - 60);
    await axe(page);
    await axe(dashboard);
    await eventually(
      () => panel.getAttribute("dir"),
      (dir) => dir === "rtl",
    );
    await expectOneTruth(product, { page, dashboard });
  });
});
