import { expect, it } from "vitest";
import * as z from "zod/mini";
import {
  beginChat,
  expectOneTruth,
  messageIn,
  onDisk,
  say,
  seenByVisitor,
  socketsOf,
  visitorIdOf,
  writingIn,
} from "../support/chat-pages.ts";
import {
  adminOf,
  composerOf,
  dashboardOf,
  reply,
  rowOf,
  take,
  threadOf,
} from "../support/dashboard-pages.ts";
import { newTab } from "../support/pages.ts";
import { eventually, panelOf, useProduct, visit } from "../support/use-product.ts";

const product = useProduct();

const words = (name: string) => ({
  name,
  email: `${name.toLowerCase()}@example.com`,
  message: `Is the attic free, asks ${name}?`,
});

/** An agent and a visitor in the middle of a chat. */
async function talking(name: string) {
  const dashboard = await dashboardOf(product, await adminOf(product));
  const page = await visit(product, product.site.example("plain"), { reducedMotion: "reduce" });
  const panel = await beginChat(page, words(name));
  await take(dashboard, name);
  await messageIn(panel, "Robin Host joined the chat.").waitFor();
  await reply(dashboard, "Hello");
  await messageIn(panel, "Hello").waitFor();
  return { dashboard, page, panel, first: words(name).message };
}

it("R23: after a reload the chat is open at the same message, with the draft in the composer", async () => {
  const { dashboard, page, panel, first } = await talking("Ada");
  await writingIn(panel).fill("Half a sent");
  await page.reload();
  await messageIn(panel, "Hello").waitFor();
  expect(await writingIn(panel).inputValue()).toBe("Half a sent");
  await reply(dashboard, "Still there?");
  await messageIn(panel, "Still there?").waitFor();
  await writingIn(panel).pressSequentially("ence");
  await threadOf(dashboard).getByText("is writing", { exact: false }).waitFor();
  await writingIn(panel).press("Enter");
  await expectOneTruth(product, { page, dashboard }, [first, "Hello", "Still there?", "Half a sentence"]);
});

it("R21: two tabs of a visitor share one conversation and one connection, which the other tab takes over when a tab closes", async () => {
  const { dashboard, page, panel, first } = await talking("Bea");
  const second = await newTab(page);
  const sockets = socketsOf(second);
  await second.goto(product.site.example("plain"));
  const other = panelOf(second);
  await messageIn(other, "Hello").waitFor();
  await say(other, "From the second tab");
  await messageIn(panel, "From the second tab").waitFor();
  await say(panel, "From the first tab");
  await messageIn(other, "From the first tab").waitFor();
  await composerOf(dashboard).pressSequentially("For", { delay: 20 });
  await messageIn(other, "Robin Host is typing …").waitFor();
  await writingIn(other).pressSequentially("a");
  await threadOf(dashboard).getByText("is writing", { exact: false }).waitFor();
  await writingIn(other).fill("");
  await reply(dashboard, "For both");
  await messageIn(panel, "For both").waitFor();
  await messageIn(other, "For both").waitFor();
  expect(sockets.count()).toBe(0);
  await expectOneTruth(product, { page: second, dashboard });

  await page.close();
  await eventually(
    async () => sockets.open(),
    (open) => open === 1,
  );
  await reply(dashboard, "For the one that is left");
  await messageIn(other, "For the one that is left").waitFor();
  expect(sockets.count()).toBe(1);
  await expectOneTruth(product, { page: second, dashboard }, [
    first,
    "Hello",
    "From the second tab",
    "From the first tab",
    "For both",
    "For the one that is left",
  ]);
});

it("R21: when the tab with the connection closes, the other tab takes over without missing or duplicate messages", async () => {
  const { dashboard, page, panel, first } = await talking("Eve");
  const second = await newTab(page);
  const sockets = socketsOf(second);
  await second.goto(product.site.example("plain"));
  const other = panelOf(second);
  await messageIn(other, "Hello").waitFor();
  const lines = Array.from({ length: 16 }, (_, at) => `Line ${at + 1}`);
  const lecture = (async () => {
    for (const line of lines) await reply(dashboard, line);
  })();
  await messageIn(other, "Line 3").waitFor();
  await say(other, "One from the second tab");
  // what the first tab sends is held back, so that it is closed in the middle of it
  await page.route("**/deliveries", () => undefined);
  await say(panel, "Last words of the first tab");
  await messageIn(other, "Last words of the first tab").waitFor();
  expect(sockets.count()).toBe(0);
  await page.close();
  await say(other, "Another from the second tab");
  await lecture;
  await messageIn(other, "Line 16").waitFor();
  await eventually(
    async () => sockets.open(),
    (open) => open === 1,
  );
  await reply(dashboard, "The end");
  await messageIn(other, "The end").waitFor();
  await expectOneTruth(product, { page: second, dashboard });
  const texts = await seenByVisitor(other);
  expect(texts.filter((text) => !/tab$/.test(text))).toEqual([first, "Hello", ...lines, "The end"]);
  expect(texts.filter((text) => /tab$/.test(text))).toEqual([
    "One from the second tab",
    "Last words of the first tab",
    "Another from the second tab",
  ]);
});

