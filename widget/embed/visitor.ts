import { drawDigits } from "../../shared/rules/visitor-id.ts";
import type { Visit } from "../../shared/visitor.ts";
import { IS_FULL } from "./is-full.ts";
import type { VisitorRecord } from "./visitor-record.ts";

/** The visitor of one property in this browser. */
export interface VisitorStore {
  /** The stored record; empty if there is none, or if the entry was not written by this widget. */
  read(): VisitorRecord | "";
  write(record: VisitorRecord): void;
  /** The stored record; if there is none, a visitor is drawn and stored (R1). */
  issue(): VisitorRecord;
  /** Draws and stores a new visitor in place of the stored one ("Not you?"). */
  renew(): VisitorRecord;
  /**
   * Deletes the record and the outbox's database, ends the sessions of other tabs, and asks the server to forget the
   * visitor (R25). The session of this tab must have ended: it would store again.
   */
  forget(): void;
  /**
   * Writes the record back if the site has removed it (R4). To be called for the events `storage`, `pagehide` and
   * `pageshow` of a session; all others do no harm.
   *
   * @returns whether another tab has forgotten the visitor: the session must end
   */
  checkStorage(event: StorageEvent & PageTransitionEvent): boolean | undefined;
  /**
   * Registers a visit of this page (R2). If the ID is taken, a new one is drawn and stored.
   *
   * @param redraws how often a taken ID is drawn again at most
   * @param record the visitor; with no redraws it may be one from before "Not you?"
   * @returns a visit receipt or a problem document
   * @throws when the network fails
   */
  visit(signal: AbortSignal, redraws?: number, record?: VisitorRecord): Promise<Response>;
}

declare global {
  interface Document {
    /** Whether the page is loaded in advance; not in TypeScript's DOM. */
    readonly prerendering?: boolean;
  }
}

/**
 * The address of the page as it is reported. The fragment is removed, because it may hold secrets, unless it is the
 * route of a single-page site.
 */
export const pageAddress = () => location.href.replace(/#(?![/!]).*/, "");

/**
 * Opens the store of a property's visitor. Where the browser does not store, the visitor lives as long as the page.
 *
 * @param propertyUrl `https://chat.example.com/w/PROPERTY`; also the key of the localStorage entry and the name of the
 *   outbox's database
 * @param inMemory if truthy, stores nothing in the browser, as for a preview
 * @param isOver whether the session has ended: then nothing more is stored, whatever still runs
 * @param domain of the cookie by which the hosts of a site share the visitor (share-by-cookie.ts)
 */
export function openVisitorStore(
  propertyUrl: string,
  inMemory: unknown,
  isOver: () => boolean,
  domain?: string,
): VisitorStore {
  let memory: VisitorRecord | "" = "";
  /** The browser has not taken `memory`, which is newer than what is stored. */
  let isUnsaved = false;

  /** Writes a record, if one is given, and reads the stored one. If the site has removed it, it is written back (R4). */
  const access = (record?: VisitorRecord): VisitorRecord | "" => {
    if (record) {
      memory = record;
      isUnsaved = true;
    }
    try {
      if (!(IS_FULL && inMemory) && !isOver()) {
        const stored = localStorage[propertyUrl];
        if (!isUnsaved && /^V\d{48}/.test(stored)) memory = stored;
        else if (memory) localStorage[propertyUrl] = memory;
        isUnsaved = false;
      }
    } catch {
      // storage is blocked or full; it may have room again later
    }
    return memory;
  };

  // an ID, and the proof of having drawn it
  const renew = () => access(drawDigits(crypto, 49));

  const issue = () => access() || renew();

  /**
   * Posts the visitor, the proof, and what else a request has. Without anything else it outlives the page, as sites often
   * reload at once; with more it cannot, because browsers refuse that for 64 KB, and a page's address may be longer.
   */
  const post = (path: string, record: VisitorRecord, signal: AbortSignal | null, more?: object) =>
    fetch(propertyUrl + path, {
      method: "POST",
      keepalive: !more,
      signal,
      body: JSON.stringify({
        __proto__: null, // without a prototype, no `toJSON` of the page is called
        visitor: record.slice(0, 17), // visitorIdOf and proofOf, inlined: every visitor of every site loads this file
        proof: record.slice(17, 49),
        ...more,
      }),
    });

  const forget = () => {
    const record = access();
    // without an answer, the retention removes the visitor later
    if (record && !(IS_FULL && inMemory)) post("/forget", record, null).catch(() => undefined);
    memory = "";
    try {
      // stored for a moment, so that the other tabs know that it was not the site that has removed the record
      localStorage[propertyUrl] &&= propertyUrl;
      delete localStorage[propertyUrl];
      if (IS_FULL && domain)
        // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is asynchronous
        document.cookie = `foyer-${propertyUrl.slice(-10)}=;path=/;max-age=0;domain=${domain}`;
      indexedDB.deleteDatabase(propertyUrl);
    } catch {
      // storage is blocked: nothing was stored
    }
  };

  const checkStorage = ({ type, newValue, persisted }: StorageEvent & PageTransitionEvent) => {
    if (
      newValue === propertyUrl ||
      // a page in the back/forward cache has heard nothing of what other pages did
      (type === "pageshow" && persisted && !isUnsaved && !localStorage[propertyUrl])
    ) {
      memory = "";
      return true;
    }
    return void access();
  };

  const visit = async (signal: AbortSignal, redraws = 9, record = issue()): Promise<Response> => {
    const response = await post("/visits", record, signal, {
      page: pageAddress(),
      referrer: document.referrer,
      language: navigator.language,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      screen: `${screen.width}x${screen.height}`,
    } satisfies Omit<Visit, "visitor" | "proof">);
    return response.status === 409 && redraws
      ? visit(signal, redraws - 1, access(drawDigits(crypto, 17) + record.slice(17)))
      : response;
  };

  return { read: access, write: access, issue, renew, forget, checkStorage, visit };
}
