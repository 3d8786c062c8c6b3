import type { EmbedHost } from "../embed/panel-host.ts";

/** The object store of the outbox (delivery/database.ts). */
const STORE = "deliveries";

/**
 * Replaces the visitor by a new one, of whom nothing is known, in all tabs (R33). What the former visitor has sent and the server
 * has not got yet waits in the outbox, and is sent in their name (R21); nothing of it is shown.
 */
export async function logOut(host: EmbedHost, resume: () => void): Promise<void> {
  const { visitors, propertyUrl, pageVisit } = host;
  const former = visitors.read();
  if (!former) return;
  try {
    // stored for a moment, so that the other tabs end their sessions, with what they show
    localStorage[propertyUrl] &&= propertyUrl;
    removeRefused(propertyUrl);
  } catch {
    // storage is blocked: nothing was stored
  }
  const record = visitors.renew();
  if (former[49] === "1") visitors.write(`${record.slice(0, 49)}1`); // the next page sends what waits
  host.pageVisit = undefined; // it is the former visitor's
  host.show(false);
  resume();
  // without a token, or an answer, the tokens end by themselves; the proof is gone from this browser
  const token = (await pageVisit)?.token;
  if (token) await fetch(`${propertyUrl}/sign-outs`, signOut(token)).catch(() => undefined);
}

const signOut = (token: string): RequestInit => ({
  method: "POST",
  keepalive: true, // sites often load another page at once
  body: JSON.stringify({ __proto__: null, token }),
});

/** Removes the texts that the server has refused, which wait for their author to correct them. */
function removeRefused(database: string): void {
  const opening = indexedDB.open(database);
  // there is none, and none is made: the outbox would lack its object store
  opening.onupgradeneeded = () => opening.transaction?.abort();
  opening.onsuccess = () => {
    const { result: opened } = opening;
    const transaction = opened.transaction(STORE, "readwrite");
    transaction.oncomplete = () => opened.close();
    const request = transaction.objectStore(STORE).openCursor();
    request.onsuccess = () => {
      const { result: cursor } = request;
      if (cursor?.value.problem) cursor.delete();
      cursor?.continue();
    };
  };
}
