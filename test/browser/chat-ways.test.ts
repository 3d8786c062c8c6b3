import type { Page } from "playwright-core";
import { afterEach, describe, expect, it } from "vitest";
import { defaultSettings } from "../../shared/property.ts";
import { axeViolations } from "../support/axe.ts";
import { beginChat, expectOneTruth, heardIn, say, visitorIdOf, writingIn } from "../support/chat-pages.ts";
import {
  adminOf,
  colleagueOf,
  composerOf,
  deskOf,
  reply,
  rowOf,
  take,
  threadOf,
} from "../support/desk-pages.ts";
import { shopPage } from "../support/site.ts";
import {
  arrived,
  eventually,
  fillIn,
  launcherOf,
  openPanel,
  PHONE,
  panelOf,
  useStage,
  visit,
} from "../support/stage.ts";

const stage = useStage();
const still = { reducedMotion: "reduce" } as const;
const DEFAULT = defaultSettings("", "UTC");
afterEach(() => stage.admin.change({ waitLimit: DEFAULT.waitLimit }));

const words = (name: string) => ({
  name,
  email: `${name.toLowerCase()}@example.com`,
  message: `Is the attic free, asks ${name}?`,
});
const plain = (options = {}) => visit(stage, stage.site.example("plain"), { ...still, ...options });
const axe = async (page: Page) => expect(await axeViolations(page)).toEqual([]);

/** The agent says that nobody is there. */
async function goAway(desk: Page): Promise<void> {
  await desk.getByRole("button", { name: "Change your presence" }).click();
  await desk.getByRole("button", { name: "Away", exact: false }).last().click();
  await desk.getByRole("button", { name: "Change your presence" }).getByText("Away").waitFor();
}

describe("who speaks first", () => {
  it("an agent writes to a visitor from the visitors' screen: it shows beside the launcher, and becomes a conversation", async () => {
    const desk = await deskOf(stage, await adminOf(stage), "visitors");
    const page = await plain();
    await openPanel(page);
    const id = await visitorIdOf(page);
    const row = desk.getByRole("listitem").filter({ hasText: id.slice(-4) });
    await row.getByRole("button", { name: "Write" }).waitFor();
    await axe(desk);
    await panelOf(page).getByRole("button", { name: "Close" }).click();
    await row.getByRole("button", { name: "Write" }).click();
    await desk.getByRole("dialog").getByLabel("Message").fill("Can I help you find a room?");
    await axe(desk);
    await desk.getByRole("dialog").getByRole("button", { name: "Send" }).click();
    await page
      .getByRole("complementary", { name: "Harbour Shop" })
      .getByText("Can I help you find a room?")
      .waitFor();
    expect(await panelOf(page).count()).toBe(0);
    await axe(page);
    await launcherOf(page).click();
    const panel = panelOf(page);
    await heardIn(panel, "Can I help you find a room?").waitFor();
    await say(panel, "Yes please");
    await threadOf(desk).getByText("Yes please", { exact: true }).waitFor();
    await expectOneTruth(stage, { page, desk }, ["Can I help you find a room?", "Yes please"]);
  });

  it("R5: an e-mail that the agent puts in makes the visitor a contact, with the same ID", async () => {
    const desk = await deskOf(stage, await adminOf(stage), "visitors");
    const page = await plain();
    await openPanel(page);
    const id = await visitorIdOf(page);
    const row = desk.getByRole("listitem").filter({ hasText: id.slice(-4) });
    await row.getByRole("button", { name: "Write" }).click();
    await desk.getByRole("dialog").getByLabel("Message").fill("Who are you?");
    await desk.getByRole("dialog").getByRole("button", { name: "Send" }).click();
    const person = desk.getByRole("complementary", { name: "About this person" });
    await person.getByText("Visitor, first seen", { exact: false }).waitFor();
    await person.getByRole("button", { name: "Add an e-mail" }).click();
    await person.getByLabel("E-mail").fill("vera@example.com");
    await axe(desk);
    await person.getByRole("button", { name: "Save" }).click();
    await person.getByText("Contact since", { exact: false }).waitFor();
    expect((await stage.admin.contacts("vera@example.com")).items).toMatchObject([{ id }]);
    const { details } = await stage.admin.contact(id);
    expect(details).toMatchObject([{ field: "email", value: "vera@example.com", source: "agent" }]);
    expect(await visitorIdOf(page)).toBe(id);
    expect(await panelOf(page).getByText("vera@example.com").count()).toBe(0);
  });
});

describe("when nobody answers", () => {
  it("R20: past the waiting limit the offline form is offered with what was written, and the chat becomes a ticket", async () => {
    await stage.admin.change({ waitLimit: 10 });
    const desk = await deskOf(stage, await adminOf(stage));
    const page = await plain();
    const panel = await beginChat(page, words("Wanda"));
    await say(panel, "Hello?");
    await heardIn(panel, "Hello?").waitFor();
    await writingIn(panel).fill("Nobody there?");
    await panel.getByText("Nobody has answered yet.").waitFor({ timeout: 20_000 });
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
    const [ticket] = (await stage.admin.inbox()).filter(({ person }) => person.email === "wanda@example.com");
    expect(ticket).toMatchObject({ ticket: expect.any(Number) });
    await rowOf(desk, "Wanda").click();
    await threadOf(desk).getByText(`ticket #${ticket?.ticket}`, { exact: false }).first().waitFor();
    await axe(desk);
  });

  it("R20: when the last agent leaves, an open form becomes the offline form, and a chat that is going on stays one", async () => {
    const desk = await deskOf(stage, await adminOf(stage));
    const page = await plain();
    const panel = await beginChat(page, words("Xenia"));
    await take(desk, "Xenia");
    const other = await plain();
    const form = await openPanel(other);
    await form.getByRole("heading", { name: "How can we help?" }).waitFor();
    await goAway(desk);
    await form.getByRole("heading", { name: "Leave us a message" }).waitFor();
    await panel.getByText("Harbour Shop Away").waitFor();
    await say(panel, "Are you leaving?");
    await threadOf(desk).getByText("Are you leaving?").waitFor();
    await expectOneTruth(stage, { page, desk });
    await fillIn(form, words("Yves"));
    await arrived(form);
  });
});

