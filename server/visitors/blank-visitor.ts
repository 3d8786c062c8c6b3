import type { Schema } from "../platform/database/schema.ts";

/** The row of a visitor without a browser and without details, first seen now (ms since 1970). */
export function blankVisitor(property: string, id: string, now: number): Schema["visitors"] {
  return {
    property_id: property,
    id,
    proof_hash: null,
    attached_to: null,
    attached_proven: 0,
    contact_since: null,
    source: null,
    name: null,
    email: null,
    phone: null,
    sort_name: "",
    browser: "",
    os: "",
    device_kind: "",
    language: "",
    time_zone: "",
    screen: "",
    country: null,
    city: null,
    last_page: "",
    referrer: "",
    visit_count: 0,
    first_seen_at: now,
    last_seen_at: now,
  };
}
