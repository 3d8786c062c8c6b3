import { beforeEach, expect, it } from "vitest";
import * as z from "zod/mini";
import { Contact } from "../../../shared/contact.ts";
import { Conversation, VisitorConversations } from "../../../shared/conversation.ts";
import { IdentifyAnswer } from "../../../shared/identity.ts";
import { type AgentBrowser, setUpFoyer } from "../../support/agent.ts";
import { addProperty, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor, submission } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { accepted, refused } from "../../support/deliveries.ts";
import { addIdentitySecret, signToken, userHash } from "../../support/identity-tokens.ts";

const ANN = { user_id: "42", name: "Ann Lee", email: "ann@example.com" };

describeEachDatabase("R33: signed identity", (open) => {
  let test: TestApp;
  let admin: AgentBrowser;
  let property: string;
  let base: string;
  let secret: string;
  beforeEach(async () => {
    test = await testApp(await open());
    ({ browser: admin, property } = await setUpFoyer(test));
    base = `/api/properties/${property}`;
    ({ secret } = await addIdentitySecret(admin, property));
  });

  const arrive = async (at = property) => {
    test.clock.pass(1_000);
    const one = new BrowserVisitor(test.app, at);
    await one.visit();
    return one;
  };
  const sign = (claims: Readonly<Record<string, unknown>>, by = secret) =>
    signToken(by, claims, { at: test.clock.now() });
  const present = (who: BrowserVisitor, jwt: string) =>
    who.post("identities", { kind: "token", token: who.token, jwt });
  const signIn = async (who: BrowserVisitor, claims: Readonly<Record<string, unknown>>) => {
    test.clock.pass(1_000);
    const response = await present(who, await sign(claims));
    expect(response.status, await response.clone().text()).toBe(200);
    return z.parse(IdentifyAnswer, await response.json());
  };
  const claim = async (who: BrowserVisitor, claims: unknown) => {
    test.clock.pass(1_000);
    const response = await who.post("identities", { kind: "claim", token: who.token, claims });
    expect(response.status).toBe(200);
    return z.parse(IdentifyAnswer, await response.json());
  };
  const codeOf = async (response: Response) =>
    [response.status, ((await response.json()) as { code?: string }).code] as const;
  const leaveMessage = async (from: BrowserVisitor, answers: Record<string, string>, text: string) => {
    test.clock.pass(1_000);
    const form = { name: "Ann", email: "", message: text, ...answers };
    return (await accepted(from, submission(form, "offline"))).conversation;
  };
  const listed = async (of: BrowserVisitor) =>
    z
      .parse(VisitorConversations, await (await of.post("conversations", { token: of.token })).json())
      .items.map(({ id }) => id)
      .sort();
  const contactOf = (id: string) => admin.ok(Contact, "GET", `${base}/contacts/${id}`);
  const current = ({ details }: Contact) =>
    details
      .filter(({ status }) => status === "current")
      .map(({ field, value, source, proven }) => `${field}=${value} (${source}${proven ? ", proven" : ""})`)
      .sort();

  it("makes a visitor a contact with proven details", async () => {
    await admin.send("PUT", `${base}/attributes/plan`, {
      label: "Plan",
      type: "text",
      choices: [],
      position: 0,
    });
    const ann = await arrive();
    const answer = await signIn(ann, {
      ...ANN,
      phone: "+442079460958",
      organization: "Acme",
      attributes: { plan: "Pro", hair: "red" },
    });
    expect(answer).toEqual({
      userId: "42",
      known: { name: "Ann Lee", email: "ann@example.com", phone: "+442079460958" },
      ignored: ["attributes.hair"],
    });
    const contact = await contactOf(ann.id);
    expect(contact).toMatchObject({ id: ann.id, name: "Ann Lee", source: "proven" });
    expect(contact.contactSince).not.toBeNull();
    expect(current(contact)).toEqual([
      "custom:plan=Pro (proven, proven)",
      "email=ann@example.com (proven, proven)",
      "name=Ann Lee (proven, proven)",
      "organization=Acme (proven, proven)",
      "phone=+442079460958 (proven, proven)",
      "user_id=42 (proven, proven)",
    ]);
  });

  it("shows the user's history on a second device, where it goes on", async () => {
    const phone = await arrive();
    await signIn(phone, { user_id: "42" });
    const ticket = await leaveMessage(phone, { email: "ann@example.com" }, "From my phone");
    const laptop = await arrive();
    expect(await listed(laptop)).toEqual([]);
    await signIn(laptop, { user_id: "42" });
    expect(await listed(laptop)).toEqual([ticket]);
    const second = await leaveMessage(laptop, { email: "ann@example.com" }, "From my laptop");
    expect(await listed(phone)).toEqual([ticket, second].sort());
    expect((await contactOf(phone.id)).devices).toContainEqual(
      expect.objectContaining({ visitor: laptop.id, proven: true }),
    );
  });

  it("repeated on each page it changes nothing", async () => {
    const ann = await arrive();
    await signIn(ann, ANN);
    const before = await contactOf(ann.id);
    await signIn(ann, ANN);
    const { details, devices, aliases } = await contactOf(ann.id);
    expect({ details, aliases }).toEqual({ details: before.details, aliases: before.aliases });
    expect(devices).toHaveLength(before.devices.length);
  });

  it("a signed e-mail is proven: it opens what was written by whoever gave it", async () => {
    const phone = await arrive();
    const ticket = await leaveMessage(phone, { email: "ann@example.com" }, "Before I had an account");
    const laptop = await arrive();
    await signIn(laptop, ANN);
    expect(await listed(laptop)).toEqual([ticket]);
    expect(await listed(phone)).toEqual([ticket]);
    expect(current(await contactOf(phone.id))).toContain("user_id=42 (proven, proven)");
  });

  it("an e-mail that the owner's server has not verified opens nothing, and is a claim", async () => {
    const phone = await arrive();
    await leaveMessage(phone, { email: "ann@example.com" }, "Secret");
    const laptop = await arrive();
    await signIn(laptop, { ...ANN, email_verified: false });
    expect(await listed(laptop)).toEqual([]);
    const contact = await contactOf(laptop.id);
    expect(contact.id).toBe(laptop.id);
    expect(contact.suggestions).toMatchObject([{ other: { id: phone.id } }]);
  });

  it("merges what the browser wrote before with the user's contact", async () => {
    const phone = await arrive();
    await signIn(phone, ANN);
    const first = await leaveMessage(phone, { email: "ann@example.com" }, "From my phone");
    const laptop = await arrive();
    const second = await leaveMessage(laptop, { email: "ann@work.example" }, "From work");
    await signIn(laptop, { user_id: "42" });
    const { id, aliases } = await contactOf(laptop.id);
    expect({ id, aliases }).toEqual({ id: phone.id, aliases: [laptop.id] });
    expect(current(await contactOf(phone.id))).toContain("user_id=42 (proven, proven)");
    expect(await listed(laptop)).toEqual([first, second].sort());
  });

  it("of two records the older survives, with the user ID", async () => {
    const old = await arrive();
    await leaveMessage(old, { email: "ann@work.example" }, "Long ago");
    const phone = await arrive();
    await signIn(phone, ANN);
    await signIn(old, { user_id: "42" });
    const contact = await contactOf(phone.id);
    expect(contact.id).toBe(old.id);
    expect(current(contact).filter((one) => one.startsWith("user_id"))).toEqual([
      "user_id=42 (proven, proven)",
    ]);
  });

  it("two users with one e-mail stay two contacts, are suggested, and see nothing of each other", async () => {
    const [ann, ben] = [await arrive(), await arrive()];
    await signIn(ann, { user_id: "42", email: "family@example.com" });
    const secretOfAnn = await leaveMessage(ann, { email: "family@example.com" }, "A surprise for Ben");
    await signIn(ben, { user_id: "43", email: "family@example.com" });
    expect((await contactOf(ben.id)).id).toBe(ben.id);
    expect(current(await contactOf(ben.id))).toContain("user_id=43 (proven, proven)");
    expect(current(await contactOf(ann.id))).toContain("user_id=42 (proven, proven)");
    expect((await contactOf(ben.id)).suggestions).toMatchObject([
      { other: { id: ann.id }, reason: "same_email" },
    ]);
    expect(await listed(ben)).toEqual([]);
    expect(await listed(ann)).toEqual([secretOfAnn]);
  });

  it("a browser that claimed another person's e-mail leaves that person, with what it wrote", async () => {
    const vera = await arrive();
    await leaveMessage(vera, { email: "vera@example.com" }, "I am Vera");
    const before = await contactOf(vera.id);
    const laptop = await arrive();
    const ticket = await leaveMessage(laptop, { email: "vera@example.com" }, "Wrong address, sorry");
    await signIn(laptop, { user_id: "42", name: "Ann Lee" });
    const contact = await contactOf(laptop.id);
    expect(contact).toMatchObject({ id: laptop.id, name: "Ann Lee" });
    expect(await admin.ok(Conversation, "GET", `${base}/conversations/${ticket}`)).toMatchObject({
      person: { id: laptop.id },
      claimed: false,
    });
    const after = await contactOf(vera.id);
    expect(current(after)).toEqual(current(before));
    expect(after.details.map(({ field }) => field)).not.toContain("user_id");
  });

  it("a browser that is one user's refuses another one, and stays as it is", async () => {
    const shared = await arrive();
    await signIn(shared, ANN);
    const before = await contactOf(shared.id);
    const other = await present(shared, await sign({ user_id: "43", email: "ben@example.com" }));
    expect(await codeOf(other)).toEqual([409, "identity_user_differs"]);
    expect((await contactOf(shared.id)).details).toEqual(before.details);
  });

  it("a browser whose record has another user ID, by a file or an agent, refuses it too", async () => {
    const ann = await arrive();
    await leaveMessage(ann, { email: "ann@example.com" }, "Hello");
    await admin.send("POST", `${base}/contacts/${ann.id}/details`, { field: "user_id", value: "41" });
    expect(await codeOf(await present(ann, await sign({ user_id: "42" })))).toEqual([
      409,
      "identity_user_differs",
    ]);
  });

  it("an agent who detaches the device takes what the signature has opened away", async () => {
    const phone = await arrive();
    await signIn(phone, { user_id: "42" });
    await leaveMessage(phone, { email: "ann@example.com" }, "Secret");
    const laptop = await arrive();
    await signIn(laptop, { user_id: "42" });
    expect(await listed(laptop)).toHaveLength(1);
    await admin.send("POST", `${base}/devices/${laptop.id}/detach`);
    expect(await listed(laptop)).toEqual([]);
  });

  it("a user_hash proves the user ID; what is given with it is a claim of the browser", async () => {
    const phone = await arrive();
    await signIn(phone, { user_id: "42" });
    const ticket = await leaveMessage(phone, { email: "ann@example.com" }, "From my phone");
    const laptop = await arrive();
    const response = await laptop.post("identities", {
      kind: "hash",
      token: laptop.token,
      user_hash: userHash(secret, "42").toUpperCase(),
      claims: { user_id: 42, name: "Annie" },
    });
    expect(await response.json()).toEqual({ userId: "42", known: { name: "Annie" }, ignored: [] });
    expect(await listed(laptop)).toEqual([ticket]);
    const { details } = await contactOf(phone.id);
    expect(details).toContainEqual(
      expect.objectContaining({ value: "Annie", source: "browser", proven: false }),
    );
  });

  it("R12: an unsigned claim is saved with source browser, and its user ID is not", async () => {
    const ann = await arrive();
    expect(await claim(ann, ANN)).toEqual({
      userId: null,
      known: { name: "Ann Lee", email: "ann@example.com" },
      ignored: [],
    });
    expect(current(await contactOf(ann.id))).toEqual([
      "email=ann@example.com (browser)",
      "name=Ann Lee (browser)",
    ]);
  });

  it("a claim that follows a signature overwrites nothing that is signed", async () => {
    const ann = await arrive();
    await signIn(ann, ANN);
    await claim(ann, { user_id: "1", name: "Root", email: "ann@work.example" });
    expect(current(await contactOf(ann.id))).toEqual([
      "email=ann@example.com (proven, proven)",
      "email=ann@work.example (browser)",
      "name=Ann Lee (proven, proven)",
      "user_id=42 (proven, proven)",
    ]);
  });

  it("while a secret is replaced both are good, and the removed one is not", async () => {
    const newer = await addIdentitySecret(admin, property);
    const ann = await arrive();
    for (const by of [secret, newer.secret])
      expect((await present(ann, await sign(ANN, by))).status).toBe(200);
    const secrets = await admin.send("GET", `${base}/identity-secrets`);
    const { items } = (await secrets.json()) as { items: { id: string; lastUsedAt: number }[] };
    expect(items.map(({ lastUsedAt }) => lastUsedAt)).toEqual([test.clock.now(), test.clock.now()]);
    await admin.send("DELETE", `${base}/identity-secrets/${items[1]?.id}`);
    expect(await codeOf(await present(ann, await sign(ANN)))).toEqual([422, "identity_token_invalid"]);
    expect((await present(ann, await sign(ANN, newer.secret))).status).toBe(200);
  });

  it("only signed-in visitors can chat, if the owner says so", async () => {
    const property = await addProperty(test.deps, { signedInOnly: true });
    const before = await arrive(property);
    const hello = () => submission({ name: "Ann", email: "ann@example.com", message: "Hello" }, "offline");
    expect(await refused(before, hello())).toBe("identity_required");
    const upload = await test.app.request(`/w/${property}/files`, {
      method: "POST",
      headers: { ...before.headers, authorization: `Bearer ${before.token}`, "x-foyer-name": "a.txt" },
      body: "text",
    });
    expect(await codeOf(upload)).toEqual([403, "identity_required"]);
    const claimed = await before.post("identities", { kind: "claim", token: before.token, claims: ANN });
    expect(await codeOf(claimed)).toEqual([403, "identity_required"]);
    await test.deps.database.write((tx) =>
      tx
        .insertInto("identity_secrets")
        .values({ property_id: property, id: "1", secret: "s".repeat(32), created_at: 0, last_used_at: null })
        .execute(),
    );
    expect((await present(before, await sign(ANN, "s".repeat(32)))).status).toBe(200);
    expect(await accepted(before, hello())).toMatchObject({ status: "accepted" });
  });
});
