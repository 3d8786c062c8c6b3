import { drawVisitorId } from "../../shared/rules/visitor-id.ts";
import type { Visit } from "../../shared/visitor.ts";
import type { VisitorRecord } from "./visitor-record.ts";

declare global {
  interface Window {
    readonly Temporal?: { readonly Now: { timeZoneId(): string } };
  }
}

export interface VisitorKeeper {
  /** Keeps a record, if one is given, and returns what is kept; empty if that is nothing, or nothing of ours. */
  kept(record?: VisitorRecord): VisitorRecord | "";
  /** The visitor of this browser; drawn and kept if there was none (R2), or if it is to be another: `issue("")`. */
  issue(record?: ""): VisitorRecord;
  /** Removes the visitor and the outbox. The next `issue` draws a new ID. */
  forget(): void;
  /**
   * Tells the server of a visit (R2). A taken ID is drawn again, nine times at most.
   *
   * @param draws how often a taken ID is drawn again
   * @param record of a visitor before "Not you?", with no draws; absent: the one who is kept
   * @returns the receipt, or a problem document
   * @throws when the network fails
   */
  visit(signal: AbortSignal, draws?: number, record?: VisitorRecord): Promise<Response>;
}

const draw = () => drawVisitorId((words) => crypto.getRandomValues(words));

/** A new visitor: an ID, and the proof of having drawn it. */
export const drawVisitor = (): VisitorRecord => draw() + (draw() + draw()).replace(/V/g, "");

/**
 * The address of the page as it is reported. A fragment names a place on the page and may hold secrets, so it is left
 * out, unless it is the route of a single-page site.
 */
export const pageAddress = () => location.href.replace(/#(?![/!]).*/, "");

/**
 * Issues, keeps, confirms and forgets the visitor of one property in this browser. Where the browser does not store,
 * the visitor lives as long as the page.
 *
 * @param at `https://chat.example.com/w/PROPERTY`; it names the localStorage entry and the outbox's database, too
 * @param unstored keeps everything in memory, as for a preview
 */
export function visitorKeeper(at: string, unstored: boolean | undefined): VisitorKeeper {
  let text = "";
  const kept = (record?: VisitorRecord) => {
    text = record ?? text;
    try {
      if (!unstored) {
        if (record) localStorage[at] = record;
        text = localStorage[at] ?? "";
      }
    } catch {
      unstored = true; // blocked or full: from here on `text` is all there is
    }
    return /^V\d{48}/.test(text) ? text : "";
  };

  const issue = (record: VisitorRecord | "" = kept()) => record || kept(drawVisitor());

  const forget = () => {
    text = "";
    try {
      delete localStorage[at];
      indexedDB.deleteDatabase(at);
    } catch {
      // blocked: nothing was stored
    }
  };

  const visit = async (signal: AbortSignal, draws = 9, record = issue()): Promise<Response> => {
    const response = await fetch(`${at}/visits`, {
      method: "POST",
      body: JSON.stringify({
        __proto__: null, // without a prototype there is no `toJSON` of the page's to be called
        visitor: record.slice(0, 17), // idOf and proofOf, written out: every visitor of every site pays for this file
        proof: record.slice(17, 49),
        page: pageAddress(),
        referrer: document.referrer,
        language: navigator.language,
        // the older way loads a browser's tables of all dates and numbers: half of all that the widget costs a page
        timeZone: window.Temporal?.Now.timeZoneId() ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
        screen: `${screen.width}x${screen.height}`,
      } satisfies Visit & { __proto__: null }),
      signal,
    });
    if (response.status !== 409 || !draws) return response;
    kept(draw() + record.slice(17));
    return visit(signal, draws - 1);
  };

  return { kept, issue, forget, visit };
}
