import type { Page } from "playwright-core";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { FormDraft } from "../../shared/form.ts";
import { defaultSettings } from "../../shared/property.ts";
import { contrast } from "../../shared/rules/contrast.ts";
import { SHORT_PROPERTIES } from "../../widget/short-names.ts";
import { axeViolations } from "../support/axe.ts";
import { shopPage } from "../support/site.ts";
import {
  arrived,
  fillIn,
  launcherOf,
  openPanel,
  outboxReady,
  PHONE,
  panelOf,
  useProduct,
  visit,
} from "../support/use-product.ts";

const product = useProduct();
let address: string;
beforeAll(() => {
  address = product.site.page("/shop", { html: shopPage() });
});

const DEFAULT = defaultSettings("", "UTC");
/** Every type of field that there is. */
const EVERYTHING: FormDraft = {
  intro: { default: "A few questions." },
  fields: [
    { id: "name", type: "name", required: true },
    { id: "email", type: "email", required: true, help: { default: "We never pass it on." } },
    { id: "phone", type: "phone", required: false },
    { id: "order", type: "text", required: false, label: { default: "Order number" } },
    {
      id: "topic",
      type: "choice",
      required: true,
      label: { default: "Topic" },
      options: ["Delivery", "Returns", "Repairs"].map((label) => ({
        id: label.toLowerCase(),
        label: { default: label },
      })),
    },
    {
      id: "city",
      type: "department",
      required: false,
      label: { default: "Nearest shop" },
      options: ["Lisbon", "Porto", "Faro", "Braga", "Coimbra", "Évora"].map((label, at) => ({
        id: `city_${at}`,
        label: { default: label },
      })),
    },
    {
      id: "materials",
      type: "choices",
      required: false,
      label: { default: "Materials" },
      options: ["Brass", "Glass"].map((label) => ({ id: label.toLowerCase(), label: { default: label } })),
    },
    { id: "news", type: "checkbox", required: false, label: { default: "Send me news" } },
    { id: "terms", type: "consent", required: true, label: { default: "You may keep my answers" } },
    { id: "message", type: "long_text", required: true },
  ],
};
const ADA = { name: "Ada", email: "ada@example.com", message: "Is the brass one in stock?" };

afterEach(async () => {
  const { preChatForm, offlineForm, hours } = DEFAULT;
  await product.admin.change({ preChatForm, offlineForm, hours });
  await product.admin.presence("away");
});

const axe = async (page: Page) => expect(await axeViolations(page)).toEqual([]);
/** The focused element, also inside shadow roots, by its accessible name. */
const focused = (page: Page) =>
  page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    const root = element?.getRootNode() as Document | ShadowRoot;
    const label = element?.id ? root.querySelector(`label[for="${element.id}"]`) : null;
    return (label ?? element)?.textContent?.trim() || element?.getAttribute("aria-label") || element?.tagName;
  });

describe("the choice of the form", () => {
  it("R20: the pre-chat form is shown while an agent is available, otherwise the offline form, also on a page that is already open", async () => {
    await product.admin.presence("available");
    const page = await visit(product, address);
    const panel = await openPanel(page);
    await panel.getByRole("heading", { name: "How can we help?" }).waitFor();
    await product.admin.presence("away");
    const later = await visit(product, address);
    await (await openPanel(later)).getByRole("heading", { name: "Leave us a message" }).waitFor();
  });

  it("R20: outside the property's hours the offline form is shown even if an agent is online, and the ticket has a number", async () => {
    await product.admin.presence("available");
    await product.admin.change({ hours: [[], [], [], [], [], [], []] });
    const page = await visit(product, address);
    const panel = await openPanel(page);
    await panel.getByRole("heading", { name: "Leave us a message" }).waitFor();
    await fillIn(panel, { ...ADA, email: "night@example.com" });
    await arrived(panel);
    await panel.getByText("Ticket number").waitFor();
    const items = await product.admin.inbox();
    const ticket = items.find(({ person }) => person.email === "night@example.com");
    expect(ticket).toMatchObject({
      form: "offline",
      ticket: { number: expect.any(Number) },
      preview: ADA.message,
    });
  });
});

