import type { Locator } from "playwright-core";
import { afterEach, beforeAll, expect, it } from "vitest";
import { Message } from "../../shared/conversation.ts";
import { defaultSettings } from "../../shared/property.ts";
import type { AgentBrowser } from "../support/agent.ts";
import { axeViolations } from "../support/axe.ts";
import { beginChat, expectOneTruth, messageIn, say, writingIn } from "../support/chat-pages.ts";
import { adminOf, dashboardOf, reply, rowOf, take, threadOf } from "../support/dashboard-pages.ts";
import { uuid } from "../support/deliveries.ts";
import { newPage } from "../support/pages.ts";
import { picture } from "../support/picture.ts";
import { eventually, launcherOf, panelOf, useProduct, visit } from "../support/use-product.ts";

const product = useProduct();
const still = { reducedMotion: "reduce" } as const;
let admin: AgentBrowser;
beforeAll(async () => {
  admin = await adminOf(product);
});
const { preChatForm } = defaultSettings("", "UTC");
afterEach(() => product.admin.change({ preChatForm }));

const words = (name: string) => ({
  name,
  email: `${name.toLowerCase()}@example.com`,
  message: `Is the attic free, asks ${name}?`,
});
const plain = (options = {}) => visit(product, product.site.example("plain"), { ...still, ...options });
const listOf = (panel: Locator) => panel.getByRole("log");

/** The agent writes many messages, one after the other. */
async function lecture(email: string, count: number): Promise<void> {
  const id = (await product.admin.inbox()).find(({ person }) => person.email === email)?.id;
  const at = `/api/properties/${product.admin.property}/conversations/${id}/messages`;
  for (let n = 1; n <= count; n++) {
    const text =
      n % 7
        ? `Line ${n}.`
        : `Line ${n}, which is a longer one that needs more than one row of the panel to be read.`;
    await admin.ok(Message, "POST", at, { id: uuid(), text, kind: "message", files: [] });
  }
}

/** Where an entry stands in its list, in pixels from the list's top. */
const topOf = async (list: Locator, text: string) => {
  const [box, entry] = [await list.boundingBox(), await list.getByText(text, { exact: true }).boundingBox()];
  return (entry?.y ?? Number.NaN) - (box?.y ?? Number.NaN);
};

it("a chat of 300 messages loads its end first and the rest while scrolling up, and the visible messages do not move", async () => {
  const dashboard = await dashboardOf(product, admin);
  const page = await plain();
  const panel = await beginChat(page, words("Ada"));
  await take(dashboard, "Ada");
  await page.goto("about:blank");
  await lecture("ada@example.com", 300);
  await threadOf(dashboard).getByText("Line 300.", { exact: true }).waitFor();
  await page.goto(product.site.example("plain"));
  const list = listOf(panel);
  await messageIn(panel, "Line 300.").waitFor();
  expect(await messageIn(panel, "Line 249.").count()).toBe(0);
  expect(await list.evaluate((one) => Math.abs(one.scrollTop))).toBeLessThan(2);

  // up to where more is fetched: what is in sight stays where it is
  const first = async () => (await list.locator("[data-sequence] .text").first().textContent()) ?? "";
  for (let before = await first(); before !== "Is the attic free, asks Ada?"; before = await first()) {
    const anchor = before;
    await list.evaluate((one) => one.scrollBy(0, -one.scrollHeight));
    const was = await topOf(list, anchor);
    const now = await eventually(first, (text) => text !== anchor);
    expect(now).not.toBe(anchor);
    expect(Math.abs((await topOf(list, anchor)) - was), anchor).toBeLessThan(2);
  }
  await list.evaluate((one) => one.scrollBy(0, -one.scrollHeight));
  const was = await topOf(list, "Line 2.");
  await reply(dashboard, "Something new");
  const pill = panel.getByRole("button", { name: "New messages" });
  await pill.waitFor();
  expect(Math.abs((await topOf(list, "Line 2.")) - was)).toBeLessThan(2);
  expect(await axeViolations(page)).toEqual([]);
  await threadOf(dashboard).getByText("Sent", { exact: true }).waitFor();
  await pill.click();
  await threadOf(dashboard).getByText("Read", { exact: true }).waitFor();
  await pill.waitFor({ state: "detached" });

  // a reload in the middle comes back to the middle
  const scroller = threadOf(dashboard).getByRole("region", { name: "Messages" });
  await scroller.evaluate((one) => one.scrollTo(0, 0));
  await threadOf(dashboard).getByText("Line 201.", { exact: true }).waitFor();
  await list.evaluate((one) => one.scrollBy(0, -2_000));
  const middle = await list.evaluate((one) => {
    const edge = one.getBoundingClientRect().top;
    const on = [...one.querySelectorAll(".text")].find((text) => text.getBoundingClientRect().top > edge);
    return on?.textContent ?? "";
  });
  // where the visitor stops is stored a moment later
  const isStored = () =>
    page.evaluate(() => Object.values(localStorage).some((one) => /"top":[1-9]/.test(one)));
  await eventually(isStored, (there) => there);
  const sequence = await topOf(list, middle);
  await page.reload();
  await messageIn(panel, middle).waitFor();
  const back = await eventually(
    () => topOf(list, middle),
    (top) => Math.abs(top - sequence) < 60,
  );
  expect(Math.abs(back - sequence)).toBeLessThan(60);
});

