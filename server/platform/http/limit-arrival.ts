import type { IncomingMessage, RequestListener } from "node:http";
import { problem } from "../../../shared/error.ts";

/**
 * Limits the time in which the body of a request arrives (R37). Node's own limit is one for all routes, and the largest file may
 * take an hour. Who is too slow gets 408, and the connection ends.
 *
 * @param timeFor ms, by the path
 */
export function limitArrival(listener: RequestListener, timeFor: (path: string) => number): RequestListener {
  return (request, response) => {
    if (hasBody(request)) {
      const timer = setTimeout(() => refuse(request), timeFor((request.url ?? "").split("?", 1)[0] ?? ""));
      for (const event of ["end", "close"]) request.once(event, () => clearTimeout(timer));
    }
    return listener(request, response);
  };
}

const hasBody = ({ headers }: IncomingMessage) =>
  headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;

/** Answers on the socket, as Node does for its own limit: the handler still waits for the body. */
function refuse(request: IncomingMessage): void {
  const body = JSON.stringify(problem("request_too_slow"));
  const head = [
    "HTTP/1.1 408 Request Timeout",
    "Content-Type: application/problem+json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
  ];
  request.socket.end(`${head.join("\r\n")}\r\n\r\n${body}`, () => request.socket.destroy());
}
