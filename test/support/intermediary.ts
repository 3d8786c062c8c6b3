import { createServer, request as forward, type IncomingMessage } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";

/** What stands between a browser and the server: a firewall or a proxy. */
export interface Intermediary {
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  /** Decides about each request from now on. */
  decide(rule: (request: IncomingMessage, body: string) => Verdict): void;
  /** What becomes of WebSockets from now on. "swallow": the upgrade gets no answer. "mute": it does, but no frame follows. */
  upgrades(mode: "pass" | "swallow" | "mute"): void;
  close(): void;
}

/** An answer in place of the server's, "pass", or "cut": the connection is reset. */
export type Verdict =
  | "pass"
  | "cut"
  | {
      readonly status: number;
      readonly type: string;
      readonly text: string;
      readonly headers?: Readonly<Record<string, string>>;
    };

/** Starts an HTTP proxy in front of a server. @param target `http://127.0.0.1:1234` */
export async function startIntermediary(target: string): Promise<Intermediary> {
  const { hostname, port } = new URL(target);
  let rule: (request: IncomingMessage, body: string) => Verdict = () => "pass";
  let mode: "pass" | "swallow" | "mute" = "pass";
  const sockets = new Set<Socket>();

  const http = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      const verdict = rule(request, body.toString());
      if (verdict === "cut") return void request.socket.destroy();
      if (verdict !== "pass") {
        response.writeHead(verdict.status, { "Content-Type": verdict.type, ...verdict.headers });
        return void response.end(verdict.text);
      }
      const { method, url, headers } = request;
      const passed = forward({ host: hostname, port, method, path: url, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      passed.on("error", () => response.destroy());
      passed.end(body);
    });
  });

  http.on("upgrade", (request: IncomingMessage, socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    if (mode === "swallow") return;
    const upstream = connect(Number(port), hostname, () => {
      const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`);
      upstream.write(`GET ${request.url} HTTP/1.1\r\n${headers.join("\r\n")}\r\n\r\n`);
    });
    upstream.on("error", () => socket.destroy());
    socket.on("close", () => upstream.destroy());
    if (mode === "pass") return void socket.pipe(upstream).pipe(socket);
    upstream.once("data", (head) => socket.write(head)); // the answer to the upgrade, and nothing after it
  });

  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    decide(next) {
      rule = next;
    },
    upgrades(next) {
      mode = next;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      http.close();
      http.closeAllConnections();
    },
  };
}
