import * as z from "zod/mini";
import { type Cursor, CursorId, decodeCursor, encodeCursor } from "../../platform/paging.ts";

/**
 * The last row of a page of the inbox. A list has two parts: what is overdue, the longest overdue first, and the rest.
 * Both are divided by the time at which the first page was read, so that no row changes its part between two pages.
 */
export interface InboxCursor extends Cursor {
  readonly part: "overdue" | "rest";
  /** Ms since 1970. */
  readonly now: number;
}

const CursorText = z.tuple([z.enum(["overdue", "rest"]), z.int(), z.int(), CursorId]);

/** A cursor as clients carry it, opaque to them. */
export const writeInboxCursor = ({ part, now, at, id }: InboxCursor): string =>
  encodeCursor([part, now, at, id]);

/**
 * Reads what `writeInboxCursor` wrote.
 *
 * @returns null for no cursor: the beginning of the list
 * @throws ApiError `invalid_request`
 */
export function readInboxCursor(text: string | undefined): InboxCursor | null {
  const values = decodeCursor(CursorText, text);
  if (!values) return null;
  const [part, now, at, id] = values;
  return { part, now, at, id };
}
