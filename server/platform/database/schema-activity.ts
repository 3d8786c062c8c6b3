/** The tables of what pages say about their visitors. See `schema.ts`. */
export interface ActivitySchema {
  visitor_events: VisitorEvents;
  activity_batches: ActivityBatches;
  page_tags: PageTags;
}

/** The events that a page has reported of its visitor. */
interface VisitorEvents {
  property_id: string;
  visitor_id: string;
  id: string;
  name: string;
  /** EventData as JSON. */
  data: string;
  page: string;
  at: number;
}

/** The batches of the last day: one that is sent again changes nothing. */
interface ActivityBatches {
  property_id: string;
  visitor_id: string;
  id: string;
  at: number;
}

/** The tags that a page has given its visitor. */
interface PageTags {
  property_id: string;
  visitor_id: string;
  tag_id: string;
  /** 0: the page has removed it again. */
  is_set: number;
  /** The last conversation that was given the tag; null: none, or the page has removed it there. */
  conversation_id: string | null;
  /** The conversation in which agents have given or removed it: there, the page does neither any more. */
  decided_in: string | null;
}
