import { type RawBuilder, type SqlBool, sql } from "kysely";
import * as z from "zod/mini";
import { ApiError } from "./http/api-error.ts";

/** The last row of a page (keyset paging): the value that the list is sorted by, usually a time, and the row's ID. */
export interface Cursor {
  readonly at: number;
  readonly id: string;
}

/** The ID of a row in a cursor. */
export const CursorId = z.string().check(z.maxLength(100), z.regex(/^[\w-]+$/));

const CursorText = z.tuple([z.int(), CursorId]);

/** A cursor as clients carry it, opaque to them. */
export function encodeCursor(values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString("base64url");
}

/**
 * Reads what `encodeCursor` wrote.
 *
 * @param schema of the values
 * @returns null for no cursor: the beginning of the list
 * @throws ApiError `invalid_request`
 */
export function decodeCursor<V>(schema: z.ZodMiniType<V>, text: string | undefined): V | null {
  if (!text) return null;
  const fault = { path: "cursor", code: "cursor", message: "was not given by this list" };
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(text, "base64url").toString());
  } catch (cause) {
    throw new ApiError("invalid_request", { faults: [fault], cause });
  }
  const parsed = z.safeParse(schema, value);
  if (!parsed.success) throw new ApiError("invalid_request", { faults: [fault] });
  return parsed.data;
}

/**
 * Reads the cursor of a list.
 *
 * @returns null for no cursor: the beginning of the list
 * @throws ApiError `invalid_request`
 */
export function readCursor(text: string | undefined): Cursor | null {
  const values = decodeCursor(CursorText, text);
  return values && { at: values[0], id: values[1] };
}

/**
 * The condition for the rows that follow a cursor, in a list sorted by two columns in the same direction.
 *
 * @param cursor null: all rows
 */
export function followsCursor(
  cursor: Cursor | null,
  [at, id]: readonly [at: string, id: string],
  order: "asc" | "desc",
): RawBuilder<SqlBool> {
  if (!cursor) return sql`1 = 1`;
  const columns = sql`(${sql.ref(at)}, ${sql.ref(id)})`;
  const values = sql`(${cursor.at}, ${cursor.id})`;
  return order === "asc" ? sql`${columns} > ${values}` : sql`${columns} < ${values}`;
}

/**
 * Cuts a page out of rows that were queried with a limit of `size + 1`.
 *
 * @param cursorOf the cursor of a row
 * @returns the page, and the cursor of the next page; null if this is the last one
 */
export function cutPage<R>(
  rows: readonly R[],
  size: number,
  cursorOf: (row: R) => Cursor,
): { page: R[]; next: string | null } {
  const page = rows.slice(0, size);
  const last = page.at(-1);
  if (!last || rows.length <= size) return { page, next: null };
  const { at, id } = cursorOf(last);
  return { page, next: encodeCursor([at, id]) };
}
