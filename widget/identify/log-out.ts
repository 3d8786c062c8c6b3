import type { EmbedHost } from "../embed/panel-host.ts";

/** The object store of the outbox (delivery/database.ts). */
const STORE = "deliveries";

/**
 * Ends what remains of a visitor who has logged out, in all tabs, after the embed has drawn a new one (R33). What they have
 * sent and the server has not got yet waits in the outbox, and is sent in their name (R21).
 */
export async function logOut(host: EmbedHost, resume: () => void): Promise<void> {
  const { visitors, propertyUrl, pageVisit } = host;
  const record = visitors.issue().slice(0, 49);
  try {
    // stored for a moment, so that the other tabs end their sessions, with what they show
    localStorage[propertyUrl] &&= propertyUrl;
    removeRefused(propertyUrl);
  } catch {
    // storage is blocked: nothing was stored
  }
  visitors.write(`${record}1`); // the next page sends what waits; the panel may have added to the state
  host.pageVisit = undefined; // it is the former visitor's
  host.show(false);
  resume();
  // without a token, or an answer, the tokens end by themselves; the proof is gone from this browser
  const token = (await pageVisit)?.token;
  if (token) await fetch(`${propertyUrl}/sign-outs`, toRequest(token)).catch(() => undefined);
}

const toRequest = (token: string): RequestInit => ({
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