describe("the form", () => {
  it("R27: shows every type of field, and each answer is stored with its question", async () => {
    await product.admin.change({ offlineForm: EVERYTHING });
    const page = await visit(product, address);
    const panel = await openPanel(page);
    await axe(page);
    await panel.getByLabel("Phone").fill("+44 (20) 7946-0958");
    await panel.getByLabel("Order number").fill("A-17");
    await panel.getByLabel("Returns").check();
    await panel.getByLabel("Nearest shop").selectOption("Porto");
    await panel.getByLabel("Glass").check();
    await panel.getByLabel("Send me news").check();
    await panel.getByLabel("You may keep my answers").check();
    await fillIn(panel, { ...ADA, email: "every@example.com" });
    await arrived(panel);
    const items = await product.admin.inbox();
    const { id } = items.find(({ person }) => person.email === "every@example.com") ?? { id: "" };
    const { submissions } = await product.admin.conversation(id);
    expect(submissions[0]?.answers.map(({ label, answer }) => [label, answer])).toEqual([
      ["Name", "Ada"],
      ["E-mail", "every@example.com"],
      ["Phone", "+442079460958"],
      ["Order number", "A-17"],
      ["Topic", "Returns"],
      ["Nearest shop", "Porto"],
      ["Materials", ["Glass"]],
      ["Send me news", true],
      ["You may keep my answers", true],
      ["Message", ADA.message],
    ]);
    const { items: contacts } = await product.admin.contacts("every@example.com");
    const contact = await product.admin.contact(contacts[0]?.id ?? "");
    expect(contact.details.map(({ field, value, source }) => [field, value, source])).toEqual(
      expect.arrayContaining([
        ["phone", "+442079460958", "form"],
        ["consent:terms", "You may keep my answers", "form"],
      ]),
    );
  });

  it("R7, R27: shows each fault next to its field, names the invalid character, and focuses the first fault", async () => {
    await product.admin.change({ offlineForm: EVERYTHING });
    const page = await visit(product, address);
    const panel = await openPanel(page);
    await panel.getByLabel("Phone").fill("+44 2x7");
    await fillIn(panel, { email: "ada@" });
    await panel.getByText("“x” is not allowed", { exact: false }).waitFor();
    await panel.getByText("Please enter a valid e-mail address.").waitFor();
    await panel.getByRole("alert").waitFor();
    expect(await focused(page)).toContain("Your name");
    const email = panel.getByLabel("E-mail");
    expect(await email.getAttribute("aria-invalid")).toBe("true");
    const described = (await email.getAttribute("aria-describedby"))?.split(" ") ?? [];
    const texts = await Promise.all(described.map((id) => panel.locator(`#${id}`).textContent()));
    expect(texts).toEqual(["Please enter a valid e-mail address.", "We never pass it on."]);
    await axe(page);
    await email.fill("ada@example.com");
    await panel.getByText("Please enter a valid e-mail address.").waitFor({ state: "detached" });
  });

  it("R23: answers of an unfinished form survive a reload, and are removed once they are sent", async () => {
    const page = await visit(product, address);
    let panel = await openPanel(page);
    await panel.getByLabel("Your name").fill("Ada");
    await panel.getByLabel("Your message").fill("Line one\nline two");
    await page.reload();
    panel = await openPanel(page);
    expect(await panel.getByLabel("Your name").inputValue()).toBe("Ada");
    expect(await panel.getByLabel("Your message").inputValue()).toBe("Line one\nline two");
    await fillIn(panel, { email: "draft@example.com" });
    await arrived(panel);
    await panel.getByRole("button", { name: "Write another message" }).click();
    await page.reload();
    panel = await openPanel(page);
    expect(await panel.getByLabel("Your message").inputValue()).toBe("");
  });

  it("R28: what this browser has answered is not asked again, and is sent with the next message", async () => {
    const page = await visit(product, address);
    let panel = await openPanel(page);
    await fillIn(panel, { ...ADA, email: "known@example.com" });
    await arrived(panel);
    await page.reload();
    panel = panelOf(page);
    await launcherOf(page).click();
    await panel.getByRole("button", { name: "Write another message" }).click();
    await panel.getByText("Ada · known@example.com").waitFor();
    expect(await panel.getByRole("textbox").count()).toBe(1);
    await axe(page);
    await fillIn(panel, { message: "And in copper?" });
    await arrived(panel);
    const items = await product.admin.inbox();
    const own = items.filter(({ person }) => person.email === "known@example.com");
    expect(own.map(({ preview }) => preview)).toEqual(["And in copper?", ADA.message]);
    expect(new Set(own.map(({ person }) => person.id)).size).toBe(1);
  });

  it("R28: “Not you?” asks everything again, for a visitor with a new ID", async () => {
    const page = await visit(product, address);
    const panel = await openPanel(page);
    await fillIn(panel, { ...ADA, email: "shared@example.com" });
    await arrived(panel);
    const before = await page.evaluate(() => window.Foyer?.("visitor"));
    await panel.getByRole("button", { name: "Write another message" }).click();
    await panel.getByRole("button", { name: "Not you?" }).click();
    expect(await panel.getByLabel("Your name").inputValue()).toBe("");
    await fillIn(panel, { ...ADA, name: "Bob", email: "bob@example.com" });
    await arrived(panel);
    const after = await page.evaluate(() => window.Foyer?.("visitor"));
    expect(after).not.toBe(before);
    expect((await product.admin.contacts("bob@example.com")).items).toMatchObject([
      { id: after, name: "Bob" },
    ]);
    expect((await product.admin.contacts("shared@example.com")).items).toMatchObject([
      { id: before, name: "Ada" },
    ]);
  });

  it("shows the sent message as text, whatever it contains", async () => {
    const page = await visit(product, address);
    const panel = await openPanel(page);
    const message = `<img src=x onerror="alert(1)"><b>bold</b> & "quotes" 👩‍👩‍👧`;
    await fillIn(panel, { name: "<i>Eve</i>", email: "eve@example.com", message });
    await arrived(panel);
    await panel.getByText(message).waitFor();
    expect(await panel.locator("b:text('bold'), img").count()).toBe(0);
  });
});

