import { afterAll, beforeAll, expect, it } from "vitest";
import { NotificationSettings } from "../../../shared/notifications.ts";
import { AgentBrowser } from "../../support/agent.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { type NotificationHarness, startNotifications } from "./support.ts";

describeEachDatabase("the routes of notifications", (open) => {
  let all: NotificationHarness;
  beforeAll(async () => {
    all = await startNotifications(await open());
  });
  afterAll(() => all.service.stop());

  it("need a session", async () => {
    const stranger = new AgentBrowser(all.test.app);
    for (const [method, to] of [
      ["GET", "/api/me/notifications"],
      ["PUT", "/api/me/notifications"],
      ["PUT", "/api/me/push-subscription"],
      ["DELETE", "/api/me/push-subscriptions/1"],
    ] as const)
      expect(await stranger.refused(method, to)).toMatchObject({ code: "sign_in_required" });
  });

  it.each([
    ["an address without TLS", { endpoint: "http://push.example.com/1" }],
    ["an address with a password", { endpoint: "https://a:b@push.example.com/1" }],
    ["no address", { endpoint: "https://" }],
    ["a long address", { endpoint: `https://push.example.com/${"x".repeat(1_000)}` }],
    ["a short key", { p256dh: "BA" }],
    ["a key that is no point of the curve", { p256dh: `B${"A".repeat(86)}` }],
    ["a long secret", { auth: "A".repeat(23) }],
  ])("refuses a subscription with %s", async (_, change) => {
    const subscription = { ...all.service.subscribe().subscription, ...change };
    const refused = await all.olga.browser.refused("PUT", "/api/me/push-subscription", subscription);
    expect(refused).toMatchObject({ code: "invalid_request" });
  });

  it.each([
    ["a start after the day", { from: 1440, to: 60, timeZone: "UTC" }],
    ["a part of a minute", { from: 1.5, to: 60, timeZone: "UTC" }],
    ["no length", { from: 60, to: 60, timeZone: "UTC" }],
    ["a zone that does not exist", { from: 1, to: 60, timeZone: "Mars/Olympus" }],
  ])("refuses quiet hours with %s", async (_, quietHours) => {
    const { preferences } = await all.olga.browser.ok(NotificationSettings, "GET", "/api/me/notifications");
    const refused = await all.olga.browser.refused("PUT", "/api/me/notifications", {
      ...preferences,
      quietHours,
    });
    expect(refused).toMatchObject({ code: "invalid_request" });
  });
});
