import { expect, it } from "vitest";
import * as z from "zod/mini";
import {
  beginChat,
  expectOneTruth,
  heardIn,
  onDisk,
  say,
  seenByVisitor,
  socketsOf,
  visitorIdOf,
  writingIn,
} from "../support/chat-pages.ts";
import { adminOf, composerOf, deskOf, reply, rowOf, take, threadOf } from "../support/desk-pages.ts";
import { newTab } from "../support/pages.ts";
import { eventually, panelOf, useStage, visit } from "../support/stage.ts";

const stage = useStage();

const words = (name: string) => ({
  name,
  email: `${name.toLowerCase()}@example.com`,
  message: `Is the attic free, asks ${name}?`,
});

/** An agent and a visitor in the middle of a chat. */
async function talking(name: string) {
  const desk = await deskOf(stage, await adminOf(stage));
  const page = await visit(stage, stage.site.example("plain"), { reducedMotion: "reduce" });
  const panel = await beginChat(page, words(name));
  await take(desk, name);
  await heardIn(panel, "Robin Host joined the chat.").waitFor();
  await reply(desk, "Hello");
  await heardIn(panel, "Hello").waitFor();
  return { desk, page, panel, first: words(name).message };
}

it("R23: the visitor's page is loaded anew: the chat is open where it was, with what stood in the composer", async () => {
  const { desk, page, panel, first } = await talking("Ada");
  await writingIn(panel).fill("Half a sent");
  await page.reload();
  await heardIn(panel, "Hello").waitFor();
  expect(await writingIn(panel).inputValue()).toBe("Half a sent");
  await reply(desk, "Still there?");
  await heardIn(panel, "Still there?").waitFor();
  await writingIn(panel).pressSequentially("ence");
  await threadOf(desk).getByText("is writing", { exact: false }).waitFor();
  await writingIn(panel).press("Enter");
  await expectOneTruth(stage, { page, desk }, [first, "Hello", "Still there?", "Half a sentence"]);
});

it("R21: two tabs of a visitor are in one conversation, over one connection; when its tab is closed the other takes over", async () => {
  const { desk, page, panel, first } = await talking("Bea");
  const second = await newTab(page);
  const sockets = socketsOf(second);
  await second.goto(stage.site.example("plain"));
  const other = panelOf(second);
  await heardIn(other, "Hello").waitFor();
  await say(other, "From the second tab");
  await heardIn(panel, "From the second tab").waitFor();
  await say(panel, "From the first tab");
  await heardIn(other, "From the first tab").waitFor();
  await composerOf(desk).pressSequentially("For", { delay: 20 });
  await heardIn(other, "Robin Host is typing …").waitFor();
  await writingIn(other).pressSequentially("a");
  await threadOf(desk).getByText("is writing", { exact: false }).waitFor();
  await writingIn(other).fill("");
  await reply(desk, "For both");
  await heardIn(panel, "For both").waitFor();
  await heardIn(other, "For both").waitFor();
  expect(sockets.count()).toBe(0);
  await expectOneTruth(stage, { page: second, desk });

  await page.close();
  await eventually(
    async () => sockets.open(),
    (open) => open === 1,
  );
  await reply(desk, "For the one that is left");
  await heardIn(other, "For the one that is left").waitFor();
  expect(sockets.count()).toBe(1);
  await expectOneTruth(stage, { page: second, desk }, [
    first,
    "Hello",
    "From the second tab",
    "From the first tab",
    "For both",
    "For the one that is left",
  ]);
});

