import * as z from "zod/mini";
import { ApiError } from "./http/api-error.ts";

/** Where a page of a list ends: lists are sorted by a time, newest first, then by ID. */
export interface Cursor {
  readonly at: number;
  readonly id: string;
}

const Shape = z.tuple([z.int(), z.string().check(z.maxLength(100), z.regex(/^[\w-]+$/))]);

/** A cursor as clients carry it. They must not look inside. */
function writeCursor({ at, id }: Cursor): string {
  return Buffer.from(JSON.stringify([at, id])).toString("base64url");
}

/**
 * Reads what `writeCursor` wrote; nothing is the beginning of the list.
 *
 * @throws Failure `invalid_request`
 */
export function readCursor(text: string | undefined): Cursor | null {
  if (!text) return null;
  const fault = { path: "cursor", code: "cursor", message: "was not given by this list" };
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(text, "base64url").toString());
  } catch (cause) {
    throw new ApiError("invalid_request", { faults: [fault], cause });
  }
  const parsed = z.safeParse(Shape, value);
  if (!parsed.success) throw new ApiError("invalid_request", { faults: [fault] });
  const [at, id] = parsed.data;
  return { at, id };
}

/**
 * Cuts a page out of rows that were asked for with one more than fits.
 *
 * @returns the page, and the cursor for the next one if there is more
 */
export function cutPage<R>(
  rows: readonly R[],
  size: number,
  end: (row: R) => Cursor,
): { page: R[]; next: string | null } {
  const page = rows.slice(0, size);
  const last = page.at(-1);
  return { page, next: last && rows.length > size ? writeCursor(end(last)) : null };
}
