import { expect, it } from "vitest";
import { planPushAttempt } from "../../../server/notifications/push/plan-push-attempt.ts";
import { createPushClient } from "../../../server/notifications/push/push-client.ts";
import { toPayload } from "../../../server/notifications/push/push-message.ts";
import { createHttpClient } from "../../../server/platform/http-client/http-client.ts";

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
  "https://127.0.0.1/x",
  "https://169.254.169.254/latest/meta-data",
  "http://push.example.com/x",
  "https://private.example.com/x",
])("no message is sent to %s", async (endpoint) => {
  const post = createHttpClient({ resolve: async () => [{ address: "10.0.0.1", family: 4 }] });
  const outcome = await createPushClient(post)({ endpoint, headers: {}, body: new Uint8Array() });
  const code = endpoint.startsWith("https:") ? "private_address" : "bad_address";
  expect(outcome).toEqual({ kind: "unanswered", code });
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
