import { expect, test } from "vitest";
import * as z from "zod/mini";
import { blockVisitor, unblockVisitor } from "../../../server/contacts/crm/blocks.ts";
import { issueSignedToken } from "../../../server/platform/signed-token.ts";
import { TOKEN_LIFE } from "../../../server/visitors/visitor-token.ts";
import type { FoyerEvent } from "../../../shared/event.ts";
import { addProperty, rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor, submission } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { accepted, refused, uuid } from "../../support/deliveries.ts";

const ANA = { name: "Ana", email: "ana@example.com", message: "Hello" };

/** A token of the kind that was issued before tokens had a registration. */
const earlierToken = ({ parts }: TestApp, { property, id }: BrowserVisitor, issuedAt: number) =>
  issueSignedToken({ secrets: parts.visitorSecrets, context: "foyer-visitor-token-1" }, [
    property,
    id,
    issuedAt + TOKEN_LIFE,
  ]);

/** Every route that takes a visitor token, with a body that is valid but for the token. */
const ROUTES = [
  ["deliveries", { deliveries: [submission(ANA)] }],
  ["changes", { since: 0 }],
  ["history", { conversation: uuid(), before: 1 }],
  ["conversations", {}],
  ["thread-changes", { conversation: uuid(), since: 0 }],
  ["thread-history", { conversation: uuid(), before: 1 }],
  ["transcript", { conversation: uuid() }],
  ["codes", { email: "ana@example.com" }],
  ["proofs", { email: "ana@example.com", code: "123456" }],
  ["sign-outs", {}],
] as const;

/** The code of a refusal of a token or of its visitor; any other answer has passed. */
async function codeOf(response: Response): Promise<string> {
  if (response.status !== 401 && response.status !== 403) return "passed";
  return z.parse(z.object({ code: z.string() }), await response.json()).code;
}

/** The codes with which the routes answer a token, by route. */
async function answersTo(
  t: TestApp,
  visitor: BrowserVisitor,
  token: string,
): Promise<Record<string, string>> {
  const post = (route: string, body: object) =>
    t.app.request(`/w/${visitor.property}/${route}`, {
      method: "POST",
      headers: visitor.headers,
      body: JSON.stringify({ token, ...body }),
    });
  const answers: Record<string, string> = {};
  for (const [method, path] of [
    ["POST", "files"],
    ["GET", `files/${uuid()}`],
  ] as const) {
    const headers = { ...visitor.headers, authorization: `Bearer ${token}` };
    const body = method === "POST" ? { body: "hello" } : {};
    const response = await t.app.request(`/w/${visitor.property}/${path}`, { method, headers, ...body });
    answers[`${method} files`] = await codeOf(response);
  }
  for (const [route, body] of ROUTES) {
    answers[route] = await codeOf(await post(route, body));
  }
  return answers;
}

const allAre = (answer: string) =>
  Object.fromEntries(
    [...ROUTES.map(([route]) => route), "POST files", "GET files"].map((one) => [one, answer]),
  );

