import { beforeAll, expect, it } from "vitest";
import * as z from "zod/mini";
import { ApiContact, ApiContactPage, ApiContactUpserted } from "../../../shared/api/contact.ts";
import { makeTeam } from "../../support/agent.ts";
import { testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { type ApiClient, createKey } from "../../support/rest-api.ts";

/** As many as arrive at the server at the same time, so that they share a transaction. */
const AT_ONCE = 32;

describeEachDatabase("upserts at the same time", (open) => {
  let client: ApiClient;
  let other: ApiClient;
  beforeAll(async () => {
    const test = await testApp(await open());
    const team = await makeTeam(test);
    ({ client } = await createKey(test.app, team.admin, team.property));
    ({ client: other } = await createKey(test.app, team.admin, team.property));
  });
  const upsert = (body: unknown, key?: string) =>
    client.send("POST", "/contacts/upsert", body, key === undefined ? {} : { "idempotency-key": key });
  const outcomeOf = async (answer: Response) => z.parse(ApiContactUpserted, JSON.parse(await answer.text()));
  const count = async (q: string) =>
    (await client.ok(ApiContactPage, "GET", `/contacts?q=${q}`)).items.length;

  it("R9, R34: of the same new person make one contact, whichever key sends them", async () => {
    const body = { userId: "same-1", name: "Sameperson", emails: ["same@example.com"], tags: ["same"] };
    const outcomes = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, at) =>
        (at % 4 ? client : other).ok(ApiContactUpserted, "POST", "/contacts/upsert", body),
      ),
    );
    expect(new Set(outcomes.map(({ id }) => id)).size).toBe(1);
    expect(outcomes.filter(({ outcome }) => outcome === "created")).toHaveLength(1);
    expect(outcomes.filter(({ outcome }) => outcome === "unchanged")).toHaveLength(AT_ONCE - 1);
    expect(await count("sameperson")).toBe(1);
  });

  it.each([
    ["attribute_unknown", { userId: "wrong-1", attributes: { colour: "red" } }],
    ["not_found", { id: "V0000000000000001", name: "Nobody" }],
    ["invalid_request", { name: "Without an identifier" }],
  ])("refuse one with %s alone", async (code, wrong) => {
    const bodies = Array.from({ length: AT_ONCE }, (_, at) =>
      at === 7 ? wrong : { userId: `${code}-${at}`, name: `Together ${at}` },
    );
    const answers = await Promise.all(bodies.map((body) => upsert(body, `${code} ${JSON.stringify(body)}`)));
    const [refused] = answers.splice(7, 1);
    expect(await refused?.json()).toMatchObject({ code });
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const outcomes = await Promise.all(answers.map(outcomeOf));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(answers.map(() => "created"));
    for (const { id } of outcomes.slice(0, 2))
      expect((await client.ok(ApiContact, "GET", `/contacts/${id}`)).name).toMatch(/^Together/);
  });

  it("R34: that have the same Idempotency-Key get the answer to the first, or are refused if they differ from it", async () => {
    const body = { userId: "keyed-1", name: "Keyed" };
    const [others, again] = await Promise.all([
      Promise.all(Array.from({ length: 8 }, (_, at) => upsert({ userId: `between-${at}` }, `between ${at}`))),
      Promise.all(Array.from({ length: 8 }, () => upsert(body, "again"))),
    ]);
    expect(others.map(({ status }) => status)).toEqual(others.map(() => 200));
    const outcomes = await Promise.all(again.map(outcomeOf));
    expect(new Set(outcomes.map(({ id, outcome }) => `${id} ${outcome}`)).size).toBe(1);
    expect(outcomes[0]?.outcome).toBe("created");
    expect(again.filter(({ headers }) => headers.get("idempotent-replayed") === "true")).toHaveLength(7);
    const [replayed, reused, fresh] = await Promise.all([
      upsert(body, "again"),
      upsert({ ...body, name: "Other" }, "again"),
      upsert({ userId: "keyed-2" }, "fresh"),
    ]);
    expect(replayed.headers.get("idempotent-replayed")).toBe("true");
    expect(await outcomeOf(replayed)).toEqual(outcomes[0]);
    expect(await reused.json()).toMatchObject({ code: "idempotency_key_reused", status: 422 });
    expect((await outcomeOf(fresh)).outcome).toBe("created");
  });
});
