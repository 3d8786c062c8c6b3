/**
 * What a browser keeps of its visitor, one line each under one localStorage key of the property. Lines and not JSON:
 * the embed needs no serialiser, and no `toJSON` that a page has put on a prototype gets into it.
 */
export type VisitorRecord = [
  /** The visitor ID (R1). */
  id: string,
  /** 32 random digits: shows the server who drew the ID (R3). It outlives a new draw and ends with "Not you?". */
  proof: string,
  /** Not empty if deliveries wait in the outbox, so that the next page sends them unasked. */
  waiting: string,
  /** What the panel keeps, as JSON; its business alone. */
  panel: string,
];

export const ID = 0;
export const PROOF = 1;
export const WAITING = 2;
export const PANEL = 3;

/** The name of a property's localStorage entry, and of its outbox's database, lock and channel. */
export const keyOf = (property: string) => `foyer-${property}`;
