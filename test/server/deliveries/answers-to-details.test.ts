import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { addMember } from "../../../server/accounts/store.ts";
import { wholeName } from "../../../server/contacts/identity/whole-name.ts";
import { toDetails } from "../../../server/deliveries/answers-to-details.ts";
import { formDefinition } from "../../../server/properties/form-version.ts";
import { Contact } from "../../../shared/contact.ts";
import type { FormDraft } from "../../../shared/form.ts";
import type { FieldType } from "../../../shared/rules/form.ts";
import { setUpFoyer } from "../../support/agent.ts";
import { addProperty, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor, submission } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";

describe("the name in several fields", () => {
  it.each([
    [["Ann"], "Ann"],
    [["Ann", "Lee"], "Ann Lee"],
    [["Dr.", "Ann", "von", "Lee"], "Dr. Ann von Lee"],
    [["  Ann ", "\tLee  Smith "], "Ann Lee Smith"],
    [["", "Lee"], "Lee"],
    [["Ann", " "], "Ann"],
    [["", ""], undefined],
    [[], undefined],
    [["Ann Lee", "Lee"], "Ann Lee"],
    [["ann lee", "Ann"], "ann lee"],
    [["Ann", "Annas"], "Ann Annas"],
    [["山田", "太郎"], "山田 太郎"],
    [["محمد", "علي"], "محمد علي"],
  ])("R27: %j is %j", (parts, name) => {
    expect(wholeName(parts)).toBe(name);
  });

  it("R27: contains every word of every part, up to 200 characters", () => {
    const part = fc.stringMatching(/^[a-zé]{1,8}( [a-zé]{1,8})?$/);
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
        const words = (wholeName(parts) ?? "").split(" ");
        for (const word of parts.flatMap((one) => one.split(" "))) expect(words).toContain(word);
      }),
    );
    expect([...(wholeName(["😀".repeat(150), "x".repeat(150)]) ?? "")]).toHaveLength(200);
  });
});

describe("the details of a submission", () => {
  const types: readonly FieldType[] = ["name", "email", "name", "phone", "text", "email", "consent"];
  const draft: FormDraft = { fields: types.map((type, at) => ({ id: `f${at}`, type, required: false })) };
  const answers = {
    f0: "Ann",
    f1: "a@example.com",
    f2: "Lee",
    f3: "+4930",
    f4: "No detail",
    f5: "b@example.com",
  };

  it("R27: have the whole name, all e-mails and phones, and nothing of other texts", () => {
    const entry = { form: formDefinition(draft), answers, delivery: submission(answers, "pre_chat", draft) };
    expect(toDetails(entry)).toEqual({
      name: "Ann Lee",
      emails: ["a@example.com", "b@example.com"],
      phones: ["+4930"],
    });
    expect(toDetails({ ...entry, answers: { f2: "Lee" } })).toEqual({ name: "Lee" });
    expect(toDetails({ ...entry, answers: { f0: " ", f4: "x" } })).toEqual({});
  });
});

describeEachDatabase("a form with a first and a last name", (open) => {
  const form: FormDraft = {
    fields: [
      { id: "first", type: "name", required: true },
      { id: "last", type: "name", required: true },
      { id: "email", type: "email", required: true },
    ],
  };
  let test: TestApp;
  beforeEach(async () => {
    test = await testApp(await open());
  });

  it("R12, R27: makes the whole name, also of a device that was detached", async () => {
    const { browser, me } = await setUpFoyer(test);
    const property = await addProperty(test.deps, { preChatForm: form }, "names00001");
    const membership = { property, agent: me.agent.id, role: "admin" as const, now: test.clock.now() };
    await test.deps.database.write((tx) => addMember(tx, membership));
    const base = `/api/properties/${property}`;
    const arrive = async (first: string, last: string) => {
      const visitor = new BrowserVisitor(test.app, property);
      await visitor.visit();
      await visitor.submit({ first, last, email: "ann@example.com" }, "pre_chat", form);
      return visitor.id;
    };
    const ann = await arrive("Ann", "Lee");
    const device = await arrive("Anna", "Leeds");
    const nameOf = async (id: string) => (await browser.ok(Contact, "GET", `${base}/contacts/${id}`)).name;
    expect(await nameOf(ann)).toBe("Ann Lee");
    await browser.send("POST", `${base}/devices/${device}/detach`);
    expect(await nameOf(device)).toBe("Anna Leeds");
  });
});
