import { EventEmitter, once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, expect, it } from "vitest";
import {
  createHttpClient,
  type HttpClientOptions,
  type ResolvedAddress,
} from "../../../../server/platform/http-client/http-client.ts";
import { MAX_ANSWER } from "../../../../server/platform/http-client/receive-answer.ts";
import { MAIL_CERTIFICATE, MAIL_CERTIFICATE_KEY } from "../../../support/mail-certificate.ts";

const LOCAL: ResolvedAddress = { address: "127.0.0.1", family: 4 };
const servers: { close: () => void }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** @returns its port on this machine */
async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => sockets.add(socket));
  servers.push({
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

const serve = (listener: RequestListener) => listen(createServer(listener));

const clientWith = (options: Partial<HttpClientOptions> = {}) =>
  createHttpClient({ isAllowed: () => true, resolve: async () => [LOCAL], ...options });

const to = (address: string) => ({ address, headers: {}, body: "{}" });

it("posts the body and the headers to the host's checked address, and gives the answer", async () => {
  const seen: unknown[] = [];
  const port = await serve(async (request, response) => {
    const { method, url, headers } = request;
    seen.push([method, url, headers.host, headers["content-type"], headers["x-extra"], await text(request)]);
    response.writeHead(202, { "X-Answer": "yes" }).end("thänks");
  });
  const outcome = await clientWith()({
    address: `http://hooks.example.com:${port}/in?a=b`,
    headers: { "Content-Type": "application/json", "X-Extra": "1" },
    body: '{"ü":1}',
  });
  expect(outcome).toMatchObject({
    kind: "success",
    answer: { status: 202, headers: { "x-answer": "yes" }, body: "thänks", isCut: false },
  });
  expect(seen).toEqual([
    ["POST", "/in?a=b", `hooks.example.com:${port}`, "application/json", "1", '{"ü":1}'],
  ]);
});

it.each([
  "ftp://example.com/",
  "file:///etc/passwd",
  "javascript:alert(1)",
  "http://user@example.com/",
  "https://user:secret@example.com/",
  "http://",
  "//example.com",
  "example.com",
  "",
  `https://example.com/${"a".repeat(2_000)}`,
])("%s is no address to post to", async (address) => {
  const client = clientWith({ resolve: () => Promise.reject(new Error("was looked up")) });
  expect(await client(to(address))).toEqual({ kind: "unanswered", code: "bad_address" });
});

it.each([
  "http://127.0.0.1/",
  "http://2130706433/",
  "http://0x7f.1/",
  "http://0177.0.0.1/",
  "http://127.1/",
  "http://0/",
  "http://[::1]/",
  "http://[::ffff:127.0.0.1]/",
  "http://[::ffff:7f00:1]/",
  "http://[64:ff9b::a00:1]/",
  "http://[fe80::1]/",
  "http://169.254.169.254/latest/meta-data/",
  "http://①②⑦.0.0.1/",
])("%s is refused without a look-up", async (address) => {
  const client = createHttpClient({ resolve: () => Promise.reject(new Error("was looked up")) });
  expect(await client(to(address))).toEqual({ kind: "unanswered", code: "private_address" });
});

it("localhost is refused with this machine's own resolver", async () => {
  const port = await serve((_, response) => response.end());
  expect(await createHttpClient()(to(`http://localhost:${port}/`))).toEqual({
    kind: "unanswered",
    code: "private_address",
  });
});

it("a host is refused if one of its addresses is private", async () => {
  const resolve = async () => [{ address: "203.0.114.1", family: 4 }, LOCAL];
  expect(await createHttpClient({ resolve })(to("http://example.com/"))).toEqual({
    kind: "unanswered",
    code: "private_address",
  });
});

it("a name that resolves to another address on the second look is connected to the first, and refused the next time", async () => {
  let requests = 0;
  const port = await serve((_, response) => {
    requests++;
    response.end();
  });
  const answers: ResolvedAddress[] = [LOCAL, { address: "127.0.0.2", family: 4 }];
  let looks = 0;
  const client = clientWith({
    isAllowed: (address) => address === LOCAL.address,
    resolve: async () => [answers[looks++] ?? LOCAL],
  });
  expect(await client(to(`http://rebind.example.com:${port}/`))).toMatchObject({ kind: "success" });
  expect(looks).toBe(1);
  // the connection of the first request is open still: the name is checked all the same
  expect(await client(to(`http://rebind.example.com:${port}/`))).toMatchObject({ code: "private_address" });
  expect(requests).toBe(1);
});

it("no redirect is followed", async () => {
  const paths: (string | undefined)[] = [];
  const port = await serve(({ url }, response) => {
    paths.push(url);
    response.writeHead(307, { Location: "/secret" }).end();
  });
  const outcome = await clientWith()(to(`http://example.com:${port}/in`));
  expect(outcome).toMatchObject({ kind: "refused", code: "redirect", answer: { status: 307 } });
  expect(paths).toEqual(["/in"]);
});

it.each([400, 404, 410, 429, 500, 503])("the status %d is a refusal with its answer", async (status) => {
  const port = await serve((_, response) => response.writeHead(status, { "Retry-After": "9" }).end("no"));
  expect(await clientWith()(to(`http://example.com:${port}/`))).toMatchObject({
    kind: "refused",
    code: "http_status",
    answer: { status, headers: { "retry-after": "9" }, body: "no" },
  });
});

it("of an endless answer the first part is read, and the connection is closed", async () => {
  let sent = 0;
  const closed = new EventEmitter();
  const isClosed = once(closed, "close");
  const port = await serve((_, response) => {
    const part = Buffer.alloc(16_384, "x");
    const more = () => {
      do sent += part.length;
      while (response.write(part));
    };
    response
      .on("drain", more)
      .on("close", () => closed.emit("close"))
      .writeHead(200);
    more();
  });
  const outcome = await clientWith()(to(`http://example.com:${port}/`));
  expect(outcome).toMatchObject({ kind: "success", answer: { isCut: true } });
  expect(outcome.kind === "success" && outcome.answer.body.length).toBe(MAX_ANSWER);
  await isClosed;
  expect(sent).toBeLessThan(50_000_000);
});

/** Answers the first bytes of each connection. */
const answerWith = (answer: (socket: Socket) => unknown) =>
  listen(createTcpServer((socket) => socket.once("data", () => answer(socket))));

it.each([
  ["nothing", () => undefined],
  ["half a line of the status", (socket: Socket) => socket.write("HTTP/1.1 2")],
])("waits no longer than the limit for an answer: %s", async (_name, answer) => {
  const port = await answerWith(answer);
  const client = clientWith({ timeouts: { connect: 5_000, answer: 30 } });
  expect(await client(to(`http://example.com:${port}/`))).toEqual({
    kind: "unanswered",
    code: "answer_timeout",
  });
});

it("the status counts, although the body never ends", async () => {
  const port = await answerWith((socket) => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab"));
  const client = clientWith({ timeouts: { connect: 5_000, answer: 1_500 } });
  expect(await client(to(`http://example.com:${port}/`))).toMatchObject({
    kind: "success",
    answer: { status: 200, body: "ab", isCut: true },
  });
});

it.each([
  ["no HTTP", (socket: Socket) => socket.write("220 mail ESMTP\r\n"), "malformed_answer"],
  [
    "headers without an end",
    (socket: Socket) => socket.write(`HTTP/1.1 200 OK\r\nA: ${"x".repeat(20_000)}`),
    "malformed_answer",
  ],
  ["a closed connection", (socket: Socket) => socket.end(), "connection_lost"],
])("what is no answer: %s", async (_name, answer, code) => {
  const port = await answerWith(answer);
  expect(await clientWith()(to(`http://example.com:${port}/`))).toEqual({ kind: "unanswered", code });
});

it("says why there was no connection", async () => {
  const free = await listen(createTcpServer());
  for (const server of servers.splice(0)) server.close();
  const code = async (address: string, options: Partial<HttpClientOptions> = {}) => {
    const outcome = await clientWith(options)(to(address));
    return outcome.kind === "unanswered" && outcome.code;
  };
  expect(await code(`http://example.com:${free}/`)).toBe("unreachable");
  expect(await code("http://example.com/", { resolve: () => Promise.reject(new Error("ENOTFOUND")) })).toBe(
    "dns",
  );
  expect(await code("http://example.com/", { resolve: async () => [] })).toBe("dns");
  const timeouts = { connect: 30, answer: 5_000 };
  expect(await code("http://example.com/", { resolve: () => new Promise(() => undefined), timeouts })).toBe(
    "connect_timeout",
  );
  // accepts the connection and never answers the TLS handshake
  const silent = await listen(createTcpServer());
  expect(await code(`https://example.com:${silent}/`, { timeouts })).toBe("connect_timeout");
  const plain = await serve((_, response) => response.end());
  expect(await code(`https://example.com:${plain}/`)).toBe("tls");
});

it("the certificate must be the host's, not the address's", async () => {
  const port = await listen(
    createTlsServer({ cert: MAIL_CERTIFICATE, key: MAIL_CERTIFICATE_KEY }, (_, response) => response.end()),
  );
  const client = clientWith({ tls: { ca: MAIL_CERTIFICATE } });
  expect(await client(to(`https://localhost:${port}/`))).toMatchObject({ kind: "success" });
  expect(await client(to(`https://example.com:${port}/`))).toMatchObject({ code: "tls" });
  expect(await clientWith()(to(`https://localhost:${port}/`))).toMatchObject({ code: "tls" });
});

it("a connection is used again", async () => {
  const ports = new Set<number | undefined>();
  const port = await serve(({ socket }, response) => {
    ports.add(socket.remotePort);
    response.end();
  });
  const client = clientWith();
  for (let n = 0; n < 3; n++) {
    expect(await client(to(`http://example.com:${port}/`))).toMatchObject({ kind: "success" });
    // the connection becomes idle in a later turn than the answer is read
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(ports.size).toBe(1);
});
