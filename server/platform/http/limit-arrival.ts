import type { IncomingMessage, RequestListener } from "node:http";
import { problem } from "../../../shared/error.ts";
import { refuseOnSocket } from "./malformed-request.ts";

/**
 * Limits the time in which the body of a request arrives (R37). Node's own limit is one for all routes, and the largest file may
 * take an hour. Who is too slow gets 408, and the connection ends.
 *
 * @param timeFor ms, by the path
 */
export function limitArrival(listener: RequestListener, timeFor: (path: string) => number): RequestListener {
  return (request, response) => {
    if (hasBody(request)) {
      const timer = setTimeout(
        () => refuseOnSocket(request.socket, problem("request_too_slow")),
        timeFor((request.url ?? "").split("?", 1)[0] ?? ""),
      );
      for (const event of ["end", "close"]) request.once(event, () => clearTimeout(timer));
    }
    return listener(request, response);
  };
}

const hasBody = ({ headers }: IncomingMessage) =>
  headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
