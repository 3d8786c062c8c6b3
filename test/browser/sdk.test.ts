import { expect, it } from "vitest";
import { describeEachEngine, useServedProduct } from "../support/engines.ts";
import type { EnginePage } from "../support/engines-page.ts";
import { eventually, fillIn, launcherOf, panelOf } from "../support/use-product.ts";

const product = useServedProduct();

/** Calls a command of the widget as the page's script does. */
const call = (page: EnginePage, ...args: readonly unknown[]) =>
  page.evaluate((args) => {
    const foyer = window.Foyer as unknown as (...args: readonly unknown[]) => unknown;
    const result = foyer(...args);
    return result instanceof Promise ? undefined : result;
  }, args);

/** Notes the events of the widget, in order. */
const listen = (page: EnginePage, ...events: readonly string[]) =>
  page.evaluate((events) => {
    const emitted: [string, unknown][] = [];
    Object.assign(window, { emitted });
    const foyer = window.Foyer as unknown as import("../../widget/api/foyer.ts").Foyer;
    for (const event of events) foyer.on(event as "open", (one) => emitted.push([event, one.detail]));
  }, events);
const emitted = (page: EnginePage) =>
  page.evaluate(() => (window as unknown as { emitted: [string, unknown][] }).emitted);

describeEachEngine("the commands of a page", (engine) => {
  it("show, hide, open, fill in and colour the widget, and draw it in another language with what was typed", async () => {
    const page = await engine.open(product.site.example("plain"));
    const launcher = launcherOf(page);
    await launcher.waitFor();
    await call(page, "hide");
    expect(await launcher.isVisible()).toBe(false);
    await call(page, "show");
    await launcher.waitFor();

    await call(page, "prefill", { name: "Ada", email: "ada@example.com" });
    await call(page, "write", "About order 7");
    await call(page, "theme", {
      accent: "#ffdd00",
      scheme: "dark",
      radius: 3,
      position: "left",
      offset: { y: 60 },
    });
    await call(page, "toggle");
    const panel = panelOf(page);
    const value = (label: string) => panel.getByLabel(label).inputValue();
    await eventually(
      () => value("Your message"),
      (text) => text === "About order 7",
    );
    expect([await value("Your name"), await value("E-mail")]).toEqual(["Ada", "ada@example.com"]);
    await panel.getByLabel("Your name").fill("Ada Lovelace");
    await call(page, "prefill", { name: "Somebody else", email: "" });
    await eventually(
      () => value("E-mail"),
      (text) => text === "",
    );
    expect(await value("Your name")).toBe("Ada Lovelace");

    const look = await panel.evaluate((element) => {
      const { backgroundColor, borderRadius, colorScheme } = getComputedStyle(element);
      const root = element.getRootNode() as ShadowRoot;
      const launcher = getComputedStyle(root.querySelector("button") as Element);
      return {
        borderRadius,
        colorScheme,
        isDark: backgroundColor !== "rgb(255, 253, 249)",
        launcher: [launcher.backgroundColor, launcher.color],
        isLeft: element.getBoundingClientRect().left < innerWidth / 2,
      };
    });
    expect(look).toEqual({
      borderRadius: "3px",
      colorScheme: "dark",
      isDark: true,
      launcher: ["rgb(255, 221, 0)", "rgb(0, 0, 0)"],
      isLeft: true,
    });

    await call(page, "language", "de-AT");
    await panel.getByRole("button", { name: "Senden" }).waitFor();
    expect(await panel.getByLabel("Ihr Name").inputValue()).toBe("Ada Lovelace");
    await call(page, "close");
    await launcherOf(page, "Chat öffnen").waitFor();
  });

  it("begin a conversation, whose messages and end the page hears of", async () => {
    await product.admin.presence("available");
    const page = await engine.open(product.site.example("plain"));
    await launcherOf(page).waitFor();
    await listen(page, "ready", "open", "submitted", "delivered", "message", "ended");
    await call(page, "start", { message: "I need a hand" });
    const panel = panelOf(page);
    await eventually(
      () => panel.getByLabel("Your message").inputValue(),
      (text) => text === "I need a hand",
    );
    await fillIn(panel, { name: "Ben", email: "ben@example.com" });
    const names = async () => (await emitted(page)).map(([name]) => name);
    await eventually(names, (all) => all.includes("message"));
    expect((await emitted(page)).find(([name]) => name === "message")?.[1]).toMatchObject({
      author: "visitor",
      text: "I need a hand",
      agent: null,
    });
    expect(await names()).toEqual(expect.arrayContaining(["ready", "open", "submitted", "delivered"]));
    await eventually(() => call(page, "available"), Boolean); // by the answer to the page's visit
    expect(await call(page, "unread")).toBe(0);
    await panel.getByRole("button", { name: "End chat" }).waitFor();
    await call(page, "end");
    await eventually(names, (all) => all.includes("ended"));
    expect((await emitted(page)).find(([name]) => name === "ended")?.[1]).toMatchObject({ by: "visitor" });
  });

  it("with wrong arguments are refused once in the console, whatever they are and however many", async () => {
    const page = await engine.open(product.site.example("plain"));
    await launcherOf(page).waitFor();
    await listen(page, "error");
    const said = await page.evaluate(async () => {
      const warned: string[] = [];
      console.warn = (text: string) => warned.push(text);
      const foyer = window.Foyer as unknown as (...args: readonly unknown[]) => Promise<unknown>;
      for (let count = 0; count < 10_000; count++) foyer("theme", { accent: "blue" });
      await foyer("write", "x".repeat(1_000_000));
      await foyer("launcher", "[[");
      await foyer("launcher", "p");
      await foyer("launcher", null);
      await foyer("start", 7);
      await foyer("shutdown");
      return warned;
    });
    expect(said.map((text) => text.split(":")[1]?.trim())).toEqual(["theme", "write", "launcher", "start"]);
    expect(await page.evaluate(() => "Foyer" in window)).toBe(false);
  });
});
