/**
 * The data that a browser stores of its visitor, in one localStorage entry: the visitor ID (R1), 32 random digits that prove who
 * drew it (R3), a flag for pending work, and the panel's state as JSON. It is a plain string and not one JSON document:
 * the embed then needs no serializer, and a `toJSON` that a page adds to a prototype cannot change it.
 */
export type VisitorRecord = string;

export const visitorIdOf = (record: VisitorRecord) => record.slice(0, 17);

/** The proof survives a new draw of the ID (R2) and ends with "Not you?". */
export const proofOf = (record: VisitorRecord) => record.slice(17, 49);

/** Whether the next page must load the panel unasked: deliveries wait in the outbox, or a conversation is open. */
export const isPending = (record: VisitorRecord) => record[49] === "1";

export const panelStateOf = (record: VisitorRecord) => record.slice(50);

/**
 * Whether the panel opens with a chat, and not with a form or an unfinished one. The embed has no parser of the state: such
 * a state begins with a space (`persisted-state.ts`). Were this wrong, the panel would load what it needs itself, later.
 */
export const showsChat = (record: VisitorRecord) => record[50] === " ";

/** The record of the same visitor with another flag and panel state. */
export const recordWith = (record: VisitorRecord, pending: boolean, panelState: string): VisitorRecord =>
  record.slice(0, 49) + (pending ? "1" : "0") + panelState;
