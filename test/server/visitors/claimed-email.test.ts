import { beforeAll, expect, it } from "vitest";
import { saveMailSettings } from "../../../server/mail/settings/mail-account.ts";
import { Contact } from "../../../shared/contact.ts";
import { setUpFoyer } from "../../support/agent.ts";
import { type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor, submission } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { mailSettings } from "../../support/mails.ts";

const EMAIL = "vera@bank.example";
const OWNER = { firstName: "Vera", lastName: "Bank", emails: [EMAIL], phones: ["+442079460958"] };
const NOBODY = "nobody@bank.example";

/** The ways to claim an e-mail that may be another person's. */
const CLAIMS: Readonly<Record<string, (visitor: BrowserVisitor, email: string) => Promise<Response>[]>> = {
  "gives it in the pre-chat form": (visitor, email) => [
    visitor.send(submission({ name: "Eve", email, message: "Hi" }, "pre_chat")),
  ],
  "gives it in the offline form": (visitor, email) => [
    visitor.send(submission({ name: "Eve", email, message: "Hi" }, "offline")),
  ],
  "gives it without a name": (visitor, email) => [
    visitor.send(submission({ email, message: "Hi" }, "offline")),
  ],
  "gives it twice": (visitor, email) => [
    visitor.send(
      submission({ name: "Eve", email, message: "Hi" }, "offline"),
      submission({ name: "Eve", email, message: "Again" }, "offline"),
    ),
  ],
  "asks for a code": (visitor, email) => [visitor.post("codes", { token: visitor.token, email })],
  "guesses a code": (visitor, email) => [
    visitor.post("proofs", { token: visitor.token, email, code: "123456" }),
  ],
};

describeEachDatabase("R28: a claimed e-mail", (open) => {
  let test: TestApp;
  let property: string;
  beforeAll(async () => {
    test = await testApp(await open());
    const { browser: agent, ...made } = await setUpFoyer(test);
    property = made.property;
    const settings = mailSettings(2525); // codes are sent
    await test.deps.database.write((tx) =>
      saveMailSettings(tx, { property, version: 0, settings, now: test.clock.now() }),
    );
    await agent.ok(Contact, "POST", `/api/properties/${property}/contacts`, OWNER);
    const owner = new BrowserVisitor(test.app, property);
    await owner.visit();
    await owner.submit({ name: "Vera", email: EMAIL, message: "My secret is 4711" }, "offline");
  });

  /** All that a visitor is told who claims an e-mail, and comes back, without IDs, tokens, times and the counters of the property. */
  async function toldWith(email: string, claim: (typeof CLAIMS)[string]): Promise<string> {
    test.clock.pass(1_000);
    const visitor = new BrowserVisitor(test.app, property);
    await visitor.visit();
    const { token } = visitor;
    const answers = await Promise.all(claim(visitor, email));
    answers.push(
      await visitor.visit(),
      await visitor.post("changes", { token, since: 0 }),
      await visitor.post("conversations", { token }),
    );
    const texts = await Promise.all(answers.map(async (one) => `${one.status} ${await one.text()}`));
    return texts
      .join("\n")
      .replaceAll(email, "EMAIL")
      .replace(/"token":"[^"]*"/g, "")
      .replace(/[\da-f]{8}-[\da-f-]{27}/g, "ID")
      .replace(/\d{10,}/g, "TIME")
      .replace(/"(ticket|sequence|from|revision|visitorRead)":\d+/g, "");
  }

  it.each(Object.entries(CLAIMS))(
    "shows nothing of what its owner has on file to a visitor who %s: neither a detail, nor by what is missing",
    async (_, claim) => {
      const told = await toldWith(EMAIL, claim);
      expect(told).not.toContain("Vera");
      expect(told).toBe(await toldWith(NOBODY, claim));
    },
  );
});
