import { beforeAll, expect, it } from "vitest";
import { SavedAnswer } from "../../shared/conversation.ts";
import { axeViolations } from "../support/axe.ts";
import {
  beginChat,
  expectOneTruth,
  messageIn,
  onDisk,
  say,
  seenByVisitor,
  visitorIdOf,
  writingIn,
} from "../support/chat-pages.ts";
import {
  adminOf,
  attach,
  composerOf,
  dashboardOf,
  reply,
  rowOf,
  take,
  threadOf,
} from "../support/dashboard-pages.ts";
import { uuid } from "../support/deliveries.ts";
import { picture } from "../support/picture.ts";
import { eventually, launcherOf, useProduct, visit } from "../support/use-product.ts";

const product = useProduct();
beforeAll(async () => {
  const admin = await adminOf(product);
  const id = uuid();
  const answer = { id, shortcut: "hi", text: "Hello {name}, {agent} here." };
  await admin.ok(SavedAnswer, "PUT", `/api/properties/${product.admin.property}/saved-answers/${id}`, answer);
});

const ada = (name: string) => ({
  name,
  email: `${name.toLowerCase()}@example.com`,
  message: `Is the attic free, asks ${name}?`,
});

it("a conversation from landing to rating: form, waiting, taken, typing, messages, a saved answer, a note, a correction, read, end, rating", async () => {
  const dashboard = await dashboardOf(product, await adminOf(product));
  await dashboard.getByText("No one is waiting", { exact: false }).first().waitFor();
  const page = await visit(product, product.site.example("plain"), { reducedMotion: "reduce" });
  const panel = await beginChat(page, ada("Ada"));
  await panel.getByText("We will be with you shortly.").waitFor();
  expect(await axeViolations(page)).toEqual([]);

  await rowOf(dashboard, "Ada").waitFor();
  expect(await axeViolations(dashboard)).toEqual([]);
  await take(dashboard, "Ada");
  await panel.getByText("Robin Host joined the chat.").waitFor();
  await panel.getByText("We will be with you shortly.").waitFor({ state: "detached" });

  await writingIn(panel).pressSequentially("For two", { delay: 20 });
  await threadOf(dashboard).getByText("is writing", { exact: false }).waitFor();
  await writingIn(panel).press("Enter");
  await threadOf(dashboard).getByText("For two", { exact: true }).waitFor();
  await threadOf(dashboard).getByText("is writing", { exact: false }).waitFor({ state: "detached" });

  await composerOf(dashboard).pressSequentially("In May", { delay: 20 });
  await panel.getByText("Robin Host is typing …").waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await composerOf(dashboard).press("Enter");
  await messageIn(panel, "In May").waitFor();
  await panel.getByText("is typing", { exact: false }).waitFor({ state: "detached" });

  await composerOf(dashboard).pressSequentially("/hi");
  await dashboard.getByRole("option", { name: "hi" }).waitFor();
  expect(await axeViolations(dashboard)).toEqual([]);
  await composerOf(dashboard).press("Enter");
  expect(await composerOf(dashboard).inputValue()).toBe("Hello Ada, Robin Host here.");
  await composerOf(dashboard).press("Enter");
  await messageIn(panel, "Hello Ada, Robin Host here.").waitFor();

  await reply(dashboard, "She sounds nice", "Note");
  await threadOf(dashboard).getByText("She sounds nice").waitFor();
  await reply(dashboard, "It is tree for two");
  await messageIn(panel, "It is tree for two").waitFor();
  await composerOf(dashboard).press("ArrowUp");
  const editor = threadOf(dashboard).locator(".message").getByRole("textbox");
  await editor.fill("It is free for two");
  await editor.press("Enter");
  await messageIn(panel, "It is free for two").waitFor();
  await panel.getByText("· edited", { exact: false }).waitFor();
  await reply(dashboard, "Said by mistake");
  await messageIn(panel, "Said by mistake").waitFor();
  await threadOf(dashboard).getByRole("button", { name: "Delete message" }).last().click();
  await panel.getByText("Message deleted").waitFor();
  expect(await axeViolations(page)).toEqual([]);
  expect(await axeViolations(dashboard)).toEqual([]);

  // both sides know that the other one has read it
  await threadOf(dashboard).getByText("Read", { exact: true }).waitFor();
  await say(panel, "We take it");
  await panel.getByText(/ · Read$/).waitFor();

  const said = [
    "Is the attic free, asks Ada?",
    "For two",
    "In May",
    "Hello Ada, Robin Host here.",
    "It is free for two",
    "(removed)",
    "We take it",
  ];
  await expectOneTruth(product, { page, dashboard }, said);
  expect(await panel.getByText("She sounds nice").count()).toBe(0);

  await panel.getByRole("button", { name: "End chat" }).click();
  await panel.getByText("This chat has ended.").waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await panel.getByRole("button", { name: "Good" }).click();
  await panel.getByLabel("Add a comment").fill("Kind & quick");
  expect(await axeViolations(page)).toEqual([]);
  await panel.getByRole("button", { name: "Send", exact: true }).first().click();
  await panel.getByText("Thank you.").waitFor();
  await threadOf(dashboard).getByText("Kind & quick").waitFor();
  await threadOf(dashboard).getByText("The visitor rated this chat as good").last().waitFor();
  await threadOf(dashboard).getByText("The visitor closed this conversation").waitFor();
  expect(await axeViolations(dashboard)).toEqual([]);
  await expectOneTruth(product, { page, dashboard }, said);
});

