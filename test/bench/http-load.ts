import { connect } from "node:net";

/** The result of a load: the bodies of the answers in the order of the requests, and the duration of each, ms. */
export interface LoadResult {
  readonly answers: string[];
  readonly latencies: number[];
  readonly seconds: number;
}

/**
 * Posts all bodies over so many connections at once, each sending its next request when the last is answered. Written
 * on bare sockets, so that the client costs little of the machine that the server needs.
 *
 * @throws Error on any answer that is not 200
 */
export async function pipeline({
  port,
  path,
  bodies,
  atOnce,
  headers = {},
}: {
  port: number;
  path: string;
  bodies: readonly string[];
  atOnce: number;
  headers?: Readonly<Record<string, string>>;
}): Promise<LoadResult> {
  const more = Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("");
  const answers: string[] = new Array(bodies.length);
  const latencies: number[] = new Array(bodies.length);
  let next = 0;

  const worker = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect({ port, host: "127.0.0.1", noDelay: true });
      let mine = 0;
      let sentAt = 0;
      let received = "";
      const send = () => {
        mine = next++;
        const body = bodies[mine];
        if (body === undefined) return void socket.end(resolve);
        sentAt = performance.now();
        const head = `POST ${path} HTTP/1.1\r\nHost: localhost:${port}\r\nOrigin: https://example.com\r\nContent-Type: text/plain\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Safari/537.36\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${more}\r\n`;
        socket.write(head + body);
      };
      socket.on("connect", send).on("error", reject);
      socket.on("data", (chunk) => {
        received += chunk.toString("latin1");
        const end = received.indexOf("\r\n\r\n");
        const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? Number.NaN);
        if (end < 0 || !(received.length >= end + 4 + length)) return;
        const answer = received.slice(end + 4);
        if (!received.startsWith("HTTP/1.1 200")) return void reject(new Error(received));
        answers[mine] = answer;
        latencies[mine] = performance.now() - sentAt;
        received = "";
        send();
      });
    });

  const startedAt = performance.now();
  await Promise.all(Array.from({ length: Math.min(atOnce, bodies.length) }, worker));
  return { answers, latencies, seconds: (performance.now() - startedAt) / 1000 };
}
