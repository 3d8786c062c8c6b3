import { beforeEach, expect, test } from "vitest";
import { runHousekeeping } from "../../../server/housekeeping.ts";
import { updateProperty } from "../../../server/properties/store.ts";
import { HandedOver, HandOverCode } from "../../../shared/hand-over.ts";
import { defaultSettings, type PropertySettings } from "../../../shared/property.ts";
import { addProperty, rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";

const WWW = "https://www.example.com";
const SHOP = "https://shop.example.org";
const EVIL = "https://evil.example";
const ALLOWED: Partial<PropertySettings> = {
  handOver: true,
  allowedOrigins: [WWW, SHOP, "http://old.example"],
};

describeEachDatabase("R40: a visitor is taken along to another allowed origin", (open) => {
  let t: TestApp;
  let property: string;
  let ana: BrowserVisitor;
  let made = 0;
  const newProperty = (settings: Partial<PropertySettings>) =>
    addProperty(t.deps, settings, `hand${String(++made).padStart(6, "0")}`);
  const at = (origin: string, shop = property) => new BrowserVisitor(t.app, shop, { headers: { origin } });

  beforeEach(async () => {
    t = await testApp(await open());
    property = await newProperty(ALLOWED);
    ana = at(WWW);
    await ana.visit();
  });

  const ask = (visitor: BrowserVisitor, more: Record<string, unknown> = {}) =>
    visitor.post("hand-overs", {
      visitor: visitor.id,
      proof: visitor.proof,
      to: SHOP,
      pending: false,
      ...more,
    });
  const codeOf = async (visitor: BrowserVisitor, more: Record<string, unknown> = {}) => {
    const response = await ask(visitor, more);
    expect(response.status, await response.clone().text()).toBe(200);
    return HandOverCode.parse(await response.json()).code;
  };
  const redeem = (code: string, { from = WWW, origin = SHOP, shop = property } = {}) =>
    at(origin, shop).post("redemptions", { code, from });
  const refused = async (response: Response) => {
    expect(response.status).toBe(403);
    expect((await response.json()).code).toBe("hand_over_refused");
  };

  test("the page there gets the visitor and the proof, and is the same browser to the server", async () => {
    const response = await redeem(await codeOf(ana, { pending: true }));
    expect(response.headers.get("cache-control")).toBe("no-store");
    const handed = HandedOver.parse(await response.json());
    expect(handed).toEqual({ visitor: ana.id, proof: ana.proof, pending: true });
    const there = at(SHOP);
    const visit = await there.visit({ visitor: handed.visitor, proof: handed.proof, page: `${SHOP}/` });
    expect(visit.status).toBe(200);
    expect(await rowsOf(t, "visitors")).toContainEqual(
      expect.objectContaining({ id: ana.id, visit_count: 2 }),
    );
  });

  test("the code shows neither the visitor nor the proof", async () => {
    const code = await codeOf(ana);
    const bytes = Buffer.from(code.split(".")[1] ?? "", "base64url").toString("latin1");
    for (const secret of [ana.id, ana.proof, WWW, property]) {
      expect(code).not.toContain(secret);
      expect(bytes).not.toContain(secret);
    }
    expect(code).toMatch(/^[\w.-]+$/);
  });

  test("a code is redeemed once, also by two requests at the same time", async () => {
    const code = await codeOf(ana);
    const statuses = await Promise.all([1, 2, 3].map(async () => (await redeem(code)).status));
    expect(statuses.sort()).toEqual([200, 403, 403]);
    await refused(await redeem(code));
  });

  test("a code is redeemed within a minute; used ones are removed from the database after it", async () => {
    const [used, late] = [await codeOf(ana), await codeOf(ana)];
    t.clock.pass(59_000);
    expect((await redeem(used)).status).toBe(200);
    t.clock.pass(2_000);
    await refused(await redeem(late));
    expect((await rowsOf(t, "used_hand_overs")).length).toBeGreaterThan(0);
    await runHousekeeping(t.deps);
    expect(await rowsOf(t, "used_hand_overs")).toEqual([]);
    await refused(await redeem(used));
  });

  test("a code is for one target: a page of another allowed origin, or of a foreign one, is refused", async () => {
    await refused(await redeem(await codeOf(ana), { origin: WWW }));
    const foreign = await redeem(await codeOf(ana), { origin: EVIL });
    expect(foreign.status).toBe(403);
    expect((await foreign.json()).code).toBe("origin_not_allowed");
  });

  test("a link on any other page than the one that the code was made for is refused (session fixation)", async () => {
    for (const from of [EVIL, SHOP, "http://old.example", "https://www.example.com.evil.example"])
      await refused(await redeem(await codeOf(ana), { from }));
    for (const from of ["", "null", "javascript:alert(1)"])
      expect((await redeem(await codeOf(ana), { from })).status).toBe(422);
  });

  test("never across properties", async () => {
    const other = await newProperty(ALLOWED);
    await refused(await redeem(await codeOf(ana), { shop: other }));
    await refused(await ask(new BrowserVisitor(t.app, other, { id: ana.id, headers: { origin: WWW } })));
  });

  test("a code needs the proof of a registered visitor", async () => {
    await refused(await ask(ana, { proof: "0".repeat(32) }));
    await refused(await ask(at(WWW)));
  });

  test("a code of a visitor who was removed meanwhile is refused", async () => {
    const code = await codeOf(ana);
    await ana.post("forget", { visitor: ana.id, proof: ana.proof });
    await refused(await redeem(code));
  });

  test.each([
    ["a foreign origin", EVIL],
    ["the same origin", WWW],
    ["an origin that only looks allowed", `${SHOP}.evil.example`],
    ["a page without encryption", "http://old.example"],
  ])("there is no code for %s", async (_, to) => refused(await ask(ana, { to })));

  test.each(["javascript:alert(1)", "null", "", `${SHOP}/path`])("%j is no origin", async (to) => {
    expect((await ask(ana, { to })).status).toBe(422);
  });

  test("without the owner's setting there are no codes, and those made before are not redeemed", async () => {
    const closed = await newProperty({ ...ALLOWED, handOver: false });
    const visitor = at(WWW, closed);
    await visitor.visit();
    await refused(await ask(visitor));
    const code = await codeOf(ana);
    const settings = { ...defaultSettings("Shop", "UTC"), ...ALLOWED, handOver: false };
    await t.deps.database.write((tx) =>
      updateProperty(tx, { id: property, settings, version: 1, now: t.clock.now() }),
    );
    await refused(await redeem(code));
  });

  test("no changed or invented code is accepted", async () => {
    const code = await codeOf(ana);
    const [id = "", sealed = ""] = code.split(".");
    const bytes = Buffer.from(sealed, "base64url");
    const flipped = Array.from(bytes, (byte, index) => {
      const copy = Buffer.from(bytes);
      copy[index] = byte ^ 1;
      return `${id}.${copy.toString("base64url")}`;
    });
    const invented = [
      "",
      ".",
      id,
      `${id}.`,
      `.${sealed}`,
      `x.${sealed}`,
      `${id}.${sealed.slice(0, 30)}`,
      "x".repeat(900),
    ];
    for (const one of [...flipped.filter((_, index) => index % 7 === 0), ...invented])
      await refused(await redeem(one));
    expect((await redeem("x".repeat(2_000))).status).toBe(422);
    expect((await redeem(code)).status).toBe(200);
  });
});
