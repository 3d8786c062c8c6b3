import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createAdaptorServer } from "@hono/node-server";
import { expect, it, onTestFinished } from "vitest";
import { openDatabase } from "../../../server/platform/database/open.ts";
import { setUpFoyer } from "../../support/agent.ts";
import { testApp } from "../../support/app.ts";
import { sqlitePlace } from "../../support/databases.ts";
import { createKey } from "../../support/rest-api.ts";

const run = promisify(execFile);
const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const TSC = at("node_modules/typescript/bin/tsc");
const OPTIONS = "--strict --target es2022 --module nodenext --types node --skipLibCheck";

/** A server on a port of its own, with a property and a key. */
async function startServer(): Promise<{ address: string; key: string }> {
  const place = await sqlitePlace();
  const database = await openDatabase(place.location);
  const test = await testApp(database);
  const { browser, property } = await setUpFoyer(test);
  const { secret } = await createKey(test.app, browser, property);
  const server = createAdaptorServer({ fetch: test.app.fetch });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(async () => {
    await new Promise((closed) => server.close(closed));
    await database.close();
    await place.remove();
  });
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, key: secret };
}

it("R34: a client that is generated from the OpenAPI document type-checks, and a program that uses it runs", async () => {
  const { address, key } = await startServer();
  const folder = mkdtempSync(join(tmpdir(), "foyer-client-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const document = await fetch(`${address}/api/v1/openapi.json`);
  writeFileSync(join(folder, "openapi.json"), await document.text());
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  symlinkSync(at("node_modules"), join(folder, "node_modules"));
  cpSync(at("test/server/api/program-of-a-stranger.txt"), join(folder, "program.ts"));

  const inFolder = { cwd: folder, env: { ...process.env, SERVER: address, KEY: key } };
  await run(
    process.execPath,
    [at("node_modules/oazapfts/dist/cli.js"), "openapi.json", "client.ts"],
    inFolder,
  );
  await run(process.execPath, [TSC, ...OPTIONS.split(" "), "program.ts"], inFolder).catch(
    ({ stdout }: { stdout: string }) => {
      throw new Error(stdout);
    },
  );
  const { stdout } = await run(process.execPath, ["program.js"], inFolder);
  expect(JSON.parse(stdout)).toEqual({
    outcome: "updated",
    found: [true],
    isRepeated: true,
    status: "solved",
    texts: ["It is ready.", "Written by a program", "And it works."],
    code: "not_found",
  });
}, 120_000);
