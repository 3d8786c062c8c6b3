import type { Device } from "../../../shared/visitor.ts";
import type { VisitorRow } from "./contact-store.ts";

/**
 * A visitor's row as the browser that it is; null for a person who was made by hand or imported and has none.
 *
 * @param merged its own record was merged into the contact's
 */
export function toDevice(row: VisitorRow, merged: boolean): Device | null {
  if (row.proof_hash === null) return null;
  return {
    visitor: row.id,
    browser: row.browser,
    os: row.os,
    kind: row.device_kind,
    language: row.language,
    timeZone: row.time_zone,
    screen: row.screen,
    country: row.country,
    city: row.city,
    lastPage: row.last_page,
    referrer: row.referrer,
    visits: row.visit_count,
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
    relation: merged ? "merged" : row.attached_to === null ? "founder" : "attached",
    proven: !merged && row.attached_proven === 1,
  };
}
