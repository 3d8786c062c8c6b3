import { generateKeyPairSync } from "node:crypto";
import { afterEach, beforeEach, expect, it } from "vitest";
import { queueMail } from "../../../server/mail/outbound/queue-mail.ts";
import { MailInfo, MailList } from "../../../shared/mail.ts";
import {
  type MailSettings,
  type MailSettingsDraft,
  MailTestResult,
  PropertyMail,
} from "../../../shared/mail-settings.ts";
import { type AgentBrowser, makeTeam } from "../../support/agent.ts";
import { rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { type MailServer, startMailServer } from "../../support/mail-server.ts";
import { mailDraft, mailSettings } from "../../support/mails.ts";

describeEachDatabase("mail settings", (open) => {
  let test: TestApp;
  let property: string;
  let admin: AgentBrowser;
  let agent: AgentBrowser;
  let outsider: AgentBrowser;
  let server: MailServer;
  let base: string;

  beforeEach(async () => {
    test = await testApp(await open());
    ({ property, admin, agent, outsider } = await makeTeam(test));
    base = `/api/properties/${property}`;
    server = await startMailServer(
      { allowInsecureAuth: true },
      { signIn: (_, given) => (given === "right" ? null : { code: 535, text: "5.7.8 Bad password" }) },
    );
  });
  afterEach(async () => {
    await test.parts.mailWorker.stop();
    await server.stop();
  });

  const withPassword = (password: string | null): MailSettingsDraft => ({
    ...mailSettings(server.port),
    auth: { kind: "password", user: "support", password },
  });
  const save = (settings: MailSettingsDraft, version = 0) =>
    admin.ok(PropertyMail, "PUT", `${base}/mail`, { settings, version });
  const refusedSave = (settings: unknown, version = 0) =>
    admin.refused("PUT", `${base}/mail`, { settings, version });
  const tryOut = (settings?: MailSettingsDraft) =>
    admin.ok(MailTestResult, "POST", `${base}/mail/test`, { settings });
  const stored = async () =>
    JSON.parse((await rowsOf(test, "mail_settings"))[0]?.settings ?? "null") as MailSettings;

  it("are none at first, and mail then has no sender", async () => {
    expect(await admin.ok(PropertyMail, "GET", `${base}/mail`)).toEqual({
      source: "none",
      settings: null,
      version: 0,
      from: null,
      hasLinks: false,
      waiting: 0,
      failed: 0,
      lastSentAt: null,
      lastFailure: null,
    });
  });

  it("are read and changed by admins only", async () => {
    const change = { settings: withPassword("right"), version: 0 };
    for (const [browser, code] of [
      [agent, "forbidden"],
      [outsider, "property_unknown"],
    ] as const) {
      expect(await browser.refused("GET", `${base}/mail`)).toMatchObject({ code });
      expect(await browser.refused("PUT", `${base}/mail`, change)).toMatchObject({ code });
      expect(await browser.refused("DELETE", `${base}/mail?version=0`)).toMatchObject({ code });
      expect(await browser.refused("POST", `${base}/mail/test`, {})).toMatchObject({ code });
    }
    expect(await rowsOf(test, "mail_settings")).toEqual([]);
  });

  it("come back without their secrets, which are nowhere in an answer or in the log", async () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    const settings = {
      ...withPassword("s3cret"),
      dkim: { domain: "shop.example", selector: "mail", privateKey: pem },
    };
    const saved = await save(settings);
    expect(saved).toMatchObject({
      source: "property",
      version: 1,
      from: "support@shop.example",
      settings: { auth: { user: "support", password: null }, dkim: { privateKey: null } },
    });
    await tryOut();
    const answers = JSON.stringify([
      saved,
      await tryOut(),
      await refusedSave({ ...settings, from: null }, 1),
    ]);
    for (const secret of ["s3cret", "PRIVATE KEY"]) {
      expect(answers).not.toContain(secret);
      expect(test.logged.join("")).not.toContain(secret);
    }
    expect((await stored()).auth).toMatchObject({ password: "s3cret" });
  });

  it("keep a secret that is left out, but not for another server or user", async () => {
    await save(withPassword("right"));
    await save({ ...withPassword(null), from: { name: "Help", address: "help@shop.example" } }, 1);
    expect(await stored()).toMatchObject({ auth: { password: "right" }, from: { name: "Help" } });
    const elsewhere = {
      ...withPassword(null),
      server: { host: "evil.example", port: 2525, security: "none" },
    };
    expect(await refusedSave(elsewhere, 2)).toMatchObject({
      code: "invalid_request",
      faults: [{ path: "settings.auth.password", message: "must be entered" }],
    });
    const other = { ...withPassword(null), auth: { kind: "password", user: "other", password: null } };
    expect(await refusedSave(other, 2)).toMatchObject({ code: "invalid_request" });
    expect(await admin.refused("POST", `${base}/mail/test`, { settings: elsewhere })).toMatchObject({
      code: "invalid_request",
    });
  });

  it("of two admins who save at the same time, the second is told", async () => {
    await save(withPassword("right"));
    expect(await refusedSave(withPassword("wrong"))).toMatchObject({ code: "settings_changed" });
    await save(withPassword("right"), 1);
    expect(await refusedSave(withPassword("wrong"), 1)).toMatchObject({ code: "settings_changed" });
  });

  it("are removed, and can be saved again", async () => {
    await save(withPassword("right"));
    const removed = await admin.ok(PropertyMail, "DELETE", `${base}/mail?version=1`);
    expect(removed).toMatchObject({ source: "none", settings: null, version: 2 });
    expect(await save(withPassword("right"), 2)).toMatchObject({ source: "property", version: 3 });
  });

  it.each([
    [
      "a port that is no port of mail",
      { server: { host: "127.0.0.1", port: 22, security: "none" } },
      "settings.server.port",
    ],
    [
      "a port above all",
      { server: { host: "127.0.0.1", port: 65_536, security: "none" } },
      "settings.server.port",
    ],
    [
      "a host with a path",
      { server: { host: "mail.example.com/x", port: 25, security: "none" } },
      "settings.server.host",
    ],
    [
      "a host with a line break",
      { server: { host: "a\r\nb", port: 25, security: "none" } },
      "settings.server.host",
    ],
    ["a sender that is no address", { from: { name: "Shop", address: "shop" } }, "settings.from.address"],
    [
      "a name with a line break",
      { from: { name: "Shop\r\nBcc: x", address: "a@shop.example" } },
      "settings.from.name",
    ],
    [
      "a token address without https",
      {
        auth: {
          kind: "refresh_token",
          user: "a",
          tokenAddress: "http://169.254.169.254/",
          clientId: "a",
          clientSecret: "b",
          refreshToken: "c",
        },
      },
      "settings.auth.tokenAddress",
    ],
    [
      "an ed25519 key",
      {
        dkim: {
          domain: "shop.example",
          selector: "a",
          privateKey: generateKeyPairSync("ed25519")
            .privateKey.export({ type: "pkcs8", format: "pem" })
            .toString(),
        },
      },
      "settings.dkim.privateKey",
    ],
    [
      "a broken key",
      { dkim: { domain: "shop.example", selector: "a", privateKey: "-----BEGIN PRIVATE KEY-----\nAA" } },
      "settings.dkim.privateKey",
    ],
  ])("are refused with %s, and the field is named", async (_, change, path) => {
    const problem = await refusedSave({ ...mailSettings(2525), ...change });
    expect(problem).toMatchObject({ code: "invalid_request", faults: [{ path }] });
  });

  it("are tried before they are saved, and the mail goes to the admin who asks", async () => {
    expect(await tryOut(withPassword("right"))).toMatchObject({
      kind: "accepted",
      to: "owner@example.com",
      answer: expect.stringMatching(/^250 /),
    });
    expect(server.received[0]?.headers).toMatchObject({
      to: "Olga Owner <owner@example.com>",
      from: "Shop <support@shop.example>",
      "auto-submitted": "auto-generated",
    });
    expect(await rowsOf(test, "mail_settings")).toEqual([]);
  });

  it("that do not work are explained in words, with what the server answered", async () => {
    expect(await tryOut(withPassword("wrong"))).toEqual({
      kind: "failed",
      to: "owner@example.com",
      code: "mail_auth_refused",
      message: "The mail server does not accept the user name or the password.",
      answer: "535 5.7.8 Bad password",
    });
  });

  it("are tried at most ten times a minute, and not if there are none", async () => {
    for (let tests = 0; tests < 10; tests++)
      expect(await tryOut()).toMatchObject({ kind: "failed", code: "mail_not_configured" });
    expect(await admin.refused("POST", `${base}/mail/test`, {})).toMatchObject({ code: "too_many_requests" });
  });

  it("show how the mail is doing, and agents see and retry the mails of a conversation", async () => {
    await save(withPassword("wrong"));
    const visitor = new BrowserVisitor(test.app, property);
    await visitor.visit();
    await visitor.submit({ name: "Ann", email: "ann@example.com", message: "Hello" });
    const conversation = (await rowsOf(test, "conversations"))[0]?.id ?? "";
    const about = {
      kind: "conversation",
      id: conversation,
      entries: ["m1"],
      inReplyTo: null,
      references: [],
    } as const;
    const id = await test.deps.database.write((tx) =>
      queueMail(tx, test.parts, mailDraft(property, { about })),
    );
    await test.parts.mailWorker.catchUp();
    expect(await admin.ok(PropertyMail, "GET", `${base}/mail`)).toMatchObject({
      waiting: 1,
      lastSentAt: null,
      lastFailure: { code: "mail_auth_refused", answer: "535 5.7.8 Bad password", at: test.clock.now() },
    });
    await save(withPassword("right"), 1);
    test.clock.pass(10_000);
    const list = await agent.ok(MailList, "GET", `${base}/conversations/${conversation}/mails`);
    expect(list.items).toMatchObject([{ id, state: "queued", attempts: 1 }]);
    expect(await agent.ok(MailInfo, "POST", `${base}/mails/${id}/retry`)).toMatchObject({
      state: "queued",
      attempts: 0,
    });
    await test.parts.mailWorker.catchUp();
    expect(await admin.ok(PropertyMail, "GET", `${base}/mail`)).toMatchObject({
      waiting: 0,
      lastSentAt: test.clock.now(),
      lastFailure: null,
    });
    expect(await agent.refused("POST", `${base}/mails/${id}/retry`)).toMatchObject({
      code: "mail_not_retriable",
    });
    expect(await outsider.refused("GET", `${base}/conversations/${conversation}/mails`)).toMatchObject({
      code: "property_unknown",
    });
    expect(await outsider.refused("POST", `${base}/mails/${id}/retry`)).toMatchObject({
      code: "property_unknown",
    });
  });
});
