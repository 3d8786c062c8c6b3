import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import type { Duplex } from "node:stream";

/** An answer that something between the page and the server gives: a firewall, a captive portal, a proxy. */
export interface ForeignAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What becomes of one request; `"lost"`: the server gets it, and the connection is cut instead of its answer. */
type Interception = ForeignAnswer | "lost" | undefined;

/** The way from the pages to the server: the same in every engine, because no browser knows of it. */
export interface Network {
  /** The server's address for the pages, without a slash at the end. The same after being offline. */
  readonly url: string;
  /** Method and path of each request of the pages so far, such as `POST /w/P…/visits`. */
  readonly requests: readonly string[];
  /** Cuts every connection and refuses new ones. */
  goOffline(): Promise<void>;
  goOnline(): Promise<void>;
  /** Decides about the requests for matching paths, until the returned function is called; undefined leaves one alone. */
  intercept(path: RegExp, decide: (request: IncomingMessage) => Interception): () => void;
  close(): Promise<void>;
}

/** Starts a proxy in front of a server: HTTP and WebSocket. @param server its address, such as `http://127.0.0.1:1234` */
export async function startNetwork(server: string): Promise<Network> {
  const target = new URL(server);
  const requests: string[] = [];
  const intercepts = new Map<symbol, (request: IncomingMessage) => Interception>();
  const upgraded = new Set<Duplex>();

  const http = createServer((incoming, response) => {
    requests.push(`${incoming.method} ${incoming.url}`);
    const answer = [...intercepts.values()]
      .map((decide) => decide(incoming))
      .find((one) => one !== undefined);
    if (!answer || answer === "lost") return forward(target, incoming, response, answer === "lost");
    incoming.resume();
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  http.on("upgrade", (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    const onward = connect(Number(target.port), target.hostname, () => {
      const lines = incoming.rawHeaders.map((part, at) => (at % 2 ? `${part}\r\n` : `${part}: `));
      onward.write(`${incoming.method} ${incoming.url} HTTP/1.1\r\n${lines.join("")}\r\n`);
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    upgraded.add(socket);
    socket.on("close", () => upgraded.delete(socket) && onward.destroy());
    onward.on("close", () => socket.destroy());
    // a cut connection is closed on the other side too, by the listeners above
    for (const one of [socket, onward]) one.on("error", () => one.destroy());
  });

  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      http.once("error", reject);
      http.listen(port, "127.0.0.1", () => resolve());
    });
  const goOffline = async () => {
    const closed = new Promise((resolve) => http.close(resolve));
    http.closeAllConnections();
    for (const socket of upgraded) socket.destroy();
    await closed;
  };
  await listen(0);
  const { port } = http.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    goOffline,
    goOnline: () => listen(port),
    intercept(path, decide) {
      const key = Symbol();
      intercepts.set(key, (incoming) => (path.test(incoming.url ?? "") ? decide(incoming) : undefined));
      return () => intercepts.delete(key);
    },
    async close() {
      if (http.listening) await goOffline();
    },
  };
}

function forward(
  target: URL,
  incoming: IncomingMessage,
  response: ServerResponse,
  isAnswerLost: boolean,
): void {
  const { method, url: path, headers } = incoming;
  const { hostname, port } = target;
  const onward = request({ hostname, port, method, path, headers }, (answer) => {
    if (isAnswerLost) return void response.destroy();
    response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
    answer.pipe(response);
  });
  onward.on("error", () => response.destroy());
  response.on("close", () => onward.destroy());
  incoming.pipe(onward);
}
