import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { SECONDS } from "../../../server/form-measure/count-showing.ts";
import {
  compareShares,
  differenceOf,
  estimateEffects,
  scoreInterval,
} from "../../../server/form-measure/estimate-effects.ts";
import { removeOldFormCounts } from "../../../server/form-measure/housekeeping.ts";
import { PublicForm } from "../../../shared/form.ts";
import { FormMeasure } from "../../../shared/form-measure.ts";
import { Property } from "../../../shared/property.ts";
import { drawForm } from "../../../shared/rules/draw-form.ts";
import { drawVisitorId } from "../../../shared/rules/visitor-id.ts";
import { type AgentBrowser, setUpFoyer } from "../../support/agent.ts";
import { rowsOf, type TestApp, testApp } from "../../support/app.ts";
import { seeded, seededBytes } from "../../support/clock.ts";
import { describeEachDatabase } from "../../support/databases.ts";

const DAY = 86_400_000;
const PHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1";
const DESKTOP = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36";

describeEachDatabase("the measure of a form", (open) => {
  let test: TestApp;
  let admin: AgentBrowser;
  let property: string;
  let version: string;

  beforeEach(async () => {
    test = await testApp(await open(), { logLevel: "debug", trustedProxies: 1 });
    ({ browser: admin, property } = await setUpFoyer(test, "owner@example.com"));
    version = await currentVersion();
  });

  const currentVersion = async () => {
    const response = await test.app.request(`/w/${property}/forms/pre_chat.json`);
    return ((await response.json()) as { definition: { version: string } }).definition.version;
  };
  const send = async (body: unknown, userAgent = DESKTOP, headers: Record<string, string> = {}) =>
    (
      await test.app.request(`/w/${property}/form-showings`, {
        method: "POST",
        body: typeof body === "string" ? body : JSON.stringify(body),
        headers: { "user-agent": userAgent, origin: "https://shop.example", ...headers },
      })
    ).status;
  const shown = (more: object) => ({ form: "pre_chat", version, ...more });
  const measure = (days = "28", form = "pre_chat") =>
    admin.ok(FormMeasure, "GET", `/api/properties/${property}/forms/${form}/measure?days=${days}`);

  it("R29: counts showings by what became of them, by device", async () => {
    expect(await send(shown({ outcome: "not_started" }), PHONE)).toBe(204);
    expect(await send(shown({ outcome: "left", field: "email" }), PHONE)).toBe(204);
    expect(await send(shown({ outcome: "left", field: "" }))).toBe(204);
    for (const seconds of [3, 12, 70_000])
      expect(await send(shown({ outcome: "submitted", seconds }))).toBe(204);
    expect(await measure()).toEqual({
      form: "pre_chat",
      versions: [
        {
          version,
          current: "first",
          from: "2026-11-23",
          to: "2026-11-23",
          shown: 6,
          started: 5,
          submitted: 3,
          devices: [
            { device: "desktop", shown: 4, started: 4, submitted: 3 },
            { device: "mobile", shown: 2, started: 1, submitted: 0 },
          ],
          medianSeconds: 15,
          fields: [
            { id: "name", type: "name", label: null, left: 0 },
            { id: "email", type: "email", label: null, left: 1 },
            { id: "message", type: "long_text", label: null, left: 0 },
          ],
          leftBeforeSending: 1,
          effects: [],
        },
      ],
      comparison: null,
    });
  });

  it("R29: of simulated visitors has exactly the numbers of their behaviour, and no word about any of them", async () => {
    const random = seeded(29);
    const expected = { shown: 0, started: 0, submitted: 0, name: 0, email: 0, message: 0, "": 0 };
    const reports: Promise<number>[] = [];
    for (let visitor = 0; visitor < 240; visitor++) {
      expected.shown++;
      const chance = random();
      const showing: object =
        chance < 0.25
          ? { outcome: "not_started" }
          : chance < 0.6
            ? {
                outcome: "left",
                field: (["name", "email", "message", ""] as const)[Math.floor(random() * 4)],
              }
            : { outcome: "submitted", seconds: Math.floor(random() * 300) };
      if (chance >= 0.25) expected.started++;
      if (chance >= 0.6) expected.submitted++;
      else if (chance >= 0.25) expected[(showing as { field: "name" }).field]++;
      reports.push(
        send(shown(showing), `${DESKTOP} Person/${visitor}`, {
          referer: "https://shop.example/ann",
          "x-forwarded-for": `203.0.113.${visitor}`,
        }),
      );
    }
    expect(new Set(await Promise.all(reports))).toEqual(new Set([204]));
    const [measured] = (await measure()).versions;
    expect(measured).toMatchObject({
      shown: expected.shown,
      started: expected.started,
      submitted: expected.submitted,
      leftBeforeSending: expected[""],
    });
    expect(measured?.fields.map(({ id, left }) => [id, left])).toEqual([
      ["name", expected.name],
      ["email", expected.email],
      ["message", expected.message],
    ]);

    const rows = await rowsOf(test, "form_counts");
    expect(new Set(rows.flatMap((row) => Object.keys(row)))).toEqual(
      new Set(["property_id", "form", "version", "day", "device", "measure", "detail", "count"]),
    );
    const values = new Set(rows.flatMap(({ count: _, ...row }) => Object.values(row)));
    const allowed = [property, "pre_chat", version, "2026-11-23", "desktop", "shown", "started", "submitted"];
    const details = ["left", "seconds", "name", "email", "message", "", ...SECONDS.map(String)];
    expect([...values].filter((value) => ![...allowed, ...details].includes(String(value)))).toEqual([]);
    for (const table of ["visitors", "visits", "conversations", "deliveries"] as const)
      expect(await rowsOf(test, table)).toEqual([]);
    expect(test.logged.filter((line) => line.includes("form-showings"))).toHaveLength(240);
    const personal = /Person\/|ann|shop\.example|Chrome|203\.0\.113/;
    expect(test.logged.filter((line) => personal.test(line))).toEqual([]);
  });

  it("R29: compares two versions from the first day of both, and takes late answers of the second", async () => {
    for (let showing = 0; showing < 5; showing++) await send(shown({ outcome: "not_started" }));
    test.clock.pass(DAY);
    const { settings, version: saved } = await admin.ok(Property, "GET", `/api/properties/${property}`);
    const second = { fields: settings.preChatForm.fields.slice(1) };
    const comparisons = [{ form: "pre_chat", second, share: 50 }];
    const path = `/api/properties/${property}`;
    await admin.ok(Property, "PUT", path, { version: saved, settings: { ...settings, comparisons } });

    const response = await test.app.request(`/w/${property}/forms/pre_chat.json`);
    const { definition } = PublicForm.parse(await response.json());
    expect(definition.version).toBe(version);
    expect(definition.compared).toMatchObject({ share: 50, form: { fields: second.fields } });
    const other = definition.compared?.form.version ?? "";
    expect((await measure()).comparison).toBe(null);

    const random = seeded(7);
    const bytes = seededBytes(7);
    const expected = { [version]: { shown: 0, submitted: 0 }, [other]: { shown: 0, submitted: 0 } };
    for (let visitor = 0; visitor < 400; visitor++) {
      const drawn = drawForm(
        definition,
        drawVisitorId(({ length }) => bytes(length)),
      ).version;
      const isSent = random() < (drawn === other ? 0.6 : 0.3);
      (expected[drawn] as { shown: number }).shown++;
      if (isSent) (expected[drawn] as { submitted: number }).submitted++;
      const outcome = isSent ? { outcome: "submitted", seconds: 9 } : { outcome: "not_started" };
      test.clock.pass(10_000); // the limit of showings from one address
      expect(await send({ form: "pre_chat", version: drawn, ...outcome })).toBe(204);
    }
    const { comparison, versions } = await measure();
    expect(comparison).toMatchObject({
      from: "2026-11-24",
      first: expected[version],
      second: expected[other],
    });
    const { low = 0, high = 0 } = comparison?.difference ?? {};
    expect([low > 5, low < 30, high > 30]).toEqual([true, true, true]);
    expect(versions.map((one) => [one.current, one.shown])).toEqual([
      ["first", (expected[version]?.shown ?? 0) + 5],
      ["second", expected[other]?.shown],
    ]);

    const changed = await admin.ok(Property, "GET", path);
    await admin.ok(Property, "PUT", path, { version: changed.version, settings });
    expect(await send({ form: "pre_chat", version: other, outcome: "not_started" })).toBe(204);
    expect((await measure()).comparison).toBe(null);
  });

  it("refuses a comparison of a form that the property lacks, two of one form, and a share that is none", async () => {
    const { settings, version: saved } = await admin.ok(Property, "GET", `/api/properties/${property}`);
    const comparison = { form: "pre_chat", second: settings.preChatForm, share: 50 };
    for (const comparisons of [
      [{ ...comparison, form: "contact" }],
      [comparison, comparison],
      [{ ...comparison, share: 0 }],
      [{ ...comparison, share: 100 }],
      [{ ...comparison, share: 33.3 }],
    ])
      expect(
        await admin.refused("PUT", `/api/properties/${property}`, {
          version: saved,
          settings: { ...settings, comparisons },
        }),
      ).toMatchObject({ code: "invalid_request" });
  });

  it("R29: tells the versions of a form apart, the current one first, by the days of the property's time zone", async () => {
    const { settings, version: saved } = await admin.ok(Property, "GET", `/api/properties/${property}`);
    await send(shown({ outcome: "not_started" }));
    const changed = { ...settings, timeZone: "Pacific/Auckland", preChatForm: settings.offlineForm };
    changed.preChatForm = { fields: settings.offlineForm.fields.slice(1) };
    await admin.ok(Property, "PUT", `/api/properties/${property}`, { version: saved, settings: changed });
    const earlier = version;
    version = await currentVersion();
    expect(version).not.toBe(earlier);
    await send(shown({ outcome: "not_started" }));
    await send({ form: "pre_chat", version: earlier, outcome: "not_started" });
    const { versions } = await measure();
    expect(versions.map((one) => [one.version, one.current, one.shown, one.from, one.to])).toEqual([
      [version, "first", 1, "2026-11-24", "2026-11-24"],
      [earlier, null, 2, "2026-11-23", "2026-11-24"],
    ]);
    test.clock.pass(8 * DAY);
    expect((await measure("7")).versions).toEqual([]);
    expect((await measure("28")).versions).toHaveLength(2);
    expect((await measure("28", "offline")).versions).toEqual([]);
    expect((await measure("28", "constructor")).versions).toEqual([]);
    test.clock.pass(800 * DAY);
    await test.deps.database.write((tx) => removeOldFormCounts(tx, test.clock.now()));
    expect(await rowsOf(test, "form_counts")).toEqual([]);
  });

  it.each([
    ["another form", { form: "nobody", outcome: "not_started" }, 422],
    ["another version", { version: "0".repeat(16), outcome: "not_started" }, 422],
    ["a field of no form", { outcome: "left", field: "constructor" }, 422],
    ["a key", { form: "__proto__", outcome: "not_started" }, 422],
    ["a time", { outcome: "submitted", seconds: -1 }, 422],
    ["half a second", { outcome: "submitted", seconds: 1.5 }, 422],
    ["an outcome", { outcome: "erased" }, 422],
    ["a long version", { version: "a".repeat(400_000), outcome: "not_started" }, 422],
  ])("refuses %s, and counts nothing", async (_, more, status) => {
    expect(await send(shown(more))).toBe(status);
    expect(await rowsOf(test, "form_counts")).toEqual([]);
  });

  it("R37: counts at most 300 in a minute of one address, and none of a site that is not allowed", async () => {
    const statuses: number[] = [];
    for (let at = 0; at < 301; at++) statuses.push(await send(shown({ outcome: "not_started" })));
    expect(statuses.filter((status) => status === 204)).toHaveLength(300);
    expect(statuses.at(-1)).toBe(429);
    const { settings, version: saved } = await admin.ok(Property, "GET", `/api/properties/${property}`);
    const changed = { ...settings, allowedOrigins: ["https://other.example"] };
    await admin.ok(Property, "PUT", `/api/properties/${property}`, { version: saved, settings: changed });
    test.clock.pass(60_000);
    expect(await send(shown({ outcome: "not_started" }))).toBe(403);
    expect((await measure()).versions[0]?.shown).toBe(300);
  });
});

