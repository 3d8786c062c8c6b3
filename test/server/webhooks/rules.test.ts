import { Webhook } from "standardwebhooks";
import { expect, it } from "vitest";
import { conversationSteps } from "../../../server/conversations/core/conversation-steps.ts";
import type { ConversationRow } from "../../../server/conversations/core/row-changes.ts";
import { type AttemptEnd, GIVE_UP, planDelivery } from "../../../server/webhooks/delivery/plan-attempt.ts";
import { PAUSE_AFTER, planEndpoint } from "../../../server/webhooks/delivery/plan-endpoint.ts";
import { newWebhookSecret, signedHeaders } from "../../../server/webhooks/endpoints/webhook-secret.ts";
import { planEvents } from "../../../server/webhooks/events/plan-events.ts";
import type { FoyerEvent } from "../../../shared/event.ts";
import { seededBytes } from "../../support/clock.ts";

const NOW = Date.UTC(2026, 10, 30);
const SECOND = 1_000;
const HOUR = 3_600_000;

const refused = (status: number, retryAfter: string | null = null): AttemptEnd => ({
  kind: "failure",
  code: "http_status",
  status,
  retryAfter,
});
const UNANSWERED: AttemptEnd = { kind: "failure", code: "unreachable", status: null, retryAfter: null };
const REDIRECT: AttemptEnd = { kind: "failure", code: "redirect", status: 302, retryAfter: null };

it.each([
  ["success", { kind: "success" } as const, { kind: "delivered" }],
  ["400", refused(400), { kind: "retry", at: NOW + 5 * SECOND }],
  ["500", refused(500), { kind: "retry", at: NOW + 5 * SECOND }],
  ["a redirect", REDIRECT, { kind: "retry", at: NOW + 5 * SECOND }],
  ["no answer", UNANSWERED, { kind: "retry", at: NOW + 5 * SECOND }],
  ["a process that died", { kind: "interrupted" } as const, { kind: "retry", at: NOW }],
  ["Retry-After in seconds", refused(503, "120"), { kind: "retry", at: NOW + 120 * SECOND }],
  [
    "Retry-After as a date",
    refused(503, new Date(NOW + HOUR).toUTCString()),
    { kind: "retry", at: NOW + HOUR },
  ],
  ["Retry-After of a year", refused(503, "31536000"), { kind: "retry", at: NOW + 24 * HOUR }],
  ["Retry-After in the past", refused(503, "Mon, 01 Jan 2024"), { kind: "retry", at: NOW + 5 * SECOND }],
  ["Retry-After that is none", refused(503, "soon"), { kind: "retry", at: NOW + 5 * SECOND }],
])("R35: after %s, the delivery goes on: %j", (_name, end, expected) => {
  expect(planDelivery(end, { attempts: 1, queuedAt: NOW }, 1, NOW)).toEqual(expected);
});

it("R35: pauses grow from seconds to six hours, and the last attempt is after three days", () => {
  let now = NOW;
  const pauses: number[] = [];
  for (let attempts = 1; ; attempts++) {
    const plan = planDelivery(refused(500), { attempts, queuedAt: NOW }, 1, now);
    if (plan.kind !== "retry") break;
    pauses.push((plan.at - now) / SECOND);
    now = plan.at;
  }
  expect(pauses.slice(0, 8)).toEqual([5, 20, 80, 320, 1_280, 5_120, 20_480, 21_600]);
  expect(now).toBe(NOW + GIVE_UP);
  expect(pauses.length).toBeGreaterThan(15);
});

const HEALTHY = { failures: 0, failingSince: null, retryAt: 0 };

it.each([
  ["a success", { failures: 9, failingSince: 1, retryAt: 2 }, { kind: "success" } as const, HEALTHY],
  ["a first refusal", HEALTHY, refused(500), { failures: 1, failingSince: NOW, retryAt: 0 }],
  [
    "many refusals: they are about their events",
    { failures: 50, failingSince: NOW - HOUR, retryAt: 0 },
    refused(500),
    { failures: 51, failingSince: NOW - HOUR, retryAt: 0 },
  ],
  [
    "the fifth time without an answer: all wait",
    { failures: 4, failingSince: NOW - HOUR, retryAt: 0 },
    UNANSWERED,
    { failures: 5, failingSince: NOW - HOUR, retryAt: NOW + SECOND },
  ],
  [
    "the hundredth time",
    { failures: 99, failingSince: NOW - HOUR, retryAt: 0 },
    UNANSWERED,
    { failures: 100, failingSince: NOW - HOUR, retryAt: NOW + 60 * SECOND },
  ],
  [
    "429 with Retry-After: all wait",
    HEALTHY,
    refused(429, "30"),
    { failures: 1, failingSince: NOW, retryAt: NOW + 30 * SECOND },
  ],
])("R35: of an endpoint, after %s", (_name, before, end, health) => {
  expect(planEndpoint(before, end, NOW)).toEqual({ kind: "continue", health });
});

