/**
 * What a browser keeps of its visitor, in one localStorage entry: the visitor ID (R1), 32 random digits that prove who
 * drew it (R3), a mark if deliveries wait in the outbox, and the panel's own JSON. Text and not one JSON document: the
 * embed needs no serialiser, and no `toJSON` that a page has put on a prototype gets into it.
 */
export type VisitorRecord = string;

export const idOf = (record: VisitorRecord) => record.slice(0, 17);

/** It outlives a new draw of the ID (R2) and ends with "Not you?". */
export const proofOf = (record: VisitorRecord) => record.slice(17, 49);

/** Whether the next page has to send what waits, unasked. */
export const isWaiting = (record: VisitorRecord) => record[49] === "1";

/** What the panel keeps. */
export const panelOf = (record: VisitorRecord) => record.slice(50);

/** The record of the same visitor with other contents. */
export const recordWith = (record: VisitorRecord, waiting: boolean, panel: string) =>
  record.slice(0, 49) + (waiting ? "1" : "0") + panel;
