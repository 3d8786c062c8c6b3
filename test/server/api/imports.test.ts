import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ImportRunner } from "../../../server/imports/jobs/import-runner.ts";
import { undoHooks } from "../../../server/people/undo-hooks.ts";
import { ApiContactPage } from "../../../shared/api/contact.ts";
import { ApiImport, ApiImportState, ApiImports } from "../../../shared/api/import.ts";
import { AuditPage } from "../../../shared/audit.ts";
import { Problem } from "../../../shared/error.ts";
import type { ImportState } from "../../../shared/import.ts";
import { makeTeam } from "../../support/agent.ts";
import { type TestApp, testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { type ApiClient, createKey } from "../../support/rest-api.ts";

const FILE = "Name,E-mail,Shoe size\nAda,ada@example.com,38\nBob,bob@example.com,44\nCharles,,45\n";

describeEachDatabase("R34: imports over the REST API", (open) => {
  let test: TestApp;
  let team: Awaited<ReturnType<typeof makeTeam>>;
  let client: ApiClient;
  const data = mkdtempSync(join(tmpdir(), "foyer-api-imports-"));
  beforeAll(async () => {
    test = await testApp(await open(), { data, apiLimit: 1_000_000 });
    team = await makeTeam(test);
    ({ client } = await createKey(test.app, team.admin, team.property, {
      name: "Nightly sync",
      scopes: ["imports:write", "contacts:read"],
    }));
  });
  afterAll(() => rmSync(data, { recursive: true }));

  const send = (body: BodyInit, headers: Readonly<Record<string, string>> = {}, name = "customers.csv") =>
    test.app.request(`/api/v1/imports?fileName=${encodeURIComponent(name)}`, {
      method: "POST",
      headers: { authorization: `Bearer ${client.secret}`, ...headers },
      body,
    });
  const upload = async (body: BodyInit, headers?: Readonly<Record<string, string>>): Promise<string> => {
    const response = await send(body, headers);
    expect(response.status).toBe(201);
    return ApiImportState.parse(await response.json()).id;
  };
  const post = (id: string, step: string, body?: unknown) =>
    client.ok(ApiImportState, "POST", `/imports/${id}/${step}`, body);
  const read = (id: string) => client.ok(ApiImport, "GET", `/imports/${id}`);
  const until = async (id: string, state: ImportState): Promise<ApiImport> => {
    for (;;) {
      const now = await read(id);
      if (now.state === state) return now;
      if (now.state === "failed") throw new Error(JSON.stringify(now.fault));
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const emails = async () => {
    const { items } = await client.ok(ApiContactPage, "GET", "/contacts");
    return items.map(({ email }) => email).sort();
  };
  const files = () => readdirSync(join(data, "imports")).length;
  const undo = async (id: string) => {
    test.clock.pass(1_000);
    await post(id, "undo");
    await until(id, "undone");
  };

  it("matches the columns of a file, tries it, imports it, reports the rows with reasons, and undoes it", async () => {
    const id = await upload(FILE);
    expect(await read(id)).toMatchObject({
      state: "uploaded",
      fileName: "customers.csv",
      format: "csv",
      columns: [
        { header: "Name", suggested: "name" },
        { header: "E-mail", suggested: "email" },
        { header: "Shoe size", suggested: null },
      ],
      mapping: ["name", "email", null],
      check: null,
      report: null,
    });
    expect(await post(id, "check", {})).toMatchObject({ state: "checking" });
    const report = {
      rows: 3,
      counts: { new: 2, refused: 1 },
      remarks: [
        { line: 4, outcome: "refused", reason: expect.stringContaining("no e-mail"), name: "Charles" },
      ],
      notImported: ["Shoe size"],
    };
    expect(await until(id, "checked")).toMatchObject({ check: report, report: null });
    expect(await emails()).toEqual([]);
    expect(await post(id, "start", {})).toMatchObject({ state: "importing" });
    expect(await until(id, "done")).toMatchObject({ check: report, report, progress: 1 });
    expect(await emails()).toEqual(["ada@example.com", "bob@example.com"]);
    expect((await client.ok(ApiImports, "GET", "/imports")).items.map((one) => one.id)).toContain(id);
    await undo(id);
    expect(await emails()).toEqual([]);
  });

  it("imports without a dry run, with a mapping and repairs of the request", async () => {
    const id = await upload(gzipSync("Wer,Rufnummer\nAda,01632 960961\nBob,hello\n"));
    const wanted = { mapping: ["name", "phone"], repairs: { country: "GB", invalidValues: "refuse" } };
    expect(await post(id, "start", wanted)).toMatchObject({ state: "importing" });
    const done = await until(id, "done");
    expect(done).toMatchObject({
      mapping: ["name", "phone"],
      repairs: { country: "GB", plusMissing: false },
      check: null,
      report: { counts: { new: 1, refused: 1 }, remarks: [{ line: 3, outcome: "refused" }] },
    });
    const { items } = await client.ok(ApiContactPage, "GET", "/contacts");
    expect(items).toMatchObject([{ name: "Ada", phone: "+441632960961" }]);
    await undo(id);
  });

  it("refuses a mapping that cannot be used, and starts nothing", async () => {
    const id = await upload(FILE);
    for (const mapping of [
      ["email"],
      ["name", "email", "email", "email"],
      ["name", "email", "attribute:no"],
      [],
    ])
      for (const step of ["check", "start"])
        expect(await client.refused("POST", `/imports/${id}/${step}`, { mapping })).toMatchObject({
          code: "invalid_request",
          faults: [{ path: "mapping" }],
        });
    expect(
      await client.refused("POST", `/imports/${id}/start`, { repairs: { country: "gb" } }),
    ).toMatchObject({
      code: "invalid_request",
      faults: [{ path: "repairs.country" }],
    });
    for (const step of ["cancel", "undo"])
      expect(await client.refused("POST", `/imports/${id}/${step}`)).toMatchObject({
        code: "import_not_ready",
      });
    expect(await read(id)).toMatchObject({ state: "uploaded" });
  });

  it("refuses what is no list of contacts, or did not arrive whole, and stores nothing of it", async () => {
    const before = files();
    const code = async (response: Response) => Problem.parse(await response.json()).code;
    for (const body of ["", "\u0000\u0001\u0002", Buffer.from("89504e470d0a1a0a", "hex")])
      expect(await code(await send(body))).toBe("import_unreadable");
    expect(await code(await send(FILE, { "content-length": "999" }))).toBe("file_incomplete");
    expect(await code(await send(FILE, { "content-length": String(2 ** 30 + 1) }))).toBe("file_too_large");
    expect(await code(await send(FILE, { "idempotency-key": "x".repeat(256) }))).toBe("invalid_request");
    expect(await code(await send(FILE, {}, "x".repeat(256)))).toBe("invalid_request");
    expect(files()).toBe(before);
  });

  it("takes a file that is larger than other bodies may be", async () => {
    const rows = Array.from({ length: 20_000 }, (_, at) => `Person ${at},person${at}@example.com,${at}`);
    const id = await upload(`Name,E-mail,Shoe size\n${rows.join("\n")}\n`);
    expect((await read(id)).size).toBeGreaterThan(600_000);
  });

  it("makes one import of an upload that is sent again with its Idempotency-Key, and starts it once", async () => {
    const key = { "idempotency-key": "upload-1" };
    const id = await upload(FILE, key);
    const before = files();
    const again = await send(FILE, key);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(await again.json()).toEqual({ id, state: "uploaded" });
    const other = await send(`${FILE}Dora,dora@example.com,40\n`, key);
    expect(Problem.parse(await other.json()).code).toBe("idempotency_key_reused");
    expect(files()).toBe(before);

    const start = () => client.send("POST", `/imports/${id}/start`, {}, { "idempotency-key": "start-1" });
    const first = await (await start()).text();
    await until(id, "done");
    const repeated = await start();
    expect(repeated.headers.get("idempotent-replayed")).toBe("true");
    expect(await repeated.text()).toBe(first);
    expect(await client.refused("POST", `/imports/${id}/start`, {})).toMatchObject({
      code: "import_not_ready",
    });
    await undo(id);
  });

  it("stores nothing for an Idempotency-Key that names a person of the file", async () => {
    const id = await upload(FILE, { "idempotency-key": "upload-2" });
    await client.send("POST", `/imports/${id}/check`, {}, { "idempotency-key": "check-2" });
    await until(id, "checked");
    await client.send("POST", `/imports/${id}/start`, {}, { "idempotency-key": "start-2" });
    await until(id, "done");
    const rows = await test.deps.database.read.selectFrom("api_idempotency").select("answer").execute();
    expect(rows.length).toBeGreaterThan(1);
    expect(JSON.stringify(rows)).not.toMatch(/ada|bob|charles/i);
    await undo(id);
  });

  it("names the key in the audit log", async () => {
    const { items } = await team.admin.ok(AuditPage, "GET", `/api/properties/${team.property}/audit-log`);
    for (const action of ["import_started", "import_undone"])
      expect(items.find((one) => one.action === action)).toMatchObject({
        actor: { id: null, name: "API key “Nightly sync”" },
      });
  });

  it("can be cancelled, and goes on in another process when its own stops", async () => {
    const id = await upload(FILE);
    // as a process that ends after its answer: from here on, its runner takes up nothing
    await test.parts.importRunner.stop();
    await post(id, "check", {});
    expect(await post(id, "cancel")).toMatchObject({ state: "uploaded" });
    await post(id, "start", {});
    expect(await read(id)).toMatchObject({ state: "importing", report: null });
    await new ImportRunner(test.deps, undoHooks(test.deps)).run(team.property, id);
    expect(await read(id)).toMatchObject({ state: "done", report: { counts: { new: 2 } } });
    await post(id, "undo");
    expect(await post(id, "cancel")).toMatchObject({ state: "undo_cancelled" });
  });
});
