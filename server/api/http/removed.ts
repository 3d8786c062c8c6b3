import * as z from "zod/mini";

/** The answer of an operation that removes something: its ID. */
export const Removed = z.object({ id: z.string() });