describe("two agents", () => {
  it("both take the same chat at once: one gets it, the other is told who; and each sees the other write", async () => {
    const admin = await adminOf(stage);
    const robin = await deskOf(stage, admin);
    const grace = await deskOf(stage, await colleagueOf(stage, "Grace"));
    const page = await plain();
    const panel = await beginChat(page, words("Zoe"));
    await Promise.all([robin, grace].map((desk) => rowOf(desk, "Zoe").click()));
    const [first, second] = [robin, grace].map((desk) =>
      threadOf(desk).getByRole("button", { name: "Take", exact: true }),
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
    await heardIn(panel, "Robin Host joined the chat.").waitFor();
    expect(await panel.getByText("Grace joined the chat.").count()).toBe(0);

    await composerOf(robin).pressSequentially("I am on it", { delay: 20 });
    await threadOf(grace).getByText("Robin Host is writing a reply").waitFor();
    await composerOf(grace).pressSequentially("Me too", { delay: 20 });
    await threadOf(robin).getByText("Grace is writing a reply").waitFor();
    await axe(grace);
    await composerOf(robin).press("Enter");
    await reply(grace, "He is good", "Note");
    await threadOf(robin).getByText("He is good").waitFor();
    await heardIn(panel, "I am on it").waitFor();
    expect(await panel.getByText("He is good").count()).toBe(0);
    await expectOneTruth(stage, { page, desk: grace });
    await expectOneTruth(stage, { page, desk: robin });
  });
});

describe("everybody's screen", () => {
  it("a visitor with a phone, and an agent with a phone", async () => {
    const desk = await deskOf(stage, await adminOf(stage), "inbox/waiting", PHONE);
    const page = await plain(PHONE);
    const panel = await beginChat(page, words("Pia"));
    expect(await panel.boundingBox()).toMatchObject({ x: 0, width: 390 });
    await axe(page);
    await axe(desk);
    await take(desk, "Pia");
    await axe(desk);
    await reply(desk, "Hello from my pocket");
    await heardIn(panel, "Hello from my pocket").waitFor();
    await say(panel, "Hello to your pocket");
    await threadOf(desk).getByText("Hello to your pocket").waitFor();
    const size = await writingIn(panel).evaluate((one) => Number.parseFloat(getComputedStyle(one).fontSize));
    expect(size).toBeGreaterThanOrEqual(16);
    await axe(page);
    await expectOneTruth(stage, { page, desk });
  });

  it.each([
    ["in the dark", { colorScheme: "dark" }],
    ["in forced colours", { forcedColors: "active" }],
  ] as const)("axe finds nothing in a chat, %s", async (how, options) => {
    const desk = await deskOf(stage, await adminOf(stage), "inbox/waiting", options);
    const page = await plain(options);
    const name = how.includes("dark") ? "Quinn" : "Rosa";
    const panel = await beginChat(page, words(name));
    await axe(page);
    await take(desk, name);
    await reply(desk, "See https://example.com");
    await heardIn(panel, "See https://example.com").waitFor();
    await axe(page);
    await axe(desk);
    await panel.getByRole("button", { name: "End chat" }).click();
    await panel.getByRole("button", { name: "Bad" }).click();
    await threadOf(desk).getByText("not happy", { exact: false }).last().waitFor();
    await axe(page);
    await axe(desk);
  });

  it("from right to left: the visitor's own words stand at the left, the agent's at the right", async () => {
    const desk = await deskOf(stage, await adminOf(stage));
    const arabic = stage.site.page("/arabic", { html: shopPage({ lang: "ar", dir: "rtl" }) });
    const page = await visit(stage, arabic, still, "الدردشة");
    await launcherOf(page, "الدردشة").click();
    const panel = panelOf(page);
    const fields = panel.getByRole("textbox");
    await fields.nth(0).fill("سلمى");
    await fields.nth(1).fill("salma@example.com");
    await fields.nth(2).pressSequentially("هل الغرفة متاحة؟", { delay: 60 });
    await panel.locator("button.send").click();
    await heardIn(panel, "هل الغرفة متاحة؟").waitFor();
    await take(desk, "سلمى");
    await reply(desk, "نعم، أهلاً بك");
    await heardIn(panel, "نعم، أهلاً بك").waitFor();
    const box = await panel.boundingBox();
    const middle = (box?.x ?? 0) + (box?.width ?? 0) / 2;
    const own = await heardIn(panel, "هل الغرفة متاحة؟").boundingBox();
    const agents = await heardIn(panel, "نعم، أهلاً بك").boundingBox();
    expect((own?.x ?? 0) + (own?.width ?? 0)).toBeLessThan(middle + 60);
    expect(agents?.x).toBeGreaterThan(middle - 60);
    await axe(page);
    await axe(desk);
    await eventually(
      () => panel.getAttribute("dir"),
      (dir) => dir === "rtl",
    );
    await expectOneTruth(stage, { page, desk });
  });
});
