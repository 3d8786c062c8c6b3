import { beforeEach, expect, it } from "vitest";
import { listAudit } from "../../../server/accounts/audit-log.ts";
import { removeExpired } from "../../../server/accounts/remove-expired.ts";
import { AUDIT_GROUPS, type AuditAction, AuditPage } from "../../../shared/audit.ts";
import { Contact } from "../../../shared/contact.ts";
import { BulkResult } from "../../../shared/crm.ts";
import { InvitationCreated } from "../../../shared/joining.ts";
import { Property } from "../../../shared/property.ts";
import { AgentBrowser, addColleague, type Owner, PASSWORD, setUpFoyer } from "../../support/agent.ts";
import { type TestApp, testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";

const YEAR = 365 * 86_400_000;

describeEachDatabase("R38: the audit log", (open) => {
  let test: TestApp;
  let owner: Owner;
  let base: string;
  beforeEach(async () => {
    test = await testApp(await open());
    owner = await setUpFoyer(test);
    base = `/api/properties/${owner.property}`;
  });

  const log = (query = "") => owner.browser.ok(AuditPage, "GET", `${base}/audit-log${query}`);
  const latest = async () => (await log()).items[0];
  const addContact = (firstName: string) =>
    owner.browser.ok(Contact, "POST", `${base}/contacts`, { firstName });
  const send = (method: string, path: string, body?: unknown) =>
    owner.browser.send(method, base + path, body);

  it("has a row for each export, deletion, restoration and erasure, which names nobody who is erased", async () => {
    const { id } = await addContact("Ann");
    await (await send("GET", "/contacts.csv")).text();
    expect(await latest()).toMatchObject({
      action: "contacts_exported",
      actor: { id: owner.me.agent.id, name: "Olga Owner" },
      details: {},
      person: null,
    });
    await (await send("POST", "/contacts/export", { contacts: [id] })).text();
    expect(await latest()).toMatchObject({ action: "contacts_exported", details: { count: 1 } });
    await send("GET", `/contacts/${id}/export`);
    expect(await latest()).toMatchObject({ action: "person_exported", person: id });
    const { deletion } = await owner.browser.ok(BulkResult, "POST", `${base}/contacts/bulk`, {
      contacts: [id],
      kind: "delete",
    });
    expect(await latest()).toMatchObject({ action: "contacts_deleted", details: { count: 1 } });
    await send("POST", `/deletions/${deletion}/undo`);
    expect(await latest()).toMatchObject({ action: "contacts_restored", details: { count: 1 } });
    await send("DELETE", `/contacts/${id}`);
    expect(await latest()).toMatchObject({ action: "person_erased", person: null });
    expect(JSON.stringify(await log())).not.toContain(id);
  });

  it("has a row for each change of the team, the settings and the attributes, with what was changed and not to what", async () => {
    const { me } = await addColleague(test, owner, "new@example.com", "agent");
    const member = `/team/${me.agent.id}`;
    await send("PUT", member, { role: "admin" });
    expect(await latest()).toMatchObject({
      action: "role_changed",
      subject: "new",
      details: { before: "agent", role: "admin" },
    });
    await send("PUT", `${member}/disabled`, { isDisabled: true });
    await send("PUT", `${member}/disabled`, { isDisabled: false });
    await send("DELETE", member);
    const { id } = await owner.browser.ok(InvitationCreated, "POST", `${base}/invitations`, {
      email: "other@example.com",
      role: "admin",
    });
    await send("DELETE", `/invitations/${id}`);
    const { settings, version } = await owner.browser.ok(Property, "GET", base);
    await send("PUT", "", { settings: { ...settings, name: "xyzzy", retentionDays: 7 }, version });
    expect(await latest()).toMatchObject({
      action: "settings_changed",
      details: { names: ["name", "retentionDays"] },
    });
    await send("PUT", "/attributes/size", { label: "Size", type: "text", choices: [], position: 0 });
    await send("DELETE", "/attributes/size");
    await send("PUT", "/two-factor", { isRequired: false });
    await send("POST", "/mailbox/secret");
    const { items } = await log();
    expect(items.map(({ action }) => action).reverse()).toEqual([
      "property_created",
      "agent_invited",
      "agent_joined",
      "role_changed",
      "account_disabled",
      "account_enabled",
      "agent_removed",
      "agent_invited",
      "invitation_revoked",
      "settings_changed",
      "attribute_saved",
      "attribute_removed",
      "two_factor_not_demanded",
      "mailbox_secret_changed",
    ] satisfies AuditAction[]);
    expect(JSON.stringify(items)).not.toContain("xyzzy");
  });

  it("says from where agents have signed in, and which attempts were refused", async () => {
    const { me } = await addColleague(test, owner, "new@example.com", "agent");
    const attempt = (password: string) =>
      new AgentBrowser(test.app).send(
        "POST",
        "/api/sign-in",
        { email: "new@example.com", password },
        { "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0" },
      );
    await attempt(PASSWORD);
    expect(await latest()).toMatchObject({
      action: "sign_in_new_browser",
      actor: { id: me.agent.id },
      browser: "Firefox 128 on Linux",
    });
    await send("PUT", `/team/${me.agent.id}/disabled`, { isDisabled: true });
    expect((await attempt("wrong password")).status).toBe(401);
    const refused = await attempt(PASSWORD);
    expect(await refused.json()).toMatchObject({ code: "account_disabled", status: 403 });
    expect(await latest()).toMatchObject({ action: "sign_in_disabled", subject: "new" });
  });

  it("has one row in a quarter of an hour for an account whose attempts are used up, and none for unknown addresses", async () => {
    const attempt = (email: string) =>
      new AgentBrowser(test.app).send("POST", "/api/sign-in", { email, password: "wrong" });
    const blocked = async () =>
      (await log("?group=accounts")).items.filter(({ action }) => action === "sign_in_blocked");
    for (let time = 0; time < 14; time++) await attempt("owner@example.com");
    await expect.poll(async () => (await blocked()).length).toBe(1);
    for (let time = 0; time < 3; time++) await attempt("owner@example.com");
    for (let time = 0; time < 14; time++) await attempt("nobody@example.com");
    expect(await blocked()).toMatchObject([{ actor: { id: null }, subject: "Olga Owner" }]);
  });

  it("records nothing of what did not happen", async () => {
    const before = (await log()).items.length;
    const { settings } = await owner.browser.ok(Property, "GET", base);
    for (const refused of [
      send("DELETE", "/contacts/V0000000000000001"),
      send("GET", "/contacts/V0000000000000001/export"),
      send("PUT", "", { settings, version: 99 }),
      send("PUT", `/team/${owner.me.agent.id}`, { role: "agent" }),
      send("DELETE", "/attributes/none"),
      send("POST", "/deletions/none/undo"),
      send("DELETE", "/invitations/none"),
      send("PUT", "/two-factor", { isRequired: true }),
    ])
      expect((await refused).status).toBeGreaterThanOrEqual(400);
    expect((await log()).items).toHaveLength(before);
  });

  it("is filtered by kind and by agent, and read page by page, by admins of the property only", async () => {
    const { browser: agent, me } = await addColleague(test, owner, "new@example.com", "agent");
    for (let time = 0; time < 60; time++) {
      test.clock.pass(1);
      await send("DELETE", `/contacts/${(await addContact(`Ann ${time}`)).id}`);
    }
    const first = await log("?group=people");
    expect(first.items).toHaveLength(50);
    const rest = await log(`?group=people&cursor=${first.next}`);
    expect(rest).toMatchObject({ next: null });
    expect(rest.items).toHaveLength(10);
    const all = [...first.items, ...rest.items];
    expect(new Set(all.map(({ id }) => id)).size).toBe(60);
    expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).sort((a, b) => b - a));
    expect((await log(`?agent=${me.agent.id}`)).items).toMatchObject([{ action: "agent_joined" }]);
    expect((await log(`?agent=${me.agent.id}&group=people`)).items).toEqual([]);
    expect(await agent.refused("GET", `${base}/audit-log`)).toMatchObject({ code: "forbidden" });
    expect(await owner.browser.refused("GET", `${base}/audit-log?cursor=none`)).toMatchObject({
      code: "invalid_request",
    });
    const other = await owner.browser.ok(Property, "POST", "/api/properties", {
      name: "Other",
      timeZone: "UTC",
    });
    const { items } = await owner.browser.ok(AuditPage, "GET", `/api/properties/${other.id}/audit-log`);
    expect(items).toMatchObject([{ action: "property_created" }]);
  });

  it("is kept for a year", async () => {
    const { now } = test.deps;
    test.clock.pass(YEAR);
    await test.deps.database.write((tx) => removeExpired(tx, now()));
    expect((await listAudit(test.deps.database.read, owner.property, {})).items).toHaveLength(1);
    test.clock.pass(1);
    await test.deps.database.write((tx) => removeExpired(tx, now()));
    expect((await listAudit(test.deps.database.read, owner.property, {})).items).toEqual([]);
  });

  it("has each act in one group", () => {
    const all = Object.values(AUDIT_GROUPS).flat();
    expect(new Set(all).size).toBe(all.length);
  });
});
