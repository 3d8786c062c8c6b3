import { beforeAll, expect, it } from "vitest";
import { runHousekeeping } from "../../../server/housekeeping.ts";
import { insertSource } from "../../../server/sources/source-store.ts";
import {
  DryRun,
  ReceivedBodies,
  RecordedBody,
  RunResult,
  SourceWithAddress,
  WebhookSource,
  WebhookSources,
} from "../../../shared/webhook-source.ts";
import { rowsOf } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { bodyOf, SIGNING_SECRET, SourceWorld, saved } from "./support.ts";

const JSON_TYPE = { "Content-Type": "application/json" };
const EMAIL = { path: "email", field: "email" } as const;

describeEachDatabase("incoming webhooks", (open) => {
  let world: SourceWorld;
  beforeAll(async () => {
    world = await SourceWorld.open(await open());
  });
  const send = (path: string, body: unknown) => world.post(path, JSON.stringify(body), JSON_TYPE);

  it("R38: are read and changed by admins only, and only in their property", async () => {
    const { source } = await world.create("other");
    const one = `${world.base}/${source.id}`;
    for (const [browser, code] of [
      [world.agent, "forbidden"],
      [world.outsider, "property_unknown"],
    ] as const)
      for (const [method, path, body] of [
        ["GET", world.base, undefined],
        ["POST", world.base, { name: "X", provider: "other" }],
        ["PUT", one, saved(source, {})],
        ["DELETE", one, undefined],
        ["POST", `${one}/address`, undefined],
        ["GET", `${one}/bodies`, undefined],
        ["GET", `${one}/bodies/x`, undefined],
        ["POST", `${one}/bodies/x/run`, undefined],
        ["POST", `${one}/run`, { which: "waiting" }],
        ["POST", `${one}/dry-run`, { mapping: [], country: null }],
      ] as const)
        expect(await browser.refused(method, path, body), `${method} ${path}`).toMatchObject({ code });
    const unknown = `${world.base}/another`;
    for (const [method, path, body] of [
      ["PUT", unknown, saved(source, {})],
      ["DELETE", unknown, undefined],
      ["POST", `${unknown}/address`, undefined],
      ["GET", `${unknown}/bodies`, undefined],
      ["POST", `${unknown}/run`, { which: "refused" }],
      ["GET", `${one}/bodies/another`, undefined],
      ["POST", `${one}/bodies/another/run`, undefined],
    ] as const)
      expect(await world.admin.refused(method, path, body), path).toMatchObject({ code: "not_found" });
  });

  it("begin with the preset of the provider, and are switched on when they are complete", async () => {
    const { source } = await world.create("stripe", "  Our\nshop ");
    expect(source).toMatchObject({ name: "Our shop", isActive: false, hasSigningSecret: false, version: 1 });
    expect(source.mapping.length).toBeGreaterThan(5);
    const path = `${world.base}/${source.id}`;
    const refused = (change: Parameters<typeof saved>[1]) =>
      world.admin.refused("PUT", path, saved(source, change));
    expect(await refused({ isActive: true })).toMatchObject({ code: "source_incomplete" });
    expect(
      await refused({
        isActive: true,
        signingSecret: SIGNING_SECRET,
        mapping: [{ path: "x", field: "name" }],
      }),
    ).toMatchObject({ code: "source_incomplete" });
    expect(await refused({ mapping: [{ path: "a..b", field: "name" }] })).toMatchObject({
      code: "invalid_request",
      faults: [{ path: "mapping.0.path", code: "path" }],
    });
    const active = await world.save(source, { isActive: true, signingSecret: SIGNING_SECRET });
    expect(active).toMatchObject({ isActive: true, hasSigningSecret: true, version: 2 });
    expect(await refused({})).toMatchObject({ code: "settings_changed" });
    const actions = (await rowsOf(world.test, "audit_log")).filter(
      ({ action }) => action === "source_changed",
    );
    expect(actions.map(({ details }) => details)).toEqual([
      JSON.stringify({ names: ["Our shop", "signing secret", "switched on"] }),
    ]);
  });

  it("R36: try a mapping on recorded bodies, and write nothing", async () => {
    const { source, path } = await world.create("other");
    for (const body of [
      { email: "dry@example.com", who: "Dry Run" },
      { email: "DRY@example.com", who: "Dry Run" },
      { email: "not one" },
      { topic: "nothing" },
    ])
      await send(path, body);
    const before = await Promise.all(
      (["visitors", "details", "received_bodies", "tags"] as const).map((table) => rowsOf(world.test, table)),
    );
    const { items } = await world.admin.ok(DryRun, "POST", `${world.base}/${source.id}/dry-run`, {
      mapping: [EMAIL, { path: "who", field: "name" }, { path: "who", field: "tags" }],
      country: null,
    });
    expect(items.map(({ outcome, person, reason }) => [outcome, person, reason])).toEqual(
      [
        ["new", "Dry Run", ""],
        ["unchanged", "Dry Run", ""],
        ["refused", "", "“not one” is not an e-mail address."],
        [
          "refused",
          "",
          "There is no e-mail, phone or user ID, so the contact could not be recognised the next time.",
        ],
      ].reverse(),
    );
    const after = await Promise.all(
      (["visitors", "details", "received_bodies", "tags"] as const).map((table) => rowsOf(world.test, table)),
    );
    expect(after).toEqual(before);
  });

  it("R36: run again what was refused, by another mapping, with tags and a note", async () => {
    const { source, path } = await world.active("other", [EMAIL]);
    await send(path, { mail: "later@example.com", kind: "lead, press", text: "Call me" });
    await world.process();
    expect(await world.bodies(source)).toMatchObject([{ outcome: "refused" }]);
    const { items } = await world.admin.ok(WebhookSources, "GET", world.base);
    expect(items.find(({ id }) => id === source.id)).toMatchObject({ refused: 1, waiting: 0 });
    await world.save(source, {
      mapping: [
        { path: "mail", field: "email" },
        { path: "kind", field: "tags" },
        { path: "text", field: "notes" },
      ],
    });
    const run = `${world.base}/${source.id}/run`;
    expect(await world.admin.ok(RunResult, "POST", run, { which: "refused" })).toEqual({ queued: 1 });
    await world.process();
    const [body] = await world.bodies(source);
    expect(body).toMatchObject({ outcome: "new", reason: "", person: { name: null } });
    const contact = await world.contact(body?.person?.id ?? "");
    expect(contact.tags.map(({ name }) => name).sort()).toEqual(["lead", "press"]);
    expect((await rowsOf(world.test, "contact_notes")).map(({ text }) => text)).toEqual(["Call me"]);
    expect(await world.admin.ok(RunResult, "POST", run, { which: "refused" })).toEqual({ queued: 0 });
  });

  it("show a recorded body as a tree with paths, whatever its keys are", async () => {
    const { source, path } = await world.create("other");
    await world.send(path, bodyOf("other-hostile-keys"));
    const [recorded] = await world.bodies(source);
    const { rows, isCut } = await world.admin.ok(
      RecordedBody,
      "GET",
      `${world.base}/${source.id}/bodies/${recorded?.id}`,
    );
    expect(isCut).toBe(false);
    expect(rows.slice(0, 3)).toEqual([
      { depth: 0, label: "__proto__", path: null, text: null },
      { depth: 1, label: "email", path: "__proto__.email", text: "proto@example.com" },
      { depth: 1, label: "name", path: "__proto__.name", text: "Proto" },
    ]);
  });

  it("list what they received in pages, newest first", async () => {
    const { source, path } = await world.create("other");
    for (let at = 0; at < 27; at++) {
      world.test.clock.pass(1_000);
      await send(path, { at });
    }
    const bodies = `${world.base}/${source.id}/bodies`;
    const first = await world.admin.ok(ReceivedBodies, "GET", bodies);
    const rest = await world.admin.ok(ReceivedBodies, "GET", `${bodies}?cursor=${first.next}`);
    expect([first.items.length, rest.items.length, rest.next]).toEqual([25, 2, null]);
    const times = [...first.items, ...rest.items].map(({ receivedAt }) => receivedAt);
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });

  it("get a new address, and lose the one before; deleted, they receive nothing", async () => {
    const { source, path } = await world.create("other");
    const at = `${world.base}/${source.id}`;
    const renewed = await world.admin.ok(SourceWithAddress, "POST", `${at}/address`);
    expect((await send(path, {})).status).toBe(404);
    expect((await send(renewed.path, { email: "gone@example.com" })).status).toBe(202);
    expect((await world.admin.send("DELETE", at)).status).toBe(200);
    expect((await send(renewed.path, {})).status).toBe(404);
    for (const table of ["webhook_sources", "received_bodies", "received_body_keys"] as const)
      expect(JSON.stringify(await rowsOf(world.test, table))).not.toMatch(new RegExp(`${source.id}|gone@`));
  });

  it("R36: what a process that died had received is processed by the next one, once and in order", async () => {
    const { source, path } = await world.active("other", [EMAIL, { path: "name", field: "name" }]);
    for (const name of ["First", "Second", "Third"]) {
      world.test.clock.pass(10);
      await send(path, { email: "order@example.com", name });
    }
    // no worker ran: the rows are all that a dead process leaves
    expect((await world.bodies(source)).map(({ state }) => state)).toEqual(["queued", "queued", "queued"]);
    await Promise.all([world.process(), world.process()]);
    const bodies = await world.bodies(source);
    expect(bodies.map(({ outcome }) => outcome)).toEqual(["updated", "updated", "new"]);
    expect((await world.contact(bodies[0]?.person?.id ?? "")).name).toBe("Third");
  });

  it("a body that cannot be processed is tried again and left to people, and never stops the next", async () => {
    const { source, path } = await world.active("other", [EMAIL]);
    await send(path, { email: "broken@example.com" });
    const { database } = world.test.deps;
    const broken = database.write((tx) =>
      tx.updateTable("received_bodies").set({ body: "{" }).where("source_id", "=", source.id).execute(),
    );
    await broken;
    world.test.clock.pass(10);
    await send(path, { email: "fine@example.com" });
    await world.process();
    expect(await world.bodies(source)).toMatchObject([{ outcome: "new" }, { state: "queued" }]);
    for (let tries = 1; tries < 5; tries++) {
      world.test.clock.pass(30_000 * 2 ** tries);
      await world.process();
    }
    expect((await world.bodies(source))[1]).toMatchObject({ state: "failed", outcome: null });
    expect((await world.bodies(source))[1]?.reason).not.toBe("");
  });

  it("R36: bodies are deleted after 30 days, with the identifiers in them", async () => {
    const { source, path } = await world.active("other", [EMAIL]);
    await send(path, { email: "old@example.com" });
    await world.process();
    world.test.clock.pass(30 * 24 * 3_600_000);
    await runHousekeeping(world.test.deps);
    expect(await world.bodies(source)).toHaveLength(1);
    world.test.clock.pass(1_000);
    await runHousekeeping(world.test.deps);
    expect(await rowsOf(world.test, "received_bodies")).toEqual([]);
    expect(await rowsOf(world.test, "received_body_keys")).toEqual([]);
    expect((await world.contacts()).map(({ email }) => email)).toContain("old@example.com");
  });

  it("are at most fifty in a property", async () => {
    const { items } = await world.admin.ok(WebhookSources, "GET", world.base);
    const missing = Array.from({ length: 50 - items.length }, (_, at) => `more${at}`);
    await world.test.deps.database.write(async (tx) => {
      for (const id of missing)
        await insertSource(tx, {
          property: world.property,
          id,
          name: id,
          provider: "other",
          secretHash: id,
          mapping: [],
          country: null,
          now: 1,
        });
    });
    const more = { name: "One more", provider: "other" };
    expect(await world.admin.refused("POST", world.base, more)).toMatchObject({
      code: "source_limit_reached",
    });
  });
});

it("a source that is sent out has no secret", () => {
  expect(Object.keys(WebhookSource.shape).filter((key) => /secret/i.test(key))).toEqual(["hasSigningSecret"]);
});
