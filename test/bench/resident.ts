import { readFileSync } from "node:fs";

/** The resident memory of a process in MB, as Linux counts it; elsewhere there is no figure (NaN). */
export function residentMegabytes(pid: number): number {
  if (process.platform !== "linux") return Number.NaN;
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kilobytes) / 1024;
}
