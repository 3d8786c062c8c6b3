import { afterAll, beforeAll, expect, it } from "vitest";
import { withProperty } from "../support/prepared-data.ts";
import { getRaw } from "../support/raw.ts";
import { type ServerProcess, startServer } from "../support/server.ts";

/** The script and the style sheet of the API reference together after gzip, bytes. */
const LIMIT = 26_000;

let server: ServerProcess;
beforeAll(async () => {
  server = await startServer({}, withProperty());
});
afterAll(() => server.stop());

it(`the API reference loads at most ${LIMIT} bytes of script and style, all of this server`, async () => {
  const page = await getRaw(`${server.url}/docs/api`);
  const addresses = [...page.body.toString().matchAll(/(?:src|stylesheet" href)="([^"]+)"/g)];
  const files = addresses.map(([, address = ""]) => address);
  expect(files.map((address) => address.replace(/-[\w-]{8}\./, "."))).toEqual([
    "/docs/assets/api-docs.css",
    "/docs/assets/api-docs.js",
  ]);
  let bytes = 0;
  for (const address of files) {
    const { body, headers } = await getRaw(server.url + address, { "accept-encoding": "gzip" });
    expect(headers["content-encoding"], address).toBe("gzip");
    expect(headers["cache-control"], address).toContain("immutable");
    bytes += body.length;
  }
  expect(bytes).toBeGreaterThan(5_000);
  expect(bytes).toBeLessThanOrEqual(LIMIT);
  expect(page.headers["content-security-policy"]).toMatch(/^default-src 'none'; script-src 'self';/);
  expect(page.headers["content-security-policy"]).not.toContain("unsafe");
});