it("files go both ways: a picture is shown as a thumbnail on both sides, and a hostile file is refused with a message", async () => {
  const dashboard = await dashboardOf(product, await adminOf(product));
  const page = await visit(product, product.site.example("plain"), { reducedMotion: "reduce" });
  const panel = await beginChat(page, ada("Bea"));
  await take(dashboard, "Bea");

  const wide = picture(640, 320, [15, 91, 76]);
  await panel
    .getByLabel("Attach a file")
    .setInputFiles({ name: "attic.png", mimeType: "image/png", buffer: wide });
  await panel.getByRole("button", { name: "Discard" }).waitFor();
  await panel.getByRole("progressbar").waitFor({ state: "detached" });
  await say(panel, "Like this one?");
  const shown = threadOf(dashboard).getByRole("img", { name: "attic.png" });
  await shown.waitFor();
  expect(await shown.boundingBox()).toMatchObject({ width: 280, height: 140 });
  await eventually(
    () => shown.evaluate((image: HTMLImageElement) => image.naturalWidth),
    (width) => width === 640,
  );

  const svg = `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`;
  const hostile = { name: "innocent.svg", mimeType: "image/svg+xml", buffer: Buffer.from(svg) };
  await panel.getByLabel("Attach a file").setInputFiles(hostile);
  await panel.getByText("Files of this type cannot be sent.").waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await panel.getByRole("button", { name: "Discard" }).click();
  await threadOf(dashboard).getByLabel("Files to attach").setInputFiles(hostile);
  await threadOf(dashboard).getByText("innocent.svg").waitFor();
  await threadOf(dashboard).getByRole("alert").waitFor();
  expect(await axeViolations(dashboard)).toEqual([]);
  await threadOf(dashboard).getByRole("button", { name: "Remove innocent.svg" }).click();

  const high = { name: "plan.png", mimeType: "image/png", buffer: picture(300, 600, [200, 90, 40]) };
  await attach(dashboard, high);
  await reply(dashboard, "This is the plan");
  const canvas = panel.getByRole("button", { name: "plan.png" }).locator("canvas");
  await canvas.waitFor();
  expect(await canvas.boundingBox()).toMatchObject({ width: 120, height: 240 });
  const colour = () =>
    canvas.evaluate((one: HTMLCanvasElement) => [
      ...(one.getContext("2d")?.getImageData(5, 5, 1, 1).data ?? []),
    ]);
  await eventually(colour, ([red]) => red === 200);
  const download = page.waitForEvent("download");
  await panel.getByRole("button", { name: "plan.png" }).click();
  expect((await download).suggestedFilename()).toBe("plan.png");

  expect(await axeViolations(page)).toEqual([]);
  expect(await axeViolations(dashboard)).toEqual([]);
  const said = [
    "Is the attic free, asks Bea?",
    "Like this one?",
    "attic.png",
    "This is the plan",
    "plan.png",
  ];
  await expectOneTruth(product, { page, dashboard }, said);
});

