import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type AgentBrowser, setUpFoyer } from "../../support/agent.ts";
import { type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { testFolder } from "../../support/files.ts";

const ID = "01890a5d-ac96-774b-bcce-b302099a8057";

describeEachDatabase("a client that hangs up in the middle of its request", (open) => {
  const data = testFolder();
  let test: TestApp;
  let owner: AgentBrowser;
  let property: string;
  let visitor: BrowserVisitor;
  let server: Server;
  let port: number;
  /** The requests that have been answered or given up, and those who wait for one more. */
  let ended = 0;
  const waiting: (() => void)[] = [];

  beforeAll(async () => {
    test = await testApp(await open(), { data });
    ({ browser: owner, property } = await setUpFoyer(test));
    visitor = new BrowserVisitor(test.app, property);
    await visitor.visit();
    const listener = getRequestListener(async (request, env) => {
      try {
        return await test.app.fetch(request, env);
      } finally {
        ended++;
        for (const wake of waiting.splice(0)) wake();
      }
    });
    server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  /** Every route that takes a body, with the property's ID and IDs of nothing in its path. */
  function routes(): readonly (readonly [method: string, path: string])[] {
    const all = test.app.routes
      .filter(
        ({ method, path }) =>
          ["POST", "PUT", "PATCH", "DELETE"].includes(method) && !/\*|sign-out|sessions/.test(path),
      )
      .map(({ method, path }) => {
        const address = path.replace(":property", property).replace(/:\w+(\{[^}]*\})?/g, ID);
        return `${method} ${address}`;
      });
    return [...new Set(all)].map((one) => one.split(" ") as [string, string]);
  }

  const headers = (length: string) => [
    "Host: 127.0.0.1",
    `Origin: http://127.0.0.1`,
    `Cookie: ${[...owner.cookies].map(([name, value]) => `${name}=${value}`).join("; ")}`,
    `Authorization: Bearer ${visitor.token}`,
    "X-Foyer-Name: list.csv",
    length,
  ];

  /** Sends half of a request, hangs up, and waits until the server is done with it. */
  async function hangUp(method: string, path: string, type: string, isChunked: boolean): Promise<void> {
    const before = ended;
    const length = isChunked ? "Transfer-Encoding: chunked" : "Content-Length: 100000";
    const half = '{"name":"Ann","email":"ann@example.com';
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => undefined);
    const head = [`${method} ${path} HTTP/1.1`, ...headers(length), `Content-Type: ${type}`, "", ""];
    socket.write(head.join("\r\n"));
    socket.write(isChunked ? `${half.length.toString(16)}\r\n${half}\r\n` : half);
    await new Promise<void>((resolve) => socket.end(resolve));
    socket.destroy();
    while (ended === before) await new Promise<void>((resolve) => waiting.push(resolve));
  }

  it.each([
    ["JSON", "application/json", false],
    ["JSON in chunks", "application/json", true],
    ["a form", "application/x-www-form-urlencoded", false],
    ["bytes in chunks", "message/rfc822", true],
  ])("with %s is no fault of the server, on any route", async (_, type, isChunked) => {
    const before = test.logged.length;
    expect(routes().length).toBeGreaterThan(60);
    for (const [method, path] of routes()) {
      await hangUp(method, path, type, isChunked);
      expect(test.logged.slice(before), `${method} ${path}`).toEqual([]);
    }
  });
});