it("R21: the tab with the connection is closed while both are writing: the other goes on, and nothing is missing or there twice", async () => {
  const { desk, page, panel, first } = await talking("Eve");
  const second = await newTab(page);
  const sockets = socketsOf(second);
  await second.goto(stage.site.example("plain"));
  const other = panelOf(second);
  await heardIn(other, "Hello").waitFor();
  const lines = Array.from({ length: 16 }, (_, at) => `Line ${at + 1}`);
  const lecture = (async () => {
    for (const line of lines) await reply(desk, line);
  })();
  await heardIn(other, "Line 3").waitFor();
  await say(other, "One from the second tab");
  // what the first tab sends is held back, so that it is closed in the middle of it
  await page.route("**/deliveries", () => undefined);
  await say(panel, "Last words of the first tab");
  await heardIn(other, "Last words of the first tab").waitFor();
  expect(sockets.count()).toBe(0);
  await page.close();
  await say(other, "Another from the second tab");
  await lecture;
  await heardIn(other, "Line 16").waitFor();
  await eventually(
    async () => sockets.open(),
    (open) => open === 1,
  );
  await reply(desk, "The end");
  await heardIn(other, "The end").waitFor();
  await expectOneTruth(stage, { page: second, desk });
  const texts = await seenByVisitor(other);
  expect(texts.filter((text) => !/tab$/.test(text))).toEqual([first, "Hello", ...lines, "The end"]);
  expect(texts.filter((text) => /tab$/.test(text))).toEqual([
    "One from the second tab",
    "Last words of the first tab",
    "Another from the second tab",
  ]);
});

it("R26: who is erased while they chat has nothing of it left on their screen, and can begin anew under the same ID", async () => {
  const { page, panel, desk } = await talking("Finn");
  const second = await newTab(page);
  await second.goto(stage.site.example("plain"));
  await heardIn(panelOf(second), "Hello").waitFor();
  const id = await visitorIdOf(page);
  const admin = await adminOf(stage);
  await admin.ok(z.object({}), "DELETE", `/api/properties/${stage.admin.property}/contacts/${id}`);
  for (const one of [panel, panelOf(second)]) await heardIn(one, "Hello").waitFor({ state: "detached" });
  await say(panel, "Is anybody there?");
  await rowOf(desk, "Is anybody there").click();
  await threadOf(desk).getByText("Is anybody there?").waitFor();
  await heardIn(panelOf(second), "Is anybody there?").waitFor();
  expect(await visitorIdOf(page)).toBe(id);
  await expectOneTruth(stage, { page, desk }, ["Is anybody there?"]);
});

it("R21: the visitor's line is cut for a while, then the agent's: what both wrote arrives once, in one order", async () => {
  const { desk, page, panel, first } = await talking("Cleo");
  await page.context().setOffline(true);
  await say(panel, "From the tunnel");
  await say(panel, "Still in it");
  await panel.getByText("No connection.", { exact: false }).waitFor();
  await reply(desk, "While you were away");
  await eventually(
    async () => onDisk(stage, await visitorIdOf(page)),
    (texts) => texts.includes("While you were away"),
  );
  expect(await heardIn(panel, "While you were away").count()).toBe(0);
  await page.context().setOffline(false);
  await heardIn(panel, "While you were away").waitFor();
  await threadOf(desk).getByText("Still in it").waitFor();
  const once = [first, "Hello", "While you were away", "From the tunnel", "Still in it"];
  await expectOneTruth(stage, { page, desk }, once);

  await desk.context().setOffline(true);
  await reply(desk, "From the agent's tunnel");
  await threadOf(desk).getByText("Sending…").waitFor();
  await say(panel, "Are you there?");
  await panel.getByText(/ · Sent$/).waitFor();
  await desk.context().setOffline(false);
  await heardIn(panel, "From the agent's tunnel").waitFor();
  await threadOf(desk).getByText("Are you there?").waitFor();
  await threadOf(desk).getByText("Sending…").waitFor({ state: "detached" });
  await expectOneTruth(stage, { page, desk }, [...once, "Are you there?", "From the agent's tunnel"]);
});

it("R21: the server is killed and started again while both had words on their way: everything is there once, in one order", async () => {
  const { desk, page, panel, first } = await talking("Dora");
  await stage.server.kill();
  await say(panel, "Into the dark");
  await say(panel, "And once more");
  await reply(desk, "Also into the dark");
  await threadOf(desk).getByText("Sending…").waitFor();
  await panel.getByText("No connection.", { exact: false }).waitFor();
  await stage.server.restart();
  await heardIn(panel, "Also into the dark").waitFor({ timeout: 30_000 });
  await threadOf(desk).getByText("And once more").waitFor({ timeout: 30_000 });
  await reply(desk, "Light again");
  await heardIn(panel, "Light again").waitFor({ timeout: 30_000 });
  await panel.getByText("No connection.", { exact: false }).waitFor({ state: "detached" });
  await expectOneTruth(stage, { page, desk });
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
