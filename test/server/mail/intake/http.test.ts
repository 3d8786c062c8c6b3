import { createHmac } from "node:crypto";
import { beforeEach, expect, it } from "vitest";
import { HttpSecret, PropertyMailbox } from "../../../../shared/mailbox-settings.ts";
import { type AgentBrowser, makeTeam } from "../../../support/agent.ts";
import { rowsOf, type TestApp, testApp } from "../../../support/app.ts";
import { describeEachDatabase } from "../../../support/databases.ts";
import { testFolder } from "../../../support/files.ts";
import { rawMail } from "../../../support/raw-mails.ts";

const KEY = "key-of-mailgun";

describeEachDatabase("the HTTP endpoint for mails", (open) => {
  let test: TestApp;
  let property: string;
  let admin: AgentBrowser;
  let secret: string;
  const data = testFolder();
  beforeEach(async () => {
    test = await testApp(await open(), { data });
    ({ property, admin } = await makeTeam(test));
    ({ secret } = await admin.ok(HttpSecret, "POST", `/api/properties/${property}/mailbox/secret`));
  });

  interface Post {
    readonly authorization?: string | null;
    readonly type?: string;
    readonly to?: string;
  }
  const post = async (
    body: BodyInit,
    { authorization = `Bearer ${secret}`, type, to = `/mail/${property}` }: Post = {},
  ) => {
    const headers = {
      ...(authorization !== null && { Authorization: authorization }),
      ...(type && { "Content-Type": type }),
    };
    const response = await test.app.request(to, { method: "POST", body, headers });
    return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
  };
  /** The raw mail that was stored last. */
  const storedRaw = async () => {
    const [row] = (await rowsOf(test, "received_mails")).toSorted((a, b) => (a.id < b.id ? 1 : -1));
    const stream = await test.deps.files.get(`${property}/${row?.id}`);
    return stream && Buffer.from(await new Response(stream).arrayBuffer()).toString("latin1");
  };
  const multipart = (fields: Record<string, string>) => {
    const parts = Object.entries(fields).map(
      ([name, value]) => `--b0\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    return Buffer.from(`${parts.join("")}--b0--\r\n`, "latin1");
  };
  const MULTIPART = "multipart/form-data; boundary=b0";

  it("takes a raw mail with the secret as a bearer token or as a password, and stores it once", async () => {
    const raw = rawMail();
    expect(await post(raw, { type: "message/rfc822" })).toEqual({
      status: 200,
      answer: { stored: true, known: false },
    });
    const basic = `Basic ${Buffer.from(`foyer:${secret}`).toString("base64")}`;
    expect((await post(raw, { authorization: basic })).answer).toEqual({ stored: true, known: true });
    expect(await storedRaw()).toBe(raw);
    await test.parts.mailboxWorker.catchUp();
    expect(await rowsOf(test, "conversations")).toMatchObject([{ form: "mail", ticket: 1 }]);
  });

  it("refuses a wrong secret, none, that of another property, and a property that does not exist alike", async () => {
    const { answer } = await post(rawMail(), { authorization: "Bearer wrong" });
    expect(answer).toMatchObject({ status: 401, code: "mail_secret_invalid" });
    for (const one of [
      { authorization: null },
      { authorization: `Basic ${Buffer.from("foyer:").toString("base64")}` },
      { to: "/mail/nobody" },
    ])
      expect(await post(rawMail(), one)).toEqual({ status: 401, answer });
    await admin.ok(PropertyMailbox, "DELETE", `/api/properties/${property}/mailbox/secret`);
    expect(await post(rawMail())).toEqual({ status: 401, answer });
    expect(await rowsOf(test, "received_mails")).toEqual([]);
  });

  it("slows down those who guess", async () => {
    for (let tries = 0; tries < 30; tries++) await post("x", { authorization: "Bearer wrong" });
    expect((await post("x", { authorization: "Bearer wrong" })).status).toBe(429);
    expect((await post(rawMail())).status).toBe(200);
  });

  it("refuses a body that announces more than a mail may have, before it is read, and one that has more", async () => {
    const size = 45 * 1_048_576;
    const announced = await test.app.request(`/mail/${property}`, {
      method: "POST",
      body: "x",
      headers: { Authorization: `Bearer ${secret}`, "Content-Length": String(size) },
    });
    expect(await announced.json()).toMatchObject({ status: 413, code: "payload_too_large" });
    const streamed = new Blob([new Uint8Array(41 * 1_048_576)]);
    expect(await post(streamed)).toMatchObject({ status: 413, answer: { code: "payload_too_large" } });
    expect(await rowsOf(test, "received_mails")).toEqual([]);
  });

  it("refuses a request without a mail", async () => {
    for (const [body, type] of [
      ["", "message/rfc822"],
      ["{}", "application/json"],
      [JSON.stringify({ RawEmail: "" }), "application/json"],
      [multipart({ subject: "No raw mail" }), MULTIPART],
      ["--b0 broken", MULTIPART],
    ] as const)
      expect(await post(body, { type })).toMatchObject({ status: 422, answer: { code: "mail_missing" } });
    expect(await post("{", { type: "application/json" })).toMatchObject({
      status: 400,
      answer: { code: "malformed_json" },
    });
  });

  it("takes the raw mail of Postmark", async () => {
    const raw = rawMail({ text: "Grüße" });
    const body = JSON.stringify({ FromName: "Ann", RawEmail: raw });
    expect((await post(body, { type: "application/json; charset=utf-8" })).status).toBe(200);
    expect(await storedRaw()).toBe(Buffer.from(raw).toString("latin1"));
  });

  it("takes the raw mail of SendGrid with its bytes as they are", async () => {
    const raw = rawMail({ text: "Gr\xfc\xdfe in windows-1252: \x93quoted\x94" });
    const body = multipart({ subject: "Broken lamp", email: raw, spam_score: "0" });
    expect((await post(body, { type: MULTIPART })).status).toBe(200);
    expect(await storedRaw()).toBe(raw);
  });

  it("takes the raw mail of Mailgun by its signature, and no other signature", async () => {
    const draft = { imap: null, addresses: [], authservId: null, mailgun: { signingKey: KEY } };
    await admin.ok(PropertyMailbox, "PUT", `/api/properties/${property}/mailbox`, {
      settings: draft,
      version: 0,
    });
    const raw = rawMail();
    const signed = (timestamp: string, key = KEY) => ({
      timestamp,
      token: "a1b2c3",
      signature: createHmac("sha256", key).update(`${timestamp}a1b2c3`).digest("hex"),
      "body-mime": raw,
    });
    const at = (ms: number) => String(Math.floor((test.clock.now() + ms) / 1000));
    const to = `/mail/${property}/mime`;
    const options = { authorization: null, type: MULTIPART, to };
    for (const wrong of [
      signed(at(0), "other key"),
      signed(at(-24 * 3_600_000)),
      { ...signed(at(0)), timestamp: "never" },
      { "body-mime": raw },
    ])
      expect((await post(multipart(wrong), options)).status).toBe(401);
    const form = new URLSearchParams(signed(at(-60_000)));
    expect((await post(form, { authorization: null, to })).status).toBe(200);
    expect((await post(multipart(signed(at(0))), options)).answer).toMatchObject({ known: true });
    expect(await storedRaw()).toBe(raw);
  });
});
