import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod/mini";
import {
  answerMalformedRequests,
  malformedResponse,
  SERVER_OPTIONS,
} from "../../../server/platform/http/malformed-request.ts";
import { Problem } from "../../../shared/error.ts";

const HOST = "Host: chat.example.com\r\nConnection: close\r\n";
const CHUNKED = `POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n`;

/** Requests that are no valid HTTP, with the status and the code of the refusal. */
const MALFORMED: readonly (readonly [name: string, text: string, status: number, code: string])[] = [
  ["no HTTP at all", "\x16\x03\x01\x02\x00\x01\r\n\r\n", 400, "malformed_request"],
  ["an unknown method", `BREW / HTTP/1.1\r\n${HOST}\r\n`, 400, "malformed_request"],
  ["another version", `GET / HTTP/9.1\r\n${HOST}\r\n`, 400, "malformed_request"],
  ["no Host", "GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 400, "malformed_request"],
  ["no Host, of HTTP/1.0", "GET / HTTP/1.0\r\n\r\n", 400, "malformed_request"],
  ["a Host that is none", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400, "malformed_request"],
  ["a Host with a name to sign in with", "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n", 400, "malformed_request"],
  ["an open bracket as Host", "GET / HTTP/1.1\r\nHost: [\r\n\r\n", 400, "malformed_request"],
  ["the address of no resource", `OPTIONS * HTTP/1.1\r\n${HOST}\r\n`, 400, "malformed_request"],
  ["a backslash in the address", `GET /\\evil.example HTTP/1.1\r\n${HOST}\r\n`, 400, "malformed_request"],
  ["another scheme", `GET ftp://a.example/ HTTP/1.1\r\n${HOST}\r\n`, 400, "malformed_request"],
  ["a space in a header's name", `GET / HTTP/1.1\r\n${HOST}A b: c\r\n\r\n`, 400, "malformed_request"],
  [
    "two lengths",
    `POST / HTTP/1.1\r\n${HOST}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`,
    400,
    "malformed_request",
  ],
  ["a length and chunks", `${CHUNKED}Content-Length: 5\r\n\r\n0\r\n\r\n`, 400, "malformed_request"],
  ["a negative length", `POST / HTTP/1.1\r\n${HOST}Content-Length: -1\r\n\r\n`, 400, "malformed_request"],
  [
    "an expectation that nobody has",
    `GET / HTTP/1.1\r\n${HOST}Expect: tea\r\n\r\n`,
    400,
    "malformed_request",
  ],
  [
    "headers without end",
    `GET / HTTP/1.1\r\n${HOST}A: ${"a".repeat(100_000)}\r\n\r\n`,
    431,
    "headers_too_large",
  ],
  ["an address without end", `GET /${"a".repeat(100_000)} HTTP/1.1\r\n${HOST}\r\n`, 431, "headers_too_large"],
  [
    "chunk extensions without end",
    `${CHUNKED}\r\n1;${"a".repeat(20_000)}\r\na\r\n0\r\n\r\n`,
    413,
    "payload_too_large",
  ],
];

describe("what is no valid HTTP is answered with a problem document", () => {
  let server: Server;
  beforeAll(async () => {
    const app = new Hono().all("*", async (c) =>
      c.text(`${new URL(c.req.url).pathname} ${await c.req.text()}`),
    );
    server = createServer(SERVER_OPTIONS, getRequestListener(app.fetch, { errorHandler: malformedResponse }));
    answerMalformedRequests(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => server.close());

  /** Everything that the server sends on a connection until it ends it. */
  const answerTo = (text: string) =>
    new Promise<string>((resolve) => {
      let answer = "";
      const { port } = server.address() as AddressInfo;
      const socket = connect(port, "127.0.0.1", () => socket.write(text));
      socket.on("data", (data) => {
        answer += data;
      });
      // the server may end the connection while the rest is still being sent
      socket.on("error", () => undefined);
      socket.on("close", () => resolve(answer));
    });

  it.each(MALFORMED)("%s", async (_, text, status, code) => {
    const answer = await answerTo(text);
    const [head = "", body = ""] = answer.split("\r\n\r\n");
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(head).toMatch(/content-type: application\/problem\+json/i);
    expect(z.parse(Problem, JSON.parse(body))).toMatchObject({ status, code });
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
  });

  it("what is valid reaches its route", async () => {
    const body = `POST /a HTTP/1.1\r\n${HOST}Content-Length: 1\r\n\r\nb`;
    expect(await answerTo(body)).toMatch(/^HTTP\/1\.1 200 [\s\S]*\/a b$/);
  });

  it("a faulty request after another one on a connection gets no second answer that could be taken for its", async () => {
    const first = "GET /a HTTP/1.1\r\nHost: chat.example.com\r\n\r\n";
    const answer = await answerTo(`${first}BREW / HTTP/1.1\r\n\r\n`);
    expect((answer.match(/HTTP\/1\.1 200 /g) ?? []).length).toBeLessThanOrEqual(1);
    expect((answer.match(/HTTP\/1\.1 /g) ?? []).length).toBeLessThanOrEqual(2);
  });
});
