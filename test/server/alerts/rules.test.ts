import { describe, expect, it } from "vitest";
import { classifyAnswer } from "../../../server/alerts/classify-answer.ts";
import { type AlertedConversation, findAlerts } from "../../../server/alerts/find-alerts.ts";
import { planAlerts } from "../../../server/alerts/plan-alerts.ts";
import { planAttempt } from "../../../server/alerts/plan-attempt.ts";
import { hintOf } from "../../../server/alerts/to-request.ts";
import type { HttpOutcome } from "../../../server/platform/http-client/http-client.ts";
import { type AlertSettings, DEFAULT_ALERT_SETTINGS } from "../../../shared/alert.ts";
import { type AddressedService, alertAddressFault } from "../../../shared/rules/alert-address.ts";

const NOW = Date.UTC(2026, 10, 23, 21, 30);
const SECOND = 1_000;
const DAY = 24 * 3_600_000;

describe("the address of a service", () => {
  it.each([
    ["slack", "https://hooks.slack.com/services/T0/B0/abc", true],
    ["slack", "https://hooks.slack-gov.com/services/T0/B0/abc", true],
    ["slack", "http://hooks.slack.com/services/T0/B0/abc", false],
    ["slack", "https://hooks.slack.com.evil.example/services/T0/B0/abc", false],
    ["slack", "https://evil.example/?hooks.slack.com/services/T0", false],
    ["slack", "https://hooks.slack.com:8443/services/T0/B0/abc", false],
    ["slack", "https://user:secret@hooks.slack.com/services/T0/B0/abc", false],
    ["slack", "https://slack.com/services/T0/B0/abc", false],
    [
      "teams",
      "https://prod-9.westeurope.logic.azure.com:443/workflows/1/triggers/manual/paths/invoke?sig=x",
      true,
    ],
    ["teams", "https://default1.a.environment.api.powerplatform.com/powerautomate/workflows/1", true],
    ["teams", "https://contoso.webhook.office.com/webhookb2/1", true],
    ["teams", "https://logic.azure.com/x", false],
    ["teams", "https://evil-logic.azure.com/x", false],
    ["teams", "https://logic.azure.com.evil.example/x", false],
    ["discord", "https://discord.com/api/webhooks/1/a-_Z", true],
    ["discord", "https://discordapp.com/api/webhooks/1/abc", true],
    ["discord", "https://discord.com/api/v10/webhooks/1/abc", true],
    ["discord", "https://discord.com/api/webhooks/1/abc/../../../users/@me", false],
    ["discord", "https://discord.com/api/users/@me", false],
    ["slack_compatible", "https://chat.example.com/hooks/abc", true],
    ["slack_compatible", "http://mattermost:8065/hooks/abc", true],
    ["slack_compatible", "file:///etc/passwd", false],
    ["slack_compatible", "https://a:b@chat.example.com/hooks/abc", false],
    ["slack_compatible", "no address", false],
  ] as const)("%s: %s", (service: AddressedService, address, isGood) => {
    expect(alertAddressFault(service, address) === null).toBe(isGood);
  });

  it("the hint that admins see has no secret", () => {
    expect(hintOf({ kind: "slack", address: "https://hooks.slack.com/services/T0/B0/SECRETabcd" })).toBe(
      "hooks.slack.com · …abcd",
    );
    expect(hintOf({ kind: "telegram", token: "123:SECRETabcd", chat: "@shop" })).toBe("@shop · bot 123");
  });
});

describe("what is found", () => {
  const team = [{ id: "bo", name: "Bo Berg" }];
  const chat: AlertedConversation = {
    id: "c1",
    ticket: null,
    status: "open",
    unanswered_since: NOW - SECOND,
    suspicious: 0,
    joined_into: null,
  };
  const note = (text: string, sequence = 9, retracted = 0) =>
    ({ sequence, kind: "note", text, retracted }) as const;
  const found = (change: Partial<AlertedConversation>, notes: ReturnType<typeof note>[] = []) =>
    findAlerts({ ...chat, ...change }, notes, [3, 5], team, NOW).map(
      ({ kind, entry, since }) => `${kind} ${entry} ${since - NOW}`,
    );

  it.each([
    ["a chat that waits", {}, [`waiting_chat ${NOW - SECOND} -1000`]],
    ["an answered chat", { unanswered_since: null }, []],
    ["a closed chat", { status: "closed" }, []],
    ["a suspicious chat", { suspicious: 1 }, []],
    ["a ticket that is new", { ticket: 4 }, ["new_ticket 4 0"]],
    ["the last ticket", { ticket: 5 }, ["new_ticket 5 0"]],
    ["a ticket of before", { ticket: 3 }, []],
    ["a ticket that comes next time", { ticket: 6 }, []],
    ["a new ticket that was joined", { ticket: 4, joined_into: "c2" }, []],
  ] as const)("%s", (_, change, expected) => {
    expect(found(change)).toEqual(expected);
  });

  it("each note that mentions somebody, but no message and nothing retracted", () => {
    const gone = note("@Bo Berg", 8, 1);
    expect(found({ unanswered_since: null }, [note("Ask @Bo Berg", 7), note("Nobody"), gone])).toEqual([
      "mention 7 0",
    ]);
    const message = { ...note("@Bo Berg"), kind: "message" } as const;
    expect(findAlerts({ ...chat, unanswered_since: null }, [message], [0, 0], team, NOW)).toEqual([]);
  });
});

