import type { IncomingMessage } from "node:http";
import type { Context } from "hono";

/** Whether the client has closed the connection before its request had arrived whole. */
export function isCutOff(c: Context): boolean {
  // `app.request` in tests has no socket
  const incoming: IncomingMessage | undefined = c.env?.incoming;
  return incoming?.destroyed === true && !incoming.complete;
}
