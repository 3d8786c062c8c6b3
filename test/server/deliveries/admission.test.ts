import { pbkdf2Sync } from "node:crypto";
import { beforeEach, expect, it } from "vitest";
import * as z from "zod/mini";
import { runHousekeeping } from "../../../server/housekeeping.ts";
import { OPERATOR_LIMITS } from "../../../server/platform/limits.ts";
import { DeliveryReceipts } from "../../../shared/delivery.ts";
import { VisitorProblem } from "../../../shared/visitor-problem.ts";
import type { WorkChallenge } from "../../../shared/work.ts";
import { solveWork } from "../../../widget/delivery/solve-work.ts";
import { addProperty, rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor, submission } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { message } from "../../support/deliveries.ts";

/** Answers a challenge as the widget does. */
async function solve(challenge: WorkChallenge) {
  const work = await solveWork(challenge);
  if (!work) throw new Error("There is no Web Crypto");
  return work;
}

/** A counter that answers a challenge wrongly: a chosen one would be right once in as many times as there are tries. */
function wrongCounter({ challenge, tries, rounds }: WorkChallenge): number {
  for (let counter = 0; ; counter++) {
    const salt = Buffer.from(Uint32Array.of(counter).buffer);
    const key = pbkdf2Sync(challenge, salt, rounds, 4, "sha256");
    if (key.readUInt32LE() * tries >= 2 ** 32) return counter;
  }
}

describeEachDatabase("R37: what reaches the inbox", (open, engine) => {
  /** Counts in memory are the same on both databases. */
  const onlyOnce = it.runIf(engine === "sqlite");
  let t: TestApp;
  let property: string;
  beforeEach(async () => {
    t = await testApp(await open(), { ...OPERATOR_LIMITS, trustedProxies: 1 });
    property = await addProperty(t.deps);
  });

  async function arrive(address: string) {
    const visitor = new BrowserVisitor(t.app, property, { headers: { "x-forwarded-for": address } });
    await visitor.visit();
    return visitor;
  }
  const form = (n: number) => submission({ name: "Ana", email: `ana${n}@example.com`, message: "Hello" });
  const post = (visitor: BrowserVisitor, deliveries: readonly unknown[], work?: unknown) =>
    visitor.post("deliveries", { token: visitor.token, deliveries, work });
  async function challengeIn(response: Response): Promise<WorkChallenge> {
    const { code, work } = z.parse(VisitorProblem, await response.json());
    expect([response.status, code]).toEqual([429, "too_many_requests"]);
    if (!work) throw new Error("There is no challenge");
    return work;
  }
  const begun = async () => (await rowsOf(t, "conversations")).length;

  onlyOnce(
    "two hundred people behind one address all get through, each with a form and messages",
    async () => {
      const people = await Promise.all(Array.from({ length: 200 }, () => arrive("192.0.2.1")));
      const answers = people.map(async (visitor, n) => {
        const first = form(n);
        const response = await post(visitor, [first, message(first.id, "One"), message(first.id, "Two")]);
        const { receipts } = z.parse(DeliveryReceipts, await response.json());
        return receipts.map(({ status }) => status).join();
      });
      expect(new Set(await Promise.all(answers))).toEqual(new Set(["accepted,accepted,accepted"]));
      expect(await begun()).toBe(200);
    },
  );

  onlyOnce(
    "a flood of ever new visitors does not, in batches or one by one, from one address or a network",
    async () => {
      const flood = async (addressOf: (n: number) => string, isOneByOne = false) => {
        const before = await begun();
        const visitors = await Promise.all(Array.from({ length: 60 }, (_, n) => arrive(addressOf(n))));
        const forms = Array.from({ length: isOneByOne ? 10 : 45 }, (_, n) => form(n));
        const batches = isOneByOne ? forms.map((one) => [one]) : [forms];
        for (const visitor of visitors) for (const batch of batches) await post(visitor, batch);
        return (await begun()) - before;
      };
      expect(await flood(() => "192.0.2.1")).toBeLessThan(20);
      expect(await flood((n) => `2001:db8:0:${n}::1`)).toBeLessThan(20);
      expect(await flood(() => "203.0.113.7", true)).toBeLessThan(80);
    },
  );

  it("somebody in the flood's network gets through by a proof of work, which is good once and for nobody else", async () => {
    const flooder = await arrive("192.0.2.1");
    await post(
      flooder,
      Array.from({ length: 45 }, (_, index) => form(index)),
    );
    const before = await begun();
    const ana = await arrive("192.0.2.1");
    const deliveries = [form(1)];
    const challenge = await challengeIn(await post(ana, deliveries));
    const work = await solve(challenge);
    for (const wrong of [
      { ...work, counter: wrongCounter(challenge) },
      { ...work, challenge: `${work.challenge}x` },
    ])
      await challengeIn(await post(ana, deliveries, wrong));
    const ben = await arrive("192.0.2.1");
    await challengeIn(await post(ben, [form(2)], work));
    expect((await post(ana, deliveries, work)).status).toBe(200);
    expect(await begun()).toBe(before + 1);
    expect((await post(ana, deliveries)).status).toBe(200); // a repetition costs nothing
    await challengeIn(await post(ana, [form(3)], work));
    t.clock.pass(601_000);
    expect((await post(ben, [form(2)])).status).toBe(200);
  });

  it("a challenge is good for ten minutes, and after wrong proofs none of the address is verified", async () => {
    const flooder = await arrive("192.0.2.1");
    await post(
      flooder,
      Array.from({ length: 45 }, (_, index) => form(index)),
    );
    const ana = await arrive("192.0.2.1");
    const challenge = await challengeIn(await post(ana, [form(1)]));
    const work = await solve(challenge);
    const wrong = { ...work, counter: wrongCounter(challenge) };
    for (let n = 0; n < 20; n++) await challengeIn(await post(ana, [form(1)], wrong));
    await challengeIn(await post(ana, [form(1)], work));
    t.clock.pass(601_000);
    await post(
      flooder,
      Array.from({ length: 45 }, (_, index) => form(index)),
    );
    await challengeIn(await post(ana, [form(1)], work));
  });

  it("refused deliveries leave no more than small receipts for a week, whatever they contain", async () => {
    const visitor = await arrive("192.0.2.1");
    for (const hostile of [
      { ["k".repeat(400_000)]: "x" },
      Object.fromEntries(Array.from({ length: 3_000 }, (_, n) => [`${"€".repeat(40)}${n}`, "x"])),
      { name: "x".repeat(400_000) },
      { name: { deep: "x".repeat(100_000) } },
    ]) {
      const refused = { ...form(1), answers: hostile };
      for (const _ of [1, 2]) expect(await (await post(visitor, [refused])).text()).toContain("refused");
    }
    const receipts = await rowsOf(t, "deliveries");
    expect(receipts.length).toBeGreaterThan(2);
    for (const { receipt } of receipts) expect(Buffer.byteLength(receipt)).toBeLessThan(8_192);
    t.clock.pass(7 * 86_400_000 + 1);
    await runHousekeeping(t.deps);
    expect(await rowsOf(t, "deliveries")).toEqual([]);
  });
});
