import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { Contact } from "../../../shared/contact.ts";
import { Problem } from "../../../shared/error.ts";
import { type AgentBrowser, setUpFoyer } from "../../support/agent.ts";
import { anyText } from "../../support/any-text.ts";
import { rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";

const AWKWARD = [
  "",
  " ",
  "\u0000",
  "a\u0000b",
  "\ud800",
  "'; drop table visitors; --",
  "<script>alert(1)</script>",
  "__proto__",
  "constructor",
  "%00",
  "..",
  "\u202eabc",
  "👩‍👩‍👧‍👦",
  "محمد بن عبد الله",
  "x".repeat(300),
  "x".repeat(20_000),
  "9".repeat(400),
];
const awkward = fc.oneof(fc.constantFrom(...AWKWARD), anyText());
const junk = fc.oneof(awkward, fc.jsonValue(), fc.constant(null), fc.double(), fc.bigInt().map(Number));

describeEachDatabase("hostile requests about contacts", (open) => {
  let test: TestApp;
  let browser: AgentBrowser;
  let base: string;
  let id: string;
  beforeAll(async () => {
    test = await testApp(await open());
    const owner = await setUpFoyer(test);
    browser = owner.browser;
    base = `/api/properties/${owner.property}`;
    const made = await browser.ok(Contact, "POST", `${base}/contacts`, {
      firstName: "Ann",
      emails: ["ann@example.com"],
    });
    id = made.id;
  });

  const expectResultOrProblem = async (response: Response) => {
    expect(response.status, await response.clone().text()).toBeLessThan(500);
    if (response.ok) return;
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(Problem.safeParse(await response.json()).success).toBe(true);
  };

  it.each([
    ["POST", "/contacts", ["firstName", "lastName", "emails", "phones", "userId", "organization", "anyway"]],
    ["POST", "/contacts/merge", ["contacts", "survivor", "choices", "force", "preview"]],
    ["POST", "/contacts/bulk", ["contacts", "kind", "tag"]],
    ["POST", "/contacts/ID/details", ["field", "value"]],
    ["PUT", "/contacts/ID/tags", ["tags"]],
    ["POST", "/contacts/ID/notes", ["text", "mentions"]],
    ["POST", "/tags", ["name"]],
    ["POST", "/organizations", ["name", "domain"]],
    ["PUT", "/attributes/size", ["label", "type", "choices", "position"]],
    ["PUT", "/contact-views/01890000-0000-7000-8000-000000000000", ["name", "filter"]],
  ] as const)("%s %s with any body gets a result or a problem document", async (method, path, keys) => {
    const parts = fc.dictionary(fc.constantFrom(...keys), fc.oneof(junk, fc.array(junk, { maxLength: 3 })));
    await fc.assert(
      fc.asyncProperty(parts, async (body) =>
        expectResultOrProblem(await browser.send(method, `${base}${path.replace("ID", id)}`, body)),
      ),
      { numRuns: 60 },
    );
  });

  it("any text in a path or query gets a result or a problem document", async () => {
    const paths = fc.constantFrom(
      (text: string) => `/contacts/${text}`,
      (text: string) => `/contacts/${text}/timeline`,
      (text: string) => `/contacts/${text}/notes`,
      (text: string) => `/contacts/${text}/export`,
      (text: string) => `/organizations/${text}`,
      (text: string) => `/organizations?q=${text}&cursor=${text}`,
      (text: string) => `/contacts/duplicates?email=${text}&phone=${text}`,
      (text: string) => `/suggestions?cursor=${text}`,
      ...["q", "source", "tag", "organization", "attribute", "since", "identity", "cursor", "sort"].map(
        (key) => (text: string) => `/contacts?${key}=${text}`,
      ),
    );
    await fc.assert(
      fc.asyncProperty(paths, awkward, async (path, text) => {
        const plain = encodeURIComponent(Buffer.from(text.slice(0, 2_000)).toString());
        await expectResultOrProblem(await browser.send("GET", `${base}${path(plain)}`));
      }),
      { numRuns: 300 },
    );
  });

  it("deeply nested JSON gets a problem document", async () => {
    const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
    await expectResultOrProblem(await browser.send("POST", `${base}/tags`, deep));
    await expectResultOrProblem(await browser.send("POST", `${base}/tags`, `{"name":"VIP","more":${deep}}`));
    const nul = `${"[".repeat(30)}"\\u0000"${"]".repeat(30)}`;
    expect(await browser.refused("POST", `${base}/tags`, nul)).toMatchObject({
      code: "invalid_request",
      faults: [{ code: "nul", path: "" }],
    });
    expect(test.logged).toEqual([]);
  });

  it("names of every kind are saved as given", async () => {
    for (const name of [
      "Madonna",
      "Ana María de la Cruz",
      "ž".repeat(90),
      "👩‍👩‍👧‍👦",
      "محمد بن عبد الله",
      "<b>Bob</b>",
    ]) {
      const contact = await browser.ok(Contact, "POST", `${base}/contacts`, { firstName: name });
      expect(contact.name).toBe(name);
    }
    expect((await rowsOf(test, "visitors")).length).toBeGreaterThan(6);
  });
});
