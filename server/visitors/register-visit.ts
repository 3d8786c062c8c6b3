import type { Visit } from "../../shared/visitor.ts";
import { insertStatement } from "../platform/database/insert-statement.ts";
import type { Tx } from "../platform/database/open.ts";
import type { Schema } from "../platform/database/schema.ts";
import { statement } from "../platform/database/statement.ts";
import { ApiError } from "../platform/http/api-error.ts";
import type { RecognizedDevice } from "../platform/http/recognize-device.ts";
import { blankVisitor } from "./blank-visitor.ts";
import type { Location } from "./locate.ts";
import { hashOf } from "./proof.ts";

const insertVisits = insertStatement("visits");
const insertVisitors = insertStatement("visitors");

/** A visit with what the server adds to it. */
export interface SeenVisit {
  readonly property: string;
  readonly visit: Visit;
  readonly device: RecognizedDevice;
  readonly location: Location;
  readonly now: number;
  /** The ID of the visit's row. */
  readonly id: string;
  /** A new random ID, for a visitor that has no registration yet. */
  readonly registration: string;
}

/** The same page within this time, ms, is the same visit: a reload, or a request for a new token. */
const SAME_VISIT = 10_000;

/**
 * Registers a visitor ID that a browser drew (R2), and the visit; publishes `visit`. The same browser, recognized by its proof, may repeat
 * the request.
 *
 * @returns the registration, which the visitor's tokens contain
 * @throws ApiError `visitor_id_taken` if another visitor of the property holds the ID
 */
export async function registerVisit(tx: Tx, seen: SeenVisit): Promise<string> {
  const { property, visit, now } = seen;
  const proofHash = hashOf(visit.proof);
  const [holder] = await visitorById(tx, { property, id: visit.visitor });
  if (holder && holder.proof_hash !== proofHash) throw new ApiError("visitor_id_taken");
  const registration = holder?.registration ?? seen.registration;
  const isSame = holder?.last_page === visit.page && now - holder.last_seen_at < SAME_VISIT;
  if (holder)
    await updateVisitor(tx, seen, { registration, visit_count: holder.visit_count + (isSame ? 0 : 1) });
  else await insertVisitor(tx, seen, proofHash);
  tx.publish({ kind: "visit", property, visitor: visit.visitor });
  if (isSame) return registration;
  const row = {
    id: seen.id,
    property_id: property,
    visitor_id: visit.visitor,
    page: visit.page,
    referrer: visit.referrer,
    at: now,
  };
  await insertVisits(tx, [row]);
  return registration;
}

const visitorById = statement((db, { property, id }: { property: string; id: string }) =>
  db
    .selectFrom("visitors")
    .select(["proof_hash", "registration", "visit_count", "last_page", "last_seen_at"])
    .where("property_id", "=", property)
    .where("id", "=", id),
);

/** The columns that are updated with each visit. */
function browserColumns({ visit, device, location, now }: SeenVisit) {
  return {
    browser: device.browser,
    os: device.os,
    device_kind: device.kind,
    language: visit.language,
    time_zone: visit.timeZone,
    screen: visit.screen,
    // if tracking is off (R24), the visit also removes an older location
    country: location.country,
    city: location.city,
    last_page: visit.page,
    last_seen_at: now,
  };
}

async function updateVisitor(
  tx: Tx,
  seen: SeenVisit,
  more: Pick<Schema["visitors"], "registration" | "visit_count">,
): Promise<void> {
  await tx
    .updateTable("visitors")
    .set({ ...browserColumns(seen), ...more })
    .where("property_id", "=", seen.property)
    .where("id", "=", seen.visit.visitor)
    .execute();
}

async function insertVisitor(tx: Tx, seen: SeenVisit, proofHash: string): Promise<void> {
  const row = {
    ...blankVisitor(seen.property, seen.visit.visitor, seen.now),
    ...browserColumns(seen),
    proof_hash: proofHash,
    registration: seen.registration,
    referrer: seen.visit.referrer,
    visit_count: 1,
  };
  await insertVisitors(tx, [row]);
}
