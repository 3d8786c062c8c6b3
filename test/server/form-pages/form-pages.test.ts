import { beforeEach, describe, expect, it } from "vitest";
import { Conversation } from "../../../shared/conversation.ts";
import { Property, type PropertySettings } from "../../../shared/property.ts";
import { type AgentBrowser, setUpFoyer } from "../../support/agent.ts";
import { rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";

const MINUTE = 60_000;
const wording = (text: string) => ({ default: text });

describeEachDatabase("a form without JavaScript", (open) => {
  let test: TestApp;
  let admin: AgentBrowser;
  let property: string;

  beforeEach(async () => {
    test = await testApp(await open(), { publicUrl: "https://chat.example.com" });
    ({ browser: admin, property } = await setUpFoyer(test, "owner@example.com"));
    await save({
      name: "Attic & Sons",
      namedForms: [
        {
          key: "contact",
          name: "Contact form",
          form: {
            intro: wording("<b>Write</b> to us"),
            fields: [
              { id: "name", type: "name", required: false },
              { id: "email", type: "email", required: true },
              {
                id: "colour",
                type: "choices",
                required: false,
                label: wording("Colours"),
                options: [
                  { id: "red", label: wording("Red") },
                  { id: "blue", label: wording("Blue") },
                ],
              },
              { id: "news", type: "checkbox", required: false, label: wording("Newsletter") },
              {
                id: "campaign",
                type: "hidden",
                required: false,
                label: wording("Campaign"),
                source: { kind: "query", name: "utm_campaign" },
              },
              {
                id: "kind",
                type: "hidden",
                required: false,
                label: wording("Kind"),
                source: { kind: "constant", value: "landing" },
              },
              { id: "message", type: "long_text", required: true },
            ],
          },
        },
      ],
    });
  });

  const save = async (change: Partial<PropertySettings>) => {
    const { settings, version } = await admin.ok(Property, "GET", `/api/properties/${property}`);
    const changed = { version, settings: { ...settings, ...change } };
    await admin.ok(Property, "PUT", `/api/properties/${property}`, changed);
  };
  const answered = async (response: Response) => ({
    status: response.status,
    headers: response.headers,
    text: await response.text(),
  });
  const get = async (path: string, headers: Record<string, string> = {}) =>
    answered(await test.app.request(`/w/${property}/forms/${path}`, { headers }));
  const FILLED = { email: "ann@example.com", message: "Is the attic free?" };
  const post = async (
    fields: Record<string, string> | [string, string][] = FILLED,
    headers: Record<string, string> = {},
    path = "contact",
  ) =>
    answered(
      await test.app.request(`/w/${property}/forms/${path}`, {
        method: "POST",
        body: new URLSearchParams(fields),
        headers: { origin: "https://chat.example.com", "user-agent": "Lynx/2.9", ...headers },
      }),
    );
  const versionIn = (page: string) => /name="foyer-version" value="([\da-f]{16})"/.exec(page)?.[1] ?? "";
  const storedAnswers = async () =>
    (await rowsOf(test, "submissions")).map(({ answers }) =>
      Object.fromEntries(
        (JSON.parse(answers) as { field: string; answer: unknown }[]).map(({ field, answer }) => [
          field,
          answer,
        ]),
      ),
    );

  describe("its page", () => {
    it("has the fields with their labels, runs no script, and escapes the owner's texts", async () => {
      const { status, headers, text } = await get("contact");
      expect(status).toBe(200);
      for (const part of ["Attic &amp; Sons", "&lt;b>Write&lt;/b> to us", 'for="field-email"', "Colours"])
        expect(text).toContain(part);
      expect(text).not.toMatch(/<script/i);
      const policy = headers.get("content-security-policy");
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("form-action 'self'");
      expect(headers.get("cache-control")).toBe("no-store");
    });

    it("is in the first language that the browser accepts and the property has", async () => {
      await save({ languages: ["de", "ar", "pt-BR"] });
      const languageOf = async (accepted: string, path = "contact") => {
        const { text } = await get(path, { "accept-language": accepted });
        return /<html lang="([\w-]+)" dir="(\w+)"/.exec(text)?.slice(1);
      };
      expect(await languageOf("fr, ar;q=0.8, de;q=0.5")).toEqual(["ar", "rtl"]);
      expect(await languageOf("pt-PT")).toEqual(["pt-BR", "ltr"]);
      expect(await languageOf("ja")).toEqual(["de", "ltr"]);
      expect(await languageOf(`${";q=".repeat(50_000)}`)).toEqual(["de", "ltr"]);
      expect(await languageOf("de", "contact?language=ar")).toEqual(["ar", "rtl"]);
    });

    it("takes the values of hidden fields from its address", async () => {
      const { text } = await get("contact?utm_campaign=spring%22%3E");
      expect(text).toContain('<input type="hidden" name="campaign" value="spring&quot;>"');
    });

    it.each(["unknown", "constructor", "pre_chatt"])("is not there for a form called %s", async (key) => {
      const { status, text } = await get(key);
      expect(status).toBe(404);
      expect(text).toContain("This form no longer exists");
      expect((await post(FILLED, {}, key)).status).toBe(404);
    });

    it("refuses other methods", async () => {
      const response = await test.app.request(`/w/${property}/forms/contact`, { method: "DELETE" });
      expect(response.status).toBe(405);
    });
  });

  it("R20, R21: makes a contact and a ticket, and leads to a page with its number", async () => {
    const sent = await post({ ...FILLED, name: "Ann Lee", campaign: "spring", kind: "forged" });
    expect(sent.status).toBe(303);
    const page = await get(sent.headers.get("location") ?? "");
    expect(page.text).toMatch(/role="status"/);
    expect(page.text).toContain("<b>1</b>");
    const [row] = await rowsOf(test, "conversations");
    const conversation = await admin.ok(
      Conversation,
      "GET",
      `/api/properties/${property}/conversations/${row?.id}`,
    );
    expect(conversation).toMatchObject({ form: "contact", person: { name: "Ann Lee" } });
    expect(await storedAnswers()).toEqual([
      { name: "Ann Lee", ...FILLED, campaign: "spring", kind: "landing" },
    ]);
  });

  it("R21: a double click, or a page that is posted again, makes one ticket; another form makes another", async () => {
    const [first, second] = await Promise.all([post(), post()]);
    expect([first.status, second.status]).toEqual([303, 303]);
    const pages = await Promise.all([first, second].map(({ headers }) => get(headers.get("location") ?? "")));
    expect(pages.map(({ text }) => text.includes("<b>1</b>"))).toEqual([true, true]);
    expect(await rowsOf(test, "conversations")).toHaveLength(1);
    await post({ ...FILLED, message: "And in June?" });
    await post(FILLED, { "user-agent": "w3m/0.5" });
    expect(await rowsOf(test, "conversations")).toHaveLength(3);
  });

  it("R21: the same words after ten minutes are a new ticket", async () => {
    await post();
    test.clock.pass(11 * MINUTE);
    await post();
    await post();
    expect(await rowsOf(test, "conversations")).toHaveLength(2);
  });

  it("R27: shows what is wrong, with all that was typed, and stores nothing", async () => {
    const { status, text } = await post([
      ["email", 'ann@"><b>'],
      ["message", "Hello"],
      ["colour", "blue"],
      ["news", "1"],
    ]);
    expect(status).toBe(422);
    expect(text).toContain("Please enter a valid e-mail address.");
    expect(text).toContain('value="ann@&quot;>&lt;b>"');
    expect(text).toContain("Hello</textarea>");
    expect(text).toMatch(/<input[^>]*value="blue"[^>]*checked/);
    expect(text).not.toMatch(/<input[^>]*value="red"[^>]*checked/);
    expect(await rowsOf(test, "conversations")).toEqual([]);
  });

  it("accepts several choices, ticks, and parts of other forms; ignores what is no field", async () => {
    const body = new FormData();
    for (const [name, value] of [
      ...Object.entries(FILLED),
      ["colour", "red"],
      ["colour", "blue"],
      ["news", "on"],
      ["__proto__", "x"],
      ["constructor", "x"],
      ["csrf", "x"],
    ] as const)
      body.append(name, value);
    body.append("message-file", new Blob(["x"]), "x.txt");
    const response = await test.app.request(`/w/${property}/forms/contact`, {
      method: "POST",
      body,
      headers: { origin: "https://chat.example.com" },
    });
    expect(response.status).toBe(303);
    expect(await storedAnswers()).toEqual([
      { ...FILLED, colour: ["Red", "Blue"], news: true, kind: "landing" },
    ]);
  });

  it.each([
    ["application/json", '{"email":"ann@example.com"}', 415],
    ["text/plain", "email=ann@example.com", 415],
    ["multipart/form-data", "no boundary", 422],
    ["multipart/form-data; boundary=x", "--x\r\nbroken", 422],
  ])("refuses a body of %s that is none of a form", async (type, body, status) => {
    const response = await test.app.request(`/w/${property}/forms/contact`, {
      method: "POST",
      body,
      headers: { origin: "https://chat.example.com", "content-type": type },
    });
    expect(response.status).toBe(status);
  });

  it("R27: answers the version that the site's markup was made from, also when the form is gone", async () => {
    const version = versionIn((await get("contact")).text);
    await save({ namedForms: [] });
    expect((await post({ ...FILLED, "foyer-version": version })).status).toBe(303);
    expect((await post({ ...FILLED, "foyer-version": "0".repeat(16) })).status).toBe(404);
    expect(await rowsOf(test, "conversations")).toHaveLength(1);
  });

  it("does not send for a site that is not allowed, but lets the person send from its own page", async () => {
    await save({ allowedOrigins: ["https://shop.example"] });
    for (const origin of ["https://evil.example", "null", "https://chat.example.com.evil.example"]) {
      const { status, text } = await post(FILLED, { origin });
      expect(status, origin).toBe(200);
      expect(text).toContain("Is the attic free?</textarea>");
    }
    expect(await rowsOf(test, "conversations")).toEqual([]);
    expect((await post(FILLED, { origin: "https://shop.example" })).status).toBe(303);
    expect((await post({ ...FILLED, message: "From here" })).status).toBe(303);
  });

  it("R37: an address sends twenty in ten minutes, and what it typed stays in the page", async () => {
    for (let sent = 0; sent < 20; sent++)
      expect((await post({ ...FILLED, message: `Number ${sent}` })).status).toBe(303);
    const refused = await post({ ...FILLED, message: "One more" });
    expect(refused.status).toBe(429);
    expect(refused.text).toContain("One more</textarea>");
    expect((await post({ ...FILLED, message: "Number 3" })).status).toBe(303); // a repetition is free
    test.clock.pass(11 * MINUTE);
    expect((await post({ ...FILLED, message: "One more" })).status).toBe(303);
  });

  it("a program that fills in the hidden field is marked", async () => {
    await post({ ...FILLED, "foyer-website": "https://spam.example" });
    await post({ ...FILLED, message: "Hello" });
    const rows = await rowsOf(test, "conversations");
    expect(rows.map(({ suspicious }) => Number(suspicious)).sort()).toEqual([0, 1]);
  });

  it("refuses with words where only visitors who are signed in may write", async () => {
    await save({ signedInOnly: true });
    const { status, text } = await post();
    expect(status).toBe(422);
    expect(text).toContain("Only visitors who are signed in on this site can chat here.");
    expect(text).toContain("Is the attic free?</textarea>");
  });

  it("R3: gives no token, and its receipt is good for this form of this property only", async () => {
    const sent = await post();
    const location = sent.headers.get("location") ?? "";
    expect(sent.headers.get("set-cookie")).toBeNull();
    for (const forged of [location.slice(0, -1), `${location}x`, location.replace(/=\w+/, "=1")])
      expect((await get(forged)).text).not.toMatch(/role="status"/);
    expect((await get(location.replace("contact", "offline"))).text).not.toMatch(/role="status"/);
    test.clock.pass(25 * 60 * MINUTE);
    expect((await get(location)).text).not.toMatch(/role="status"/);
  });

  it("R24: the page that it was sent from is stored without secrets", async () => {
    await post(FILLED, { referer: "https://shop.example/contact?token=s3cr3t&utm_source=mail" });
    const pages = (await rowsOf(test, "visits")).map(({ page }) => page);
    expect(pages).toEqual([expect.not.stringContaining("s3cr3t")]);
    expect(JSON.stringify(await rowsOf(test, "submissions"))).not.toContain("s3cr3t");
  });
});
