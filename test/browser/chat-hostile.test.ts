import { expect, it } from "vitest";
import { axeViolations } from "../support/axe.ts";
import { beginChat, expectOneTruth, say, sendByButton, writingIn } from "../support/chat-pages.ts";
import { adminOf, dashboardOf, reply, take, threadOf } from "../support/dashboard-pages.ts";
import { PHONE, useProduct, visit } from "../support/use-product.ts";

const product = useProduct();

it.each([
  ["on a desktop", {}],
  ["on a phone", PHONE],
])(
  "words that are made to break a page break none, and what is too long is said while it is typed, %s",
  async (how, options) => {
    const dashboard = await dashboardOf(product, await adminOf(product), "inbox/unanswered", options);
    const page = await visit(product, product.site.example("plain"), { reducedMotion: "reduce", ...options });
    // Enter makes a line on a phone
    const [name, send] = how === "on a phone" ? ["Dora", sendByButton] : ["Elsa", say];
    const panel = await beginChat(page, {
      name,
      email: `${name.toLowerCase()}@example.com`,
      message: "Is the attic free?",
    });
    await take(dashboard, name);
    const hostile = {
      marks: `zalgo ${"\u0301\u0323\u0360".repeat(1_600)} end`,
      override: "\u202Etxt.exe\u202E \u2066\u2067 abc \u{E0001}\u200F\u200E",
      word: "W".repeat(5_000),
      markup: `<img src=x onerror="alert(1)"></div><script>alert(1)</script> {{constructor}}`,
    };
    for (const text of Object.values(hostile)) {
      await send(panel, text);
      await threadOf(dashboard).getByText(text, { exact: true }).waitFor();
      await reply(dashboard, text);
    }
    await expectOneTruth(product, { page, dashboard });
    for (const [one, list] of [
      [page, panel.getByRole("log")],
      [dashboard, threadOf(dashboard).getByRole("region", { name: "Messages" })],
    ] as const) {
      expect(await list.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
      const width = one.viewportSize()?.width ?? 0;
      expect(await one.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
    await writingIn(panel).fill("w".repeat(4_600));
    await panel.getByText("4600 / 5000").waitFor();
    await send(panel, "w".repeat(5_001));
    await panel.getByText("5001 / 5000").waitFor();
    expect(await axeViolations(page)).toEqual([]);
    expect(await writingIn(panel).inputValue()).toHaveLength(5_001);
    await writingIn(panel).fill("");
  },
);