it("R35: an endpoint ends with 410, and is paused when it has failed for days", () => {
  expect(planEndpoint(HEALTHY, refused(410), NOW)).toEqual({ kind: "end" });
  const before = { failures: 20, failingSince: NOW - PAUSE_AFTER, retryAt: 0 };
  expect(planEndpoint(before, refused(404), NOW).kind).toBe("pause");
  expect(planEndpoint({ ...before, failingSince: NOW - PAUSE_AFTER + 1 }, refused(404), NOW).kind).toBe(
    "continue",
  );
});

it("the headers are those of Standard Webhooks, signed with both secrets while one rotates", () => {
  const random = seededBytes(1);
  const [secret, old] = [newWebhookSecret(random), newWebhookSecret(random)];
  const now = Date.now();
  const sent = { id: "evt_1", body: '{"type":"test"}', now };
  const headers = signedHeaders({ secret, old_secret: old, old_secret_until: now + 1 }, sent);
  for (const one of [secret, old])
    expect(new Webhook(one).verify(sent.body, headers)).toEqual({ type: "test" });
  const later = signedHeaders({ secret, old_secret: old, old_secret_until: now }, sent);
  expect(() => new Webhook(old).verify(sent.body, later)).toThrow();
  expect(() => new Webhook(secret).verify(`${sent.body} `, later)).toThrow();
  expect(later["webhook-timestamp"]).toBe(String(Math.floor(now / 1_000)));
});

const person = (id: string, isOnlyAbout = false): FoyerEvent => ({
  kind: "person",
  property: "p",
  person: id,
  isOnlyAbout,
});
const saved = (created: string[], updated: string[], property = "p"): FoyerEvent => ({
  kind: "contacts_saved",
  property,
  created,
  updated,
});
const merged = (survivor: string, ...absorbed: string[]): FoyerEvent => ({
  kind: "contacts_merged",
  property: "p",
  survivor,
  absorbed,
});

it.each([
  [
    "one that is created and changed is created",
    [saved(["a"], []), saved([], ["a"]), person("a")],
    ["created a"],
  ],
  ["one that is changed before it is created is created", [person("a"), saved(["a"], [])], ["created a"]],
  [
    "one that is changed twice is told of once",
    [person("a"), person("b"), person("a")],
    ["updated a", "updated b"],
  ],
  ["a note changes no contact", [person("a", true)], []],
  [
    "a survivor is not changed besides",
    [merged("a", "b"), person("a"), person("b")],
    ["merged a", "updated b"],
  ],
  [
    "the same ID in two properties is two contacts",
    [saved(["a"], []), saved([], ["a"], "q")],
    ["created a", "updated a"],
  ],
  [
    "an erased person is told of",
    [person("a"), { kind: "person_erased", property: "p", person: "a" } as const],
    ["updated a", "erased a"],
  ],
  ["settings are not told of", [{ kind: "settings", property: "p" } as const], []],
])("R35: of a commit's changes of contacts, %s", (_name, events, expected) => {
  expect(planEvents(events).map(({ type, subject }) => `${type.replace("contact.", "")} ${subject}`)).toEqual(
    expected,
  );
});

const CHAT = {
  ticket: null,
  status: "open",
  subject: "",
  priority: "normal",
  assignee_id: null,
  tags: "[]",
  due_at: null,
  followed_by: null,
  joined_into: null,
} as unknown as ConversationRow;
const TICKET: ConversationRow = { ...CHAT, ticket: 1 };

it.each([
  ["a new chat", null, CHAT, ["opened"]],
  ["a new ticket", null, TICKET, ["opened", "ticket_created"]],
  ["a message", TICKET, { ...TICKET, preview: "Hello" }, []],
  ["a chat that becomes a ticket", CHAT, TICKET, ["ticket_created"]],
  ["another assignee of a chat", CHAT, { ...CHAT, assignee_id: "bo" }, []],
  ["another assignee of a ticket", TICKET, { ...TICKET, assignee_id: "bo" }, ["ticket_updated"]],
  ["a closed chat", CHAT, { ...CHAT, status: "closed" } as const, ["closed"]],
  ["a solved ticket", TICKET, { ...TICKET, status: "solved" } as const, ["ticket_updated"]],
  ["a closed ticket", TICKET, { ...TICKET, status: "closed" } as const, ["ticket_updated", "closed"]],
  ["a reopened ticket", { ...TICKET, status: "solved" } as const, TICKET, ["opened", "ticket_updated"]],
])("R35: the steps of %s", (_name, before, row, expected) => {
  expect(conversationSteps(before, row)).toEqual(expected);
});
