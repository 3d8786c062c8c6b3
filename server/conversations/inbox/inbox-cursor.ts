import * as z from "zod/mini";
import { ApiError } from "../../platform/http/api-error.ts";
import type { Cursor } from "../../platform/paging.ts";

/**
 * The last row of a page of the inbox. A list has two parts: what is overdue, the longest overdue first, and the rest.
 * Both are divided by the time at which the first page was read, so that no row changes its part between two pages.
 */
export interface InboxCursor extends Cursor {
  readonly part: "overdue" | "rest";
  /** Ms since 1970. */
  readonly now: number;
}

const CursorText = z.tuple([
  z.enum(["overdue", "rest"]),
  z.int(),
  z.int(),
  z.string().check(z.maxLength(100), z.regex(/^[\w-]+$/)),
]);

/** A cursor as clients carry it, opaque to them. */
export function writeInboxCursor({ part, now, at, id }: InboxCursor): string {
  return Buffer.from(JSON.stringify([part, now, at, id])).toString("base64url");
}

/**
 * Reads what `writeInboxCursor` wrote.
 *
 * @returns null for no cursor: the beginning of the list
 * @throws ApiError `invalid_request`
 */
export function readInboxCursor(text: string | undefined): InboxCursor | null {
  if (!text) return null;
  const fault = { path: "cursor", code: "cursor", message: "was not given by this list" };
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(text, "base64url").toString());
  } catch (cause) {
    throw new ApiError("invalid_request", { faults: [fault], cause });
  }
  const parsed = z.safeParse(CursorText, value);
  if (!parsed.success) throw new ApiError("invalid_request", { faults: [fault] });
  const [part, now, at, id] = parsed.data;
  return { part, now, at, id };
}