describe("the plan", () => {
  const settings = (change: Partial<AlertSettings> = {}): AlertSettings => ({
    ...DEFAULT_ALERT_SETTINGS,
    ...change,
  });
  const due = (kind: "waiting_chat" | "new_ticket" | "mention", chosen: AlertSettings, since = NOW) =>
    planAlerts(
      [{ kind, about: "conversation", aboutId: "c1", entry: "1", since }],
      [{ id: "a", settings: chosen }],
      { timeZone: "Europe/Berlin", now: NOW },
    ).map(({ dueAt }) => dueAt - NOW);
  // it is 22:30 in Berlin
  const night = { from: 22 * 60, to: 7 * 60 };

  it.each([
    ["a chat waits for the delay", due("waiting_chat", settings()), [30 * SECOND]],
    ["a chat that has waited already", due("waiting_chat", settings(), NOW - 10 * SECOND), [20 * SECOND]],
    ["a chat that has waited for longer", due("waiting_chat", settings(), NOW - DAY), [0]],
    ["a ticket at once", due("new_ticket", settings()), [0]],
    ["a kind that is off", due("mention", settings()), []],
    ["a ticket in quiet hours", due("new_ticket", settings({ quietHours: night })), [8.5 * 3_600_000]],
    [
      "a chat whose delay ends in quiet hours",
      due("waiting_chat", settings({ quietHours: { from: 22 * 60 + 31, to: 7 * 60 }, waitSeconds: 60 })),
      [8.5 * 3_600_000],
    ],
  ])("%s", (_, planned, expected) => {
    expect(planned).toEqual(expected);
  });
});

describe("the answers of services", () => {
  const refused = (status: number, body = "", headers = {}): HttpOutcome => ({
    kind: "refused",
    code: status < 400 ? "redirect" : "http_status",
    answer: { status, headers, body, isCut: false },
  });
  const unanswered = (code: "private_address" | "connect_timeout"): HttpOutcome => ({
    kind: "unanswered",
    code,
  });

  it.each([
    ["200", { kind: "success", answer: { status: 200, headers: {}, body: "ok", isCut: false } }, "sent"],
    ["301", refused(301), "redirected refused"],
    ["400", refused(400, "invalid_payload"), "refused message"],
    ["401", refused(401), "unauthorized refused"],
    ["403", refused(403), "unauthorized refused"],
    ["404", refused(404, "no_service"), "not_found refused"],
    ["408", refused(408), "service_error temporary"],
    ["410", refused(410, "channel_is_archived"), "not_found gone"],
    ["429", refused(429), "rate_limited temporary"],
    ["503", refused(503), "service_error temporary"],
    ["no answer", unanswered("connect_timeout"), "not_reached temporary"],
    ["a private address", unanswered("private_address"), "private_address refused"],
  ] as const)("%s", (_, outcome, expected) => {
    const read = classifyAnswer("slack", outcome);
    expect(read.kind === "sent" ? "sent" : `${read.code} ${read.extent}`).toBe(expected);
  });

  it("Telegram says that it does not know the chat with 400", () => {
    const outcome = refused(400, '{"ok":false,"description":"Bad Request: chat not found"}');
    expect(classifyAnswer("telegram", outcome)).toMatchObject({ code: "chat_not_found", extent: "refused" });
  });

  const healthy = { failures: 0, refusals: 0, failingSince: null };
  const planAfter = (outcome: HttpOutcome, before: Partial<Parameters<typeof planAttempt>[1]> = {}) =>
    planAttempt(classifyAnswer("slack", outcome), { ...healthy, ...before }, 0.5, NOW);

  it.each([
    ["a first 404 is tried again", planAfter(refused(404)), { kind: "retry", at: NOW + 30 * SECOND }],
    [
      "a third pauses",
      planAfter(refused(404), { failures: 2, refusals: 2 }),
      { kind: "pause", reason: "refused" },
    ],
    [
      "faults of the service in between are no refusals",
      planAfter(refused(404), { failures: 9, refusals: 1 }),
      { kind: "retry", at: NOW + 30 * SECOND },
    ],
    ["410 pauses at once", planAfter(refused(410)), { kind: "pause", reason: "gone" }],
    ["a refused message is dropped", planAfter(refused(400)), { kind: "drop" }],
    ["the third pauses", planAfter(refused(400), { refusals: 2 }), { kind: "pause", reason: "refused" }],
    ["a fault is tried again soon", planAfter(refused(500)), { kind: "retry", at: NOW + SECOND / 2 }],
    ["then less often", planAfter(refused(500), { failures: 20 }), { kind: "retry", at: NOW + 30 * SECOND }],
    [
      "Retry-After is respected",
      planAfter(refused(429, "", { "retry-after": "90" })),
      { kind: "retry", at: NOW + 90.5 * SECOND },
    ],
    [
      "a service that is down for days pauses",
      planAfter(refused(502), { failures: 99, failingSince: NOW - 3 * DAY }),
      { kind: "pause", reason: "failing" },
    ],
    [
      "not before",
      planAfter(refused(502), { failures: 99, failingSince: NOW - 3 * DAY + 1 }),
      { kind: "retry", at: NOW + 30 * SECOND },
    ],
  ])("%s", (_, plan, expected) => {
    expect(plan).toEqual(expected);
  });
});
