import { expect, test } from "vitest";
import { problem } from "../../shared/error.ts";
import type { SendResult } from "../../widget/delivery/outbox.ts";
import { createApiClient, createSender } from "../../widget/delivery/sender.ts";
import type { VisitorStore } from "../../widget/embed/visitor.ts";
import { ANA, BEN, deliver, fakeTimers } from "./support.ts";

const PROPERTY_URL = "https://chat.example.com/w/abcdefghij";
const entry = (visitor = ANA) => ({ delivery: deliver(), visitor, problem: null });
const granted = (token: string) => Response.json({ token, available: true });

function visitorStoreOf(record: string, visit: VisitorStore["visit"]): VisitorStore {
  return {
    issue: () => record,
    renew: () => record,
    read: () => record,
    write: () => undefined,
    forget: () => undefined,
    visit,
  };
}

/** A sender whose requests are answered by the given functions. */
function senderWith(
  answer: (body: { token: string; deliveries: { id: string }[] }) => Response | Promise<Response>,
  more: { visits?: () => Promise<Response>; pageVisit?: Promise<{ token: string } | undefined> } = {},
) {
  const requests: { token: string; deliveries: { id: string }[] }[] = [];
  const options: RequestInit[] = [];
  let registered = 0;
  const formers: string[] = [];
  const register = more.visits ?? (async () => granted(`token-${++registered}`));
  const timers = fakeTimers();
  const client = createApiClient({
    propertyUrl: PROPERTY_URL,
    signal: new AbortController().signal,
    after: timers.after,
    visitors: visitorStoreOf(ANA, async (_, draws, former) => {
      if (!former) return register();
      formers.push(former);
      expect(draws).toBe(0);
      return granted("former");
    }),
    pageVisit: () => more.pageVisit,
    async fetch(address, request) {
      expect(address).toBe(`${PROPERTY_URL}/deliveries`);
      const body = JSON.parse(String(request?.body));
      requests.push(body);
      options.push(request ?? {});
      return answer(body);
    },
  });
  const send = createSender(client);
  return { send, requests, options, formers, timers, registered: () => registered };
}

const accept = (body: { deliveries: { id: string }[] }) =>
  Response.json({
    receipts: body.deliveries.map(({ id }) => ({ status: "accepted", id, conversation: "c" })),
  });
const refuse = (code: Parameters<typeof problem>[0], headers: Record<string, string> = {}) => {
  const body = problem(code);
  return () => Response.json(body, { status: body.status, headers });
};

test("a batch is sent with the token of this page's visit, which is not registered twice", async () => {
  const { send, requests, registered } = senderWith(accept, {
    pageVisit: Promise.resolve({ token: "visited" }),
  });
  const batch = [entry(), entry()];
  expect(await send(batch)).toMatchObject({ receipts: [{}, {}] });
  await send([entry()]);
  expect(requests.map(({ token }) => token)).toEqual(["visited", "visited"]);
  expect(requests[0]?.deliveries.map(({ id }) => id)).toEqual(batch.map(({ delivery }) => delivery.id));
  expect(registered()).toBe(0);
});

test("R21: if the visit gets no answer, another one is registered, and the batch is sent", async () => {
  const hanging = new Promise<undefined>(() => undefined);
  const { send, requests, timers } = senderWith(accept, { pageVisit: hanging });
  const outcome = send([entry()]);
  await timers.advance(2_999);
  expect(requests).toEqual([]);
  await timers.advance(1);
  expect(await outcome).toMatchObject({ receipts: [{}] });
  expect(requests.map(({ token }) => token)).toEqual(["token-1"]);
});

test("R3: an expired token is renewed with the proof, and the batch is sent again", async () => {
  let expired = true;
  const { send, requests } = senderWith((body) => {
    if (!expired) return accept(body);
    expired = false;
    return refuse("token_expired")();
  });
  expect(await send([entry()])).toMatchObject({ receipts: [{}] });
  expect(requests.map(({ token }) => token)).toEqual(["token-1", "token-2"]);
});

test("R22: a token refused twice in a row is a failure to back off from", async () => {
  const { send, requests } = senderWith(refuse("token_invalid"));
  expect(await send([entry()])).toEqual({ problem: null, retryAfter: null });
  expect(requests).toHaveLength(2);
});

test("after 'Not you?' a delivery is still sent in the name of its author", async () => {
  const { send, requests, formers } = senderWith(accept);
  await send([entry(BEN)]);
  expect(formers).toEqual([BEN]);
  expect(requests[0]?.token).toBe("former");
});

const judged: [title: string, answer: () => Response | Promise<Response>, outcome: SendResult][] = [
  [
    "R22: 429 waits as long as the server says",
    refuse("too_many_requests", { "Retry-After": "9" }),
    { problem: null, retryAfter: "9" },
  ],
  [
    "R22: after 503 the batch is sent again",
    refuse("storage_unavailable"),
    { problem: null, retryAfter: null },
  ],
  [
    "R22: a refused origin is reported",
    refuse("origin_not_allowed"),
    { problem: problem("origin_not_allowed"), retryAfter: null },
  ],
  [
    "R22: a body that is too large is reported",
    refuse("payload_too_large"),
    { problem: problem("payload_too_large"), retryAfter: null },
  ],
  [
    "after a network failure the batch is sent again",
    () => Promise.reject(new TypeError("Failed to fetch")),
    { problem: null, retryAfter: null },
  ],
  [
    "the page of a captive portal is not an answer of the server",
    () => new Response("<h1>Log in</h1>"),
    { problem: null, retryAfter: null },
  ],
  [
    "a 403 of a proxy is not a refusal",
    () => Response.json({}, { status: 403 }),
    { problem: null, retryAfter: null },
  ],
];

test.each(judged)("%s", async (_, answer, outcome) => {
  const { send } = senderWith(answer);
  expect(await send([entry()])).toEqual(outcome);
});

test("R22: if the visit is refused, the delivery is refused for the same reason", async () => {
  const { send } = senderWith(accept, { visits: async () => refuse("property_unknown")() });
  expect(await send([entry()])).toMatchObject({ problem: { code: "property_unknown" } });
});

test("R21: requests with small bodies are sent with keepalive, larger ones than browsers allow are not", async () => {
  const { send, options } = senderWith(accept);
  await send([entry()]);
  await send([{ ...entry(), delivery: deliver({ message: "ä".repeat(40_000) }) }]);
  expect(options.map(({ keepalive }) => keepalive)).toEqual([true, false]);
});
