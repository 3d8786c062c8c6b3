import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import {
  AlertChannel,
  AlertChannels,
  AlertTestResult,
  DEFAULT_ALERT_SETTINGS,
  MAX_ALERT_CHANNELS,
} from "../../../shared/alert.ts";
import { AgentBrowser, addColleague } from "../../support/agent.ts";
import { rowsOf } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { type AlertHarness, startAlerts } from "./support.ts";

const SECRET = "https://hooks.slack.com/services/T0/B0/TOPSECRETabcd";

describeEachDatabase("the routes of alerts", (open) => {
  let all: AlertHarness;
  beforeAll(async () => {
    all = await startAlerts(await open());
  });
  beforeEach(() => all.startOver());
  afterAll(() => all.service.stop());

  const channel = (change: object = {}) => ({
    name: "Support",
    target: { kind: "slack", address: SECRET },
    settings: DEFAULT_ALERT_SETTINGS,
    ...change,
  });
  const add = (change: object = {}) =>
    all.owner.browser.ok(AlertChannel, "POST", `${all.base}/alert-channels`, channel(change));
  const audit = async () =>
    (await rowsOf(all.test, "audit_log"))
      .filter(({ property_id, action }) => property_id === all.property && action.startsWith("alert"))
      .sort((a, b) => (a.id < b.id ? -1 : 1));

  it("R38 are for admins of the property only", async () => {
    const { id } = await add();
    const team = { browser: all.owner.browser, property: all.property };
    const { browser: agent } = await addColleague(all.test, team, `bo${all.property}@example.com`, "agent");
    const stranger = new AgentBrowser(all.test.app);
    const other = all.base;
    await all.startOver();
    for (const [method, path, body] of [
      ["GET", "", undefined],
      ["POST", "", channel()],
      ["PUT", `/${id}`, channel()],
      ["DELETE", `/${id}`, undefined],
      ["POST", `/${id}/pause`, undefined],
      ["POST", `/${id}/resume`, undefined],
      ["POST", `/${id}/test`, undefined],
    ] as const) {
      const refused = async (browser: AgentBrowser, base: string) =>
        (await browser.refused(method, `${base}/alert-channels${path}`, body)).code;
      expect(await refused(stranger, other)).toBe("sign_in_required");
      expect(await refused(agent, other)).toBe("forbidden");
      expect(await refused(agent, all.base)).toBe("property_unknown");
      // the channel of another property does not exist in this one
      if (path) expect(await refused(all.owner.browser, all.base)).toBe("not_found");
    }
  });

  it("no answer, log or audit row has the secret of a channel", async () => {
    const added = await add();
    expect(added).toMatchObject({ name: "Support", service: "slack", hint: "hooks.slack.com · …abcd" });
    const telegram = { kind: "telegram", token: "123:TOPSECRETtokenTOPSECRET", chat: "-1001" };
    await add({ name: "Phones", target: telegram });
    const listed = await all.owner.browser.ok(AlertChannels, "GET", `${all.base}/alert-channels`);
    expect(listed.items.map(({ hint }) => hint)).toEqual(["hooks.slack.com · …abcd", "-1001 · bot 123"]);
    expect(listed.hasLinks).toBe(true);
    await all.owner.browser.ok(AlertChannel, "PUT", `${all.base}/alert-channels/${added.id}`, channel());
    const seen = JSON.stringify([listed, added, await audit(), all.test.logged]);
    expect(seen).not.toContain("TOPSECRET");
    expect((await audit()).map(({ action, details }) => [action, details])).toEqual([
      ["alert_channel_added", '{"names":["Support"]}'],
      ["alert_channel_added", '{"names":["Phones"]}'],
      ["alert_channel_changed", '{"names":["Support"]}'],
    ]);
  });

  it("a target that is left out stays, and settings change", async () => {
    const { id } = await all.add();
    const settings = { ...DEFAULT_ALERT_SETTINGS, waitSeconds: 5, quietHours: { from: 60, to: 120 } };
    const changed = await all.owner.browser.ok(AlertChannel, "PUT", `${all.base}/alert-channels/${id}`, {
      name: "  Night\u202e  ",
      target: null,
      settings,
    });
    expect(changed).toMatchObject({ name: "Night", settings });
    expect(
      await all.owner.browser.ok(AlertTestResult, "POST", `${all.base}/alert-channels/${id}/test`),
    ).toEqual({
      kind: "accepted",
    });
    expect(all.service.received()[0]).toContain("This is a test: alerts of Foyer arrive here.");
  });

  it("another target is a fresh start for a channel that has failed", async () => {
    const { id } = await all.add();
    all.service.answer(() => ({ status: 404 }));
    await all.leaveMessage("Hello");
    await all.worker.catchUp();
    expect((await all.channel(id))?.lastFailure).not.toBeNull();
    all.service.answer();
    const target = { kind: "slack_compatible", address: all.service.addressOf("moved") };
    await all.owner.browser.ok(AlertChannel, "PUT", `${all.base}/alert-channels/${id}`, channel({ target }));
    await all.worker.catchUp();
    expect(all.service.received("moved")).toHaveLength(1);
    expect((await all.channel(id))?.lastFailure).toBeNull();
  });

  it("a test says in words why the service does not take it", async () => {
    const test = async (target: object) => {
      const { id } = await add({ target });
      const path = `${all.base}/alert-channels/${id}/test`;
      const result = await all.owner.browser.ok(AlertTestResult, "POST", path);
      return result.kind === "failed" ? result.code : result.kind;
    };
    const here = { kind: "slack_compatible", address: all.service.addressOf() };
    all.service.answer(() => ({ status: 404 }));
    expect(await test(here)).toBe("not_found");
    all.service.answer(() => "cut");
    expect(await test(here)).toBe("not_reached");
    all.service.answer(() => ({ status: 302, headers: { location: "http://127.0.0.1/" } }));
    expect(await test(here)).toBe("redirected");
    expect(await test({ kind: "slack_compatible", address: "http://169.254.169.254/latest" })).toBe(
      "private_address",
    );
  });

  it("pause and resume leave an audit row when they change something, and a removed channel takes its alerts along", async () => {
    const { id } = await all.add({ quietHours: { from: 0, to: 1439 } });
    await all.leaveMessage("Hello");
    await all.worker.catchUp();
    expect(await rowsOf(all.test, "alerts")).toHaveLength(1);
    const act = (what: string) =>
      all.owner.browser.ok(AlertChannel, "POST", `${all.base}/alert-channels/${id}/${what}`);
    expect((await act("pause")).paused).toMatchObject({ reason: "by_admin" });
    await act("pause");
    expect((await act("resume")).paused).toBeNull();
    await act("resume");
    await all.leaveMessage("Hello", "Bob");
    await all.worker.catchUp();
    await all.owner.browser.ok(AlertChannel, "DELETE", `${all.base}/alert-channels/${id}`);
    expect(await rowsOf(all.test, "alerts")).toEqual([]);
    expect((await audit()).map(({ action }) => action.slice("alert_channel_".length))).toEqual([
      "added",
      "paused",
      "resumed",
      "removed",
    ]);
  });

  it("a property has a limit of channels", async () => {
    for (let one = 0; one < MAX_ALERT_CHANNELS; one++) await add({ name: `Channel ${one}` });
    const refused = await all.owner.browser.refused("POST", `${all.base}/alert-channels`, channel());
    expect(refused.code).toBe("alert_channels_exhausted");
  });

  it.each([
    ["no name", { name: " \u200b " }, "name"],
    ["a long name", { name: "x".repeat(61) }, "name"],
    ["an address of another service", { target: { kind: "discord", address: SECRET } }, "target.address"],
    ["a long address", { target: { kind: "slack", address: SECRET + "x".repeat(2_000) } }, "target.address"],
    ["a token that is none", { target: { kind: "telegram", token: "x/../y", chat: "1" } }, "target.token"],
    [
      "a chat that is none",
      { target: { kind: "telegram", token: "123:abcdefghijklmnopqrstuvwx", chat: "a b" } },
      "target.chat",
    ],
    ["no target", { target: null }, "target"],
    ["a service that is unknown", { target: { kind: "__proto__", address: SECRET } }, "target.kind"],
    [
      "no kind",
      {
        settings: {
          ...DEFAULT_ALERT_SETTINGS,
          kinds: { waiting_chat: false, new_ticket: false, mention: false },
        },
      },
      "settings.kinds",
    ],
    [
      "a negative delay",
      { settings: { ...DEFAULT_ALERT_SETTINGS, waitSeconds: -1 } },
      "settings.waitSeconds",
    ],
    [
      "quiet hours without a length",
      { settings: { ...DEFAULT_ALERT_SETTINGS, quietHours: { from: 60, to: 60 } } },
      "settings.quietHours.to",
    ],
  ])("refuse %s", async (_, change, path) => {
    const refused = await all.owner.browser.refused("POST", `${all.base}/alert-channels`, channel(change));
    expect(refused.code).toBe("invalid_request");
    expect(refused.faults?.map((fault) => fault.path)).toContain(path);
    expect(JSON.stringify(refused)).not.toContain("TOPSECRET");
  });
});
