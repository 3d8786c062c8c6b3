import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { RequestError } from "@hono/node-server";
import { type ErrorCode, type Problem, problem } from "../../../shared/error.ts";

/** The codes of Node's own refusals that have an answer of their own; all others are `malformed_request`. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: "headers_too_large",
  HPE_CHUNK_EXTENSIONS_OVERFLOW: "payload_too_large",
  ERR_HTTP_REQUEST_TIMEOUT: "request_too_slow",
};

/** For `createServer`. Node's own answer to a request without a Host has no body. */
export const SERVER_OPTIONS = { requireHostHeader: false } as const;

/**
 * Answers what is no valid HTTP, and so reaches no route, with a problem document; Node's own answers have no body. Who has hung
 * up, or has a part of an answer already, gets none.
 */
export function answerMalformedRequests(server: Server): void {
  const responses = new WeakMap<Duplex, ServerResponse>();
  server.on("request", ({ socket }: IncomingMessage, response: ServerResponse) => {
    responses.set(socket, response);
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    const response = responses.get(socket);
    const isAnswering = response?.headersSent === true && !response.writableFinished;
    if (error.code === "ECONNRESET" || !socket.writable || isAnswering) socket.destroy(error);
    else refuseOnSocket(socket, problem(CODES[error.code ?? ""] ?? "malformed_request"));
  });
  server.on("checkExpectation", (_: IncomingMessage, response: ServerResponse) => {
    const { status, headers, body } = toAnswer(problem("malformed_request"));
    response.writeHead(status, headers).end(body);
  });
}

/** Answers a request with an address or a Host that is none. For `getRequestListener`, which ends the process if this throws. */
export function malformedResponse(error: unknown): Response {
  const code = error instanceof RequestError ? "malformed_request" : "internal";
  const { status, headers, body } = toAnswer(problem(code));
  return new Response(body, { status, headers });
}

/** Answers on the socket, before or instead of a handler, and ends the connection. */
export function refuseOnSocket(
  socket: Duplex,
  document: Problem,
  more: Readonly<Record<string, string>> = {},
): void {
  const { status, headers, body } = toAnswer(document);
  const fields = Object.entries({ ...headers, ...more }).map(([name, value]) => `${name}: ${value}`);
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...fields].join("\r\n");
  socket.once("finish", () => socket.destroy());
  socket.end(`${head}\r\n\r\n${body}`);
}

function toAnswer(document: Problem) {
  const body = JSON.stringify(document);
  const headers = {
    "Content-Type": "application/problem+json",
    "Content-Length": String(Buffer.byteLength(body)),
    "Cache-Control": "no-store",
    Connection: "close",
  };
  return { status: document.status, headers, body };
}
