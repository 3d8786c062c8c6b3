import { beforeEach, expect, it, vi } from "vitest";
import * as z from "zod/mini";
import { FormDefinition } from "../../../shared/form.ts";
import {
  defaultSettings,
  type EmbedSettings,
  Property,
  type PropertySettings,
} from "../../../shared/property.ts";
import { type AgentBrowser, setUpFoyer } from "../../support/agent.ts";
import { rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";

describeEachDatabase("a property's settings", (open) => {
  let test: TestApp;
  let browser: AgentBrowser;
  let address: string;
  let id: string;
  beforeEach(async () => {
    test = await testApp(await open());
    const owner = await setUpFoyer(test);
    ({ browser, property: id } = owner);
    address = `/api/properties/${id}`;
  });
  const settings = (more: Partial<PropertySettings>): PropertySettings => ({
    ...defaultSettings("Shop", "UTC"),
    ...more,
  });
  const save = (more: Partial<PropertySettings>, version: number) =>
    browser.ok(Property, "PUT", address, { settings: settings(more), version });

  it("are saved whole, with a new version each time", async () => {
    const wanted = settings({
      name: "Süßes & Saures",
      accent: "#aa3300",
      position: "left",
      allowedOrigins: ["https://shop.example.com", "*.example.org"],
      hours: [[{ from: 540, to: 1020 }], [], [], [], [], [], [{ from: 0, to: 1440 }]],
      locationTracking: true,
      matching: "separate",
      consent: "required",
      retentionDays: 30,
      greeting: { default: "Hi", ar: "أهلا" },
      launcher: { desktop: { x: 0, y: 400 }, phone: { x: 200, y: 0 } },
      theme: "dark",
      visitorDomain: "example.com",
      handOver: true,
    });
    const saved = await browser.ok(Property, "PUT", address, { settings: wanted, version: 1 });
    expect(saved).toMatchObject({ id, version: 2, settings: wanted });
    expect(await browser.ok(Property, "GET", address)).toEqual(saved);
  });

  it("apply to the widget at once", async () => {
    await (await test.app.request(`/w/${id}.js`)).text();
    await save({ accent: "#aa3300" }, 1);
    expect(await (await test.app.request(`/w/${id}.js`)).text()).toContain("#aa3300");
  });

  it("R24: that turn location tracking off also remove the stored locations", async () => {
    await save({ locationTracking: true }, 1);
    await new BrowserVisitor(test.app, id).visit();
    await test.deps.database.write((tx) => tx.updateTable("visitors").set({ country: "DE" }).execute());
    await save({ locationTracking: true, accent: "#aa3300" }, 2);
    expect(await rowsOf(test, "visitors")).toMatchObject([{ country: "DE" }]);
    await save({ locationTracking: false }, 3);
    expect(await rowsOf(test, "visitors")).toMatchObject([{ country: null }]);
  });

  it("do not overwrite another agent's save", async () => {
    await save({ accent: "#aa3300" }, 1);
    const late = { settings: settings({ accent: "#000000" }), version: 1 };
    expect(await browser.refused("PUT", address, late)).toMatchObject({
      status: 409,
      code: "settings_changed",
    });
    expect((await browser.ok(Property, "GET", address)).settings.accent).toBe("#aa3300");
  });

  it("are saved once when two agents save at once", async () => {
    const both = await Promise.all(
      ["#aa3300", "#0033aa"].map((accent) =>
        browser.send("PUT", address, { settings: settings({ accent }), version: 1 }),
      ),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await browser.ok(Property, "GET", address)).version).toBe(2);
  });

  it("are refused with the path of each fault, and nothing is saved", async () => {
    const field = { id: "name", type: "name", required: true } as const;
    const bad = {
      ...settings({}),
      accent: "green",
      timeZone: "Moon/Base",
      allowedOrigins: ["example.com/path"],
      preChatForm: { fields: [field, field] },
      offlineForm: { fields: [] },
    };
    const problem = await browser.refused("PUT", address, { settings: bad, version: 1 });
    expect(problem.faults?.map(({ path }) => path).sort()).toEqual([
      "settings.accent",
      "settings.allowedOrigins.0",
      "settings.offlineForm.fields",
      "settings.preChatForm.fields",
      "settings.timeZone",
    ]);
    expect((await browser.ok(Property, "GET", address)).version).toBe(1);
  });

  it.each<[string, Partial<PropertySettings>, string]>([
    [
      "a launcher outside the window",
      { launcher: { desktop: { x: 401, y: 20 }, phone: { x: 20, y: 20 } } },
      "launcher.desktop.x",
    ],
    [
      "a launcher outside the phone",
      { launcher: { desktop: { x: 20, y: 20 }, phone: { x: 20, y: 201 } } },
      "launcher.phone.y",
    ],
    [
      "half a pixel",
      { launcher: { desktop: { x: 0.5, y: 20 }, phone: { x: 20, y: 20 } } },
      "launcher.desktop.x",
    ],
    ["an address as the shared domain", { visitorDomain: "https://example.com" }, "visitorDomain"],
    [
      "a shared domain of none of the allowed sites",
      { visitorDomain: "example.com", allowedOrigins: ["https://example.org"] },
      "visitorDomain",
    ],
    ["a hand-over to every site", { handOver: true }, "handOver"],
  ])("refuse %s", async (_, wrong, path) => {
    const problem = await browser.refused("PUT", address, { settings: settings(wrong), version: 1 });
    expect(problem.faults?.map((fault) => fault.path)).toEqual([`settings.${path}`]);
  });

  it("that were stored before a setting existed have its default", async () => {
    const { launcher, theme, visitorDomain, handOver, ...older } = settings({});
    await test.deps.database.write((tx) =>
      tx
        .updateTable("properties")
        .set({ settings: JSON.stringify(older), version: 2 })
        .where("id", "=", id)
        .execute(),
    );
    expect((await browser.ok(Property, "GET", address)).settings).toEqual({
      ...older,
      launcher,
      theme,
      visitorDomain,
      handOver,
    });
  });

  it("R27: keep every definition that a form has had, once", async () => {
    const longer = {
      fields: [...settings({}).preChatForm.fields, { id: "phone", type: "phone", required: false }],
    };
    await save({ preChatForm: longer as PropertySettings["preChatForm"] }, 1);
    await save({}, 2);
    const rows = await test.deps.database.read.selectFrom("form_versions").selectAll().execute();
    expect(rows.map(({ kind }) => kind).sort()).toEqual(["offline", "pre_chat", "pre_chat"]);
    for (const { definition, version } of rows)
      expect(z.parse(FormDefinition, JSON.parse(definition)).version).toBe(version);
  });

  it("contain when and where the widget was last seen", async () => {
    const seen = { widget_seen_at: 1_790_000_000_000, widget_seen_origin: "https://example.com" };
    await test.deps.database.write((tx) =>
      tx.updateTable("properties").set(seen).where("id", "=", id).execute(),
    );
    const { widgetSeen } = await browser.ok(Property, "GET", address);
    expect(widgetSeen).toEqual({ at: 1_790_000_000_000, origin: "https://example.com" });
  });
});

