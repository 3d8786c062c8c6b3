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

/**
 * How a request is answered that is not passed on. `"lost"`: the server gets it, and the connection is cut instead of
 * its answer; `"cut"`: the connection is cut before.
 */
export type Interception = ForeignAnswer | "lost" | "cut";
type Decide = (request: IncomingMessage, body: string) => Interception | undefined;

/** How WebSockets are treated. `"swallow"`: the upgrade gets no answer; `"mute"`: it does, but no frame follows. */
type UpgradeMode = "pass" | "swallow" | "mute";

/** The way from the pages to the server, with what may stand on it: the same in every engine, because no browser knows of it. */
export interface Network {
  /** The server's address for the pages, without a slash at the end. The same after being offline. */
  readonly url: string;
  /** Method and path of each request of the pages so far, such as `POST /w/P…/visits`. */
  readonly requests: readonly string[];
  /** Cuts every connection and refuses new ones. */
  goOffline(): Promise<void>;
  goOnline(): Promise<void>;
  /** Decides about the requests for matching paths, until the returned function is called; undefined leaves one alone. */
  intercept(path: RegExp, decide: Decide): () => void;
  /** Decides about WebSockets from now on. */
  upgrades(mode: UpgradeMode): void;
  close(): Promise<void>;
}

/** Starts a proxy in front of a server: HTTP and WebSocket. @param server its address, such as `http://127.0.0.1:1234` */
export async function startNetwork(server: string): Promise<Network> {
  const target = new URL(server);
  const requests: string[] = [];
  const intercepts = new Map<symbol, Decide>();
  const upgraded = new Set<Duplex>();
  let mode: UpgradeMode = "pass";

  const http = createServer(async (incoming, response) => {
    requests.push(`${incoming.method} ${incoming.url}`);
    const body = await readBody(incoming);
    if (!body) return void response.destroy();
    const answer = [...intercepts.values()]
      .map((decide) => decide(incoming, body.toString()))
      .find((one) => one !== undefined);
    if (answer === "cut") return void response.destroy();
    if (!answer || answer === "lost") return forward(target, incoming, body, response, answer === "lost");
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  http.on("upgrade", (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    upgraded.add(socket);
    socket.on("close", () => upgraded.delete(socket));
    socket.on("error", () => socket.destroy());
    if (mode === "swallow") return;
    const onward = connect(Number(target.port), target.hostname, () => {
      const lines = incoming.rawHeaders.map((part, at) => (at % 2 ? `${part}\r\n` : `${part}: `));
      onward.write(`${incoming.method} ${incoming.url} HTTP/1.1\r\n${lines.join("")}\r\n`);
      onward.write(head);
    });
    // a connection that is cut on one side is closed on the other too
    socket.on("close", () => onward.destroy());
    onward.on("close", () => socket.destroy());
    onward.on("error", () => onward.destroy());
    if (mode === "mute") onward.once("data", (accepted) => socket.write(accepted));
    else onward.pipe(socket).pipe(onward);
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
      intercepts.set(key, (incoming, body) =>
        path.test(incoming.url ?? "") ? decide(incoming, body) : undefined,
      );
      return () => intercepts.delete(key);
    },
    upgrades(next) {
      mode = next;
    },
    async close() {
      if (http.listening) await goOffline();
    },
  };
}

/** The body of a request; undefined if the connection ends before it. */
async function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of incoming) chunks.push(chunk);
  } catch {
    return undefined; // the page has given the request up, so nobody waits for an answer
  }
  return Buffer.concat(chunks);
}

function forward(
  target: URL,
  incoming: IncomingMessage,
  body: Buffer,
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
  onward.end(body);
}