it("where live connections are blocked, agents' messages are still delivered", async () => {
  const dashboard = await dashboardOf(product, admin);
  const page = await newPage(product.browser, still);
  await page.routeWebSocket(/\/live$/, (socket) => socket.close());
  await page.goto(product.site.example("plain"));
  const panel = await beginChat(page, words("Bea"));
  await take(dashboard, "Bea");
  await reply(dashboard, "Slow but sure");
  await messageIn(panel, "Slow but sure").waitFor({ timeout: 25_000 });
  await say(panel, "It came");
  await threadOf(dashboard).getByText("It came", { exact: true }).waitFor();
  await expectOneTruth(product, { page, dashboard });
});

it("the chat's footer turns the sound off permanently, and downloads the transcript", async () => {
  const face = await fetch(`${product.server.url}/api/me/picture`, {
    method: "PUT",
    headers: {
      cookie: [...admin.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
      origin: product.server.url,
    },
    body: new Uint8Array(picture(256, 256, [180, 60, 90])),
  });
  expect(face.status).toBe(200);
  const dashboard = await dashboardOf(product, admin);
  const page = await plain();
  const panel = await beginChat(page, words("Cleo"));
  await take(dashboard, "Cleo");
  await reply(dashboard, "Until noon");
  await reply(dashboard, "She is nice", "Note");
  await messageIn(panel, "Until noon").waitFor();
  const canvas = panel.locator(".avatar canvas").first();
  const colour = () =>
    canvas.evaluate((one: HTMLCanvasElement) => [
      ...(one.getContext("2d")?.getImageData(one.width / 2, one.height / 2, 1, 1).data ?? []),
    ]);
  await eventually(colour, ([red]) => red === 180);
  await panel.getByRole("button", { name: "Mute" }).click();
  await panel.getByRole("button", { name: "Unmute" }).waitFor();
  await page.reload();
  await panel.getByRole("button", { name: "Unmute" }).waitFor();
  const saved = page.waitForEvent("download");
  await panel.getByRole("button", { name: "Download chat" }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe("Harbour Shop.txt");
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  expect(text).toContain("Is the attic free, asks Cleo?");
  expect(text).toContain("Until noon");
  expect(text).not.toContain("She is nice");
});

it("R28: with nothing left to ask the chat opens at once, and the first message starts the conversation", async () => {
  const [message] = preChatForm.fields.slice(-1);
  await product.admin.change({ preChatForm: { fields: message ? [message] : [] } });
  const dashboard = await dashboardOf(product, admin);
  const page = await plain();
  await launcherOf(page).click();
  const panel = panelOf(page);
  await writingIn(panel).waitFor();
  expect(await panel.getByLabel("Your message").count()).toBe(0);
  expect(await axeViolations(page)).toEqual([]);
  await writingIn(panel).pressSequentially("Just a question", { delay: 30 });
  await writingIn(panel).press("Enter");
  await messageIn(panel, "Just a question").waitFor();
  await rowOf(dashboard, "Just a question").click();
  await threadOf(dashboard).getByText("Just a question", { exact: true }).waitFor();
  await reply(dashboard, "Just an answer");
  await messageIn(panel, "Just an answer").waitFor();
  await expectOneTruth(product, { page, dashboard }, ["Just a question", "Just an answer"]);
});
