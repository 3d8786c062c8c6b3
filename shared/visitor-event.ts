import * as z from "zod/mini";
import { VisitorId } from "./visitor.ts";

/** A value of an event, with its key. */
const EventValue = z.tuple([z.string(), z.union([z.string(), z.number(), z.boolean()])]);
/** The values of an event in the page's order. */
export const EventData = z.array(EventValue);

/** An event that a page has reported of its visitor. */
export const VisitorEvent = z.object({
  id: z.string(),
  name: z.string(),
  data: EventData,
  page: z.string(),
  /** Ms since 1970. */
  at: z.number(),
  device: VisitorId,
});
export type VisitorEvent = z.infer<typeof VisitorEvent>;
