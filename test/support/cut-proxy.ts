import { connect, createServer, type Socket } from "node:net";

/** The way to a server on this machine, with what may happen on it to any TCP connection. */
export interface CutProxy {
  readonly port: number;
  /** Ends every connection at once, as a crash would. */
  cutAll(): void;
  /** Ends a connection when the server has sent so many more bytes over it, once; null: it never does. */
  cutAfter(bytes: number | null): void;
  /** Ends every connection and accepts no other, or accepts them again. */
  goDown(isDown: boolean): void;
  close(): Promise<void>;
}

/** Starts a proxy in front of a server. @param target the server's port */
export async function startCutProxy(target: number): Promise<CutProxy> {
  const sockets = new Set<Socket>();
  let allowance: number | null = null;
  let isDown = false;
  const cutAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer((client) => {
    if (isDown) return void client.destroy();
    const onward = connect(target, "127.0.0.1");
    for (const [socket, other] of [
      [client, onward],
      [onward, client],
    ] as const) {
      sockets.add(socket);
      socket.on("error", () => socket.destroy());
      socket.on("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    client.pipe(onward);
    onward.on("data", (chunk: Buffer) => {
      if (allowance === null) return void client.write(chunk);
      const passed = chunk.subarray(0, allowance);
      allowance -= passed.length;
      if (allowance > 0) return void client.write(passed);
      allowance = null;
      client.write(passed, () => client.destroy());
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : 0,
    cutAll,
    cutAfter(bytes) {
      allowance = bytes;
    },
    goDown(down) {
      isDown = down;
      if (down) cutAll();
    },
    async close() {
      cutAll();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}
