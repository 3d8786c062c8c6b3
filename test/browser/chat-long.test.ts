import type { Locator, Page } from "playwright-core";
import { afterEach, beforeAll, expect, it } from "vitest";
import { Message } from "../../shared/conversation.ts";
import { defaultSettings } from "../../shared/property.ts";
import type { AgentBrowser } from "../support/agent.ts";
import { axeViolations } from "../support/axe.ts";
import { beginChat, expectOneTruth, heardIn, say, writingIn } from "../support/chat-pages.ts";
import { uuid } from "../support/deliveries.ts";
import { adminOf, deskOf, reply, rowOf, take, threadOf } from "../support/desk-pages.ts";
import { newPage } from "../support/pages.ts";
import { picture } from "../support/picture.ts";
import { eventually, launcherOf, PHONE, panelOf, useStage, visit } from "../support/stage.ts";

const shot = (page: Page, name: string) => page.screenshot({ path: `/tmp/ct/${name}.png` });
const stage = useStage();
const still = { reducedMotion: "reduce" } as const;
let admin: AgentBrowser;
beforeAll(async () => {
  admin = await adminOf(stage);
});
const { preChatForm } = defaultSettings("", "UTC");
afterEach(() => stage.admin.change({ preChatForm }));

const words = (name: string) => ({
  name,
  email: `${name.toLowerCase()}@example.com`,
  message: `Is the attic free, asks ${name}?`,
});
const plain = (options = {}) => visit(stage, stage.site.example("plain"), { ...still, ...options });
const listOf = (panel: Locator) => panel.getByRole("log");

/** The agent writes many messages, one after the other. */
async function lecture(email: string, count: number): Promise<void> {
  const id = (await stage.admin.inbox()).find(({ person }) => person.email === email)?.id;
  const at = `/api/properties/${stage.admin.property}/conversations/${id}/messages`;
  for (let n = 1; n <= count; n++) {
    const text = n % 7 ? `Line ${n}.` : `Line ${n}, which is a longer one that needs more than one row of the panel to be read.`;
    await admin.ok(Message, "POST", at, { id: uuid(), text, kind: "message", files: [] });
  }
}

/** Where an entry stands in its list, in pixels from the list's top. */
const topOf = async (list: Locator, text: string) => {
  const [box, entry] = [await list.boundingBox(), await list.getByText(text, { exact: true }).boundingBox()];
  return (entry?.y ?? Number.NaN) - (box?.y ?? Number.NaN);
};

it("a chat of 300 messages: the end comes first, the rest on the way up, and nothing moves under the reader's eyes", async () => {
  const desk = await deskOf(stage, admin);
  const page = await plain();
  const panel = await beginChat(page, words("Ada"));
  await take(desk, "Ada");
  await lecture("ada@example.com", 300);
  await heardIn(panel, "Line 300.").waitFor();
  await threadOf(desk).getByText("Line 300.", { exact: true }).waitFor();
  await page.reload();
  const list = listOf(panel);
  await heardIn(panel, "Line 300.").waitFor();
  expect(await heardIn(panel, "Line 249.").count()).toBe(0);
  expect(await list.evaluate((one) => Math.abs(one.scrollTop))).toBeLessThan(2);
  await shot(page, "long-end");

  // up to where more is fetched: what is in sight stays where it is
  const first = async () => (await list.locator("[data-place] .words").first().textContent()) ?? "";
  for (let before = await first(); before !== "Is the attic free, asks Ada?"; before = await first()) {
    const anchor = before;
    await list.evaluate((one) => one.scrollBy(0, -one.scrollHeight));
    const was = await topOf(list, anchor);
    const now = await eventually(first, (text) => text !== anchor);
    expect(now).not.toBe(anchor);
    expect(Math.abs((await topOf(list, anchor)) - was), anchor).toBeLessThan(2);
  }
  await shot(page, "long-top");
  await list.evaluate((one) => one.scrollBy(0, -one.scrollHeight));
  const was = await topOf(list, "Line 2.");
  await reply(desk, "Something new");
  const pill = panel.getByRole("button", { name: "New messages" });
  await pill.waitFor();
  await shot(page, "long-pill");
  expect(Math.abs((await topOf(list, "Line 2.")) - was)).toBeLessThan(2);
  expect(await axeViolations(page)).toEqual([]);
  await shot(page, "long-pill");
  await threadOf(desk).getByText("Sent", { exact: true }).waitFor();
  await pill.click();
  await threadOf(desk).getByText("Read", { exact: true }).waitFor();
  await pill.waitFor({ state: "detached" });
  await shot(page, "long-pill-clicked");

  // a reload in the middle comes back to the middle
  const scroller = threadOf(desk).getByRole("region", { name: "Messages" });
  await scroller.evaluate((one) => one.scrollTo(0, 0));
  await threadOf(desk).getByText("Line 201.", { exact: true }).waitFor({ timeout: 5_000 }).catch(() => undefined);
  await shot(desk, "long-desk");
  await list.evaluate((one) => one.scrollBy(0, -2_000));
  const middle = await list.evaluate((one) => {
    const edge = one.getBoundingClientRect().top;
    const on = [...one.querySelectorAll(".words")].find((words) => words.getBoundingClientRect().top > edge);
    return on?.textContent ?? "";
  });
  await page.waitForTimeout(300);
  const place = await topOf(list, middle);
  await page.reload();
  await heardIn(panel, middle).waitFor();
  const back = await eventually(
    () => topOf(list, middle),
    (top) => Math.abs(top - place) < 60,
  );
  expect(Math.abs(back - place)).toBeLessThan(60);
  await shot(page, "long-middle");
});

