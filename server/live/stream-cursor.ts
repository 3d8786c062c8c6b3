/**
 * Why nobody has a gap and nobody hears anything twice.
 *
 * Every change of a property has a place, and a commit's places are all above those of the commits before it. A
 * connection begins at the place that its client names. It is registered first, and only then what the client missed
 * is read, up to the property's last place at that moment; what is committed from then on waits. What waited and was
 * already in what was read is left out, by its place; the rest follows. So the frames of a connection join: each
 * begins where the one before ended, and a client that was cut off asks again from the last frame that it has.
 *
 * Places are the property's, and most of them are other visitors': what a frame follows on is therefore not the place
 * before its own, but that of the last frame of this very connection.
 *
 * One commit can change several conversations, with places that interleave. Its changes go out in one frame: half of
 * them would be a client that names a place below which it lacks something.
 */
export interface StreamCursor<B extends Batch> {
  /** Where the client is after all that was sent to it. */
  readonly sequence: number;
  /** What happened while the catch-up is being read; null: it has been sent. */
  readonly waiting: readonly B[] | null;
}

/** What one commit, or several in a row, changed. */
export interface Batch {
  /** The last of its places. */
  readonly sequence: number;
}

/** What is to be sent now: each batch, and the place that it follows on. */
export interface CursorStep<B extends Batch> {
  readonly line: StreamCursor<B>;
  readonly send: readonly { readonly from: number; readonly batch: B }[];
}

/** A connection whose client named a place, and whose catch-up is yet to be read. */
export function openCursor<B extends Batch>(since: number): StreamCursor<B> {
  return { sequence: since, waiting: [] };
}

/** Something happened. */
export function advanceCursor<B extends Batch>(line: StreamCursor<B>, batch: B): CursorStep<B> {
  if (line.waiting) return { line: { ...line, waiting: [...line.waiting, batch] }, send: [] };
  if (batch.sequence <= line.sequence) return { line, send: [] };
  return { line: { sequence: batch.sequence, waiting: null }, send: [{ from: line.sequence, batch }] };
}

/**
 * The catch-up was sent.
 *
 * @param place up to where it goes
 */
export function finishCatchUp<B extends Batch>(line: StreamCursor<B>, sequence: number): CursorStep<B> {
  const send: { from: number; batch: B }[] = [];
  let now: StreamCursor<B> = { sequence, waiting: null };
  for (const batch of line.waiting ?? []) {
    const next = advanceCursor(now, batch);
    now = next.line;
    send.push(...next.send);
  }
  return { line: now, send };
}