it("a message waits for its uploads, says so, and is sent with all of them, at most ten", async () => {
  const dashboard = await dashboardOf(product, await adminOf(product));
  const page = await visit(product, product.site.example("plain"), { reducedMotion: "reduce" });
  const panel = await beginChat(page, ada("Elif"));
  await take(dashboard, "Elif");
  await panel.getByText("Robin Host joined the chat.").waitFor();
  let arrive: () => void = () => undefined;
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  await page.route("**/files", async (route) => {
    await arrived;
    await route.continue();
  });
  const buffer = picture(8, 8, [15, 91, 76]);
  const names = Array.from({ length: 12 }, (_, at) => `${at + 1}.png`);
  const files = names.map((name) => ({ name, mimeType: "image/png", buffer }));
  await panel.getByLabel("Attach a file").setInputFiles(files);
  await panel.getByRole("status").getByText("At most 10 files.").waitFor();
  expect(await panel.getByRole("progressbar").count()).toBe(10);
  expect(await axeViolations(page)).toEqual([]);
  // however many there are, where the visitor writes stays in sight
  const [box, field] = [await panel.boundingBox(), await writingIn(panel).boundingBox()];
  expect((field?.y ?? 0) + (field?.height ?? 0)).toBeLessThan((box?.y ?? 0) + (box?.height ?? 0));
  await say(panel, "All of these");
  await panel.getByRole("status").getByText("Will be sent once the file is uploaded.").waitFor();
  expect(await writingIn(panel).inputValue()).toBe("All of these");
  expect(await axeViolations(page)).toEqual([]);
  arrive();
  await threadOf(dashboard).getByText("All of these").waitFor();
  expect(await writingIn(panel).inputValue()).toBe("");
  const said = ["Is the attic free, asks Elif?", "All of these", ...names.slice(0, 10)];
  await expectOneTruth(product, { page, dashboard }, said);
});

it("while the panel is closed a new message is shown beside the launcher and in the title, and the panel stays closed", async () => {
  const dashboard = await dashboardOf(product, await adminOf(product));
  const page = await visit(product, product.site.example("plain"), { reducedMotion: "reduce" });
  const panel = await beginChat(page, ada("Cleo"));
  await take(dashboard, "Cleo");
  await panel.getByText("Robin Host joined the chat.").waitFor();
  const title = await page.title();
  await panel.getByRole("button", { name: "Close" }).click();
  await panel.waitFor({ state: "detached" });

  await reply(dashboard, "Are you still there?");
  await page.getByText("Are you still there?").first().waitFor();
  await reply(dashboard, "I can hold it until tonight.");
  const bubble = page.getByRole("complementary", { name: "Harbour Shop" });
  await bubble.getByText("I can hold it until tonight.").waitFor();
  expect(await page.title()).toBe(`(2) ${title}`);
  expect(await launcherOf(page).getAttribute("aria-label")).toBe("Open chat (2)");
  expect(await page.locator("foyer-chat .badge").textContent()).toBe("2");
  expect(await panel.count()).toBe(0);
  expect(await axeViolations(page)).toEqual([]);
  // nobody has read it yet
  await threadOf(dashboard).getByText("Sent", { exact: true }).waitFor();

  await bubble.getByRole("button", { name: "Close" }).click();
  await bubble.waitFor({ state: "detached" });
  expect(await page.title()).toBe(`(2) ${title}`);
  await launcherOf(page).click();
  await messageIn(panel, "I can hold it until tonight.").waitFor();
  await eventually(
    () => page.title(),
    (now) => now === title,
  );
  await threadOf(dashboard).getByText("Read", { exact: true }).waitFor();
  await panel.getByRole("button", { name: "Close" }).click();
  await launcherOf(page).waitFor();
  expect(await launcherOf(page).getAttribute("aria-label")).toBe("Open chat");
  await launcherOf(page).click();
  await expectOneTruth(product, { page, dashboard }, [
    "Is the attic free, asks Cleo?",
    "Are you still there?",
    "I can hold it until tonight.",
  ]);
});

it("under the strictest policy the chat runs without a report", async () => {
  const dashboard = await dashboardOf(product, await adminOf(product));
  const page = await visit(product, product.site.example("strict-csp"), { reducedMotion: "reduce" });
  const panel = await beginChat(page, ada("Dora"));
  await take(dashboard, "Dora");
  const buffer = picture(64, 64, [15, 91, 76]);
  await attach(dashboard, { name: "a.png", mimeType: "image/png", buffer });
  await reply(dashboard, "See https://example.com/attic");
  await panel.getByRole("link", { name: "https://example.com/attic" }).waitFor();
  await panel.getByRole("button", { name: "a.png" }).locator("canvas").waitFor();
  await say(panel, "Thanks");
  await threadOf(dashboard).getByText("Thanks").waitFor();
  expect(await seenByVisitor(panel)).toEqual(await onDisk(product, await visitorIdOf(page)));
  expect(await axeViolations(page)).toEqual([]);
});
