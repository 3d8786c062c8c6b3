import { Readable } from "node:stream";
import type { Context } from "hono";

/** The body of a request as it arrives, for one that may be too large for the memory. */
export async function* streamBody(c: Context): AsyncGenerator<Uint8Array> {
  if (c.req.raw.body) yield* Readable.fromWeb(c.req.raw.body as Parameters<typeof Readable.fromWeb>[0]);
}
