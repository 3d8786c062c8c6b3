import { expect, test } from "vitest";
import * as z from "zod/mini";
import { DeliveryReceipts } from "../../../shared/delivery.ts";
import type { FormDraft } from "../../../shared/form.ts";
import { addProperty, rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor, submission } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";

const ANA = { name: "Ana", email: "Ana@Example.com", message: "Is the blue one back?\nThank you" };

async function visitorOf(t: TestApp, settings = {}, more = {}): Promise<BrowserVisitor> {
  const visitor = new BrowserVisitor(t.app, await addProperty(t.deps, settings), more);
  await visitor.visit();
  return visitor;
}

async function another(t: TestApp, property: string): Promise<BrowserVisitor> {
  const visitor = new BrowserVisitor(t.app, property);
  await visitor.visit();
  return visitor;
}

async function receiptsOf(response: Response) {
  expect(response.status).toBe(200);
  return z.parse(DeliveryReceipts, await response.json()).receipts;
}

describeEachDatabase("submissions", (open) => {
  test("R5, R6: a pre-chat form makes the visitor a contact with the same ID, and opens a conversation", async () => {
    const t = await testApp(await open());
    const visitor = await visitorOf(t);
    const receipt = await visitor.submit(ANA);
    expect(receipt).toEqual({ status: "accepted", id: receipt.id, conversation: expect.any(String) });
    expect(await rowsOf(t, "visitors")).toMatchObject([
      { id: visitor.id, contact_since: t.clock.now(), source: "form", name: "Ana", email: "Ana@Example.com" },
    ]);
    expect(await rowsOf(t, "details")).toMatchObject([
      {
        field: "name",
        value: "Ana",
        status: "current",
        source: "form",
        device_id: visitor.id,
        previous: null,
      },
      { field: "email", value: "Ana@Example.com", compare_key: "ana@example.com", status: "current" },
    ]);
    expect(await rowsOf(t, "conversations")).toMatchObject([
      {
        visitor_id: visitor.id,
        contact_id: visitor.id,
        form: "pre_chat",
        ticket: null,
        status: "open",
        unread: 1,
        claimed: 0,
        suspicious: 0,
        preview: "Is the blue one back? Thank you",
      },
    ]);
    expect(await rowsOf(t, "messages")).toMatchObject([
      { sequence: 1, author: "visitor", text: ANA.message },
    ]);
    const [submission] = await rowsOf(t, "submissions");
    expect(JSON.parse(submission?.answers ?? "")).toEqual([
      { field: "name", type: "name", label: "Name", answer: "Ana" },
      { field: "email", type: "email", label: "E-mail", answer: "Ana@Example.com" },
      { field: "message", type: "long_text", label: "Message", answer: ANA.message },
    ]);
  });

  test("R20: an offline form becomes a ticket, numbered from 1 for each property", async () => {
    const t = await testApp(await open());
    const visitor = await visitorOf(t);
    expect(await visitor.submit(ANA, "offline")).toMatchObject({ ticket: 1 });
    expect(await visitor.submit(ANA, "offline")).toMatchObject({ ticket: 2 });
    const elsewhere = new BrowserVisitor(t.app, await addProperty(t.deps, {}, "shop000002"));
    await elsewhere.visit();
    expect(await elsewhere.submit(ANA, "offline")).toMatchObject({ ticket: 1 });
  });

  test("R21: a repeated delivery gets exactly its first receipt, and is stored once", async () => {
    const t = await testApp(await open());
    const visitor = await visitorOf(t);
    const delivery = submission(ANA, "offline");
    const [first] = await receiptsOf(await visitor.send(delivery));
    expect(await receiptsOf(await visitor.send(delivery, delivery))).toEqual([first, first]);
    const all = await Promise.all([1, 2, 3, 4].map(() => visitor.send(delivery)));
    for (const response of all) expect(await receiptsOf(response)).toEqual([first]);
    expect(await rowsOf(t, "conversations")).toHaveLength(1);
    expect(await rowsOf(t, "messages")).toHaveLength(1);
  });

  test("R21: equal delivery IDs of two visitors do not collide", async () => {
    const t = await testApp(await open());
    const one = await visitorOf(t);
    const two = await another(t, one.property);
    const delivery = submission(ANA);
    await one.send(delivery);
    const [receipt] = await receiptsOf(await two.send({ ...delivery, answers: { ...ANA, message: "mine" } }));
    expect(receipt).toMatchObject({ status: "accepted" });
    expect((await rowsOf(t, "messages")).map(({ text }) => text).sort()).toEqual(
      [ANA.message, "mine"].sort(),
    );
  });

  test("R21: a batch is accepted in order, and an invalid entry refuses only itself", async () => {
    const t = await testApp(await open());
    const visitor = await visitorOf(t);
    const batch = [
      submission({ ...ANA, message: "one" }),
      submission({ ...ANA, email: "nobody" }),
      { nonsense: true },
      submission({ ...ANA, message: "two" }),
    ];
    const receipts = await receiptsOf(await visitor.send(...batch));
    expect(receipts.map(({ status }) => status)).toEqual(["accepted", "refused", "refused", "accepted"]);
    expect(receipts.map(({ id }) => id)).toEqual([
      (batch[0] as { id: string }).id,
      (batch[1] as { id: string }).id,
      "",
      (batch[3] as { id: string }).id,
    ]);
    const conversations = await rowsOf(t, "conversations");
    expect(conversations.sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ preview }) => preview)).toEqual([
      "one",
      "two",
    ]);
  });

  test("submissions of many visitors at the same time are all accepted, each once", async () => {
    const t = await testApp(await open());
    const first = await visitorOf(t);
    const others = await Promise.all(Array.from({ length: 79 }, () => another(t, first.property)));
    const visitors = [first, ...others];
    await Promise.all(
      visitors.map((visitor, n) =>
        visitor.send(submission({ ...ANA, email: `p${n}@example.com`, message: `number ${n}` }, "offline")),
      ),
    );
    const conversations = await rowsOf(t, "conversations");
    expect(new Set(conversations.map(({ visitor_id }) => visitor_id)).size).toBe(80);
    expect(conversations.map(({ ticket }) => ticket).sort((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 80 }, (_, n) => n + 1),
    );
  });

  test("R9: two browsers that submit the same e-mail at the same time become one contact with a device", async () => {
    const t = await testApp(await open());
    const one = await visitorOf(t);
    const two = await another(t, one.property);
    await Promise.all([one.submit(ANA), two.submit({ ...ANA, email: "ANA@example.com" })]);
    const visitors = await rowsOf(t, "visitors");
    expect(visitors.filter(({ contact_since }) => contact_since !== null)).toHaveLength(1);
    expect(visitors.filter(({ attached_to }) => attached_to !== null)).toHaveLength(1);
  });

  test("R10: with separate matching every browser is its own contact, and the two are suggested", async () => {
    const t = await testApp(await open());
    const one = await visitorOf(t, { matching: "separate" });
    const two = await another(t, one.property);
    await one.submit(ANA);
    await two.submit(ANA);
    expect((await rowsOf(t, "visitors")).every(({ contact_since }) => contact_since !== null)).toBe(true);
    const [a, b] = [one.id, two.id].sort();
    expect(await rowsOf(t, "suggestions")).toMatchObject([{ a, b, reason: "same_email", status: "open" }]);
  });

  test("R11: a replaced value stays in the history, with the value before it", async () => {
    const t = await testApp(await open());
    const visitor = await visitorOf(t);
    await visitor.submit(ANA);
    await visitor.submit({ ...ANA, name: "Anna" });
    const names = (await rowsOf(t, "details")).filter(({ field }) => field === "name");
    expect(names.map(({ value, status, previous }) => [value, status, previous]).sort()).toEqual([
      ["Ana", "past", null],
      ["Anna", "current", "Ana"],
    ]);
    expect(await rowsOf(t, "visitors")).toMatchObject([{ name: "Anna" }]);
  });

  test("R27: a consent is stored with the contact, with its wording and time", async () => {
    const t = await testApp(await open());
    const label = { default: "You may write to me", de: "Ihr dürft mir schreiben" };
    const form: FormDraft = {
      fields: [
        { id: "email", type: "email", required: true },
        { id: "news", type: "consent", required: false, label },
      ],
    };
    const visitor = await visitorOf(t, { preChatForm: form });
    const german = { ...submission({ email: "a@example.com", news: true }, "pre_chat", form), locale: "de" };
    await visitor.send(german);
    const consents = (await rowsOf(t, "details")).filter(({ field }) => field.startsWith("consent:"));
    expect(consents).toMatchObject([
      { field: "consent:news", value: "Ihr dürft mir schreiben", at: t.clock.now() },
    ]);
  });

  test("R21: answers are validated by the version of the form that the visitor saw", async () => {
    const t = await testApp(await open());
    const visitor = await visitorOf(t);
    const late = submission({ ...ANA, message: "written before the change" });
    const { settings } = await t.deps.database.read
      .selectFrom("properties")
      .select("settings")
      .executeTakeFirstOrThrow();
    const changed = JSON.stringify({
      ...JSON.parse(settings),
      preChatForm: { fields: [{ id: "phone", type: "phone", required: true }] },
    });
    await t.deps.database.write((tx) =>
      tx.updateTable("properties").set({ settings: changed, version: 2 }).execute(),
    );
    t.clock.pass(10_000);
    expect(await receiptsOf(await visitor.send(late))).toMatchObject([{ status: "accepted" }]);
  });

  test.each([
    ["a trap filled in", { trap: "https://spam.example" }],
    ["an answer in no time", { shownFor: 12 }],
  ])("%s is stored as suspicious, and not discarded", async (_, more) => {
    const t = await testApp(await open());
    const visitor = await visitorOf(t);
    expect(await receiptsOf(await visitor.send({ ...submission(ANA), ...more }))).toMatchObject([
      { status: "accepted" },
    ]);
    expect(await rowsOf(t, "conversations")).toMatchObject([{ suspicious: 1 }]);
  });

  test.each([-1, -3_600_000, 300, 1e12])(
    "a form that was open for %i ms is not suspicious: below zero, a clock was set back",
    async (shownFor) => {
      const t = await testApp(await open());
      const visitor = await visitorOf(t);
      await visitor.send({ ...submission(ANA), shownFor });
      expect(await rowsOf(t, "conversations")).toMatchObject([{ suspicious: 0 }]);
    },
  );

  test("HTML in an answer is stored as text", async () => {
    const t = await testApp(await open());
    const visitor = await visitorOf(t);
    const message = `<img src=x onerror=alert(1)><script>alert("x")</script>\u202e`;
    await visitor.submit({ ...ANA, message });
    expect(await rowsOf(t, "messages")).toMatchObject([{ text: message }]);
  });
});

