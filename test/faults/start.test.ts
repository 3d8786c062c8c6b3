import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDatabase } from "../../server/platform/database/open.ts";
import { runServer, startServer } from "../support/server.ts";

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "foyer-fault-"));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

/** Runs the server with settings that it can't start with; gives its words. */
async function refused(env: Record<string, string>): Promise<string> {
  const { code, stdout, stderr } = await runServer({ PORT: "0", FOYER_DATA: data, ...env });
  expect(code).toBe(1);
  expect(stdout).toBe("");
  expect(stderr, "words, not a stack").not.toMatch(/\n\s+at /);
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  return stderr;
}

describe("a server that cannot start exits with code 1 and one line that says what to change", () => {
  it("a port in use", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    const words = await refused({ PORT: String(port) });
    expect(words).toContain(`Port ${port} is in use`);
    expect(words).toContain("set PORT");
    other.close();
  });

  it.each([
    ["PORT", "http"],
    ["FOYER_DATABASE_URL", "mysql://db/foyer"],
    ["FOYER_PUBLIC_URL", "chat.example.com"],
    ["FOYER_LOG_LEVEL", "loud"],
    ["FOYER_VISITOR_LIMIT", "none"],
    ["FOYER_MMDB", "/no/such/file.mmdb"],
  ])("a bad setting is named: %s=%s", async (name, value) => {
    expect(await refused({ [name]: value })).toContain(`${name} is "${value}"`);
  });

  it("an address of another machine", async () => {
    expect(await refused({ FOYER_HOST: "192.0.2.1" })).toMatch(/FOYER_HOST/);
  });

  it("an invalid location file", async () => {
    const path = join(data, "cities.mmdb");
    writeFileSync(path, "not a map");
    expect(await refused({ FOYER_MMDB: path })).toContain("FOYER_MMDB");
  });

  it("a file where the data folder should be", async () => {
    const path = join(data, "taken");
    writeFileSync(path, "");
    expect(await refused({ FOYER_DATA: path })).toContain(`FOYER_DATA is "${path}"`);
  });

  // where not even root may write
  it.runIf(process.platform === "linux")("a data folder that can't be made, or not written in", async () => {
    expect(await refused({ FOYER_DATA: "/sys/foyer" })).toContain('FOYER_DATA is "/sys/foyer"');
    expect(await refused({ FOYER_DATA: "/proc" })).toContain("/proc/foyer.db");
  });

  it("a folder where the database should be", async () => {
    mkdirSync(join(data, "foyer.db"));
    expect(await refused({})).toContain(join(data, "foyer.db"));
  });

  it("a file that is not a database, which stays unchanged", async () => {
    const path = join(data, "foyer.db");
    writeFileSync(path, "Dear diary, ".repeat(1_000));
    expect(await refused({})).toMatch(/not a database.*database_unreachable/);
    expect(readdirSync(data)).toEqual(["foyer.db"]);
  });

  it("a PostgreSQL server that does not answer", async () => {
    const words = await refused({ FOYER_DATABASE_URL: "postgres://foyer:s3cret@127.0.0.1:9/foyer" });
    expect(words).toContain("FOYER_DATABASE_URL");
    expect(words).not.toContain("s3cret");
  });

  it("a database of a newer version", async () => {
    const database = await openDatabase(join(data, "foyer.db"));
    await sql`insert into kysely_migration (name, timestamp) values ('9999-later', '2030')`.execute(
      database.writer,
    );
    await database.close();
    const words = await refused({});
    expect(words).toContain("newer version of Foyer");
    expect(words).toContain("database_newer");
  });
});

describe("what a server has stored is for its own user only", () => {
  it("what an older version left readable, and what it writes itself, whatever the umask is", async () => {
    const before = process.umask(0);
    const server = await startServer({}, async (folder) => {
      mkdirSync(join(folder, "imports"));
      writeFileSync(join(folder, "imports", "old.csv"), "Name");
      const database = await openDatabase(join(folder, "foyer.db"));
      await database.close();
    }).finally(() => process.umask(before));
    const entries = readdirSync(server.data, { recursive: true, withFileTypes: true });
    const readable = entries
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => statSync(path).mode & 0o077);
    expect(entries.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["foyer.db", "foyer.db-wal", "old.csv"]),
    );
    expect(readable).toEqual([]);
    expect(statSync(server.data).mode & 0o777).toBe(0o700);
    await server.stop();
  });
});
