import type { LookupFunction } from "node:net";
import { expect, it } from "vitest";
import { planPushAttempt } from "../../../server/notifications/push/plan-push-attempt.ts";
import { createPushClient, ForbiddenAddress } from "../../../server/notifications/push/push-client.ts";
import { toPayload } from "../../../server/notifications/push/push-message.ts";
import { isPublicAddress } from "../../../server/platform/http/public-address.ts";

const NOW = Date.UTC(2026, 10, 23);
const HOUR = 3_600_000;

it.each([
  [201, { kind: "sent" }],
  [202, { kind: "sent" }],
  [404, { kind: "remove_subscription" }],
  [410, { kind: "remove_subscription" }],
  [400, { kind: "drop" }],
  [403, { kind: "drop" }],
  [413, { kind: "drop" }],
  [301, { kind: "drop" }],
  [429, { kind: "retry", at: NOW + 11_250 }],
  [503, { kind: "retry", at: NOW + 11_250 }],
  [null, { kind: "retry", at: NOW + 11_250 }],
])("after the status %s: %j", (status, expected) => {
  const outcome = status === null ? ({ status, retryAfter: null } as const) : { status, retryAfter: null };
  expect(planPushAttempt(outcome, { attempts: 1, refusals: 0, createdAt: NOW }, 0.5, NOW)).toEqual(expected);
});

it("pauses double up to an hour, follow Retry-After, and end after a day", () => {
  const plan = (attempts: number, retryAfter: string | null = null, createdAt = NOW) =>
    planPushAttempt({ status: 503, retryAfter }, { attempts, refusals: 0, createdAt }, 1, NOW);
  expect(plan(2)).toEqual({ kind: "retry", at: NOW + 30_000 });
  expect(plan(30)).toEqual({ kind: "retry", at: NOW + HOUR });
  expect(plan(1, "120")).toEqual({ kind: "retry", at: NOW + 120_000 });
  expect(plan(1, "999999")).toEqual({ kind: "retry", at: NOW + HOUR });
  expect(plan(1, "soon")).toEqual({ kind: "retry", at: NOW + 15_000 });
  expect(plan(1, null, NOW - 24 * HOUR)).toEqual({ kind: "drop" });
});

it("a subscription that was refused five times in a row is gone", () => {
  const plan = (refusals: number) =>
    planPushAttempt({ status: 403, retryAfter: null }, { attempts: 1, refusals, createdAt: NOW }, 0, NOW)
      .kind;
  expect([plan(3), plan(4)]).toEqual(["drop", "remove_subscription"]);
});

it.each([
  ["203.0.114.1", true],
  ["2606:4700::1111", true],
  ["127.0.0.1", false],
  ["10.1.2.3", false],
  ["172.16.0.1", false],
  ["192.168.1.1", false],
  ["100.64.0.1", false],
  ["169.254.169.254", false],
  ["0.0.0.0", false],
  ["224.0.0.1", false],
  ["255.255.255.255", false],
  ["::1", false],
  ["::", false],
  ["fe80::1", false],
  ["fd00::1", false],
  ["ff02::1", false],
  ["::ffff:127.0.0.1", false],
  ["::ffff:10.0.0.1", false],
  ["64:ff9b::7f00:1", false],
  ["2002:7f00:1::", false],
  ["localhost", false],
])("the address %s is public: %s", (address, expected) => {
  expect(isPublicAddress(address)).toBe(expected);
});

/** A name server that answers with these addresses. */
const namesTo =
  (...addresses: string[]): LookupFunction =>
  (_, options, done) => {
    const found = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    if (options.all) done(null, found);
    else done(null, found[0]?.address ?? "", found[0]?.family);
  };

it.each([
  "https://127.0.0.1/x",
  "https://2130706433/x",
  "https://0x7f.1/x",
  "https://[::1]/x",
  "https://[::ffff:10.0.0.1]/x",
  "https://169.254.169.254/latest/meta-data",
  "http://push.example.com/x",
  "https://private.example.com/x",
])("no message is sent to %s", async (endpoint) => {
  const client = createPushClient({ lookup: namesTo("10.0.0.1", "::1") });
  await expect(client({ endpoint, headers: {}, body: new Uint8Array() })).rejects.toThrow(ForbiddenAddress);
});

it("a payload is short, on one line each, and cuts no character in two", () => {
  const { title, body } = toPayload({
    title: "a\n".repeat(200),
    body: "👋".repeat(500),
    path: "/dashboard/",
    tag: "t",
    unread: 1,
  });
  expect(title).toHaveLength(100);
  expect(title).not.toContain("\n");
  expect([...body]).toHaveLength(240);
  expect(body.endsWith("👋…")).toBe(true);
});
