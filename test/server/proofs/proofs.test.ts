import { beforeEach, expect, it } from "vitest";
import * as z from "zod/mini";
import { saveMailSettings } from "../../../server/mail/settings/mail-account.ts";
import { removeOldCodes } from "../../../server/proofs/housekeeping.ts";
import { Contact } from "../../../shared/contact.ts";
import { Conversation, Message, VisitorConversations } from "../../../shared/conversation.ts";
import { VisitorChanges, VisitorHistory } from "../../../shared/live.ts";
import type { PropertySettings } from "../../../shared/property.ts";
import { type AgentBrowser, setUpFoyer } from "../../support/agent.ts";
import { addProperty, rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor, submission } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { accepted, message, read, refused, uuid } from "../../support/deliveries.ts";
import { mailSettings } from "../../support/mails.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describeEachDatabase("R33: proof of an e-mail by a one-time code", (open) => {
  let test: TestApp;
  let agent: AgentBrowser;
  let property: string;
  let base: string;
  beforeEach(async () => {
    test = await testApp(await open());
    ({ browser: agent, property } = await setUpFoyer(test));
    base = `/api/properties/${property}`;
    await sendsMail(property);
  });

  const sendsMail = (of: string) =>
    test.deps.database.write((tx) =>
      saveMailSettings(tx, { property: of, version: 0, settings: mailSettings(2525), now: test.clock.now() }),
    );
  const arrive = async (at = property) => {
    test.clock.pass(1_000);
    const one = new BrowserVisitor(test.app, at);
    await one.visit();
    return one;
  };
  /** An offline message. @returns the ticket's ID */
  const leaveMessage = async (from: BrowserVisitor, email: string, text: string) => {
    test.clock.pass(1_000);
    return (await accepted(from, submission({ name: "Ann", email, message: text }, "offline"))).conversation;
  };
  const ask = (from: BrowserVisitor, email: string) => from.post("codes", { token: from.token, email });
  const attempt = (from: BrowserVisitor, email: string, code: string) =>
    from.post("proofs", { token: from.token, email, code });
  const codeOf = async (response: Response) => ((await response.json()) as { code?: string }).code;
  /** The code of the last mail to an address. */
  const codeIn = async (email: string) => {
    const mails = (await rowsOf(test, "mails")).filter(
      (mail) => mail.recipient_key === email.toLowerCase() && mail.kind === "one_time_code",
    );
    const last = mails.sort((a, b) => (a.id < b.id ? -1 : 1)).at(-1);
    return /^\d{6}$/m.exec(last?.text ?? "")?.[0] ?? "";
  };
  const other = (code: string, by = 1) => String((Number(code) + by) % 1e6).padStart(6, "0");
  const prove = async (from: BrowserVisitor, email: string) => {
    expect((await ask(from, email)).status).toBe(204);
    expect((await attempt(from, email, await codeIn(email))).status).toBe(204);
  };
  const list = async (of: BrowserVisitor) =>
    z.parse(VisitorConversations, await (await of.post("conversations", { token: of.token })).json()).items;
  const listed = async (of: BrowserVisitor) => (await list(of)).map(({ id }) => id).sort();
  const thread = async (of: BrowserVisitor, conversation: string, since = 0) =>
    of.post("thread-changes", { token: of.token, conversation, since });
  const said = async (of: BrowserVisitor, conversation: string) =>
    z
      .parse(VisitorChanges, await (await thread(of, conversation)).json())
      .messages.filter(({ event }) => !event)
      .map(({ author, text }) => `${author}: ${text}`);
  const answer = (id: string, text: string, status = "waiting") =>
    agent.ok(Message, "POST", `${base}/conversations/${id}/messages`, {
      id: uuid(),
      text,
      kind: "message",
      files: [],
      status,
    });
  const contactOf = (id: string) => agent.ok(Contact, "GET", `${base}/contacts/${id}`);

  it("opens the earlier conversations of the address on a new device, where they go on", async () => {
    const phone = await arrive();
    const ticket = await leaveMessage(phone, "ann@example.com", "Where is my order?");
    await answer(ticket, "On its way");
    const laptop = await arrive();
    expect(await list(laptop)).toEqual([]);
    await prove(laptop, "ann@example.com");

    expect(await list(laptop)).toMatchObject([
      { id: ticket, ticket: 1, subject: "Where is my order?", status: "waiting", unread: true },
    ]);
    expect(await said(laptop, ticket)).toEqual(["visitor: Where is my order?", "agent: On its way"]);
    const receipt = await accepted(laptop, message(ticket, "It came. Thank you!"));
    expect(receipt).toMatchObject({ conversation: ticket });
    await accepted(laptop, read(ticket, receipt.sequence ?? 0));
    expect((await list(laptop))[0]).toMatchObject({ status: "open", unread: false });
    expect((await said(phone, ticket)).at(-1)).toBe("visitor: It came. Thank you!");
  });

  it("R30: a reply to a closed ticket makes a new one, which the thread shows", async () => {
    const phone = await arrive();
    const ticket = await leaveMessage(phone, "ann@example.com", "Where is my order?");
    await answer(ticket, "On its way", "solved");
    await agent.send("PATCH", `${base}/conversations/${ticket}`, { status: "closed" });
    const laptop = await arrive();
    await prove(laptop, "ann@example.com");
    const receipt = await accepted(laptop, message(ticket, "Still not here"));
    expect(receipt.conversation).not.toBe(ticket);
    expect(await said(laptop, ticket)).toEqual([
      "visitor: Where is my order?",
      "agent: On its way",
      "visitor: Still not here",
    ]);
    expect(z.parse(VisitorChanges, await (await thread(laptop, ticket)).json()).conversation).toMatchObject({
      id: receipt.conversation,
      ticket: 2,
      status: "open",
    });
    expect(await listed(laptop)).toEqual([ticket, receipt.conversation].sort());
    expect(await listed(phone)).toEqual(await listed(laptop));
  });

  it("pages a thread backwards, and says what has changed since", async () => {
    const phone = await arrive();
    const ticket = await leaveMessage(phone, "ann@example.com", "Number 0");
    await phone.send(...Array.from({ length: 49 }, (_, at) => message(ticket, `Number ${at + 1}`)));
    await accepted(phone, message(ticket, "Number 50"));
    const laptop = await arrive();
    await prove(laptop, "ann@example.com");
    const changes = z.parse(VisitorChanges, await (await thread(laptop, ticket)).json());
    expect(changes).toMatchObject({ reset: true, earlier: true });
    expect(changes.messages).toHaveLength(50);
    const before = changes.messages[0]?.sequence;
    const earlier = await laptop.post("thread-history", {
      token: laptop.token,
      conversation: ticket,
      before,
    });
    expect(z.parse(VisitorHistory, await earlier.json())).toMatchObject({
      messages: [{ text: "Number 0" }],
      earlier: false,
    });
    await accepted(phone, message(ticket, "Number 51"));
    const since = z.parse(VisitorChanges, await (await thread(laptop, ticket, changes.sequence)).json());
    expect(since).toMatchObject({ reset: false, messages: [{ text: "Number 51" }] });
  });

  it("makes the device a proven one of the contact, with its own conversations, claimed no more", async () => {
    const phone = await arrive();
    await leaveMessage(phone, "ann@example.com", "From my phone");
    const laptop = await arrive();
    const second = await leaveMessage(laptop, "ann@example.com", "From my laptop");
    const read = () => agent.ok(Conversation, "GET", `${base}/conversations/${second}`);
    expect((await read()).claimed).toBe(true);
    await prove(laptop, "Ann@Example.com");
    expect((await read()).claimed).toBe(false);
    expect((await contactOf(phone.id)).devices).toContainEqual(
      expect.objectContaining({ visitor: laptop.id, proven: true }),
    );
    expect(await listed(phone)).not.toContain(second);
  });

  it("makes a visitor whom nobody knows a contact with a proven address", async () => {
    const ann = await arrive();
    await prove(ann, "ann@example.com");
    const contact = await contactOf(ann.id);
    expect(contact.details).toContainEqual(
      expect.objectContaining({ field: "email", value: "ann@example.com", source: "proven", proven: true }),
    );
  });

  it("merges the visitor's own contact with that of the address", async () => {
    const phone = await arrive();
    const first = await leaveMessage(phone, "ann@example.com", "From my phone");
    const laptop = await arrive();
    const second = await leaveMessage(laptop, "ann@work.example", "From work");
    await prove(laptop, "ann@example.com");
    const { id, aliases } = await contactOf(laptop.id);
    expect({ id, aliases }).toEqual({ id: phone.id, aliases: [laptop.id] });
    expect(await listed(laptop)).toEqual([first, second].sort());
    expect(await listed(phone)).toEqual([first]);
  });

  it("a device that was attached by a claimed address goes, with its conversations, to the contact that it proves", async () => {
    const [one, two] = [await arrive(), await arrive()];
    await leaveMessage(one, "one@example.com", "I am one");
    await leaveMessage(two, "two@example.com", "I am two");
    const laptop = await arrive();
    const third = await leaveMessage(laptop, "two@example.com", "Mine");
    await agent.send("POST", `${base}/contacts/${one.id}/details`, {
      field: "email",
      value: "me@example.com",
    });
    await prove(laptop, "me@example.com");
    const conversation = await agent.ok(Conversation, "GET", `${base}/conversations/${third}`);
    expect(conversation).toMatchObject({ person: { id: one.id }, claimed: false });
  });

  it("opens what was written in a browser that was attached by the address, and by nothing else", async () => {
    await agent.send("POST", `${base}/contacts`, {
      firstName: "Ann",
      lastName: "",
      emails: ["ann@example.com"],
      phones: ["+4930111"],
      anyway: false,
    });
    const phone = await arrive();
    const ticket = await leaveMessage(phone, "ann@example.com", "Where is my order?");
    const laptop = await arrive();
    await prove(laptop, "ann@example.com");
    expect(await listed(laptop)).toEqual([ticket]);
  });

  it("an agent who detaches the device takes what the proof has opened away", async () => {
    const phone = await arrive();
    await leaveMessage(phone, "ann@example.com", "Secret");
    const laptop = await arrive();
    await prove(laptop, "ann@example.com");
    expect(await listed(laptop)).toHaveLength(1);
    const detached = await agent.send("POST", `${base}/devices/${laptop.id}/detach`);
    expect(detached.status).toBeLessThan(300);
    expect(await listed(laptop)).toEqual([]);
  });

  it("an agent who removes the address from the contact takes it away too", async () => {
    const phone = await arrive();
    await leaveMessage(phone, "ann@example.com", "Secret");
    const laptop = await arrive();
    await prove(laptop, "ann@example.com");
    const address = (await contactOf(phone.id)).details.find(
      ({ field, status }) => field === "email" && status === "current",
    );
    await agent.send("DELETE", `${base}/contacts/${phone.id}/details/${address?.id}`);
    expect(await listed(laptop)).toEqual([]);
  });

  it.each([
    ["in Arabic digits", (code: string) => code.replace(/\d/g, (digit) => "٠١٢٣٤٥٦٧٨٩"[Number(digit)] ?? "")],
    [
      "with spaces, a dash and marks of direction",
      (code: string) => ` \u200e${code.slice(0, 3)}-${code.slice(3)} `,
    ],
  ])("takes a code %s", async (_, typed) => {
    const ann = await arrive();
    await ask(ann, "ann@example.com");
    const code = typed(await codeIn("ann@example.com"));
    expect((await attempt(ann, "ann@example.com", code)).status).toBe(204);
  });

  it("is offered only where a mail can be sent", async () => {
    const silent = await addProperty(test.deps);
    const ann = await arrive(silent);
    const answer = z.parse(
      VisitorConversations,
      await (await ann.post("conversations", { token: ann.token })).json(),
    );
    expect(answer.canProve).toBe(false);
    const response = await ask(ann, "ann@example.com");
    expect([response.status, await codeOf(response)]).toEqual([409, "proof_unavailable"]);
  });

  it("the mail is in the visitor's language, has the code not in its subject, and is of no use after ten minutes", async () => {
    const ann = await arrive();
    await ann.visit({ language: "de-AT" });
    await ask(ann, "ann@example.com");
    const [mail] = await rowsOf(test, "mails");
    expect(mail).toMatchObject({ kind: "one_time_code", visitor_id: ann.id, automatic: 1 });
    expect(mail?.subject).toMatch(/Code/);
    expect(mail?.subject).not.toMatch(/\d{6}/);
    expect(mail?.text).toContain("10 Minuten");
    expect(mail?.expires_at).toBe(test.clock.now() + 10 * MINUTE);
  });

  it("stores neither the code nor the address where codes are counted, and nothing after a day", async () => {
    const ann = await arrive();
    await ask(ann, "ann@example.com");
    const stored = JSON.stringify(await rowsOf(test, "email_codes"));
    expect(stored).not.toContain(await codeIn("ann@example.com"));
    expect(stored).not.toContain("ann@");
    expect(test.logged.join()).not.toContain(await codeIn("ann@example.com"));
    test.clock.pass(DAY + 1);
    await test.deps.database.write((tx) => removeOldCodes(tx, test.clock.now()));
    expect(await rowsOf(test, "email_codes")).toEqual([]);
  });

  describeAttacks();

  function describeAttacks(): void {
    it("attack: a code is good once", async () => {
      const ann = await arrive();
      await prove(ann, "ann@example.com");
      const again = await attempt(ann, "ann@example.com", await codeIn("ann@example.com"));
      expect([again.status, await codeOf(again)]).toEqual([410, "code_expired"]);
    });

    it("attack: after ten minutes the right code is none", async () => {
      const ann = await arrive();
      await ask(ann, "ann@example.com");
      test.clock.pass(10 * MINUTE);
      const late = await attempt(ann, "ann@example.com", await codeIn("ann@example.com"));
      expect(await codeOf(late)).toBe("code_expired");
    });

    it("attack: after five wrong tries, one after another or all at once, the right code is none", async () => {
      for (const atOnce of [false, true]) {
        const email = `ann.${atOnce}@example.com`;
        const ann = await arrive();
        await ask(ann, email);
        const code = await codeIn(email);
        const wrong = [1, 2, 3, 4, 5].map((by) => other(code, by));
        const answers: (string | undefined)[] = [];
        if (atOnce) {
          const responses = await Promise.all(wrong.map((one) => attempt(ann, email, one)));
          for (const response of responses) answers.push(await codeOf(response));
        } else for (const one of wrong) answers.push(await codeOf(await attempt(ann, email, one)));
        expect(answers.sort()).toEqual(["code_expired", ...Array(4).fill("code_wrong")]);
        expect(await codeOf(await attempt(ann, email, code))).toBe("code_expired");
        expect(await rowsOf(test, "proven_emails")).toEqual([]);
      }
    });

    it("attack: a code is good in the browser that asked for it only, and for its address only", async () => {
      const [ann, mallory] = [await arrive(), await arrive()];
      await ask(ann, "ann@example.com");
      const code = await codeIn("ann@example.com");
      expect(await codeOf(await attempt(mallory, "ann@example.com", code))).toBe("code_expired");
      await ask(mallory, "mallory@example.com");
      await ask(mallory, "ann@example.com");
      const own = await codeIn("mallory@example.com");
      expect(await codeOf(await attempt(mallory, "ann@example.com", own))).toBe("code_wrong");
      expect(await rowsOf(test, "proven_emails")).toEqual([]);
    });

    it("attack: a new code ends the one before", async () => {
      const ann = await arrive();
      await ask(ann, "ann@example.com");
      const first = await codeIn("ann@example.com");
      test.clock.pass(1_000);
      await ask(ann, "ann@example.com");
      expect(await codeIn("ann@example.com")).not.toBe(first);
      expect(await codeOf(await attempt(ann, "ann@example.com", first))).toBe("code_wrong");
      expect((await attempt(ann, "ann@example.com", await codeIn("ann@example.com"))).status).toBe(204);
    });

    it("attack: the tries of many browsers count together for an address", async () => {
      const [first, ...others] = await Promise.all([1, 2, 3, 4, 5].map(() => arrive()));
      const tries: (string | undefined)[] = [];
      for (const one of others) {
        await ask(one, "ann@example.com");
        const code = await codeIn("ann@example.com");
        for (const by of [1, 2, 3, 4, 5])
          tries.push(await codeOf(await attempt(one, "ann@example.com", other(code, by))));
      }
      expect(tries).toHaveLength(20);
      expect(new Set(tries)).toEqual(new Set(["code_wrong", "code_expired"]));
      if (!first) throw new Error("There is no browser");
      await ask(first, "ann@example.com");
      const code = await codeIn("ann@example.com");
      const refusedRight = await attempt(first, "ann@example.com", code);
      expect([refusedRight.status, await codeOf(refusedRight)]).toEqual([429, "codes_exhausted"]);
      expect(Number(refusedRight.headers.get("retry-after"))).toBeGreaterThan(DAY / 1_000 - 60);
    });

    it("attack: an address gets five codes an hour and ten a day, whoever asks and in whatever property", async () => {
      const elsewhere = await addProperty(test.deps);
      await sendsMail(elsewhere);
      const status = async (at: string) => (await ask(await arrive(at), "ann@example.com")).status;
      const five = async () => {
        for (const at of [property, elsewhere, property, elsewhere, property])
          expect(await status(at)).toBe(204);
      };
      await five();
      const sixth = await ask(await arrive(), "ANN@example.com");
      expect([sixth.status, await codeOf(sixth)]).toEqual([429, "codes_exhausted"]);
      expect(Number(sixth.headers.get("retry-after"))).toBeGreaterThan(3_000);
      test.clock.pass(HOUR);
      await five();
      test.clock.pass(HOUR);
      expect(await status(property)).toBe(429);
      test.clock.pass(DAY);
      expect(await status(property)).toBe(204);
      expect((await rowsOf(test, "mails")).filter(({ state }) => state === "failed")).toEqual([]);
    });

    it("attack: a browser asks for five codes an hour, of whatever addresses", async () => {
      const ann = await arrive();
      for (const at of [1, 2, 3, 4, 5]) expect((await ask(ann, `ann${at}@example.com`)).status).toBe(204);
      expect(await codeOf(await ask(ann, "ann6@example.com"))).toBe("codes_exhausted");
      expect((await ask(await arrive(), "ann6@example.com")).status).toBe(204);
    });

    it("attack: nothing says whether an address is known: not the status, a header or a byte, nor what is done", async () => {
      const known = await arrive();
      await leaveMessage(known, "known@example.com", "Secret");
      const seen: unknown[] = [];
      for (const email of ["known@example.com", "other@example.com"]) {
        const stranger = await arrive();
        const before = await tablesRead();
        const asked = await ask(stranger, email);
        const wrong = await attempt(stranger, email, other(await codeIn(email)));
        const after = await tablesRead();
        seen.push({
          asked: [asked.status, [...asked.headers], await asked.text()],
          wrong: [wrong.status, [...wrong.headers], await wrong.text()],
          written: after.map((count, at) => count - (before[at] ?? 0)),
        });
      }
      expect(seen[1]).toEqual(seen[0]);
    });

    it("R12: attack: whoever proves their own address gets nothing of a stranger by whose address they are attached", async () => {
      const victim = await arrive();
      const secret = await leaveMessage(victim, "vera@bank.example", "My secret is XK-4711");
      const mallory = await arrive();
      const own = await leaveMessage(mallory, "vera@bank.example", "It is me");
      const before = await contactOf(victim.id);
      await prove(mallory, "mallory@example.com");
      expect(await listed(mallory)).toEqual([own]);
      const after = await contactOf(victim.id);
      const current = ({ details }: typeof before) =>
        details.filter(({ status }) => status === "current").map(({ field, value }) => `${field} ${value}`);
      expect(current(after)).toEqual(current(before));
      const third = await arrive();
      await prove(third, "mallory@example.com");
      for (const one of [mallory, third]) {
        expect(await (await thread(one, secret)).text()).toContain("conversation_unknown");
        expect(await refused(one, message(secret, "Give it to me"))).toBe("conversation_unknown");
      }
    });

    it("R12: attack: whoever gave a stranger's address first sees nothing of that stranger by proving their own", async () => {
      const mallory = await arrive();
      await leaveMessage(mallory, "vera@bank.example", "I was here first");
      await leaveMessage(mallory, "mallory@example.com", "And this is mine too");
      const victim = await arrive();
      const claimed = await leaveMessage(victim, "vera@bank.example", "My secret is XK-4711");
      await prove(victim, "vera@bank.example");
      const proven = await leaveMessage(victim, "vera@bank.example", "Another secret");
      const helper = await arrive();
      await prove(helper, "mallory@example.com");
      await prove(mallory, "mallory@example.com");
      for (const one of [mallory, helper])
        for (const secret of [claimed, proven]) {
          expect(await listed(one)).not.toContain(secret);
          expect((await thread(one, secret)).status).toBe(422);
          const transcript = await one.post("transcript", { token: one.token, conversation: secret });
          expect(transcript.status).toBe(422);
          expect(await refused(one, read(secret, 1))).toBe("conversation_unknown");
        }
    });

    it("attack: a proof is worth nothing in another property", async () => {
      const elsewhere = await addProperty(test.deps);
      const there = await arrive(elsewhere);
      const secret = await leaveMessage(there, "ann@example.com", "Secret");
      const ann = await arrive();
      await prove(ann, "ann@example.com");
      expect(await listed(ann)).toEqual([]);
      expect((await thread(ann, secret)).status).toBe(422);
      const foreign = new BrowserVisitor(test.app, elsewhere, { id: ann.id });
      foreign.token = ann.token;
      expect((await ask(foreign, "ann@example.com")).status).toBe(401);
    });

    it("attack: a claimed device sees nothing, and a blocked one gets no code", async () => {
      const phone = await arrive();
      await leaveMessage(phone, "ann@example.com", "Secret");
      const mallory = await arrive();
      const own = await leaveMessage(mallory, "ann@example.com", "It is me");
      expect(await listed(mallory)).toEqual([own]);
      await agent.send("PUT", `${base}/visitors/${mallory.id}/block`);
      await mallory.visit(); // a block revokes the token
      expect(await codeOf(await ask(mallory, "ann@example.com"))).toBe("visitor_blocked");
    });

    it.each([
      ["no address", { email: "ann", code: "123456" }],
      ["an address with a line break", { email: "ann@example.com\r\nBcc: bob@example.com", code: "123456" }],
      ["an endless address", { email: `${"a".repeat(100_000)}@example.com`, code: "123456" }],
      ["five digits", { email: "ann@example.com", code: "12345" }],
      ["an endless code", { email: "ann@example.com", code: "1".repeat(100_000) }],
      ["a code of letters", { email: "ann@example.com", code: "l23456" }],
      ["no code", { email: "ann@example.com" }],
    ])("attack: %s is refused", async (_, body) => {
      const ann = await arrive();
      const response = await ann.post("proofs", { token: ann.token, ...body });
      expect([response.status, await codeOf(response)]).toEqual([422, "invalid_request"]);
      expect(await rowsOf(test, "mails")).toEqual([]);
    });
  }

  /** How many rows each table has. */
  async function tablesRead(): Promise<number[]> {
    const tables = ["visitors", "details", "email_codes", "mails", "proven_emails", "suggestions"] as const;
    const counts: number[] = [];
    for (const table of tables) counts.push((await rowsOf(test, table)).length);
    return counts;
  }
});

