import { expect, test } from "vitest";
import { readContact } from "../../../server/contacts/read-contact.ts";
import { insertStatement } from "../../../server/platform/database/insert-statement.ts";
import type { FormDraft } from "../../../shared/form.ts";
import { addProperty, rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor, submission } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";

const form: FormDraft = {
  fields: [
    { id: "name", type: "name", required: false },
    { id: "email", type: "email", required: false },
    { id: "phone", type: "phone", required: false },
    { id: "news", type: "consent", required: false, label: { default: "Write to me" } },
    { id: "message", type: "long_text", required: true },
  ],
};

const VICTIM = {
  name: "Vera Victim",
  email: "vera@bank.example",
  phone: "+4915112345678",
  news: true,
  message: "My secret order is XK-4711-Y",
};
const SECRETS = ["Vera", "Victim", "vera@bank.example", "15112345678", "XK-4711-Y"];

/** The details of the victim that an attacker knows, and submits from their own browser. */
const ATTACKS: [string, Record<string, string | boolean>][] = [
  ["the e-mail", { email: VICTIM.email }],
  ["the e-mail in capitals", { email: "VERA@BANK.EXAMPLE" }],
  ["the e-mail with spaces around it", { email: `  ${VICTIM.email} ` }],
  ["the phone", { phone: VICTIM.phone }],
  ["the phone with dashes", { phone: "+49 151-1234-5678" }],
  ["the e-mail with another name", { email: VICTIM.email, name: "Mallory" }],
  ["the e-mail with another phone", { email: VICTIM.email, phone: "+4930666" }],
  ["the phone with another e-mail", { phone: VICTIM.phone, email: "mallory@example.com" }],
  ["the e-mail and the phone", { email: VICTIM.email, phone: VICTIM.phone }],
  ["everything, with other words", { ...VICTIM, name: "Mallory", news: false }],
];

async function setUp(t: TestApp): Promise<{ victim: BrowserVisitor; attacker: BrowserVisitor }> {
  const property = await addProperty(t.deps, { preChatForm: form, offlineForm: form });
  const victim = new BrowserVisitor(t.app, property);
  await victim.visit();
  await victim.submit(VICTIM, "pre_chat", form);
  t.clock.pass(1_000);
  const attacker = new BrowserVisitor(t.app, property);
  await attacker.visit();
  return { victim, attacker };
}

/** Everything that is stored about the victim: record, values and conversations. */
async function recordOf(t: TestApp, id: string) {
  const [visitor] = (await rowsOf(t, "visitors")).filter((row) => row.id === id);
  const { last_seen_at: _, ...record } = visitor ?? { last_seen_at: 0 };
  const said = (await rowsOf(t, "details")).filter(({ device_id }) => device_id === id);
  const conversations = (await rowsOf(t, "conversations")).filter(({ visitor_id }) => visitor_id === id);
  const own = new Set(conversations.map((row) => row.id));
  const messages = (await rowsOf(t, "messages")).filter((row) => own.has(row.conversation_id));
  return { record, said, conversations, messages };
}

