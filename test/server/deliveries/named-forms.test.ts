import { beforeEach, expect, it } from "vitest";
import { Conversation, type ConversationSummary } from "../../../shared/conversation.ts";
import type { FormDraft } from "../../../shared/form.ts";
import { Property, type PropertySettings } from "../../../shared/property.ts";
import { type AgentBrowser, addColleague, setUpFoyer } from "../../support/agent.ts";
import { rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor, submission } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { accepted, refused } from "../../support/deliveries.ts";

const wording = (text: string) => ({ default: text });

describeEachDatabase("a form that the owner has named", (open) => {
  let test: TestApp;
  let admin: AgentBrowser;
  let property: string;
  let colleague: string;
  let tag: string;
  let visitor: BrowserVisitor;
  let contactForm: FormDraft;

  beforeEach(async () => {
    test = await testApp(await open());
    ({ browser: admin, property } = await setUpFoyer(test, "owner@example.com"));
    const { me } = await addColleague(test, { browser: admin, property }, "sales@example.com", "agent");
    colleague = me.agent.id;
    const made = await admin.send("POST", `/api/properties/${property}/tags`, { name: "Offer" });
    ({ id: tag } = (await made.json()) as { id: string });
    contactForm = {
      fields: [
        { id: "email", type: "email", required: true },
        {
          id: "about",
          type: "department",
          required: true,
          label: wording("Department"),
          options: [
            { id: "sales", label: wording("Sales"), assignee: colleague, tag },
            { id: "gone", label: wording("Gone"), assignee: "nobody", tag: "nothing" },
            { id: "other", label: wording("Other") },
          ],
        },
        {
          id: "budget",
          type: "text",
          required: true,
          label: wording("Budget"),
          shownIf: { field: "about", answer: ["sales"] },
        },
        {
          id: "campaign",
          type: "hidden",
          required: false,
          label: wording("Campaign"),
          source: { kind: "query", name: "utm_campaign" },
        },
        {
          id: "before",
          type: "hidden",
          required: false,
          label: wording("Before"),
          source: { kind: "referrer" },
        },
        {
          id: "page_kind",
          type: "hidden",
          required: false,
          label: wording("Kind"),
          source: { kind: "constant", value: "landing" },
        },
        { id: "message", type: "long_text", required: true },
      ],
    };
    await save({ namedForms: [{ key: "contact", name: "Contact form", form: contactForm }] });
    visitor = new BrowserVisitor(test.app, property);
    await visitor.visit();
  });

  const save = async (change: Partial<PropertySettings>) => {
    const { settings, version } = await admin.ok(Property, "GET", `/api/properties/${property}`);
    const changed = { version, settings: { ...settings, ...change } };
    await admin.ok(Property, "PUT", `/api/properties/${property}`, changed);
  };
  const filledIn = (answers: Record<string, string>) =>
    submission({ email: "ann@example.com", message: "Hello", ...answers }, "contact", contactForm);
  const conversationOf = (id: string | undefined) =>
    admin.ok(Conversation, "GET", `/api/properties/${property}/conversations/${id}`);

  it("R20, R27, R30: its submission is a ticket of that form, and makes a contact", async () => {
    const receipt = await accepted(visitor, filledIn({ about: "other" }));
    expect(receipt.ticket).toBe(1);
    const conversation = await conversationOf(receipt.conversation);
    expect(conversation satisfies ConversationSummary).toMatchObject({
      form: "contact",
      assignee: null,
      tags: [],
      person: { id: visitor.id },
    });
  });

  it("R27: a department assigns its agent and gives its tag; those that are gone count as none", async () => {
    const sales = await accepted(visitor, filledIn({ about: "sales", budget: "100" }));
    expect(await conversationOf(sales.conversation)).toMatchObject({
      assignee: { id: colleague },
      tags: [{ id: tag, name: "Offer" }],
    });
    const gone = await accepted(visitor, filledIn({ about: "gone" }));
    expect(await conversationOf(gone.conversation)).toMatchObject({ assignee: null, tags: [] });
  });

  it("R27: a field whose condition is not met is not asked, and its answer is not stored", async () => {
    expect(await refused(visitor, filledIn({ about: "sales" }))).toBe("answers_invalid");
    await accepted(visitor, filledIn({ about: "other", budget: "100" }));
    const [stored] = await rowsOf(test, "submissions");
    expect(stored?.answers).not.toContain("budget");
  });

  it("R24, R27: hidden fields are stored without secrets, and a constant is the form's own", async () => {
    await accepted(
      visitor,
      filledIn({
        about: "other",
        campaign: "spring",
        before: "https://search.example/?q=my+illness",
        page_kind: "forged",
      }),
    );
    await accepted(visitor, filledIn({ about: "other", campaign: "ann@example.com", before: "nothing" }));
    const stored = (await rowsOf(test, "submissions")).map(({ answers }) => JSON.parse(answers));
    const values = stored.map((answers: { field: string; answer: unknown }[]) =>
      Object.fromEntries(
        answers
          .filter(({ field }) => ["campaign", "before", "page_kind"].includes(field))
          .map(({ field, answer }) => [field, answer]),
      ),
    );
    expect(values).toContainEqual({
      campaign: "spring",
      before: "https://search.example",
      page_kind: "landing",
    });
    expect(values).toContainEqual({ page_kind: "landing" });
  });

  it("R27: what was shown before the form was changed or deleted is still accepted", async () => {
    await save({ namedForms: [] });
    const receipt = await accepted(visitor, filledIn({ about: "sales", budget: "1" }));
    expect(await conversationOf(receipt.conversation)).toMatchObject({ form: "contact", assignee: null });
    expect(await refused(visitor, { ...filledIn({ about: "other" }), version: "0000000000" })).toBe(
      "form_unknown",
    );
  });

  it("its definition is read by allowed pages, and says nothing of the team", async () => {
    const get = (key: string, origin = "https://example.com") =>
      test.app.request(`/w/${property}/forms/${key}.json`, { headers: { origin } });
    const response = await get("contact");
    expect(response.status).toBe(200);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({
      key: "contact",
      definition: { fields: [{ id: "email" }, { id: "about" }, {}, {}, {}, {}, {}] },
    });
    for (const secret of [colleague, tag, "assignee", "Contact form"]) expect(text).not.toContain(secret);
    expect((await get("offline")).status).toBe(200);
    for (const key of ["unknown", "constructor", "__proto__"]) expect((await get(key)).ok, key).toBe(false);
    await save({ allowedOrigins: ["https://example.com"] });
    expect((await get("contact", "https://evil.example")).status).toBe(403);
  });
});
