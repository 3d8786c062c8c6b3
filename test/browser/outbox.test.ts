import type { Locator, Route } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import type { ConversationSummary } from "../../shared/conversation.ts";
import { seeded } from "../support/clock.ts";
import { newPage, newTab } from "../support/pages.ts";
import { shopPage } from "../support/site.ts";
import {
  arrived,
  eventually,
  fillIn,
  launcherOf,
  openPanel,
  outboxReady,
  panelOf,
  useProduct,
  visit,
} from "../support/use-product.ts";

const product = useProduct();
let address: string;
beforeAll(() => {
  address = product.site.page("/shop", { html: shopPage() });
});

let people = 0;
/** Somebody whom no other test knows. */
const somebody = () => `visitor${++people}@example.com`;

const of = (email: string) => (items: readonly ConversationSummary[]) =>
  items.filter(({ person }) => person.email === email);

/** The stored messages of a person, oldest first, once there are as many as expected. */
async function delivered(email: string, count: number): Promise<readonly string[]> {
  const own = await eventually(
    async () => of(email)(await product.admin.inbox()),
    (items) => items.length >= count,
  );
  return own.map(({ preview }) => preview).reverse();
}

/**
 * Writes one more message, from whatever the panel shows: what became of the message before, a form, or a form with
 * the message before still in it, because the page went away before that was on its disk; then that goes first.
 */
async function begin(panel: Locator, message: string): Promise<void> {
  const again = panel.getByRole("button", { name: "Write another message" });
  const field = panel.getByLabel("Your message");
  for (;;) {
    await again.or(field).first().waitFor();
    if (await again.isVisible()) await again.click();
    // the page may just find out about the message before, and show that instead
    const quickly = { timeout: 1_000 };
    const inHand = await field.inputValue(quickly).catch(() => null);
    if (inHand)
      await panel
        .getByRole("button", { name: "Send" })
        .click(quickly)
        .catch(() => undefined);
    else if (inHand === "") {
      const written = await field
        .fill(message, quickly)
        .then(() => field.inputValue(quickly))
        .catch(() => null);
      if (written === message) return;
    }
  }
}

/** How a request to the server may end. */
const ENDS = {
  "before it reaches the server": (route: Route) => route.abort("connectionreset"),
  "after the server has it, before its answer comes": async (route: Route) => {
    await route.fetch();
    await route.abort("connectionreset");
  },
} as const;

describe("a page that closes while sending", () => {
  it.each(Object.keys(ENDS) as (keyof typeof ENDS)[])(
    "R21: a tab closed, its request cut %s: the next page of the site sends it, once, without being asked",
    async (how) => {
      const email = somebody();
      const first = await visit(product, address);
      const tab = await newTab(first);
      const panel = await openPanel(first);
      const cut = new Promise<void>((resolve) => {
        void first.route("**/deliveries", async (route) => {
          await ENDS[how](route);
          resolve();
        });
      });
      await fillIn(panel, { name: "Ada", email, message: "Do not lose me" });
      await cut;
      await first.close();
      await tab.goto(address);
      expect(await delivered(email, 1)).toEqual(["Do not lose me"]);
      await launcherOf(tab).click();
      await arrived(panelOf(tab));
      expect(of(email)(await product.admin.inbox())).toHaveLength(1);
    },
  );

  it("R21: if a tab crashes while sending, the message is delivered exactly once", async () => {
    const email = somebody();
    const first = await visit(product, address);
    const tab = await newTab(first);
    const tried = first.waitForRequest("**/deliveries");
    await first.route("**/deliveries", (route) => route.abort());
    const panel = await openPanel(first);
    await fillIn(panel, { name: "Ada", email, message: "Crash" });
    await tried;
    await first.goto("chrome://crash").catch(() => undefined); // that it never answers is the point
    await tab.goto(address);
    expect(await delivered(email, 1)).toEqual(["Crash"]);
  });

  it("R21: if a tab crashes while Send is pressed, the message is delivered or still in the form", async () => {
    const email = somebody();
    const first = await visit(product, address);
    const tab = await newTab(first);
    const panel = await openPanel(first);
    await outboxReady(first);
    await fillIn(panel, { name: "Ada", email, message: "Crash at once" });
    await first.goto("chrome://crash").catch(() => undefined); // as above
    await tab.goto(address);
    await launcherOf(tab).click();
    const inHand = panelOf(tab).getByLabel("Your message");
    await eventually(
      async () => [
        (await inHand.isVisible()) ? await inHand.inputValue() : "",
        ...of(email)(await product.admin.inbox()).map(({ preview }) => preview),
      ],
      (texts) => texts.includes("Crash at once"),
    );
    expect(of(email)(await product.admin.inbox()).length).toBeLessThanOrEqual(1);
  });

  it("R21: over reloads at random moments while sending, every message is stored exactly once, in order", async () => {
    const seed = Number(process.env.FOYER_TEST_SEED ?? Math.floor(Math.random() * 1e9));
    const random = seeded(seed);
    const email = somebody();
    const page = await newPage(product.browser);
    await page.goto(address);
    const messages = Array.from({ length: 12 }, (_, at) => `message ${at}`);
    for (const [at, message] of messages.entries()) {
      await launcherOf(page).click();
      const panel = panelOf(page);
      await begin(panel, message);
      await fillIn(panel, at === 0 ? { name: "Ada", email } : {});
      await panel.getByText(message).waitFor();
      if (at === 0)
        await arrived(panel); // from now on the name is known
      else await page.waitForTimeout(random() * 60);
      await page.reload();
    }
    await launcherOf(page).click();
    await begin(panelOf(page), "");
    expect(await delivered(email, messages.length), `seed ${seed}`).toEqual(messages);
  });
});

