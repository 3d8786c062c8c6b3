import { beforeAll, expect, it } from "vitest";
import { runSteps } from "../../../server/api/http/run-steps.ts";
import { runHousekeeping } from "../../../server/housekeeping.ts";
import type { Tx } from "../../../server/platform/database/open.ts";
import { ApiContact, ApiContactPage } from "../../../shared/api/contact.ts";
import { makeTeam } from "../../support/agent.ts";
import { rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { testFolder } from "../../support/files.ts";
import { type ApiClient, createKey } from "../../support/rest-api.ts";

describeEachDatabase("Idempotency-Key", (open) => {
  const data = testFolder();
  let test: TestApp;
  let team: Awaited<ReturnType<typeof makeTeam>>;
  let client: ApiClient;
  beforeAll(async () => {
    test = await testApp(await open(), { data });
    team = await makeTeam(test);
    ({ client } = await createKey(test.app, team.admin, team.property));
  });
  const create = (key: string, body: unknown, by = client) =>
    by.send("POST", "/contacts", body, { "idempotency-key": key });

  it("R34: a POST that is sent again gets the first answer and changes nothing more, also at the same time", async () => {
    const body = { name: "Ada", emails: ["once@example.com"] };
    const answers = await Promise.all([create("once", body), create("once", body), create("once", body)]);
    const later = await create("once", body);
    const texts = await Promise.all([...answers, later].map((answer) => answer.text()));
    expect(new Set(texts).size).toBe(1);
    expect([...answers, later].map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(answers.filter(({ headers }) => headers.get("idempotent-replayed") === "true")).toHaveLength(2);
    expect(later.headers.get("idempotent-replayed")).toBe("true");
    expect(later.headers.get("ratelimit")).toContain("requests");
  });

  it("R34: the same key with another request is refused", async () => {
    await create("other", { name: "Ada" });
    const headers = { "idempotency-key": "other" };
    expect(await client.refused("POST", "/contacts", { name: "Bob" }, headers)).toMatchObject({
      code: "idempotency_key_reused",
      status: 422,
    });
  });

  it("R34: a refused request is not stored: sent again it is tried again", async () => {
    const body = { emails: ["later@example.com"], attributes: { plan: "pro" } };
    const headers = { "idempotency-key": "refused" };
    expect(await client.refused("POST", "/contacts", body, headers)).toMatchObject({
      code: "attribute_unknown",
    });
    const attribute = { label: "Plan", type: "text", choices: [], position: 0 };
    await team.admin.send("PUT", `/api/properties/${team.property}/attributes/plan`, attribute);
    expect((await create("refused", body)).status).toBe(201);
  });

  it("R34: is the API key's own", async () => {
    const { client: second } = await createKey(test.app, team.admin, team.property);
    const one = await create("shared", { name: "One" });
    const two = await create("shared", { name: "Two" }, second);
    expect([one.status, two.status]).toEqual([201, 201]);
  });

  it.each([
    ["empty", ""],
    ["longer than 255 characters", "x".repeat(256)],
    ["not ASCII", "\u00e9"],
  ])("is refused if it is %s", async (_, key) => {
    const refused = await client.refused("POST", "/contacts", { name: "Ada" }, { "idempotency-key": key });
    expect(refused).toMatchObject({
      code: "invalid_request",
      faults: [{ path: "Idempotency-Key" }],
    });
    expect((await create("x".repeat(255), { name: "Ada" })).status).toBe(201);
  });

  it("R26: its stored answer is erased with the person", async () => {
    const contact = await client.ok(
      ApiContact,
      "POST",
      "/contacts",
      { name: "Xyzzy" },
      {
        "idempotency-key": "erased",
      },
    );
    const stored = async () => JSON.stringify(await rowsOf(test, "api_idempotency"));
    expect(await stored()).toContain("Xyzzy");
    await team.admin.send("DELETE", `/api/properties/${team.property}/contacts/${contact.id}`);
    expect(await stored()).not.toContain("Xyzzy");
  });

  it("R34: work in several transactions goes on where it was interrupted, once nobody has it any more", async () => {
    const request = { property: team.property, keyId: "key", idempotencyKey: "steps", requestHash: "" };
    const done: number[] = [];
    const work = (failing: number | null) => ({
      steps: 3,
      run: async (_: Tx, step: number) => {
        if (step === failing) throw new Error("The process dies");
        done.push(step);
        return [step * 10];
      },
      finish: (results: unknown[]) => results,
    });
    await expect(runSteps(test.deps, request, 200, work(2))).rejects.toThrow("dies");
    expect(done).toEqual([0, 1]);
    await expect(runSteps(test.deps, request, 200, work(null))).rejects.toMatchObject({
      problem: { code: "idempotency_in_progress", status: 409 },
      headers: { "Retry-After": "15" },
    });
    test.clock.pass(15_000);
    const answer = { answer: "[0,10,20]", isReplayed: false };
    expect(await runSteps(test.deps, request, 200, work(null))).toEqual(answer);
    expect(done).toEqual([0, 1, 2]);
    expect(await runSteps(test.deps, request, 200, work(0))).toEqual({ ...answer, isReplayed: true });
  });

  it("is forgotten after a day", async () => {
    await create("daily", { emails: ["daily@example.com"] });
    test.clock.pass(23 * 3_600_000);
    await runHousekeeping(test.deps);
    expect((await create("daily", { emails: ["daily@example.com"] })).status).toBe(201);
    test.clock.pass(3_600_001);
    await runHousekeeping(test.deps);
    expect(
      await client.refused(
        "POST",
        "/contacts",
        { emails: ["daily@example.com"] },
        { "idempotency-key": "daily" },
      ),
    ).toMatchObject({ code: "contact_exists" });
    const { items } = await client.ok(ApiContactPage, "GET", "/contacts?q=daily");
    expect(items).toHaveLength(1);
  });
});
