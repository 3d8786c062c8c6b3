import { createServer, request, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { join } from "node:path";
import { getRequestListener } from "@hono/node-server";
import { afterAll, beforeAll, expect, it } from "vitest";
import { addProperty, rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { filesIn, testFolder } from "../../support/files.ts";
import { Sender } from "../../support/uploads.ts";

const MEGABYTE = 1_048_576;

describeEachDatabase("a file over a real connection", (open) => {
  const data = testFolder();
  let test: TestApp;
  let server: Server;
  let port: number;
  let property: string;
  let sender: Sender;
  beforeAll(async () => {
    test = await testApp(await open(), { data });
    property = await addProperty(test.deps, { files: { allowed: true, maxMegabytes: 20 } });
    sender = await Sender.come(test.app, property);
    server = createServer(getRequestListener(test.app.fetch));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });
  const head = (length: number) =>
    [
      `POST /w/${property}/files HTTP/1.1`,
      "Host: 127.0.0.1",
      "Origin: https://example.com",
      `Authorization: Bearer ${sender.visitor.token}`,
      `Content-Length: ${length}`,
      "",
      "",
    ].join("\r\n");
  const expectNothing = async () => {
    await expect.poll(() => filesIn(data)).toEqual([]);
    expect(await rowsOf(test, "files")).toEqual([]);
  };

  it("that is cut off leaves nothing, and is not logged as an error of the server", async () => {
    const logged = test.logged.length;
    const socket = connect(port, "127.0.0.1");
    socket.write(head(5 * MEGABYTE));
    socket.write(Buffer.alloc(2 * MEGABYTE, "a"));
    await expect.poll(() => filesIn(data).filter((name) => name.endsWith(".part"))).toHaveLength(1);
    socket.destroy();
    await expectNothing();
    expect(test.logged.slice(logged)).toEqual([]);
  });

  it("with a declared length of two gigabytes is refused before it is sent", async () => {
    const socket = connect(port, "127.0.0.1");
    socket.write(head(2_147_483_648));
    const answer = await new Promise<string>((resolve) =>
      socket.once("data", (bytes) => resolve(bytes.toString())),
    );
    socket.destroy();
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain("file_too_large");
    await expectNothing();
  });

  it("without a declared length is received whole in many chunks, and served the same way", async () => {
    const size = 18 * MEGABYTE;
    const info = await new Promise<{ id: string; size: number }>((resolve, reject) => {
      const sent = request(
        {
          port,
          host: "127.0.0.1",
          method: "POST",
          path: `/w/${property}/files`,
          headers: { origin: "https://example.com", ...sender.authorization, "transfer-encoding": "chunked" },
        },
        async (response) => {
          const chunks: Buffer[] = [];
          for await (const chunk of response) chunks.push(chunk as Buffer);
          resolve(JSON.parse(Buffer.concat(chunks).toString()));
        },
      ).on("error", reject);
      for (let at = 0; at < size; at += MEGABYTE) sent.write(Buffer.alloc(MEGABYTE, "a"));
      sent.end();
    });
    expect(info.size).toBe(size);
    expect(filesIn(data)).toEqual([join("files", property, info.id.slice(-2), info.id)]);
    const response = await fetch(`http://127.0.0.1:${port}/w/${property}/files/${info.id}`, {
      headers: { origin: "https://example.com", ...sender.authorization },
    });
    expect(response.headers.get("content-length")).toBe(String(size));
    expect((await response.arrayBuffer()).byteLength).toBe(size);
  });

  it("is closed when the client aborts the download", async () => {
    const info = await sender.upload({ body: Buffer.alloc(15 * MEGABYTE, "a") });
    const closed: string[] = [];
    const { get } = test.deps.files;
    const files = test.deps.files as { get: typeof get };
    files.get = async (key, range) => {
      const source = (await get(key, range))?.getReader();
      if (!source) return null;
      return new ReadableStream<Uint8Array>({
        async pull(controller) {
          const { value, done } = await source.read();
          if (done) controller.close();
          else controller.enqueue(value);
        },
        async cancel(reason) {
          await source.cancel(reason);
          closed.push(key);
        },
      });
    };
    const leave = new AbortController();
    const response = await fetch(`http://127.0.0.1:${port}/w/${property}/files/${info.id}`, {
      headers: { origin: "https://example.com", ...sender.authorization },
      signal: leave.signal,
    });
    await response.body?.getReader().read();
    leave.abort();
    await expect.poll(() => closed).toEqual([`${property}/${info.id}`]);
    files.get = get;
  });
});