describeEachDatabase("R3: a visitor token is bound to its registration", (open) => {
  async function arrive(t: TestApp, property: string, id = ""): Promise<BrowserVisitor> {
    const visitor = new BrowserVisitor(t.app, property, { id });
    expect((await visitor.visit()).status).toBe(200);
    return visitor;
  }

  test("one from before an erasure opens nothing, whoever registers the ID afterwards", async () => {
    const t = await testApp(await open());
    const property = await addProperty(t.deps);
    for (const proof of ["another", "the same"] as const) {
      const first = await arrive(t, property);
      const { token } = first;
      expect((await first.post("changes", { token, since: 0 })).status).toBe(200);
      await t.deps.database.write((tx) => tx.deleteFrom("visitors").where("id", "=", first.id).execute());
      expect(await answersTo(t, first, token)).toEqual(allAre("token_invalid"));
      if (proof === "the same") await first.visit();
      else await arrive(t, property, first.id);
      expect(await answersTo(t, first, token)).toEqual(allAre("token_invalid"));
    }
  });

  test("one that was revoked by signing out is refused everywhere, and the browser gets another by its proof", async () => {
    const t = await testApp(await open());
    const property = await addProperty(t.deps);
    const visitor = await arrive(t, property);
    const stolen = visitor.token;
    expect(await answersTo(t, visitor, stolen)).toEqual(allAre("passed"));
    await visitor.visit();
    const events: unknown[] = [];
    t.deps.bus.on((event) => void events.push(event));
    expect((await visitor.post("sign-outs", { token: visitor.token })).status).toBe(204);
    expect(events).toEqual([{ kind: "visitor_revoked", property, visitor: visitor.id }]);
    for (const token of [stolen, visitor.token])
      expect(await answersTo(t, visitor, token)).toEqual(allAre("token_invalid"));
    expect(await answersTo(t, visitor, earlierToken(t, visitor, t.clock.now()))).toEqual(
      allAre("token_invalid"),
    );
    await visitor.visit();
    expect((await visitor.submit(ANA)).status).toBe("accepted");
  });

  test("one of a blocked visitor is revoked, of every browser of the contact, and the next one opens nothing", async () => {
    const t = await testApp(await open());
    const property = await addProperty(t.deps);
    const first = await arrive(t, property);
    await accepted(first, submission(ANA));
    const second = await arrive(t, property);
    await accepted(second, submission(ANA));
    const stranger = await arrive(t, property);
    const block = { property, visitor: first.id, agent: "a", now: t.clock.now(), newId: uuid };
    const events: FoyerEvent[] = [];
    t.deps.bus.on((event) => void events.push(event));
    await t.deps.database.write((tx) => blockVisitor(tx, block));
    const revoked = events.flatMap((event) => (event.kind === "visitor_revoked" ? [event.visitor] : []));
    expect(revoked.sort()).toEqual([first.id, second.id].sort());
    for (const visitor of [first, second]) {
      expect(await answersTo(t, visitor, visitor.token)).toEqual(allAre("token_invalid"));
      expect((await visitor.visit()).status).toBe(200);
      expect(await answersTo(t, visitor, visitor.token)).toEqual({
        ...allAre("visitor_blocked"),
        // each of them is refused by its receipt; signing out is always possible
        deliveries: "passed",
        "sign-outs": "passed",
      });
      await visitor.visit();
      expect(await refused(visitor, submission(ANA))).toBe("visitor_blocked");
    }
    expect(await answersTo(t, stranger, stranger.token)).toEqual(allAre("passed"));
    await t.deps.database.write((tx) => unblockVisitor(tx, property, first.id));
    for (const visitor of [first, second])
      expect(await answersTo(t, visitor, visitor.token)).toEqual(allAre("passed"));
  });

  test("one that was issued before tokens had a registration goes on working, until its visitor was erased", async () => {
    const t = await testApp(await open());
    const property = await addProperty(t.deps);
    const visitor = await arrive(t, property);
    await t.deps.database.write((tx) => tx.updateTable("visitors").set({ registration: null }).execute());
    const token = earlierToken(t, visitor, t.clock.now());
    for (const again of [false, true]) {
      if (again) await visitor.visit();
      expect((await visitor.post("changes", { token, since: 0 })).status).toBe(200);
    }
    await t.deps.database.write((tx) => tx.deleteFrom("visitors").execute());
    t.clock.pass(1);
    await arrive(t, property, visitor.id);
    expect(await answersTo(t, visitor, token)).toEqual(allAre("token_invalid"));
  });

  test("a crawler's first visit, which is not registered, gives no token for somebody else's ID", async () => {
    const t = await testApp(await open());
    const property = await addProperty(t.deps);
    const victim = await arrive(t, property);
    await accepted(victim, submission(ANA));
    const thief = new BrowserVisitor(t.app, property, {
      id: victim.id,
      headers: { "user-agent": "Googlebot/2.1" },
    });
    await thief.visit();
    expect(await answersTo(t, thief, thief.token)).toEqual(allAre("token_invalid"));
    expect((await rowsOf(t, "conversations")).length).toBe(1);
  });
});