describe("two tabs of one visitor", () => {
  it("R21: what two tabs send at once is stored exactly once, for one person, and each tab shows its own receipt", async () => {
    const email = somebody();
    const first = await visit(product, address);
    const panel = await openPanel(first);
    await fillIn(panel, { name: "Ada", email, message: "start" });
    await arrived(panel);
    const second = await newTab(first);
    await second.goto(address);
    await launcherOf(second).click();
    const panels = [panel, panelOf(second)];
    const rounds = 6;
    for (let round = 0; round < rounds; round++) {
      await Promise.all(
        panels.map(async (one, tab) => {
          await begin(one, `round ${round} of tab ${tab}`);
          await fillIn(one, {});
          await arrived(one);
        }),
      );
    }
    const texts = await delivered(email, 1 + 2 * rounds);
    const expected = Array.from({ length: rounds }, (_, round) =>
      [0, 1].map((tab) => `round ${round} of tab ${tab}`),
    );
    expect([...texts].sort()).toEqual(["start", ...expected.flat()].sort());
    for (const tab of [0, 1]) {
      const own = texts.filter((text) => text.endsWith(`of tab ${tab}`));
      expect(own).toEqual(expected.map((pair) => pair[tab]));
    }
    expect((await product.admin.contacts(email)).items).toHaveLength(1);
  });

  it("R21: messages of an offline tab are delivered by another tab that is online first", async () => {
    const email = somebody();
    const first = await visit(product, address);
    const second = await newTab(first);
    await second.goto(address);
    const panel = await openPanel(first);
    await first.route("**/deliveries", (route) => route.abort("internetdisconnected"));
    await fillIn(panel, { name: "Ada", email, message: "By the other tab" });
    await panel.getByText("Your message is saved").waitFor();
    await launcherOf(second).click();
    await second.evaluate(() => dispatchEvent(new Event("online")));
    expect(await delivered(email, 1)).toEqual(["By the other tab"]);
    await arrived(panel);
  });
});