describe("what a field costs", () => {
  const funnel = (left: number, submitted: number) => ({
    shown: left + submitted + 100,
    submitted,
    fields: [
      { id: "phone", left },
      { id: "message", left: 100 },
    ],
    leftBeforeSending: 0,
  });

  it("R29: is those who left there, as often as the others went on, with its bounds", () => {
    const [effect] = estimateEffects(funnel(200, 300));
    // 200 of 600 left; 300 of the 400 who passed the field sent the form
    expect(effect).toMatchObject({ field: "phone", ofHundred: 25 });
    expect(effect?.low).toBeCloseTo(21.9, 1);
    expect(effect?.high).toBeCloseTo(28.2, 1);
  });

  it.each([
    ["few have seen the form", { ...funnel(20, 40), shown: 99 }],
    ["nobody has left there", { ...funnel(0, 300), fields: [{ id: "phone", left: 0 }] }],
    [
      "nobody has gone on",
      { shown: 500, submitted: 0, fields: [{ id: "a", left: 500 }], leftBeforeSending: 0 },
    ],
    ["it may be chance", { ...funnel(3, 300), fields: [{ id: "phone", left: 3 }] }],
  ])("R29: is not told if %s", (_, given) => {
    expect(estimateEffects(given)).toEqual([]);
  });

  it("has bounds around it, within what is possible", () => {
    const counts = fc.integer({ min: 0, max: 1_000 });
    fc.assert(
      fc.property(counts, counts, counts, counts, (phone, message, unsent, submitted) => {
        const fields = [
          { id: "phone", left: phone },
          { id: "message", left: message },
        ];
        const given = {
          shown: phone + message + unsent + submitted,
          submitted,
          fields,
          leftBeforeSending: unsent,
        };
        for (const { ofHundred, low, high } of estimateEffects(given)) {
          expect(low).toBeLessThanOrEqual(ofHundred);
          expect(high).toBeGreaterThanOrEqual(ofHundred);
          expect(ofHundred).toBeLessThanOrEqual(100 - (100 * submitted) / given.shown + 1e-9);
        }
      }),
    );
  });

  it("has the true share within its bounds in about 95 of 100 cases", () => {
    const random = seeded(1927);
    let within = 0;
    for (let run = 0; run < 2_000; run++) {
      let count = 0;
      for (let one = 0; one < 200; one++) if (random() < 0.14) count++;
      const [low, high] = scoreInterval(count, 200);
      if (low <= 0.14 && 0.14 <= high) within++;
    }
    expect(within / 2_000).toBeGreaterThan(0.93);
    expect(within / 2_000).toBeLessThan(0.97);
  });

  it.each([
    { shown: 100, leaves: 0.5, sends: 0.3 },
    { shown: 200, leaves: 0.2, sends: 0.5 },
    { shown: 200, leaves: 0.6, sends: 0.5 },
    { shown: 500, leaves: 0.5, sends: 0.2 },
    { shown: 2_000, leaves: 0.3, sends: 0.4 },
  ])(
    "R29: has the true effect within its bounds in about 95 of 100 cases: %j",
    ({ shown, leaves, sends }) => {
      const random = seeded(2008);
      const runs = 1_000;
      let within = 0;
      for (let run = 0; run < runs; run++) {
        let [left, submitted] = [0, 0];
        for (let visitor = 0; visitor < shown; visitor++)
          if (random() < leaves) left++;
          else if (random() < sends) submitted++;
        const leftBeforeSending = shown - left - submitted;
        const fields = [{ id: "phone", left }];
        const [effect] = estimateEffects({ shown, submitted, fields, leftBeforeSending });
        const truth = 100 * leaves * sends;
        if (effect && effect.low <= truth && truth <= effect.high) within++;
      }
      expect(within / runs).toBeGreaterThan(0.93);
      expect(within / runs).toBeLessThan(0.98);
    },
  );
});