/** Runs the script as a browser would. @returns the argument of its call of `boot` */
function settingsIn(code: string): EmbedSettings {
  const boot = vi.fn();
  new Function("boot", code)(boot);
  return boot.mock.calls[0]?.[0];
}

describeEachDatabase("the live preview", (open) => {
  let test: TestApp;
  let browser: AgentBrowser;
  let address: string;
  let id: string;
  beforeEach(async () => {
    test = await testApp(await open());
    const owner = await setUpFoyer(test);
    ({ browser, property: id } = owner);
    address = `/api/properties/${id}`;
  });
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const draft = encode({ ...defaultSettings("Draft <b>", "UTC"), accent: "#aa3300" });

  it("is a page that only the dashboard can frame and on which only the widget can run", async () => {
    const page = await browser.send("GET", `${address}/preview?draft=${draft}&form=offline&language=de`);
    expect(page.status).toBe(200);
    expect(page.headers.get("content-type")).toMatch(/^text\/html/);
    const policy = page.headers.get("content-security-policy") ?? "";
    expect(policy.split("; ")).toEqual(
      expect.arrayContaining(["default-src 'none'", "script-src 'self'", "frame-ancestors 'self'"]),
    );
    const html = await page.text();
    expect(html).toContain('<html lang="de">');
    expect(html.match(/<script/g)).toHaveLength(1);
    const [, source = ""] = /<script async src="([^"]+)" data-language="de"><\/script>/.exec(html) ?? [];
    const script = await browser.send("GET", `${address}/${source.replaceAll("&amp;", "&")}`);
    expect(script.headers.get("content-type")).toMatch(/^text\/javascript/);
    const code = await script.text();
    expect(settingsIn(code)).toMatchObject({
      accent: "#aa3300",
      name: "Draft <b>",
      preview: "This is a preview: nothing was sent.",
    });
    expect(settingsIn(code)).not.toHaveProperty("available"); // nobody is
  });

  it("shows the pre-chat form as if an agent were available", async () => {
    const script = await (
      await browser.send("GET", `${address}/preview.js?draft=${draft}&form=pre_chat`)
    ).text();
    expect(settingsIn(script).available).toBe(true);
  });

  it("shows the launcher of a widget that opens and is closed again", async () => {
    const page = await browser.send("GET", `${address}/preview?draft=${draft}&view=launcher`);
    expect(await page.text()).toMatch(/<script async src="preview\.js\?[^"]*view=launcher"/);
    const script = await browser.send("GET", `${address}/preview.js?draft=${draft}&view=launcher`);
    const calls: unknown[] = [];
    const foyer = { close: () => calls.push("close") };
    const boot = ({ accent }: EmbedSettings) => calls.push(accent);
    new Function("boot", "Foyer", await script.text())(boot, foyer);
    expect(calls).toEqual(["#aa3300", "close"]);
  });

  it("finds the widget's files relative to its script", async () => {
    const script = `${address}/preview.js?draft=${draft}`;
    const code = await (await browser.send("GET", script)).text();
    const { files } = settingsIn(code);
    // as the embed does: the part of its own address before the property, then the file
    const folder = `${new URL(script, "http://localhost").href.split(id)[0]}${files}`;
    const file = new URL(`${folder}panel.js`);
    expect((await test.app.request(file.pathname)).status).toBe(200);
  });

  it.each([
    ["no draft", ""],
    ["a draft that is not base64url", "draft=%3Cscript%3E"],
    ["a draft that is not JSON", `draft=${Buffer.from("{").toString("base64url")}`],
    ["a draft that is not settings", `draft=${encode({ name: "x" })}`],
    ["an unknown view", `draft=${draft}&view=other`],
    ["an unknown form", `draft=${draft}&form=other`],
    ["an invalid language", `draft=${draft}&language=%22%3E%3Cscript%3E`],
  ])("refuses %s", async (_, query) => {
    for (const page of ["preview", "preview.js"])
      expect(await browser.refused("GET", `${address}/${page}?${query}`)).toMatchObject({
        code: "invalid_request",
      });
  });
});
