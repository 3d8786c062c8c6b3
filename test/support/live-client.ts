import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { WebSocket } from "ws";
import { createLive } from "../../server/live/live.ts";
import { type AgentChanges, ConnectToken, type ToAgent, type ToVisitor } from "../../shared/live.ts";
import type { AgentBrowser } from "./agent.ts";
import type { TestApp } from "./app.ts";

/** The app over a real HTTP server, with its live connections; time passes only when it is told to. */
export interface LiveServer {
  /** `ws://127.0.0.1:PORT` */
  readonly url: string;
  readonly port: number;
  /** Lets seconds pass, one after the other. */
  pass(seconds: number): void;
  /** Closes the live connections as a shutdown does. */
  stopLive(): void;
  close(): Promise<void>;
}

export async function liveServer({ app, parts, clock }: TestApp): Promise<LiveServer> {
  const live = createLive(parts);
  const server = createServer(getRequestListener(app.fetch));
  server.on("upgrade", live.handleUpgrade);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `ws://127.0.0.1:${port}`,
    port,
    pass(seconds) {
      for (let second = 0; second < seconds; second++) {
        clock.pass(1_000);
        live.tick();
      }
    },
    stopLive: live.stop,
    close: () =>
      new Promise((resolve) => {
        live.stop();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Frame = ToVisitor | ToAgent;
type FrameOf<Kind extends Frame["kind"], To> = Extract<To, { kind: Kind }>;

/** One end of a live connection, as a program holds it. */
export class LiveClient<To extends Frame> {
  readonly socket: WebSocket;
  /** Every frame that came, heartbeats left out. */
  readonly frames: To[] = [];
  heartbeats = 0;
  /** How it ended. */
  readonly closed: Promise<{ code: number; reason: string }>;
  #read = 0;
  #wake: () => void = () => undefined;

  /** @param deaf does not answer heartbeats, as a connection that is half open */
  constructor(url: string, { origin = "https://example.com", deaf = false } = {}) {
    this.socket = new WebSocket(url, { headers: origin ? { origin } : {} });
    this.closed = new Promise((resolve) => {
      this.socket.once("close", (code, reason) => resolve({ code, reason: String(reason) }));
    });
    this.socket.on("message", (data) => {
      const frame = JSON.parse(String(data)) as To;
      if (frame.kind === "heartbeat") {
        this.heartbeats++;
        if (!deaf) this.send({ kind: "heartbeat" });
      } else this.frames.push(frame);
      this.#wake();
    });
    // the ending is what tests look at
    this.socket.on("error", () => undefined);
  }

  /** Resolves when the connection is open. @throws the problem document's code that refused it */
  async opened(): Promise<this> {
    await new Promise<void>((resolve, reject) => {
      this.socket.once("open", resolve);
      this.socket.once("unexpected-response", (_, response) => {
        let body = "";
        response.on("data", (chunk: Buffer) => {
          body += chunk;
        });
        response.on("end", () => reject(new Error(`${response.statusCode} ${JSON.parse(body).code}`)));
      });
    });
    return this;
  }

  send(frame: unknown): void {
    this.socket.send(typeof frame === "string" || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame));
  }

  /** The next frame of a kind; those of other kinds before it are passed over. */
  async next<Kind extends To["kind"] & Frame["kind"]>(eb: Kind): Promise<FrameOf<Kind, To>> {
    for (;;) {
      while (this.#read < this.frames.length) {
        const frame = this.frames[this.#read++];
        if (frame?.kind === eb) return frame as FrameOf<Kind, To>;
      }
      await this.#something();
    }
  }

  /** Resolves when so many heartbeats have come. */
  async beat(count: number): Promise<void> {
    while (this.heartbeats < count) await this.#something();
  }

  /** Everything that the server has sent until now has come. */
  async settled(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.socket.once("pong", () => resolve());
      this.socket.ping();
    });
  }

  /** Frames that nobody has read yet, of a kind. */
  unread(eb: To["kind"]): To[] {
    return this.frames.slice(this.#read).filter((frame) => frame.kind === eb);
  }

  async close(): Promise<void> {
    this.socket.close();
    await this.closed;
  }

  /** As a cable that is pulled. */
  async cut(): Promise<void> {
    this.socket.terminate();
    await this.closed;
  }

  #something(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}

/** A visitor's browser that is connected, and has what it missed since a place. */
export async function visitorClient(
  { url }: Pick<LiveServer, "url">,
  { property, token }: { readonly property: string; readonly token: string },
  { since = 0, deaf = false } = {},
): Promise<LiveClient<ToVisitor>> {
  const client = new LiveClient<ToVisitor>(`${url}/w/${property}/live`, { deaf });
  await client.opened();
  client.send({ kind: "hello", token, since });
  return client;
}

/** A dashboard that is connected and welcome. */
export async function agentClient(
  { url }: Pick<LiveServer, "url">,
  browser: AgentBrowser,
): Promise<LiveClient<ToAgent>> {
  const { token } = await browser.ok(ConnectToken, "POST", "/api/connect-token");
  const client = new LiveClient<ToAgent>(`${url}/api/live`, { origin: "" });
  await client.opened();
  client.send({ kind: "hello", token });
  await client.next("welcome");
  return client;
}

/** Follows a property. @returns what it missed since a place */
export async function follow(
  client: LiveClient<ToAgent>,
  property: string,
  since: number,
): Promise<AgentChanges> {
  client.send({ kind: "follow", property, since });
  return client.next("changes");
}