it("where live connections are blocked, what agents write still arrives", async () => {
  const desk = await deskOf(stage, admin);
  const page = await newPage(stage.browser, still);
  await page.routeWebSocket(/\/live$/, (socket) => socket.close());
  await page.goto(stage.site.example("plain"));
  const panel = await beginChat(page, words("Bea"));
  await take(desk, "Bea");
  await reply(desk, "Slow but sure");
  await heardIn(panel, "Slow but sure").waitFor({ timeout: 25_000 });
  await say(panel, "It came");
  await threadOf(desk).getByText("It came", { exact: true }).waitFor();
  await expectOneTruth(stage, { page, desk });
});

it("the foot of the chat: the sound is turned off for good, and the transcript is what was said", async () => {
  await admin.send("PUT", "/api/me/picture", undefined, {});
  const face = await fetch(`${stage.server.url}/api/me/picture`, {
    method: "PUT",
    headers: { cookie: [...admin.cookies].map(([name, value]) => `${name}=${value}`).join("; "), origin: stage.server.url },
    body: new Uint8Array(picture(256, 256, [180, 60, 90])),
  });
  expect(face.status).toBe(200);
  const desk = await deskOf(stage, admin);
  const page = await plain();
  const panel = await beginChat(page, words("Cleo"));
  await take(desk, "Cleo");
  await reply(desk, "Until noon");
  await reply(desk, "She is nice", "Note");
  await heardIn(panel, "Until noon").waitFor();
  const canvas = panel.locator(".face canvas").first();
  const colour = () =>
    canvas.evaluate((one: HTMLCanvasElement) => [
      ...(one.getContext("2d")?.getImageData(one.width / 2, one.height / 2, 1, 1).data ?? []),
    ]);
  await eventually(colour, ([red]) => red === 180);
  await shot(page, "face");
  await panel.getByRole("button", { name: "Sound off" }).click();
  await panel.getByRole("button", { name: "Sound on" }).waitFor();
  await page.reload();
  await panel.getByRole("button", { name: "Sound on" }).waitFor();
  const saved = page.waitForEvent("download");
  await panel.getByRole("button", { name: "Save as text" }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe("Harbour Shop.txt");
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  console.log(text);
  expect(text).toContain("Is the attic free, asks Cleo?");
  expect(text).toContain("Until noon");
  expect(text).not.toContain("She is nice");
});

it("R28: with nothing left to ask the chat opens at once, and the first words begin it", async () => {
  const [message] = preChatForm.fields.slice(-1);
  await stage.admin.change({ preChatForm: { fields: message ? [message] : [] } });
  const desk = await deskOf(stage, admin);
  const page = await plain();
  await launcherOf(page).click();
  const panel = panelOf(page);
  await writingIn(panel).waitFor();
  expect(await panel.getByLabel("Your message").count()).toBe(0);
  expect(await axeViolations(page)).toEqual([]);
  await shot(page, "direct");
  await writingIn(panel).pressSequentially("Just a question", { delay: 30 });
  await writingIn(panel).press("Enter");
  await heardIn(panel, "Just a question").waitFor();
  await shot(page, "direct-sent");
  await rowOf(desk, "Just a question").click();
  await threadOf(desk).getByText("Just a question", { exact: true }).waitFor();
  await reply(desk, "Just an answer");
  await heardIn(panel, "Just an answer").waitFor();
  await expectOneTruth(stage, { page, desk }, ["Just a question", "Just an answer"]);
});

it.each([
  ["at a desk", {}],
  ["on a phone", PHONE],
])("words that are made to break a page break none, and what is too long is said while it is typed, %s", async (how, options) => {
  const desk = await deskOf(stage, admin, "inbox/waiting", options);
  const page = await plain(options);
  const name = how === "on a phone" ? "Dora" : "Elsa";
  const panel = await beginChat(page, words(name));
  await take(desk, name);
  const hostile = {
    marks: `zalgo ${"\u0301\u0323\u0360".repeat(1_600)} end`,
    override: "\u202Etxt.exe\u202E \u2066\u2067 abc \u{E0001}\u200F\u200E",
    word: "W".repeat(5_000),
    markup: `<img src=x onerror="alert(1)"></div><script>alert(1)</script> {{constructor}}`,
  };
  for (const [what, text] of Object.entries(hostile)) {
    await say(panel, text);
    await threadOf(desk).getByText(text, { exact: true }).waitFor();
    await shot(page, `hostile-${name}-${what}`);
    await reply(desk, text);
    await shot(desk, `hostile-desk-${name}-${what}`);
  }
  await expectOneTruth(stage, { page, desk });
  for (const [one, list] of [
    [page, listOf(panel)],
    [desk, threadOf(desk).getByRole("region", { name: "Messages" })],
  ] as const) {
    expect(await list.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
    const width = one.viewportSize()?.width ?? 0;
    expect(await one.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  }
  await writingIn(panel).fill("w".repeat(4_600));
  await panel.getByText("4600 / 5000").waitFor();
  await writingIn(panel).fill("w".repeat(5_001));
  await panel.getByText("5001 / 5000").waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await shot(page, `limit-${name}`);
  await writingIn(panel).press("Enter");
  expect(await writingIn(panel).inputValue()).toHaveLength(5_001);
  await writingIn(panel).fill("");
});
