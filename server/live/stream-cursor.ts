/**
 * Guarantees that a client misses no change and gets none twice.
 *
 * Every change of a property has a sequence number, and the numbers of a commit are all higher than those of the
 * commits before it. A client names the last number that it has. Its cursor is registered first; only then the changes
 * that it missed (the catch-up) are read, up to the property's last number at that moment. Commits that follow wait
 * until the catch-up is sent; those that it already contained are then skipped by their number. So the frames of a
 * connection are contiguous: each begins where the one before ended, and a client that was disconnected continues from
 * the last frame that it has.
 *
 * Numbers are the property's, and most of them belong to changes that this client does not see. A frame therefore names
 * as its predecessor the last frame of this connection, not the preceding number.
 *
 * One commit can change several conversations, with interleaved numbers. Its changes are sent in one frame: a client
 * that got half of them would name a number below which it lacks something.
 */
export interface StreamCursor<B extends Batch> {
  /** The last sequence number that was sent to the client. */
  readonly sequence: number;
  /** Changes that wait for the catch-up; null: the catch-up was sent. */
  readonly pending: readonly B[] | null;
}

/** The changes of one commit, or of several consecutive ones. */
export interface Batch {
  /** The highest sequence number in it. */
  readonly sequence: number;
}

/** The frames to send now: each batch, and the sequence number that its frame follows. */
export interface CursorStep<B extends Batch> {
  readonly cursor: StreamCursor<B>;
  readonly send: readonly { readonly from: number; readonly batch: B }[];
}

/** The cursor of a client whose catch-up is yet to be read. @param since the last number that the client has */
export function openCursor<B extends Batch>(since: number): StreamCursor<B> {
  return { sequence: since, pending: [] };
}

/** Adds a batch: it waits for the catch-up, is sent, or is skipped because the client has it. */
export function advanceCursor<B extends Batch>(cursor: StreamCursor<B>, batch: B): CursorStep<B> {
  if (cursor.pending) return { cursor: { ...cursor, pending: [...cursor.pending, batch] }, send: [] };
  if (batch.sequence <= cursor.sequence) return { cursor, send: [] };
  return {
    cursor: { sequence: batch.sequence, pending: null },
    send: [{ from: cursor.sequence, batch }],
  };
}

/**
 * Marks the catch-up as sent, and releases what waited for it.
 *
 * @param sequence the last sequence number that the catch-up contained
 */
export function finishCatchUp<B extends Batch>(cursor: StreamCursor<B>, sequence: number): CursorStep<B> {
  const send: { from: number; batch: B }[] = [];
  let current: StreamCursor<B> = { sequence, pending: null };
  for (const batch of cursor.pending ?? []) {
    const step = advanceCursor(current, batch);
    current = step.cursor;
    send.push(...step.send);
  }
  return { cursor: current, send };
}