describe("the difference of two versions", () => {
  it("has the bounds of the published example (Newcombe 1998, table II, a)", () => {
    const { value, low, high } = differenceOf({ count: 56, of: 70 }, { count: 48, of: 80 });
    expect([value, low, high].map((part) => part.toFixed(4))).toEqual(["0.2000", "0.0524", "0.3339"]);
  });

  it("is told once each was shown a hundred times", () => {
    const [few, many] = [
      { shown: 99, submitted: 40 },
      { shown: 100, submitted: 40 },
    ];
    expect([compareShares(few, many), compareShares(many, few)]).toEqual([null, null]);
    expect(compareShares(many, many)?.ofHundred).toBe(0);
  });

  it.each([
    { shown: 100, first: 0.1, second: 0.1 },
    { shown: 200, first: 0.5, second: 0.6 },
    { shown: 1_000, first: 0.02, second: 0.03 },
  ])("R29: has the truth within its bounds in about 95 of 100 cases: %j", ({ shown, first, second }) => {
    const random = seeded(1998);
    const submitted = (share: number) =>
      Array.from({ length: shown }, () => random() < share).filter(Boolean).length;
    const runs = 1_000;
    let within = 0;
    for (let run = 0; run < runs; run++) {
      const found = compareShares(
        { shown, submitted: submitted(first) },
        { shown, submitted: submitted(second) },
      );
      const truth = 100 * (second - first);
      if (found && found.low <= truth && truth <= found.high) within++;
    }
    expect(within / runs).toBeGreaterThan(0.93);
    expect(within / runs).toBeLessThan(0.975);
  });
});