it("R26: a visitor who is erased during a chat sees nothing of it, and can start again with the same ID", async () => {
  const { page, panel, dashboard } = await talking("Finn");
  const second = await newTab(page);
  await second.goto(product.site.example("plain"));
  await messageIn(panelOf(second), "Hello").waitFor();
  const id = await visitorIdOf(page);
  const admin = await adminOf(product);
  await admin.ok(z.object({}), "DELETE", `/api/properties/${product.admin.property}/contacts/${id}`);
  for (const one of [panel, panelOf(second)]) await messageIn(one, "Hello").waitFor({ state: "detached" });
  await say(panel, "Is anybody there?");
  await rowOf(dashboard, "Is anybody there").click();
  await threadOf(dashboard).getByText("Is anybody there?").waitFor();
  await messageIn(panelOf(second), "Is anybody there?").waitFor();
  expect(await visitorIdOf(page)).toBe(id);
  await expectOneTruth(product, { page, dashboard }, ["Is anybody there?"]);
});

it("R21: after network failures of the visitor and of the agent, messages of both are stored exactly once, in one order", async () => {
  const { dashboard, page, panel, first } = await talking("Cleo");
  await page.context().setOffline(true);
  await say(panel, "From the tunnel");
  await say(panel, "Still in it");
  await panel.getByText("No connection.", { exact: false }).waitFor();
  await reply(dashboard, "While you were away");
  await eventually(
    async () => onDisk(product, await visitorIdOf(page)),
    (texts) => texts.includes("While you were away"),
  );
  expect(await messageIn(panel, "While you were away").count()).toBe(0);
  await page.context().setOffline(false);
  await messageIn(panel, "While you were away").waitFor();
  await threadOf(dashboard).getByText("Still in it").waitFor();
  const once = [first, "Hello", "While you were away", "From the tunnel", "Still in it"];
  await expectOneTruth(product, { page, dashboard }, once);

  await dashboard.context().setOffline(true);
  await reply(dashboard, "From the agent's tunnel");
  await threadOf(dashboard).getByText("Sending…").waitFor();
  await say(panel, "Are you there?");
  await panel.getByText(/ · Sent$/).waitFor();
  await dashboard.context().setOffline(false);
  await messageIn(panel, "From the agent's tunnel").waitFor();
  await threadOf(dashboard).getByText("Are you there?").waitFor();
  await threadOf(dashboard).getByText("Sending…").waitFor({ state: "detached" });
  await expectOneTruth(product, { page, dashboard }, [...once, "Are you there?", "From the agent's tunnel"]);
});

it("R21: after the server is killed and restarted, messages of both sides are stored exactly once, in one order", async () => {
  const { dashboard, page, panel, first } = await talking("Dora");
  await product.server.kill();
  await say(panel, "Into the dark");
  await say(panel, "And once more");
  await reply(dashboard, "Also into the dark");
  await threadOf(dashboard).getByText("Sending…").waitFor();
  await panel.getByText("No connection.", { exact: false }).waitFor();
  await product.server.restart();
  await messageIn(panel, "Also into the dark").waitFor({ timeout: 30_000 });
  await threadOf(dashboard).getByText("And once more").waitFor({ timeout: 30_000 });
  await reply(dashboard, "Light again");
  await messageIn(panel, "Light again").waitFor({ timeout: 30_000 });
  await panel.getByText("No connection.", { exact: false }).waitFor({ state: "detached" });
  await expectOneTruth(product, { page, dashboard });
  const texts = await seenByVisitor(panel);
  expect(texts.filter((text) => text !== "Also into the dark")).toEqual([
    first,
    "Hello",
    "Into the dark",
    "And once more",
    "Light again",
  ]);
  expect(texts).toHaveLength(6);
});
