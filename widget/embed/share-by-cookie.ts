import type { VisitorStore } from "./visitor.ts";
import { writeVisitorCookie } from "./visitor-cookie.ts";
import type { VisitorRecord } from "./visitor-record.ts";

const identityOf = (record: VisitorRecord) => record.slice(0, 49);

/** `isPending` of visitor-record.ts: a shared import would become one more file that every panel loads. */
const isPending = (record: VisitorRecord) => record[49] === "1";

/** The visitor ID, the proof and the flag of a record, which the hosts share; the panel's state is each host's own. */
const sharedPart = (record: VisitorRecord) => identityOf(record) + (isPending(record) ? 1 : 0);

/** Marks a visitor whom "Not you?" has drawn in place of another: every host takes this one. */
const REPLACES = "!";

function readVisitorCookie(property: string): string {
  try {
    return new RegExp(`(?:^|; )foyer-${property}=(V\\d{48}[01]!?)(?:;|$)`).exec(document.cookie)?.[1] ?? "";
  } catch {
    return ""; // a sandboxed page has no cookies
  }
}

/**
 * Shares a store's visitor with the other hosts of a domain. The visitor of the cookie becomes that of this host, unless
 * this host has one with an open conversation from before the hosts were joined (R40). Where the browser keeps no such
 * cookie, the store works as before.
 *
 * The cookie is read once, when the page is opened: a visitor never changes within a page.
 */
export function shareByCookie(own: VisitorStore, property: string, domain: string): VisitorStore {
  const found = readVisitorCookie(property);
  const before = own.read();
  if (found && identityOf(found) !== identityOf(before) && (found.endsWith(REPLACES) || !isPending(before)))
    own.write(sharedPart(found));
  /** The identity that this page has read from the cookie or written to it last. */
  let identity = identityOf(own.read());

  /** @param isNew the visitor was drawn in place of the shared one */
  function share(record: VisitorRecord, isNew = false): VisitorRecord {
    const shared = readVisitorCookie(property);
    const isOurs = !shared || identityOf(shared) === identity;
    if (!isOurs && !isNew) return record; // another host has a newer visitor
    const isSame = identityOf(shared) === identityOf(record);
    const value = sharedPart(record) + (isNew || (isSame && shared.endsWith(REPLACES)) ? REPLACES : "");
    identity = identityOf(record);
    if (value !== shared) writeVisitorCookie(property, domain, value);
    return record;
  }

  return {
    ...own,
    write(record) {
      own.write(record);
      share(record);
    },
    issue: () => share(own.issue()),
    renew: () => share(own.renew(), true),
    async visit(...of) {
      const response = await own.visit(...of);
      const record = own.read();
      if (record) share(record); // a taken ID was drawn again (R2)
      return response;
    },
  };
}
