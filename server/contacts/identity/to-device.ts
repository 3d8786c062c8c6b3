import type { Device } from "../../../shared/visitor.ts";
import type { VisitorRow } from "./contact-store.ts";

/**
 * Presents a visitor's row as a browser; null for a contact that an agent or an import made, which has none.
 *
 * @param isMerged whether the browser's own record was merged into the contact's
 */
export function toDevice(row: VisitorRow, isMerged: boolean): Device | null {
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
    relation: isMerged ? "merged" : row.attached_to === null ? "founder" : "attached",
    proven: !isMerged && row.attached_proven === 1,
  };
}
