import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "../../../server/platform/database/open.ts";
import type { ToVisitor } from "../../../shared/live.ts";
import { addProperty, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { type Place, sqlitePlace } from "../../support/databases.ts";
import { LiveClient, type LiveServer, liveServer, visitorClient } from "../../support/live-client.ts";

let place: Place;
let test: TestApp;
let server: LiveServer;
let property: string;
let visitor: BrowserVisitor;
beforeAll(async () => {
  place = await sqlitePlace();
  test = await testApp(await openDatabase(place.location));
  property = await addProperty(test.deps);
  server = await liveServer(test);
  visitor = new BrowserVisitor(test.app, property);
  await visitor.visit();
});
afterAll(async () => {
  await server.close();
  await test.deps.database.close();
  await place.remove();
});

const fresh = () => new LiveClient<ToVisitor>(`${server.url}/w/${property}/live`).opened();
const greeted = async () => {
  const client = await visitorClient(server, visitor);
  await client.next("changes");
  return client;
};

describe("an invalid frame closes its connection, and no other", () => {
  it.each<[string, unknown, number]>([
    ["something that is not JSON", "{", 4400],
    ["nothing", "", 4400],
    ["JSON that is no object", "[1]", 4400],
    ["null", "null", 4400],
    ["a frame of no kind", {}, 4400],
    ["a kind that there is not", { kind: "admin" }, 4400],
    ["an agent's frame", { kind: "follow", property: "shop000001", since: 0 }, 4400],
    ["a place that is no number", { kind: "hello", token: "", since: "0" }, 4400],
    ["a place below nothing", { kind: "hello", token: "", since: -1 }, 4400],
    ["a token as long as a book", { kind: "hello", token: "x".repeat(2_000), since: 0 }, 4400],
    ["bytes", Buffer.from([1, 2, 3]), 4400],
    ["a frame beyond all measure", "x".repeat(9_000), 1009],
    ["typing before the hello", { kind: "typing", conversation: "x", on: true }, 4400],
  ])("%s", async (_, frame, code) => {
    const client = await fresh();
    client.send(frame);
    expect(await client.closed).toMatchObject({ code });
  });

  it("a second hello", async () => {
    const client = await greeted();
    client.send({ kind: "hello", token: visitor.token, since: 0 });
    expect(await client.closed).toMatchObject({ code: 4400 });
  });

  it("a flood of valid frames", async () => {
    const client = await greeted();
    for (let time = 0; time < 200; time++) client.send({ kind: "typing", conversation: "x", on: true });
    expect(await client.closed).toMatchObject({ code: 4429 });
  });

  it("as many frames as a person can cause do not close the connection", async () => {
    const client = await greeted();
    for (let round = 1; round <= 3; round++) {
      for (let time = 0; time < 100; time++) client.send({ kind: "typing", conversation: "x", on: true });
      await client.settled();
      server.pass(12);
      await client.beat(round);
    }
    await client.close();
  });
});

it("one visitor has at most twenty connections", async () => {
  const busy = new BrowserVisitor(test.app, property);
  await busy.visit();
  const clients = await Promise.all(Array.from({ length: 20 }, () => visitorClient(server, busy)));
  for (const client of clients) await client.next("changes");
  expect(await (await visitorClient(server, busy)).closed).toMatchObject({ code: 4429 });
  for (const client of clients) await client.close();
});

describe("a silent client", () => {
  it("is disconnected if it sends no hello", async () => {
    const client = await fresh();
    server.pass(9);
    await client.settled();
    server.pass(2);
    expect(await client.closed).toMatchObject({ code: 4408 });
  });

  it("is disconnected within 30 seconds if it answers no heartbeat, and only then", async () => {
    const deaf = await visitorClient(server, visitor, { deaf: true });
    await deaf.next("changes");
    const alive = await greeted();
    let seconds = 0;
    let gone = false;
    void deaf.closed.then(() => {
      gone = true;
    });
    while (seconds < 30) {
      server.pass(1);
      seconds++;
      await alive.settled();
    }
    await deaf.closed;
    expect(gone).toBe(true);
    expect(alive.socket.readyState).toBe(alive.socket.OPEN);
    await alive.close();
  });
});

describe("a client that does not read", () => {
  it("is disconnected as too slow, before it fills the server's memory", async () => {
    const client = await greeted();
    client.socket.pause();
    const socket = test.parts.connections.ofVisitor(property, visitor.id)[0]?.socket;
    const { send } = await import("../../../server/live/sockets.ts");
    const frame = JSON.stringify({ kind: "available", available: "x".repeat(500_000) });
    for (let time = 0; time < 40 && socket?.readyState === socket?.OPEN; time++)
      if (socket) send(socket, frame);
    client.socket.resume();
    expect(await client.closed).toMatchObject({ code: 4503 });
  });
});

describe("an invalid upgrade request", () => {
  const raw = (head: string) =>
    new Promise<string>((resolve, reject) => {
      let answer = "";
      const socket = connect(server.port, "127.0.0.1", () => socket.write(`${head}\r\n\r\n`));
      socket.on("data", (chunk) => {
        answer += chunk;
      });
      socket.on("close", () => resolve(answer)).on("error", reject);
    });
  const head = (...lines: string[]) =>
    raw([`GET /w/${property}/live HTTP/1.1`, "Host: x", "Connection: Upgrade", ...lines].join("\r\n"));

  it.each([
    ["another protocol", ["Upgrade: h2c"]],
    ["no key", ["Upgrade: websocket", "Sec-WebSocket-Version: 13"]],
    [
      "another version",
      ["Upgrade: websocket", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 99"],
    ],
  ])("is answered with a problem: %s", async (_, lines) => {
    const answer = await head(...lines);
    expect(answer).toMatch(/^HTTP\/1\.1 422 /);
    expect(answer).toContain("application/problem+json");
    expect(answer).toContain('"code":"invalid_request"');
  });
});

it("a server that shuts down closes with a code that tells clients to reconnect", async () => {
  const other = await liveServer(test);
  const client = await visitorClient(other, visitor);
  await client.next("changes");
  other.stopLive();
  expect(await client.closed).toMatchObject({ code: 1001 });
  await other.close();
});
