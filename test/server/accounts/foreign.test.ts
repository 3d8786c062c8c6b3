import { inspectRoutes } from "hono/dev";
import { beforeAll, expect, it } from "vitest";
import * as z from "zod/mini";
import { createDuplicateScan } from "../../../server/contacts/duplicates/duplicate-scan.ts";
import { storeRawMail } from "../../../server/mail/intake/store-raw-mail.ts";
import { queueMail } from "../../../server/mail/outbound/queue-mail.ts";
import type { Schema } from "../../../server/platform/database/schema.ts";
import { newId } from "../../../server/platform/ids.ts";
import { Me } from "../../../shared/account.ts";
import { AlertChannel, DEFAULT_ALERT_SETTINGS } from "../../../shared/alert.ts";
import { BulkJob } from "../../../shared/bulk-job.ts";
import { Contact, Named } from "../../../shared/contact.ts";
import { Message } from "../../../shared/conversation.ts";
import {
  BulkResult,
  ContactView,
  MergeResult,
  Notes,
  OrganizationPage,
  SuggestionPage,
} from "../../../shared/crm.ts";
import { RevealedSecret } from "../../../shared/identity.ts";
import { ImportInfo } from "../../../shared/import.ts";
import { InvitationCreated } from "../../../shared/joining.ts";
import { NO_REPAIRS } from "../../../shared/repair-options.ts";
import { CreatedWebhookEndpoint } from "../../../shared/webhook.ts";
import { SourceWithAddress } from "../../../shared/webhook-source.ts";
import { makeTeam } from "../../support/agent.ts";
import { rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { uuid } from "../../support/deliveries.ts";
import { png, testFolder } from "../../support/files.ts";
import { mailDraft } from "../../support/mails.ts";
import { rawMail } from "../../support/raw-mails.ts";
import { createKey } from "../../support/rest-api.ts";
import { agentPost, agentSend, taken } from "../../support/uploads.ts";

/** A text that occurs in the other property only. */
const MARK = "xyzzy";

/** A valid body for each route that has one, so that the request passes validation and looks for the named object. */
const BODIES: Readonly<Record<string, (ids: Readonly<Record<string, string>>) => unknown>> = {
  "PATCH conversations/:id": () => ({ status: "closed" }),
  "POST conversations/bulk": ({ conversations: id }) => ({
    conversations: [{ id, seen: 1_000_000 }],
    status: "closed",
  }),
  "POST conversations/:id/ticket": () => ({}),
  "POST conversations/:id/join": ({ conversations }) => ({ into: conversations }),
  "POST contacts/:id/tickets": () => ({ id: uuid(), kind: "note", subject: "Mine", text: "Mine" }),
  "POST conversations/:id/messages": () => ({ id: uuid(), text: "Mine", kind: "message", files: [] }),
  "PATCH conversations/:id/messages/:message": () => ({ text: "Mine" }),
  "POST visitors/:visitor/conversations": () => ({ id: uuid(), text: "Mine" }),
  "PATCH contacts/:id": () => ({ name: "Mine" }),
  "POST contacts/:id/details": () => ({ field: "name", value: "Mine" }),
  "PUT contacts/:id/tags": () => ({ tags: [] }),
  "POST contacts/:id/notes": () => ({ text: "Mine" }),
  "PATCH contacts/:id/notes/:note": () => ({ text: "Mine" }),
  "PATCH tags/:id": () => ({ name: "Mine" }),
  "PATCH organizations/:id": () => ({ name: "Mine" }),
  "PUT contact-views/:id": () => ({ name: "Mine", filter: {} }),
  "PUT saved-answers/:id": ({ "saved-answers": id }) => ({ id, shortcut: "mine", text: "Mine" }),
  "PUT attributes/:key": () => ({ label: "Mine", type: "text", choices: [], position: 1 }),
  "PUT team/:agent": () => ({ role: "agent" }),
  "PUT alert-channels/:id": () => ALERTS,
  "POST contacts/merge": ({ contacts, merged }) => ({ contacts: [contacts, merged] }),
  "POST contacts/bulk": ({ contacts }) => ({ contacts: [contacts], kind: "delete" }),
  "POST imports/:id/check": () => ({ mapping: ["name", "email"] }),
  "POST imports/:id/preview": () => ({ mapping: ["name", "email"], repairs: NO_REPAIRS }),
};

const ALERTS = {
  name: MARK,
  target: { kind: "slack_compatible", address: `https://chat.example.com/hooks/${MARK}` },
  settings: DEFAULT_ALERT_SETTINGS,
};

const SOURCE = { name: MARK, provider: "other" };
const WEBHOOK = { url: `https://hooks.example.com/${MARK}`, description: MARK, events: ["contact.created"] };

describeEachDatabase("an admin of another property", (open) => {
  const data = testFolder();
  let test: TestApp;
  let team: Awaited<ReturnType<typeof makeTeam>>;
  /** By the path segment before the ID, or by the name of the parameter. */
  let ids: Record<string, string>;
  beforeAll(async () => {
    test = await testApp(await open(), { data });
    team = await makeTeam(test);
    const { admin, property } = team;
    const inside = `/api/properties/${property}`;
    const arrive = async (email: string) => {
      const visitor = new BrowserVisitor(test.app, property);
      await visitor.visit();
      const receipt = await visitor.submit({ name: MARK, email, message: MARK });
      return { id: visitor.id, chat: receipt.status === "accepted" ? receipt.conversation : "" };
    };
    const one = await arrive(`${MARK}@example.com`);
    const two = await arrive(`${MARK}2@example.com`);
    const three = await arrive(`${MARK}3@example.com`);
    const at = `${inside}/conversations/${one.chat}/messages`;
    const text = { id: uuid(), text: MARK, kind: "message", files: [] };
    const message = await admin.ok(Message, "POST", at, text);
    await admin.send("POST", `${inside}/conversations/${one.chat}/ticket`, { subject: MARK });
    const notes = await admin.ok(Notes, "POST", `${inside}/contacts/${one.id}/notes`, { text: MARK });
    const written = { field: "organization", value: MARK };
    const contact = await admin.ok(Contact, "POST", `${inside}/contacts/${one.id}/details`, written);
    await admin.ok(Contact, "POST", `${inside}/contacts/${three.id}/details`, written);
    const saved = { id: uuid(), shortcut: MARK, text: MARK };
    await admin.send("PUT", `${inside}/saved-answers/${saved.id}`, saved);
    const attribute = { label: MARK, type: "text", choices: [], position: 0 };
    await admin.send("PUT", `${inside}/attributes/size`, attribute);
    const asked = { email: `${MARK}@team.example`, role: "agent" };
    await admin.ok(Contact, "GET", `${inside}/contacts/${one.id}`);
    await admin.send("GET", `${inside}/contacts?q=${MARK}`);
    await createDuplicateScan(test.deps).catchUp();
    const pairs = await admin.ok(SuggestionPage, "GET", `${inside}/suggestions`);
    const deleted = { contacts: [two.id], kind: "delete" };
    const file = await taken(await agentPost(admin, test.app, property, { body: png() }));
    const headers = { "x-foyer-name": MARK };
    const body = `Name,E-mail\n${MARK},i@example.com\n`;
    const imported = await agentSend(admin, test.app, "POST", `${inside}/imports`, { body, headers });
    const secret = await admin.ok(RevealedSecret, "POST", `${inside}/identity-secrets`, {
      secret: MARK.repeat(8),
    });
    const receivedMail = newId(test.deps);
    await storeRawMail(test.deps, property, {
      id: receivedMail,
      origin: { kind: "http" },
      raw: new Uint8Array(Buffer.from(rawMail({ subject: MARK, text: MARK }))),
      receivedAt: test.clock.now(),
    });
    ids = {
      forms: "pre_chat",
      conversations: one.chat,
      tickets: "1",
      message: message.id,
      contacts: one.id,
      merged: three.id,
      visitor: one.id,
      note: notes.items[0]?.id ?? "",
      detail: contact.details.find(({ field }) => field === "email")?.id ?? "",
      "saved-answers": saved.id,
      key: "size",
      tags: (await admin.ok(Named, "POST", `${inside}/tags`, { name: MARK })).id,
      organizations: (await admin.ok(OrganizationPage, "GET", `${inside}/organizations`)).items[0]?.id ?? "",
      "contact-views": (
        await admin.ok(ContactView, "PUT", `${inside}/contact-views/${uuid()}`, { name: MARK, filter: {} })
      ).id,
      suggestions: pairs.items[0]?.id ?? "",
      invitations: (await admin.ok(InvitationCreated, "POST", `${inside}/invitations`, asked)).id,
      deletions: (await admin.ok(BulkResult, "POST", `${inside}/contacts/bulk`, deleted)).deletion ?? "",
      // nobody matches, so that the job changes nothing in the background
      "bulk-jobs": (
        await admin.ok(BulkJob, "POST", `${inside}/bulk-jobs`, { kind: "delete", filter: { q: "nobody" } })
      ).id,
      files: file.id,
      imports: z.parse(ImportInfo, await imported.json()).id,
      mails: await test.deps.database.write((tx) =>
        queueMail(tx, test.parts, mailDraft(property, { about: { kind: "account" } })),
      ),
      "received-mails": receivedMail,
      "identity-secrets": secret.id,
      webhooks: (await admin.ok(CreatedWebhookEndpoint, "POST", `${inside}/webhooks`, WEBHOOK)).endpoint.id,
      event: uuid(),
      "webhook-sources": (await admin.ok(SourceWithAddress, "POST", `${inside}/webhook-sources`, SOURCE))
        .source.id,
      body: uuid(),
      "alert-channels": (await admin.ok(AlertChannel, "POST", `${inside}/alert-channels`, ALERTS)).id,
      "api-keys": (await createKey(test.app, admin, property, { name: MARK })).id,
      agent: (await team.agent.ok(Me, "GET", "/api/me")).agent.id,
    };
    const both = { contacts: [one.id, three.id] };
    ids.merges = (await admin.ok(MergeResult, "POST", `${inside}/contacts/merge`, both)).merge ?? "";
    for (const [name, id] of Object.entries(ids)) expect(id, name).toBeTruthy();
  });

  /** Every row of the property. */
  const everything = async () => {
    const tables = await test.deps.database.read.introspection.getTables();
    const rows = await Promise.all(
      tables.map(async ({ name }) => {
        const all = (await rowsOf(test, name as keyof Schema)) as { property_id?: string }[];
        return all
          .filter((row) => row.property_id === team.property)
          .map((row) => [name, JSON.stringify(row)]);
      }),
    );
    return rows
      .flat()
      .map((row) => row.join(" "))
      .sort();
  };

  it("reads and changes nothing of a property by the IDs of its objects, over any route of the own property", async () => {
    const { outsider, other } = team;
    const before = await everything();
    const routes = new Set(
      inspectRoutes(test.app)
        .filter(({ path, isMiddleware }) => path.startsWith("/api/properties/:property/") && !isMiddleware)
        .map(({ method, path }) => `${method} ${path.slice("/api/properties/:property/".length)}`),
    );
    const reached = [...routes].filter((route) => /:/.test(route) || route in BODIES);
    expect(reached.length).toBeGreaterThan(40);
    for (const route of reached) {
      const [method = "", path = ""] = route.split(" ");
      const named = path.replace(/([\w-]+)\/:(\w+)/g, (_, collection: string, name: string) => {
        const id = ids[name] ?? ids[collection];
        if (!id) throw new Error(`No ID for ${route}`);
        return `${collection}/${id}`;
      });
      const response = await outsider.send(method, `/api/properties/${other}/${named}`, BODIES[route]?.(ids));
      expect(await response.text(), route).not.toContain(MARK);
      // the client chooses these IDs, so the same ID may exist in the outsider's own property
      const isClientId = /^(PUT|DELETE) (saved-answers|contact-views|attributes)|^GET forms|bulk/.test(route);
      expect(response.status, route).toBeLessThan(500);
      if (!isClientId) expect(response.status, route).toBeGreaterThanOrEqual(400);
    }
    expect(await everything()).toEqual(before);
  });
});
