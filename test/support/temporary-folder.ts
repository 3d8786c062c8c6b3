import { chmodSync, mkdirSync, readdirSync, rmSync, statfsSync } from "node:fs";
import { join } from "node:path";

/** Linux has a file system in memory here. Others, and containers with little of it, use the ordinary folder. */
const MEMORY = "/dev/shm";
const PREFIX = "foyer-tests-";
/** The space that a run of all tests takes at most, bytes. */
const SPACE = 4 * 1024 ** 3;

const hasSpace = () => {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize > SPACE;
  } catch {
    return false; // there is no such file system
  }
};

const isRunning = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
};

/**
 * vitest's global set-up: keeps the temporary files of a run in memory, where there is space. Most of the time of a test
 * with a database is the disk's otherwise: each commit waits for it. No test asks what survives a power cut.
 */
export default function useMemory(): void {
  if (process.env.TMPDIR?.startsWith(join(MEMORY, PREFIX)) || !hasSpace()) return;
  for (const name of readdirSync(MEMORY)) {
    const pid = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length)) : 0;
    if (pid && !isRunning(pid)) rmSync(join(MEMORY, name), { recursive: true, force: true });
  }
  const folder = join(MEMORY, PREFIX + process.pid);
  mkdirSync(folder);
  chmodSync(folder, 0o755); // PostgreSQL runs as another user
  process.env.TMPDIR = folder;
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
}
