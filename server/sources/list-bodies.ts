import * as z from "zod/mini";
import type { ReceivedBodies, ReceivedBody, RecordedBody } from "../../shared/webhook-source.ts";
import { listAttributes } from "../contacts/crm/attributes.ts";
import type { Db } from "../platform/database/open.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { type Cursor, cutPage, followsCursor } from "../platform/paging.ts";
import { bodyRows } from "./body/body-rows.ts";
import { suggestMapping } from "./body/suggest-mapping.ts";
import type { SourceRow } from "./source-store.ts";

const PAGE = 25;
const LeftOut = z.array(z.string());

/** The bodies of a source with the people whom they are about, also after these were merged (R4). */
const selectBodies = (db: Db, property: string, source: string) =>
  db
    .selectFrom("received_bodies")
    .leftJoin("aliases", (join) =>
      join
        .onRef("aliases.property_id", "=", "received_bodies.property_id")
        .onRef("aliases.id", "=", "received_bodies.visitor_id"),
    )
    .leftJoin("visitors", (join) =>
      join
        .onRef("visitors.property_id", "=", "received_bodies.property_id")
        .on((eb) =>
          eb("visitors.id", "=", eb.fn.coalesce("aliases.contact_id", "received_bodies.visitor_id")),
        ),
    )
    .where("received_bodies.property_id", "=", property)
    .where("received_bodies.source_id", "=", source)
    .select([
      "received_bodies.id",
      "received_bodies.received_at",
      "received_bodies.topic",
      "received_bodies.state",
      "received_bodies.outcome",
      "received_bodies.reason",
      "received_bodies.left_out",
      "received_bodies.is_verified",
      "visitors.id as person",
      "visitors.name as person_name",
    ]);

type ListedRow = Awaited<ReturnType<ReturnType<typeof selectBodies>["execute"]>>[number];

function toBody(row: ListedRow): ReceivedBody {
  return {
    id: row.id,
    receivedAt: row.received_at,
    topic: row.topic,
    state: row.state,
    outcome: row.outcome,
    reason: row.reason,
    leftOut: z.parse(LeftOut, JSON.parse(row.left_out)),
    isVerified: row.is_verified === 1,
    person: row.person === null ? null : { id: row.person, name: row.person_name },
  };
}

/** A page of the bodies of a source, newest first. @param cursor null: the first page */
export async function listBodies(
  db: Db,
  property: string,
  source: string,
  cursor: Cursor | null,
): Promise<ReceivedBodies> {
  const rows = await selectBodies(db, property, source)
    .where(followsCursor(cursor, ["received_bodies.received_at", "received_bodies.id"], "desc"))
    .orderBy("received_bodies.received_at", "desc")
    .orderBy("received_bodies.id", "desc")
    .limit(PAGE + 1)
    .execute();
  const { page, next } = cutPage(rows, PAGE, ({ received_at, id }) => ({ at: received_at, id }));
  return { items: page.map(toBody), next };
}

/** A recorded body with its values, and the mapping that they suggest. @throws ApiError `not_found` */
export async function readRecordedBody(db: Db, source: SourceRow, id: string): Promise<RecordedBody> {
  const row = await selectBodies(db, source.property_id, source.id)
    .select("received_bodies.body")
    .where("received_bodies.id", "=", id)
    .executeTakeFirst();
  if (!row) throw new ApiError("not_found");
  const body = toBody(row);
  if (row.body === null) return { body, rows: [], isCut: false, suggested: [] };
  const value: unknown = JSON.parse(row.body);
  const attributes = await listAttributes(db, source.property_id);
  return { body, ...bodyRows(value), suggested: suggestMapping(source.provider, value, attributes) };
}
