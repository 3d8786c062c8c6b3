import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { arrivalTime } from "../../../server/app.ts";
import { limitArrival } from "../../../server/platform/http/limit-arrival.ts";
import { ARRIVAL } from "../../../server/platform/limits.ts";

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A server that answers when the whole body is there. @returns everything that it sends on a connection */
async function answerTo(text: string, timeFor: (path: string) => number): Promise<string> {
  const listener = limitArrival((request, response) => {
    request.resume();
    request.once("end", () => response.setHeader("Connection", "close").end("done"));
  }, timeFor);
  server = createServer(listener).listen(0, "127.0.0.1");
  await new Promise((resolve) => server?.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    socket.on("data", (data) => {
      answer += data;
    });
    socket.on("close", () => resolve(answer));
  });
}

const head = (method: string, fields: string) =>
  `${method} /w/shop/visits HTTP/1.1\r\nHost: x\r\n${fields}\r\n\r\n`;

describe("R37: the time in which a body arrives", () => {
  it.each([
    ["announced", `${head("POST", "Content-Length: 500000")}x`],
    ["in chunks", `${head("POST", "Transfer-Encoding: chunked")}1\r\nx\r\n`],
  ])("ends the connection of a body that does not come: %s", async (_, text) => {
    const answer = await answerTo(text, (path) => (path === "/w/shop/visits" ? 20 : 1e9));
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain('"code":"request_too_slow"');
  });

  it.each([
    ["a whole body", `${head("POST", "Content-Length: 4")}body`],
    ["no body", head("GET", "Accept: */*")],
  ])("does not concern %s", async (_, text) => {
    expect(await answerTo(text, () => 1e9)).toMatch(/^HTTP\/1\.1 200 /);
  });

  it.each([
    ["/api/sign-in", ARRIVAL.small],
    ["/w/shop000001/deliveries", ARRIVAL.small],
    ["/w/shop000001/visits", ARRIVAL.small],
    ["/api/properties/shop000001/contacts", ARRIVAL.small],
    ["/nothing", ARRIVAL.small],
    ["/w/shop000001/files", ARRIVAL.file],
    ["/api/properties/shop000001/files", ARRIVAL.file],
    ["/api/me/picture", ARRIVAL.file],
    ["/api/properties/shop000001/imports", ARRIVAL.large],
    ["/api/v1/imports", ARRIVAL.large],
    ["/api/v1/imports/1/start", ARRIVAL.small],
    ["/mail/shop000001", ARRIVAL.large],
    ["/mail/shop000001/mime", ARRIVAL.large],
  ])("of %s is %d ms", (path, time) => {
    expect(arrivalTime(path)).toBe(time);
  });
});
