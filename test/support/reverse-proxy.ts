import { createServer, type IncomingMessage, request, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";

/** How a proxy changes what it passes on. */
export interface ProxyRules {
  /** The server behind it. */
  readonly port: () => number;
  /** The path that it removes; empty: none. */
  readonly strip?: string;
  /** Whether the server gets the proxy's Host header, or its own address, as by the defaults of nginx and Apache. */
  readonly keepsHost: boolean;
}

export interface ReverseProxy {
  readonly port: number;
  close(): void;
}

/** Starts a small reverse proxy on the loopback interface, for requests and for WebSockets. */
export async function startProxy(rules: ProxyRules, port = 0): Promise<ReverseProxy> {
  const pathOf = (url = "/") => {
    const { strip } = rules;
    return strip && url.startsWith(`${strip}/`) ? url.slice(strip.length) : url;
  };
  const headersOf = ({ headers }: IncomingMessage) =>
    rules.keepsHost ? headers : { ...headers, host: `127.0.0.1:${rules.port()}` };
  const server: Server = createServer((incoming, outgoing) => {
    const { method } = incoming;
    const options = { port: rules.port(), host: "127.0.0.1", method, path: pathOf(incoming.url) };
    const passed = request({ ...options, headers: headersOf(incoming) }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on("error", () => outgoing.destroy());
    incoming.pipe(passed);
  });
  server.on("upgrade", (incoming, socket, head) => {
    const behind = connect(rules.port(), "127.0.0.1", () => {
      const fields = Object.entries(headersOf(incoming)).map(([name, value]) => `${name}: ${value}`);
      behind.write([`GET ${pathOf(incoming.url)} HTTP/1.1`, ...fields, "", ""].join("\r\n"));
      behind.write(head);
      behind.pipe(socket).pipe(behind);
    });
    for (const end of [behind, socket]) end.on("error", () => end.destroy());
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