describeEachDatabase("bad deliveries", (open) => {
  const wrong: [string, Record<string, unknown>, string, string, string][] = [
    ["a letter in a phone", { phone: "+49 30 12x4" }, "phone", "invalid_phone", '"x"'],
    ["a phone without a plus", { phone: "0301234" }, "phone", "invalid_phone", '"0"'],
    ["a phone of sixteen digits", { phone: "+1234567890123456" }, "phone", "phone_length", "15"],
    ["no e-mail address", { email: "ana@" }, "email", "invalid_email", "e-mail"],
    ["a message beyond the limit", { message: "x".repeat(10_001) }, "message", "too_long", "10000"],
    ["a required answer missing", { message: "  " }, "message", "required", "required"],
    ["a field that is not in the form", { admin: "yes" }, "admin", "unknown_field", "no such field"],
    ["an answer of the wrong type", { name: true }, "name", "wrong_type", "wrong type"],
  ];
  const form: FormDraft = {
    fields: [
      { id: "name", type: "name", required: true },
      { id: "email", type: "email", required: true },
      { id: "phone", type: "phone", required: false },
      { id: "message", type: "long_text", required: true },
    ],
  };

  test.each(wrong)(
    "R7, R22: %s is refused with a message at its field, and nothing is stored",
    async (_, answers, path, code, words) => {
      const t = await testApp(await open());
      const visitor = await visitorOf(t, { preChatForm: form });
      const delivery = submission({ ...ANA, ...(answers as typeof ANA) }, "pre_chat", form);
      const [receipt] = await receiptsOf(await visitor.send(delivery));
      expect(receipt).toMatchObject({
        status: "refused",
        problem: {
          code: "answers_invalid",
          status: 422,
          faults: [{ path, code, message: expect.stringContaining(words) }],
        },
      });
      for (const table of ["details", "conversations", "messages", "submissions"] as const)
        expect(await rowsOf(t, table)).toEqual([]);
      // and the refusal, too, is the same when it is asked again
      expect(await receiptsOf(await visitor.send(delivery))).toEqual([receipt]);
    },
  );

  test.each([8.64e15 + 1, -8.64e15 - 1])(
    "a time that no Date can represent (%d) is refused, because no screen could show it",
    async (at) => {
      const t = await testApp(await open());
      const visitor = await visitorOf(t);
      const [receipt] = await receiptsOf(await visitor.send({ ...submission(ANA), at }));
      expect(receipt).toMatchObject({ status: "refused", problem: { faults: [{ path: "at" }] } });
      const far = { ...submission(ANA), at: Math.sign(at) * 8.64e15 };
      expect(await receiptsOf(await visitor.send(far))).toMatchObject([{ status: "accepted" }]);
    },
  );

  test("a refusal of thousands of unknown fields has at most 50 faults, because it is stored", async () => {
    const t = await testApp(await open());
    const visitor = await visitorOf(t);
    for (const [count, faults] of [
      [55, 50],
      [5_000, 1],
    ] as const) {
      const many = Object.fromEntries(Array.from({ length: count }, (_, n) => [`f${n}`, ""]));
      const [receipt] = await receiptsOf(await visitor.send(submission({ ...ANA, ...many })));
      if (receipt?.status !== "refused") throw new Error("It was accepted");
      expect(receipt.problem.faults).toHaveLength(faults);
    }
  });

  test("R11: an e-mail with a lone surrogate is unchanged when it is submitted again", async () => {
    const t = await testApp(await open());
    const visitor = await visitorOf(t);
    for (const message of ["one", "two"])
      expect(await visitor.submit({ ...ANA, email: "a\ud800b@example.com", message })).toMatchObject({
        status: "accepted",
      });
    const emails = (await rowsOf(t, "details")).filter(({ field }) => field === "email");
    expect(emails.map(({ value }) => value)).toEqual(["a\ufffdb@example.com"]);
  });

  test("an unknown version of a form is refused", async () => {
    const t = await testApp(await open());
    const visitor = await visitorOf(t);
    const [receipt] = await receiptsOf(
      await visitor.send({ ...submission(ANA), version: "0000000000000000" }),
    );
    expect(receipt).toMatchObject({ status: "refused", problem: { code: "form_unknown" } });
  });

  const tokens: [string, (t: TestApp, visitor: BrowserVisitor) => Promise<string>, string][] = [
    ["no token", async () => "", "token_missing"],
    ["a forged token", async (_, v) => v.token.replace(v.id, "V0000000000000001"), "token_invalid"],
    ["a token of another property", async (t, _) => foreignToken(t), "token_foreign"],
    ["an expired token", expired, "token_expired"],
  ];
  test.each(tokens)("R3: with %s nothing is stored", async (_, make, code) => {
    const t = await testApp(await open());
    const visitor = await visitorOf(t);
    visitor.token = await make(t, visitor);
    const response = await visitor.send(submission(ANA));
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([401, code]);
    expect(await rowsOf(t, "deliveries")).toEqual([]);
  });

  async function expired(t: TestApp, visitor: BrowserVisitor): Promise<string> {
    t.clock.pass(31 * 86_400_000);
    return visitor.token;
  }
  async function foreignToken(t: TestApp): Promise<string> {
    const elsewhere = new BrowserVisitor(t.app, await addProperty(t.deps, {}, "shop000002"));
    await elsewhere.visit();
    return elsewhere.token;
  }

  test("a visitor who was removed can register again, and loses no delivery", async () => {
    const t = await testApp(await open());
    const visitor = await visitorOf(t);
    await t.deps.database.write((tx) => tx.deleteFrom("visitors").execute());
    const delivery = submission(ANA);
    expect((await visitor.send(delivery)).status).toBe(401);
    await visitor.visit();
    expect(await receiptsOf(await visitor.send(delivery))).toMatchObject([{ status: "accepted" }]);
  });

  test.each([
    ["malformed JSON", "{", 400, "malformed_json"],
    ["no list", JSON.stringify({ token: "x" }), 422, "invalid_request"],
    [
      "too many at once",
      JSON.stringify({ token: "x", deliveries: new Array(51).fill({}) }),
      422,
      "invalid_request",
    ],
  ])("%s is a problem document", async (_, body, status, code) => {
    const t = await testApp(await open());
    const visitor = await visitorOf(t);
    const response = await visitor.post("deliveries", body);
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([status, code]);
  });

  test("R22: too many deliveries of one visitor are answered with 429 and Retry-After, for that visitor only", async () => {
    const t = await testApp(await open(), { visitorLimit: 3 });
    const visitor = await visitorOf(t);
    const neighbour = await another(t, visitor.property);
    // a batch larger than a minute's allowance is late, never stuck
    expect((await visitor.send(...[1, 2, 3, 4, 5].map(() => submission(ANA)))).status).toBe(200);
    const refused = await visitor.send(submission(ANA));
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await neighbour.send(submission(ANA))).status).toBe(200);
  });

  test("R22: the limit holds for every spelling of the property's key", async () => {
    const t = await testApp(await open(), { visitorLimit: 1 });
    const visitor = await visitorOf(t);
    expect((await visitor.send(submission(ANA))).status).toBe(200);
    const other = `/w/${visitor.property.slice(0, 3)}%00${visitor.property.slice(3)}`;
    const { headers, id, proof } = visitor;
    const page = { page: "", referrer: "", language: "", timeZone: "", screen: "" };
    const response = await t.app.request(`${other}/visits`, {
      method: "POST",
      headers,
      body: JSON.stringify({ visitor: id, proof, ...page }),
    });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: "property_unknown" });
  });
});
