import * as z from "zod/mini";
import { EventData, type VisitorEvent } from "../../shared/visitor-event.ts";
import { isOneOf } from "../platform/database/chunks.ts";
import type { Db } from "../platform/database/open.ts";

/** Selects the events of visitors, in no order. */
export const selectEvents = (db: Db, property: string, visitors: readonly string[]) =>
  db
    .selectFrom("visitor_events")
    .select(["id", "at", "name", "data", "page", "visitor_id as device"])
    .where("property_id", "=", property)
    .where(isOneOf(db, "visitor_id", visitors));

/** Converts a row of `selectEvents`. */
export const toEvent = ({
  data,
  ...row
}: Omit<VisitorEvent, "data"> & { readonly data: string }): VisitorEvent => ({
  ...row,
  data: z.parse(EventData, JSON.parse(data)),
});
