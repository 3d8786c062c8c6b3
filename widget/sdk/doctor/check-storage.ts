import type { Finding } from "../../api/foyer.ts";
import { finding } from "./findings.ts";
import { within } from "./within.ts";

/** The name of what is stored for a moment. */
const PROBE = "foyer-doctor";

/** Looks whether the browser stores for this page. It stores for a moment, so it waits for consent (R25). */
export async function checkStorage(): Promise<Finding[]> {
  const findings: Finding[] = [];
  try {
    localStorage[PROBE] = PROBE;
    if (localStorage[PROBE] !== PROBE) throw new Error("It forgets at once.");
    delete localStorage[PROBE];
  } catch (error) {
    const isFull = error instanceof DOMException && error.name === "QuotaExceededError";
    findings.push(finding(isFull ? "storage_full" : "storage_blocked", String(error)));
  }
  try {
    await within(openDatabase());
  } catch (error) {
    findings.push(finding("database_blocked", String(error)));
  }
  return findings;
}

function openDatabase(): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(PROBE);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      request.result.close();
      indexedDB.deleteDatabase(PROBE);
      resolve();
    };
  });
}
