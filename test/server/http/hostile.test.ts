import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { Problem } from "../../../shared/error.ts";
import { anyText } from "../../support/any-text.ts";
import { addProperty, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor, submission } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";

/** Texts that break programs: U+0000, lone surrogates, markup, SQL, names of properties that every object has. */
const AWKWARD = [
  "",
  "\u0000",
  "a\u0000b",
  "\ud800",
  "'; drop table visitors; --",
  "<script>",
  "__proto__",
  "constructor",
  "%00",
  "../..",
  "\u202e",
  "x".repeat(3_000),
];
const awkward = fc.oneof(fc.constantFrom(...AWKWARD), anyText());
const junk = fc.oneof(awkward, fc.jsonValue(), fc.constant(null), fc.double(), fc.bigInt().map(Number));

describeEachDatabase(
  "any request gets a valid response or a problem document, never an internal error",
  (open) => {
    let test: TestApp;
    let property: string;
    beforeAll(async () => {
      test = await testApp(await open());
      property = await addProperty(test.deps);
    });

    async function expectHonest(response: Response): Promise<void> {
      expect(response.status, await response.clone().text()).toBeLessThan(500);
      if (response.ok || response.status === 304) return;
      expect(response.headers.get("content-type")).toBe("application/problem+json");
      expect(Problem.safeParse(await response.json()).success).toBe(true);
    }

    it("a visit with any values in its parts", async () => {
      const parts = fc.record(
        {
          visitor: junk,
          proof: junk,
          page: junk,
          referrer: junk,
          language: junk,
          timeZone: junk,
          screen: junk,
        },
        { requiredKeys: [] },
      );
      await fc.assert(
        fc.asyncProperty(parts, async (more) => {
          await expectHonest(await new BrowserVisitor(test.app, property).visit(more));
        }),
        { numRuns: 200 },
      );
    });

    it("a delivery with any values in its parts is refused or stored", async () => {
      const visitor = new BrowserVisitor(test.app, property);
      await visitor.visit();
      const parts = fc.record(
        {
          id: junk,
          kind: junk,
          at: junk,
          form: junk,
          version: junk,
          answers: fc.oneof(junk, fc.dictionary(awkward, junk)),
          page: awkward,
          locale: awkward,
          shownFor: junk,
          trap: awkward,
        },
        { requiredKeys: [] },
      );
      await fc.assert(
        fc.asyncProperty(parts, fc.boolean(), async (more, inside) => {
          const make = () => submission({ name: "A", email: "a@example.com", message: "b" });
          const response = await (inside ? visitor.send({ ...make(), ...more }, make()) : visitor.send(more));
          await expectHonest(response);
          if (inside && response.ok)
            expect((await response.json()).receipts[1]).toMatchObject({ status: "accepted" });
        }),
        { numRuns: 200 },
      );
    });

    it("any text as an address, a method or a body", async () => {
      const path = fc.array(
        fc.oneof(awkward, fc.constantFrom("w", "api", "dashboard", "assets", "visits", "setup")),
        {
          maxLength: 5,
        },
      );
      const method = fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD");
      await fc.assert(
        fc.asyncProperty(path, method, fc.oneof(awkward, fc.json()), async (segments, verb, body) => {
          const address = `/${segments.map((one) => encodeURIComponent(one.replace(/\p{Cs}/gu, "?"))).join("/")}`;
          const response = await test.app.request(address, {
            method: verb,
            headers: { "content-type": "application/json", origin: "http://localhost" },
            ...(verb !== "GET" && verb !== "HEAD" && { body }),
          });
          expect(response.status, `${verb} ${address}`).toBeLessThan(500);
        }),
        { numRuns: 300 },
      );
    });

    it("a body that is not JSON, and a malformed token", async () => {
      const visitor = new BrowserVisitor(test.app, property);
      await fc.assert(
        fc.asyncProperty(awkward, async (text) => {
          await expectHonest(await visitor.post("visits", text));
          await expectHonest(await visitor.post("deliveries", { token: text, deliveries: [{}] }));
        }),
      );
      expect(test.logged).toEqual([]);
    });
  },
);