describe("an unreliable network", () => {
  it("R21, R22: a message sent offline is stored and shown as safe, and is delivered as soon as the browser is online", async () => {
    const email = somebody();
    const page = await visit(product, address);
    const panel = await openPanel(page);
    await panel.getByLabel("Your name").fill("Ada");
    await outboxReady(page);
    await page.context().setOffline(true);
    await fillIn(panel, { email, message: "From the tunnel" });
    await panel.getByText("Your message is saved").waitFor();
    await panel.getByText("From the tunnel").waitFor();
    expect(of(email)(await product.admin.inbox())).toEqual([]);
    await page.context().setOffline(false);
    await arrived(panel);
    expect(await delivered(email, 1)).toEqual(["From the tunnel"]);
  });

  it("R21: a page opened offline from the cache delivers waiting messages once it is online", async () => {
    const email = somebody();
    const page = await visit(product, address);
    const panel = await openPanel(page);
    await outboxReady(page);
    await page.context().setOffline(true);
    await fillIn(panel, { name: "Ada", email, message: "Later" });
    await panel.getByText("Your message is saved").waitFor();
    await page.context().setOffline(false);
    await page.goto("about:blank");
    await page.goto(address);
    expect(await delivered(email, 1)).toEqual(["Later"]);
  });

  it("R21: what waits is delivered although what shows a form's progress cannot be loaded", async () => {
    const email = somebody();
    const page = await visit(product, address);
    const panel = await openPanel(page);
    await outboxReady(page);
    await page.context().setOffline(true);
    await fillIn(panel, { name: "Ada", email, message: "Without a view" });
    await panel.getByText("Your message is saved").waitFor();
    await page.context().setOffline(false);
    await page.goto("about:blank");
    await page.route("**/form-part.js*", (route) => route.abort("blockedbyclient"));
    await page.goto(address);
    expect(await delivered(email, 1)).toEqual(["Without a view"]);
  });

  it.each(["chat-bundle.js", "form-part.js"])(
    "R21: a message sent while the network fails during the loading of %s is delivered later, without an error in the page",
    async (name) => {
      const email = somebody();
      const page = await visit(product, address);
      let cut = 0;
      await page.route(`**/${name}*`, (route) =>
        cut++ ? route.continue() : route.abort("internetdisconnected"),
      );
      const panel = await openPanel(page);
      await fillIn(panel, { name: "Ada", email, message: "Half loaded" });
      await arrived(panel);
      expect(cut).toBeGreaterThan(0);
      expect(await delivered(email, 1)).toEqual(["Half loaded"]);
    },
  );

  it("R22: a failing server is retried, not before its Retry-After, and the visitor sees no failure", async () => {
    const email = somebody();
    const page = await visit(product, address);
    const panel = await openPanel(page);
    const tries: number[] = [];
    await page.route("**/deliveries", (route) => {
      tries.push(Date.now());
      if (tries.length > 2) return route.continue();
      return route.fulfill({
        status: tries.length === 1 ? 503 : 429,
        headers: {
          "Access-Control-Allow-Origin": "*",
          "Access-Control-Expose-Headers": "Retry-After",
          "Retry-After": "1",
          "Content-Type": "application/problem+json",
        },
        body: JSON.stringify({ type: "x", title: "x", status: 503, code: "storage_unavailable" }),
      });
    });
    await fillIn(panel, { name: "Ada", email, message: "Patience" });
    await arrived(panel);
    expect(tries).toHaveLength(3);
    for (const at of [1, 2]) expect((tries[at] ?? 0) - (tries[at - 1] ?? 0)).toBeGreaterThanOrEqual(1_000);
    expect(await delivered(email, 1)).toEqual(["Patience"]);
  });

  it("R22: a refusal that the visitor can act on is shown at once, with the text still in the form, and can be corrected", async () => {
    const email = somebody();
    const page = await visit(product, address);
    const panel = await openPanel(page);
    await page.route("**/deliveries", (route) => {
      const { deliveries } = route.request().postDataJSON();
      const problem = {
        type: "urn:foyer:problem:answers_invalid",
        title: "Some answers are not valid.",
        status: 422,
        code: "answers_invalid",
        faults: [{ path: "email", code: "invalid_email", message: "is not an e-mail address" }],
      };
      const receipts = deliveries.map(({ id }: { id: string }) => ({ status: "refused", id, problem }));
      return route.fulfill({ json: { receipts }, headers: { "Access-Control-Allow-Origin": "*" } });
    });
    await fillIn(panel, { name: "Ada", email, message: "Mend me" });
    await panel.getByText("Please enter a valid e-mail address.").waitFor();
    expect(await panel.getByLabel("Your message").inputValue()).toBe("Mend me");
    await page.unroute("**/deliveries");
    await fillIn(panel, { email });
    await arrived(panel);
    expect(await delivered(email, 1)).toEqual(["Mend me"]);
  });

  it("R2: an ID that another visitor holds is drawn again, and the message is sent with the new ID", async () => {
    const email = somebody();
    const page = await newPage(product.browser);
    let refusals = 0;
    const drawn: string[] = [];
    await page.route("**/visits", (route) => {
      drawn.push(route.request().postDataJSON().visitor);
      if (refusals++ >= 2) return route.continue();
      return route.fulfill({
        status: 409,
        headers: { "Access-Control-Allow-Origin": "*", "Content-Type": "application/problem+json" },
        body: JSON.stringify({ type: "x", title: "x", status: 409, code: "visitor_id_taken" }),
      });
    });
    await page.goto(address);
    const panel = await openPanel(page);
    await fillIn(panel, { name: "Ada", email, message: "Hello" });
    await arrived(panel);
    expect(new Set(drawn).size).toBe(3);
    expect((await product.admin.contacts(email)).items).toMatchObject([{ id: drawn[2] }]);
    expect(await page.evaluate(() => window.Foyer?.("visitor"))).toBe(drawn[2]);
  });
});