describe("by keyboard", () => {
  it("opens, moves through the fields in a circle, sends, closes on Escape, and returns the focus", async () => {
    const page = await visit(product, address);
    await page.getByRole("button", { name: "Add to basket" }).focus();
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("Open chat");
    await page.keyboard.press("Enter");
    const panel = panelOf(page);
    await panel.getByLabel("Your name").waitFor();
    await expect.poll(() => focused(page)).toContain("Your name");
    await panel.getByRole("button", { name: "Your conversations" }).waitFor();
    const order: unknown[] = [];
    for (let step = 0; step < 6; step++) {
      await page.keyboard.press("Tab");
      order.push(await focused(page));
    }
    const round = ["E-mail", "Your message", "Send", "Your conversations", "Close", "Your name"];
    expect(order).toEqual(round);
    await page.keyboard.press("Shift+Tab");
    expect(await focused(page)).toBe("Close");
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
    expect(await focused(page)).toBe("Open chat");

    await page.keyboard.press("Space");
    await panel.getByLabel("Your name").waitFor();
    await expect.poll(() => focused(page)).toContain("Your name");
    await page.keyboard.type("Ada");
    await page.keyboard.press("Tab");
    await page.keyboard.type("keys@example.com");
    await page.keyboard.press("Tab");
    await page.keyboard.type("Typed");
    await page.keyboard.press("Enter");
    await page.keyboard.type("only");
    await page.keyboard.press("Control+Enter");
    await arrived(panel);
    expect((await product.admin.contacts("keys@example.com")).items).toHaveLength(1);
    await page.keyboard.press("Escape");
    expect(await focused(page)).toBe("Open chat");
  });

  it("does not pass key presses to the page's shortcuts", async () => {
    const page = await visit(product, address);
    await page.evaluate(() => {
      document.addEventListener("keydown", (event) => {
        document.title += event.key;
        event.preventDefault();
      });
    });
    const panel = await openPanel(page);
    await panel.getByLabel("Your name").pressSequentially("s/k");
    expect(await panel.getByLabel("Your name").inputValue()).toBe("s/k");
    expect(await page.title()).toBe("Harbour Shop");
  });
});