describeEachDatabase("R33: with separate matching, too", (open) => {
  it("a proven e-mail opens the conversations of every contact that has it", async () => {
    const test = await testApp(await open());
    const settings: Partial<PropertySettings> = { matching: "separate" };
    const property = await addProperty(test.deps, settings);
    await test.deps.database.write((tx) =>
      saveMailSettings(tx, { property, version: 0, settings: mailSettings(2525), now: test.clock.now() }),
    );
    const tickets: string[] = [];
    for (const text of ["One", "Two"]) {
      test.clock.pass(1_000);
      const browser = new BrowserVisitor(test.app, property);
      await browser.visit();
      const form = submission({ name: "Ann", email: "ann@example.com", message: text }, "offline");
      tickets.push((await accepted(browser, form)).conversation);
    }
    test.clock.pass(1_000);
    const laptop = new BrowserVisitor(test.app, property);
    await laptop.visit();
    const { token } = laptop;
    await laptop.post("codes", { token, email: "ann@example.com" });
    const code = /^\d{6}$/m.exec((await rowsOf(test, "mails"))[0]?.text ?? "")?.[0];
    await laptop.post("proofs", { token, email: "ann@example.com", code });
    const { items } = z.parse(
      VisitorConversations,
      await (await laptop.post("conversations", { token })).json(),
    );
    expect(items.map(({ id }) => id).sort()).toEqual(tickets.sort());
  });
});
