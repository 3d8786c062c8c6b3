import { randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { beforeEach, expect, it, vi } from "vitest";
import * as z from "zod/mini";
import { COMMAND_LINE } from "../../../server/accounts/audit-log.ts";
import { storeAnswers } from "../../../server/api/http/idempotency.ts";
import { ImportRunner } from "../../../server/imports/jobs/import-runner.ts";
import { startImport } from "../../../server/imports/jobs/import-states.ts";
import { saveHttpSecret } from "../../../server/mail/intake/settings/mailbox.ts";
import { storeRawMail } from "../../../server/mail/intake/store-raw-mail.ts";
import { queueMail } from "../../../server/mail/outbound/queue-mail.ts";
import { erasePerson } from "../../../server/people/erase-person.ts";
import { undoHooks } from "../../../server/people/undo-hooks.ts";
import type { Schema } from "../../../server/platform/database/schema.ts";
import { newId } from "../../../server/platform/ids.ts";
import { AlertChannel, DEFAULT_ALERT_SETTINGS } from "../../../shared/alert.ts";
import { Contact, ContactPage, Named } from "../../../shared/contact.ts";
import { ConversationSummary, Message } from "../../../shared/conversation.ts";
import { Blocked, MergeResult, MergeUndone, Notes, TimelinePage } from "../../../shared/crm.ts";
import type { FoyerEvent } from "../../../shared/event.ts";
import { MessageSearchPage } from "../../../shared/message-search.ts";
import { PersonExport } from "../../../shared/person-export.ts";
import { defaultSettings, Property } from "../../../shared/property.ts";
import { CreatedWebhookEndpoint, WEBHOOK_EVENTS } from "../../../shared/webhook.ts";
import { SourceWithAddress, WebhookSource } from "../../../shared/webhook-source.ts";
import { type AgentBrowser, setUpFoyer } from "../../support/agent.ts";
import { rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { uuid } from "../../support/deliveries.ts";
import { testFolder } from "../../support/files.ts";
import { mailDraft } from "../../support/mails.ts";
import { rawMail } from "../../support/raw-mails.ts";
import { ImportHarness } from "../imports/support.ts";

/** A text that occurs only in this person's data. */
const MARK = "xyzzy";

/** The tables and columns that contain one of the texts. */
async function whereIs(test: TestApp, ...texts: string[]): Promise<string[]> {
  const tables = await test.deps.database.read.introspection.getTables();
  const found = new Set<string>();
  for (const { name } of tables)
    for (const row of (await rowsOf(test, name as keyof Schema)) as unknown as Record<string, unknown>[])
      for (const [column, value] of Object.entries(row))
        if (texts.some((text) => String(value).toLowerCase().includes(text.toLowerCase())))
          found.add(`${name}.${column}`);
  return [...found].sort();
}

describeEachDatabase("one person's data", (open) => {
  let test: TestApp;
  let browser: AgentBrowser;
  let property: string;
  let agent: string;
  let base: string;
  const data = testFolder();
  beforeEach(async () => {
    test = await testApp(await open(), { data });
    const owner = await setUpFoyer(test);
    ({ browser, property } = owner);
    agent = owner.me.agent.id;
    base = `/api/properties/${property}`;
  });

  const arrive = async (name: string, email: string) => {
    const one = new BrowserVisitor(test.app, property, {
      headers: { "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0" },
    });
    test.clock.pass(1_000);
    await one.visit({
      page: `https://example.com/${email.split("@")[0]}`,
      referrer: `https://${email.split("@")[0]}.example/`,
    });
    await one.submit({ name, email, message: `It is me, ${name}` });
    return one;
  };
  const merge = (...contacts: string[]) =>
    browser.ok(MergeResult, "POST", `${base}/contacts/merge`, { contacts });

  /** Two tickets of a contact with everything that a ticket has, the one joined into the other. */
  const addTickets = async (contact: string, tag: string) => {
    const [one, other] = await Promise.all(
      ["Call back", "Broken lamp"].map((subject) =>
        browser.ok(ConversationSummary, "POST", `${base}/contacts/${contact}/tickets`, {
          id: uuid(),
          kind: "note",
          subject: `${MARK}: ${subject}`,
          text: `${MARK} called`,
        }),
      ),
    );
    const at = `${base}/conversations/${one?.id}`;
    await browser.ok(ConversationSummary, "PATCH", at, {
      tags: [tag],
      priority: "high",
      subject: `${MARK}?`,
    });
    await browser.ok(Message, "POST", `${base}/conversations/${other?.id}/messages`, {
      id: uuid(),
      kind: "message",
      text: `To ${MARK}`,
      files: [],
      cc: [`${MARK}.boss@example.com`],
      bcc: [`${MARK}.archive@example.com`],
    });
    await browser.ok(ConversationSummary, "POST", `${at}/join`, { into: other?.id });
  };
  /** One body that is about the person, one of nobody in which the e-mail is, and one about somebody else. */
  const receiveBodies = async () => {
    const sources = `${base}/webhook-sources`;
    const draft = { name: "Orders", country: null, version: 1, isActive: true };
    const { source, path } = await browser.ok(SourceWithAddress, "POST", sources, {
      ...draft,
      provider: "other",
    });
    const mapping = [{ path: "email", field: "email" }];
    await browser.ok(WebhookSource, "PUT", `${sources}/${source.id}`, { ...draft, mapping });
    for (const body of [
      { email: `${MARK}@example.com`, order: `For ${MARK}` },
      { from: "nobody", text: `Write to ${MARK.toUpperCase()}@example.com, please` },
      { email: "cleo@example.com" },
    ])
      await test.app.request(path, {
        method: "POST",
        body: JSON.stringify(body),
        headers: { "Content-Type": "application/json" },
      });
    await test.parts.sourceWorker.catchUp();
  };

  /** Makes an endpoint for webhooks, which gets all that follows, except the ID of who was erased: that it has to know. */
  const addWebhook = () =>
    browser.ok(CreatedWebhookEndpoint, "POST", `${base}/webhooks`, {
      url: "https://crm.example.com/hook",
      description: "CRM",
      events: WEBHOOK_EVENTS.filter((type) => type !== "contact.erased"),
    });

  /** Creates a person of whom every table has data. */
  const createPerson = async () => {
    await addWebhook();
    const ann = await arrive(`${MARK} Ann`, `${MARK}@example.com`);
    const second = await arrive(`${MARK} Anna`, `${MARK}.anna@example.com`);
    const claimant = await arrive(`${MARK} claims`, `${MARK}@example.com`);
    const stranger = await arrive("Bob", "bob@example.com");
    await stranger.submit({ name: "Bob", email: `${MARK}@example.com`, message: "Somebody else" });
    for (const { id } of [ann, second])
      await browser.ok(Notes, "POST", `${base}/contacts/${id}/notes`, {
        text: `About ${MARK}`,
        mentions: [agent],
      });
    const tag = await browser.ok(Named, "POST", `${base}/tags`, { name: "VIP" });
    for (const one of [ann, second, claimant])
      await one.post("activity", {
        token: one.token,
        id: randomBytes(16).toString("hex"),
        entries: [
          { kind: "set", attributes: { plan: MARK } },
          { kind: "tag", tags: ["VIP"] },
          { kind: "event", name: MARK, data: { to: MARK }, page: `https://example.com/${MARK}`, ago: 1 },
        ],
      });
    await browser.ok(Contact, "PUT", `${base}/contacts/${ann.id}/tags`, { tags: [tag.id] });
    await browser.ok(Contact, "POST", `${base}/contacts/${ann.id}/details`, {
      field: "phone",
      value: "+49151987654",
    });
    await addTickets(ann.id, tag.id);
    const undone = await merge(ann.id, second.id);
    await browser.ok(MergeUndone, "POST", `${base}/merges/${undone.merge}/undo`);
    await browser.ok(PersonExport, "GET", `${base}/contacts/${second.id}/export`);
    await merge(ann.id, second.id);
    await browser.ok(Blocked, "PUT", `${base}/visitors/${claimant.id}/block`);
    // blocking ends the registration, and the browser registers again
    await claimant.visit();
    await claimant.submit({ name: MARK, email: `${MARK}@example.com`, message: "Blocked" });
    await test.deps.database.write((tx) =>
      tx
        .insertInto("files")
        .values({
          property_id: property,
          id: "file1",
          conversation_id: null,
          visitor_id: second.id,
          agent_id: null,
          name: `${MARK}.png`,
          type: "image/png",
          size: 1,
          width: null,
          height: null,
          created_at: 1,
        })
        .execute(),
    );
    const conversation =
      (await rowsOf(test, "conversations")).find((row) => row.visitor_id === ann.id)?.id ?? "";
    const about = [
      { kind: "conversation", id: conversation, entries: [], inReplyTo: null, references: [] },
      { kind: "visitor", id: second.id },
    ] as const;
    for (const [kind, id] of [
      ["conversation", conversation],
      ["contact", second.id],
    ] as const)
      await test.deps.database.write((tx) =>
        tx
          .insertInto("notifications")
          .values({
            agent_id: agent,
            target: "mail",
            property_id: property,
            about: kind,
            about_id: id,
            kind: "mentioned",
            entry: "1",
            due_at: 1,
            attempts: 0,
            runner: null,
            lease_until: 0,
            created_at: 1,
          })
          .execute(),
      );
    const { id: channel } = await browser.ok(AlertChannel, "POST", `${base}/alert-channels`, {
      name: "Support",
      target: { kind: "slack_compatible", address: "https://chat.example.com/hooks/1" },
      settings: DEFAULT_ALERT_SETTINGS,
    });
    for (const [about, id] of [
      ["conversation", conversation],
      ["contact", second.id],
    ] as const)
      await test.deps.database.write((tx) =>
        tx
          .insertInto("alerts")
          .values({
            channel_id: channel,
            property_id: property,
            kind: "mention",
            about,
            about_id: id,
            entry: "1",
            due_at: 1,
            sent_at: null,
            created_at: 1,
          })
          .execute(),
      );
    const to = [{ name: `${MARK} Ann`, address: `${MARK}@example.com` }] as const;
    for (const one of about)
      await test.deps.database.write((tx) =>
        queueMail(
          tx,
          { ...test.deps, mailDefaults: null },
          mailDraft(property, { about: one, recipients: { to, cc: [], bcc: [] } }),
        ),
      );
    await test.deps.database.write((tx) => saveHttpSecret(tx, property, null));
    await storeRawMail(test.deps, property, {
      id: newId(test.deps),
      origin: { kind: "http" },
      raw: new Uint8Array(
        Buffer.from(
          rawMail({
            from: `${MARK} Ann <${MARK}@example.com>`,
            subject: `${MARK}!`,
            text: `By mail, ${MARK}\n-- \n${MARK} Ann`,
            fields: [`Cc: ${MARK}.friend@example.com`],
          }),
        ),
      ),
      receivedAt: test.clock.now(),
    });
    await test.parts.mailboxWorker.catchUp();
    await test.deps.database.write(async (tx) => {
      const aboutAnn = tx.selectFrom("webhook_events").select("position").where("person_id", "=", ann.id);
      await tx
        .updateTable("webhook_deliveries")
        .set({ answer: `${MARK} is unknown` })
        .where("position", "in", aboutAnn)
        .execute();
      const email = { property_id: property, visitor_id: second.id, email_key: `${MARK}@example.com` };
      await tx
        .insertInto("proven_emails")
        .values({ ...email, proven_at: 1 })
        .execute();
      await tx
        .insertInto("proven_user_ids")
        .values({ property_id: property, visitor_id: second.id, user_id: `${MARK}-42`, proven_at: 2 })
        .execute();
      await tx
        .insertInto("bulk_job_contacts")
        .values({ property_id: property, job_id: "job1", contact_id: ann.id })
        .execute();
      const hashes = { address_hash: MARK, code_hash: MARK, tries: 0, created_at: 1, expires_at: 1 };
      await tx
        .insertInto("email_codes")
        .values({ property_id: property, id: "code1", visitor_id: second.id, ...hashes })
        .execute();
      for (const about of [{ contact: ann.id }, "many"] as const)
        await storeAnswers(tx, [
          {
            request: { property, keyId: "key", idempotencyKey: JSON.stringify(about), requestHash: "" },
            status: 200,
            answer: JSON.stringify([{ id: second.id, name: MARK }]),
            about,
            now: 1,
          },
        ]);
    });
    await receiveBodies();
    const imports = new ImportHarness(test, property);
    await imports.define("Passport", "text");
    await imports.define("Plan", "choice", ["Gold"]);
    const rows = [
      `${MARK} Ann,${MARK}@example.com,,VIP,Noted ${MARK},No. ${MARK},Gold`,
      `${MARK} Zed,${MARK}@example.com,Acme,VIP,,,`,
      `${MARK} Ann,none,,,,,`,
      "Olga,olga@example.com,,,,,",
    ];
    const imported = await imports.import(
      ["Name,E-mail,Company,Tags,Notes,Passport,Plan", ...rows].join("\n"),
    );
    const others = await imports.import(
      `Name,E-mail,Company,Notes,Plan\nCleo,cleo@example.com,Acme,Hello,Gold\nCleo,none,Acme,,Gold\n`,
    );
    const waiting = await imports.upload(`Vorname,E-mail\n${MARK},x@example.com\n`);
    const row = JSON.stringify([{ line: 2, cells: [MARK, "x@example.com"] }]);
    await test.deps.database.write((tx) =>
      tx.updateTable("imports").set({ edits: row, editable_rows: row }).where("id", "=", waiting).execute(),
    );
    await browser.ok(ContactPage, "GET", `${base}/contacts?q=${MARK}`);
    await browser.ok(MessageSearchPage, "GET", `${base}/message-search?q=${MARK}`);
    const files = () => readdirSync(join(data, "imports"));
    expect(files()).toEqual(
      expect.arrayContaining([`${imported.id}.refused.csv`, `${others.id}.refused.csv`, `${waiting}.csv`]),
    );
    return {
      ids: [ann.id, second.id, claimant.id],
      ann,
      second,
      claimant,
      stranger,
      files,
      imported,
      others,
      waiting,
    };
  };

  it("R26: is exported completely", async () => {
    const { ann, second } = await createPerson();
    const whole = await browser.ok(PersonExport, "GET", `${base}/contacts/${second.id}/export`);
    expect(whole).toMatchObject({
      exportedAt: test.clock.now(),
      contact: { id: ann.id, aliases: [second.id] },
    });
    expect(whole.notes).toHaveLength(3);
    expect(whole.merges).toHaveLength(2);
    expect(whole.conversations).toHaveLength(6);
    expect(whole.receivedMails).toMatchObject([
      { from: { address: `${MARK}@example.com` }, subject: `${MARK}!`, below: `-- \n${MARK} Ann` },
    ]);
    expect(whole.receivedBodies).toEqual([
      {
        receivedAt: expect.any(Number),
        source: "Orders",
        topic: "",
        body: JSON.stringify({ email: `${MARK}@example.com`, order: `For ${MARK}` }),
      },
    ]);
    expect(whole.contact.visits).toHaveLength(4);
    expect(whole.events).toHaveLength(3);
    expect(whole.provenUserIds).toEqual([{ device: second.id, userId: `${MARK}-42`, at: 2 }]);
    expect(whole.provenEmails).toEqual([{ device: second.id, email: `${MARK}@example.com`, at: 1 }]);
    expect(whole.mails).toMatchObject([
      { to: [`${MARK}@example.com`], text: "Hello Ann", state: "queued" },
      { to: [`${MARK}@example.com`], conversation: null },
    ]);
    expect(
      whole.conversations.flatMap(({ messages }) => messages.flatMap(({ text }) => text || [])).sort(),
    ).toEqual([
      `By mail, ${MARK}`,
      `It is me, ${MARK} Ann`,
      `It is me, ${MARK} Anna`,
      `It is me, ${MARK} claims`,
      `To ${MARK}`,
      `${MARK} called`,
      `${MARK} called`,
      `${MARK}?`,
    ]);
    const submitted = whole.conversations.filter(({ form }) => form !== null);
    expect(submitted.every(({ submissions }) => submissions.length === 1)).toBe(true);
    const response = await browser.send("GET", `${base}/contacts/${ann.id}/export`);
    expect(response.headers.get("content-disposition")).toBe(`attachment; filename="${ann.id}.json"`);
  });

  it("R26: is exported with what a browser submitted before it became a device of the contact", async () => {
    const ann = await arrive(`${MARK} Ann`, `${MARK}@example.com`);
    const device = new BrowserVisitor(test.app, property);
    await device.visit();
    const offline = { fields: [{ id: "name", type: "name" as const, required: false }] };
    const settings = { ...defaultSettings("Shop", "UTC"), preChatForm: offline };
    await browser.ok(Property, "PUT", base, { version: 1, settings });
    await device.submit({ name: "Only a name" }, "pre_chat", offline);
    await browser.ok(Property, "PUT", base, { version: 2, settings: defaultSettings("Shop", "UTC") });
    await device.submit({ name: "Ann", email: `${MARK}@example.com`, message: "Now with my e-mail" });
    const whole = await browser.ok(PersonExport, "GET", `${base}/contacts/${ann.id}/export`);
    expect(whole.contact.details.map(({ value }) => value)).toContain("Only a name");
    expect(whole.conversations.map(({ preview }) => preview)).toContain("Only a name");
  });

  it("R26: is shown, exported, merged and erased also with more devices than a statement has parameters", async () => {
    const ann = await arrive(`${MARK} Ann`, `${MARK}@example.com`);
    const { database } = test.deps;
    const columns = Object.keys((await rowsOf(test, "visitors"))[0] ?? {});
    const values = columns.map((column) =>
      column === "id"
        ? sql`'V' || substr(cast(1000000000000000 + n as text), 1)`
        : column === "attached_to"
          ? sql`${ann.id}`
          : sql.ref(column),
    );
    const [others, max] = [
      sql.join(columns.map((column) => sql.ref(column))),
      database.engine === "sqlite" ? 33_000 : 66_000,
    ];
    await database.write((tx) =>
      sql`insert into visitors (${others}) with recursive numbers(n) as
        (select 1 union all select n + 1 from numbers where n < ${sql.lit(max)})
        select ${sql.join(values)} from visitors cross join numbers where id = ${ann.id}`.execute(tx),
    );
    expect((await rowsOf(test, "visitors")).length).toBeGreaterThan(max);
    await browser.ok(TimelinePage, "GET", `${base}/contacts/${ann.id}/timeline`);
    const whole = await browser.ok(PersonExport, "GET", `${base}/contacts/${ann.id}/export`);
    expect(whole.contact.devices.length).toBe(max + 1);
    const bob = await browser.ok(Contact, "POST", `${base}/contacts`, { firstName: "Bob" });
    await merge(ann.id, bob.id);
    await browser.ok(z.object({}), "DELETE", `${base}/contacts/${ann.id}`);
    expect(await rowsOf(test, "visitors")).toEqual([]);
  }, 120_000);

  it("R26: is not in the report of an import that runs during the erasure", async () => {
    const ann = await arrive(`${MARK} Ann`, `${MARK}@example.com`);
    const imports = new ImportHarness(test, property);
    const bad = `${MARK} Zed,${MARK}@example.com`;
    const rows = Array.from({ length: 500 }, (_, n) => `Person ${n},p${n}@example.com`);
    const { id } = await imports.check(["Name,E-mail", bad, bad, ...rows].join("\n"));
    await startImport(test.deps, { property, id }, COMMAND_LINE);
    const { database } = test.deps;
    const reported = async () => (await rowsOf(test, "imports"))[0]?.report ?? "";
    let erased = false;
    const write: typeof database.write = async (run) => {
      const result = await database.write(run);
      if (!erased && (await reported()).includes(MARK)) {
        erased = true;
        await browser.ok(z.object({}), "DELETE", `${base}/contacts/${ann.id}`);
      }
      return result;
    };
    const deps = { ...test.deps, database: { ...database, write } };
    await new ImportRunner(deps, undoHooks(deps)).run(property, id);
    expect(erased).toBe(true);
    expect(await imports.info(id)).toMatchObject({ state: "done", report: { rows: 502 } });
    expect(await reported()).not.toContain(MARK);
  });

  it("R26: is erased from every column of every table; the data of others stays", async () => {
    const {
      ids,
      ann,
      second,
      stranger,
      files,
      imported,
      others: unconcerned,
      waiting,
    } = await createPerson();
    const before = await whereIs(test, MARK, ...ids);
    for (const column of [
      "aliases.id",
      "attribute_values.text",
      "audit_log.person_id",
      "blocked_visitors.visitor_id",
      "bulk_job_contacts.contact_id",
      "contact_notes.text",
      "contact_tags.contact_id",
      "contact_terms.term",
      "conversations.contact_id",
      "deliveries.visitor_id",
      "details.value",
      "files.name",
      "import_contacts.visitor_id",
      "imports.check_report",
      "imports.columns",
      "imports.editable_rows",
      "imports.edits",
      "imports.reading",
      "imports.report",
      "mails.recipients",
      "mails.visitor_id",
      "merges.log",
      "messages.text",
      "received_bodies.body",
      "received_bodies.visitor_id",
      "received_body_keys.identifier_key",
      "submissions.answers",
      "visitors.name",
      "visits.page",
      "webhook_deliveries.answer",
      "webhook_events.body",
    ])
      expect(before, column).toContain(column);
    const events: FoyerEvent[] = [];
    test.deps.bus.on((event) => void events.push(event));
    const others = await browser.ok(Contact, "GET", `${base}/contacts/${stranger.id}`);
    await browser.ok(z.object({}), "DELETE", `${base}/contacts/${second.id}`);
    expect(await whereIs(test, ...ids)).toEqual([]);
    // the e-mail that Bob typed is Bob's data, although it is somebody else's address
    expect(await whereIs(test, MARK)).toEqual([
      "details.compare_key",
      "details.value",
      "message_term_lists.terms",
      "message_terms.term",
      "submissions.answers",
      "webhook_events.body",
    ]);
    const tellingEvents = (await rowsOf(test, "webhook_events")).filter(({ body }) => body.includes(MARK));
    expect(new Set(tellingEvents.map(({ person_id }) => person_id))).toEqual(new Set([stranger.id]));
    const bodies = (await rowsOf(test, "received_bodies")).map(({ state, body }) => [state, body]);
    expect(bodies.sort()).toEqual([
      ["done", JSON.stringify({ email: "cleo@example.com" })],
      ["erased", null],
      ["erased", null],
    ]);
    const after = await browser.ok(Contact, "GET", `${base}/contacts/${stranger.id}`);
    expect(after).toEqual({ ...others, suggestions: [] });
    for (const id of ids)
      expect(await browser.refused("GET", `${base}/contacts/${id}`)).toMatchObject({ code: "not_found" });
    expect(await browser.refused("DELETE", `${base}/contacts/${ann.id}`)).toMatchObject({
      code: "not_found",
    });
    // the file of an import that has not run is the owner's list; the files of other people stay
    await vi.waitFor(() => expect(files()).not.toContain(`${imported.id}.refused.csv`));
    expect(files()).toEqual(expect.arrayContaining([`${unconcerned.id}.refused.csv`, `${waiting}.csv`]));
    const reports = (await rowsOf(test, "imports")).map(({ id, report }) => [id, JSON.parse(report ?? "{}")]);
    expect(Object.fromEntries(reports)).toMatchObject({
      [imported.id]: { rows: 4, counts: imported.report.counts },
      [unconcerned.id]: unconcerned.report,
    });
    expect(test.logged.join("")).not.toContain(MARK);
    expect(events).toContainEqual({ kind: "visitor_revoked", property, visitor: second.id });
    expect(events).toContainEqual({ kind: "person", property, person: ann.id });
  });

  it("R26: orphans its files, so that their bytes are removed, and calls the hooks of other features, in one transaction", async () => {
    const { ids, ann } = await createPerson();
    const removed: unknown[] = [];
    const context = {
      hooks: [
        async (_: unknown, ...of: unknown[]) => {
          removed.push(of);
          return () => void removed.push("files");
        },
      ],
    };
    await expect(
      test.deps.database.write(async (tx) => {
        await erasePerson(tx, property, ann.id, context);
        throw new Error("The disk is full");
      }),
    ).rejects.toThrow("full");
    expect(removed).toHaveLength(1);
    removed.splice(0);
    const removeRest = await test.deps.database.write((tx) => erasePerson(tx, property, ann.id, context));
    expect(removed).toEqual([[property, expect.arrayContaining(ids)]]);
    await removeRest();
    expect(removed[1]).toBe("files");
    const [file] = await rowsOf(test, "files");
    expect(file).toMatchObject({ name: "", visitor_id: null, conversation_id: null, agent_id: null });
  });

  it("R26: the person can return after the erasure, as a new visitor", async () => {
    const { ann } = await createPerson();
    await browser.ok(z.object({}), "DELETE", `${base}/contacts/${ann.id}`);
    const refused = await ann.send({ id: "x" });
    expect((await refused.json()).receipts?.[0]?.status ?? "refused").toBe("refused");
    expect((await ann.visit()).status).toBe(200);
    const receipt = await ann.submit({ name: "Ann", email: "new@example.com", message: "Hello" });
    expect(receipt.status).toBe("accepted");
    const contact = await browser.ok(Contact, "GET", `${base}/contacts/${ann.id}`);
    expect(contact.details.map(({ value }) => value).sort()).toEqual(["Ann", "new@example.com"]);
  });
});