describe("screens and languages", () => {
  const ways = [
    ["in the light", {}],
    ["in the dark", { colorScheme: "dark" }],
    ["in forced colours", { forcedColors: "active" }],
    ["on a phone", PHONE],
    ["on a phone in the dark", { ...PHONE, colorScheme: "dark" }],
  ] as const;
  const states: readonly (readonly [string, (page: Page) => Promise<unknown>])[] = [
    ["the launcher", (page) => launcherOf(page).focus()],
    ["the empty form", (page) => openPanel(page)],
    [
      "faults",
      async (page) => {
        const panel = await openPanel(page);
        await panel.getByLabel("Phone").fill("12");
        await panel.getByRole("button", { name: "Send" }).click();
        await panel.getByText("Please fill in this field.").first().waitFor();
      },
    ],
  ];
  it.each(ways)("axe finds nothing in any state, %s", async (_, options) => {
    await product.admin.change({ offlineForm: EVERYTHING });
    for (const [, reach] of states) {
      const page = await visit(product, address, { ...options, reducedMotion: "reduce" });
      await reach(page);
      await axe(page);
    }
    await product.admin.change({ offlineForm: DEFAULT.offlineForm });
    const page = await visit(product, address, { ...options, reducedMotion: "reduce" });
    const panel = await openPanel(page);
    await outboxReady(page);
    await page.context().setOffline(true);
    await fillIn(panel, ADA);
    await panel.getByText("Your message is saved").waitFor();
    await axe(page);
    await page.context().setOffline(false);
    await arrived(panel);
    await axe(page);
  });

  it.each(ways)(
    "a refused message keeps its words and says why, without a fault of axe's, %s",
    async (_, options) => {
      const page = await visit(product, address, { ...options, reducedMotion: "reduce" });
      const panel = await openPanel(page);
      await page.route("**/deliveries", (route) =>
        route.fulfill({
          status: 403,
          contentType: "application/problem+json",
          headers: { "access-control-allow-origin": "*" },
          body: JSON.stringify({ code: "origin_not_allowed", title: "No", status: 403, type: "urn:x" }),
        }),
      );
      await fillIn(panel, ADA);
      await panel.getByText("Not sent.").waitFor();
      expect(await panel.getByLabel("Your message").inputValue()).toBe(ADA.message);
      await axe(page);
    },
  );

  it.each(["light", "dark"] as const)(
    "whatever accent an owner picks, it is readable on the surface, and so is text on a fill of it, %s",
    async (colorScheme) => {
      const page = await visit(product, address, { colorScheme, reducedMotion: "reduce" });
      const panel = await openPanel(page);
      await outboxReady(page);
      const steps = ["00", "33", "66", "99", "cc", "ff"];
      const accents = steps.flatMap((r) => steps.flatMap((g) => steps.map((b) => `#${r}${g}${b}`)));
      const properties = Object.fromEntries(
        Object.entries(SHORT_PROPERTIES).map(([name, short]) => [name, `--${short}`]),
      );
      const given = { accents, properties };
      const pairs = await panel.evaluate((element, { accents, properties }) => {
        const context = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
        const hexOf = (colour: string) => {
          if (!context) throw new Error("No canvas");
          context.fillStyle = colour;
          context.fillRect(0, 0, 1, 1);
          const channels = [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
          return `#${channels.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
        };
        const probe = element.appendChild(document.createElement("span"));
        return accents.map((accent) => {
          (element as HTMLElement).style.setProperty(properties.brand ?? "", accent);
          const pair = (ink: string, paper: string) => {
            probe.style.cssText = `color:var(${properties[ink]});background:var(${properties[paper]})`;
            const { color, backgroundColor } = getComputedStyle(probe);
            return [hexOf(color), hexOf(backgroundColor)] as const;
          };
          return { accent, ink: pair("accent", "surface"), fill: pair("on-fill", "fill") };
        });
      }, given);
      for (const { accent, ink, fill } of pairs) {
        expect(contrast(...ink), `${accent} as ink`).toBeGreaterThanOrEqual(4.5);
        // in the light the fill is the accent itself, and the server says what can be read on it
        if (colorScheme === "dark")
          expect(contrast(...fill), `${accent} as fill`).toBeGreaterThanOrEqual(4.5);
        else expect(fill[1]).toBe(accent);
      }
    },
  );

  it("on a phone the panel covers the screen, and no input makes the phone zoom", async () => {
    const page = await visit(product, address, { ...PHONE, reducedMotion: "reduce" });
    const panel = await openPanel(page);
    expect(await panel.boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 });
    for (const input of await panel.getByRole("textbox").all())
      expect(
        Number.parseFloat(await input.evaluate((one) => getComputedStyle(one).fontSize)),
      ).toBeGreaterThanOrEqual(16);
  });

  it("from right to left the launcher, the panel and the order of its content are mirrored", async () => {
    const arabic = product.site.page("/arabic", { html: shopPage({ lang: "ar", dir: "rtl" }) });
    const page = await visit(product, arabic, { reducedMotion: "reduce" }, "الدردشة");
    const launcher = launcherOf(page, "الدردشة");
    expect((await launcher.boundingBox())?.x).toBeLessThan(100);
    await launcher.click();
    const panel = panelOf(page);
    await panel.getByRole("textbox").first().waitFor();
    expect(await panel.getAttribute("dir")).toBe("rtl");
    const box = await panel.boundingBox();
    expect(box?.x).toBeLessThan(100);
    const close = await panel.getByRole("button", { name: "إغلاق" }).boundingBox();
    expect(close?.x).toBeLessThan((box?.x ?? 0) + 100);
    await axe(page);
  });

  it("with reduced motion nothing is animated", async () => {
    const page = await visit(product, address, { reducedMotion: "reduce" });
    await openPanel(page);
    const moving = await page.evaluate(() => {
      const root = document.querySelector("foyer-chat")?.shadowRoot;
      return root?.getAnimations().length;
    });
    expect(moving).toBe(0);
  });
});