describeEachDatabase("R12: an attacker who knows a contact's details", (open) => {
  test.each(ATTACKS)(
    "and submits %s gets no byte of the contact's record, and changes no value of it",
    async (_, known) => {
      const t = await testApp(await open());
      const { victim, attacker } = await setUp(t);
      const before = await recordOf(t, victim.id);

      const answers = { ...known, message: "Where is my order?" };
      const received: string[] = [];
      for (const form_ of ["pre_chat", "offline"] as const) {
        const response = await attacker.send(submission(answers, form_, form));
        expect(response.status).toBe(200);
        received.push(await response.text(), JSON.stringify([...response.headers]));
      }
      for (const again of [await attacker.visit(), await attacker.visit()])
        received.push(await again.text(), JSON.stringify([...again.headers]));

      for (const secret of SECRETS) expect(received.join("\n")).not.toContain(secret);
      expect(received.join("\n")).not.toContain(victim.id);
      expect(received.join("\n")).not.toContain(before.conversations[0]?.id);
      expect(await recordOf(t, victim.id)).toEqual(before);
    },
  );

  test.each(ATTACKS)("and submits %s gets the same answer as a stranger", async (_, known) => {
    const shapeOf = async (answers: Record<string, string | boolean>) => {
      const t = await testApp(await open());
      const { attacker } = await setUp(t);
      const receipt = await attacker.submit({ ...answers, message: "Hello" }, "pre_chat", form);
      return Object.keys(receipt).sort();
    };
    const innocent = Object.fromEntries(
      Object.keys(known).map((field) => [
        field,
        { name: "Ina", email: "ina@example.com", phone: "+4930777" }[field] ?? true,
      ]),
    );
    expect(await shapeOf(known)).toEqual(await shapeOf(innocent));
  });

  test.each(ATTACKS)(
    "and submits %s is marked for agents as claimed, or is a contact of its own",
    async (_, known) => {
      const t = await testApp(await open());
      const { victim, attacker } = await setUp(t);
      await attacker.submit({ ...known, message: "Hello" }, "pre_chat", form);
      const mine = (await rowsOf(t, "conversations")).find(({ visitor_id }) => visitor_id === attacker.id);
      expect(mine?.claimed === 1).toBe(mine?.contact_id === victim.id);
    },
  );

  test("gets neither a token nor form answers with the victim's visitor ID", async () => {
    const t = await testApp(await open());
    const { victim } = await setUp(t);
    const thief = new BrowserVisitor(t.app, victim.property, { id: victim.id });
    const response = await thief.visit();
    expect(response.status).toBe(409);
    expect(await response.text()).not.toContain("token.");
    expect(thief.token).toBe("");
    thief.token = [victim.token.split(".")[0], victim.property, victim.id, Date.now() + 1e9, "x"].join(".");
    expect((await thief.send(submission({ message: "Hi" }, "pre_chat", form))).status).toBe(401);
  });

  test("never fills in what the contact lacks from an attached device", async () => {
    const t = await testApp(await open());
    const property = await addProperty(t.deps, { preChatForm: form });
    const victim = new BrowserVisitor(t.app, property);
    await victim.visit();
    await victim.submit({ email: VICTIM.email, message: "Hello" }, "pre_chat", form);
    const attacker = new BrowserVisitor(t.app, property);
    await attacker.visit();
    await attacker.submit({ ...VICTIM, name: "Mallory", phone: "+4930666" }, "pre_chat", form);
    const [record] = (await rowsOf(t, "visitors")).filter(({ id }) => id === victim.id);
    expect(record).toMatchObject({ name: null, phone: null });
    const said = (await rowsOf(t, "details")).filter(({ device_id }) => device_id === attacker.id);
    expect(said.length).toBeGreaterThan(0);
    expect(said.every(({ status, visitor_id }) => status === "alternative" && visitor_id === victim.id)).toBe(
      true,
    );
  });

  test("cannot push the contact's own values off the agents' page with a thousand submissions", async () => {
    const t = await testApp(await open());
    const { victim, attacker } = await setUp(t);
    await attacker.submit({ email: VICTIM.email, message: "It is me" }, "pre_chat", form);
    const [said] = await rowsOf(t, "details");
    if (!said) throw new Error("Nothing was said");
    const flood = Array.from({ length: 1_100 }, (_, n) => ({
      ...said,
      id: `flood${n}`,
      field: "name",
      value: `Mallory ${n}`,
      compare_key: `Mallory ${n}`,
      status: "alternative" as const,
      device_id: attacker.id,
      at: t.clock.now() + n,
    }));
    await t.deps.database.write((tx) => insertStatement("details")(tx, flood));
    const { details } = await readContact(t.deps.database.read, victim.property, victim.id);
    const shown = details.filter(({ status }) => status === "current").map(({ value }) => value);
    expect(shown).toEqual(expect.arrayContaining([VICTIM.name, VICTIM.email, VICTIM.phone]));
  });

  test("cannot tell from missing form fields what the record contains: the embed is the same for all", async () => {
    const t = await testApp(await open());
    const { victim } = await setUp(t);
    const script = await (await t.app.request(`/w/${victim.property}.js`)).text();
    for (const secret of SECRETS) expect(script).not.toContain(secret);
    expect(script).toContain(victim.property);
  });
});
