import { expect, test } from "vitest";
import { problem } from "../../shared/error.ts";
import { createApiClient } from "../../widget/delivery/api-client.ts";
import type { SendResult } from "../../widget/delivery/outbox.ts";
import { createSender, type SolveWork } from "../../widget/delivery/sender.ts";
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
    checkStorage: () => false,
    visit,
  };
}

/** A sender whose requests are answered by the given functions. */
function senderWith(
  answer: (
    body: { token: string; deliveries: { id: string }[] },
    mode?: RequestMode,
  ) => Response | Promise<Response>,
  more: {
    visits?: () => Promise<Response>;
    pageVisit?: Promise<{ token: string } | undefined>;
    solve?: SolveWork;
  } = {},
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
      return answer(body, request?.mode);
    },
  });
  const send = createSender(client, more.solve ?? (async () => undefined));
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
    "one 403 of a proxy is not a refusal yet",
    () => Response.json({}, { status: 403 }),
    { problem: null, retryAfter: null },
  ],
];

test.each(judged)("%s", async (_, answer, outcome) => {
  const { send } = senderWith(answer);
  expect(await send([entry()])).toEqual(outcome);
});

/** A page in place of the server's answer. */
const page = (status: number) =>
  new Response(`<h1>Request blocked</h1>${"x".repeat(200)}`, {
    status,
    headers: { "Content-Type": "text/html" },
  });
const unreadable = () => Promise.reject(new TypeError("Failed to fetch"));
/** The server's answer to the empty batch that tells a refused content from a refused network. */
const reached = refuse("invalid_request");
const PENDING: SendResult = { problem: null, retryAfter: null };

/** Sends one delivery so many times. @returns the results */
async function sendTimes(count: number, ...[answer]: Parameters<typeof senderWith>): Promise<SendResult[]> {
  const { send } = senderWith(answer);
  const one = entry();
  const results: SendResult[] = [];
  for (let at = 0; at < count; at++) results.push(await send([one]));
  return results;
}

test.each([403, 404, 405, 406, 413, 451, 501])(
  "R22: after three pages with %i in a row the delivery counts as refused on the way, with the reason",
  async (status) => {
    const results = await sendTimes(3, () => page(status));
    expect(results.slice(0, 2)).toEqual([PENDING, PENDING]);
    expect(results[2]).toMatchObject({
      problem: { code: "refused_on_the_way", status },
      answer: { status, contentType: "text/html", excerpt: `<h1>Request blocked</h1>${"x".repeat(76)}` },
    });
  },
);

test("R22: a page between other failures does not count as one in a row", async () => {
  const answers = [403, 403, 502, 403, 403].map((status) => () => page(status));
  const results = await sendTimes(5, () => (answers.shift() as () => Response)());
  expect(results).toEqual(Array(5).fill(PENDING));
});

test("R22: several deliveries that a page refuses are sent one by one", async () => {
  const { send } = senderWith(() => page(413));
  expect(await send([entry(), entry()])).toMatchObject({ problem: { code: "refused_on_the_way" } });
});

test("R22: a firewall's answer that the page may not read (CORS) is told from a network that is down", async () => {
  const results = await sendTimes(3, ({ deliveries }, mode) => {
    if (!deliveries.length) return reached();
    return mode === "no-cors" ? page(403) : unreadable();
  });
  expect(results.slice(0, 2)).toEqual([PENDING, PENDING]);
  expect(results[2]).toMatchObject({ problem: { code: "refused_on_the_way", status: 0 } });
});

test("R22: of several deliveries without a readable answer, the first is examined at once when it is sent alone", async () => {
  const { send } = senderWith(({ deliveries }, mode) => {
    if (!deliveries.length) return reached();
    return mode === "no-cors" ? page(403) : unreadable();
  });
  const batch = [entry(), entry()];
  const results = [await send(batch), await send(batch), await send(batch), await send(batch.slice(0, 1))];
  expect(results.map(({ problem }) => problem?.code ?? null)).toEqual([
    null,
    null,
    "refused_on_the_way",
    "refused_on_the_way",
  ]);
});

test("R22: a firewall's page with 200 for one delivery is told from a captive portal", async () => {
  const [, , last] = await sendTimes(3, ({ deliveries }) => (deliveries.length ? page(200) : reached()));
  expect(last).toMatchObject({ problem: { code: "refused_on_the_way" }, answer: { status: 200 } });
});

const passing: [what: string, answer: Parameters<typeof senderWith>[0]][] = [
  ["no network", unreadable],
  ["a captive portal", () => page(200)],
  ["a proxy whose 502 the page may not read", (_, mode) => (mode === "no-cors" ? page(502) : unreadable())],
  ["a server that is restarted", () => page(503)],
];

test.each(passing)("R22: with %s the delivery waits, however long", async (_, answer) => {
  expect(await sendTimes(9, answer)).toEqual(Array(9).fill(PENDING));
});

test("R22: a network that is back just when the refusal is examined delivers", async () => {
  let isBack = false;
  const results = await sendTimes(3, (body, mode) => {
    isBack ||= mode === "no-cors";
    return isBack ? accept(body) : unreadable();
  });
  expect(results[2]).toMatchObject({ receipts: [{ status: "accepted" }] });
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

const WORK = { challenge: "k.shop.V1.32", tries: 32, rounds: 10 };

test("R37: a challenge of the server is answered, and the batch is sent again with the proof", async () => {
  const work = { challenge: WORK.challenge, counter: 7 };
  const { send, requests } = senderWith(
    (body) =>
      "work" in body
        ? accept(body)
        : Response.json(problem("too_many_requests", { work: WORK }), { status: 429 }),
    {
      solve: async (challenge) => {
        expect(challenge).toEqual(WORK);
        return work;
      },
    },
  );
  const batch = [entry()];
  expect(await send(batch)).toMatchObject({ receipts: [{ status: "accepted" }] });
  expect(requests).toMatchObject([{ deliveries: [{}] }, { deliveries: requests[0]?.deliveries, work }]);
});

test("R37: a server that does not accept the proof is asked again later, not at once", async () => {
  const { send, requests } = senderWith(
    () =>
      Response.json(problem("too_many_requests", { work: WORK }), {
        status: 429,
        headers: { "Retry-After": "30" },
      }),
    { solve: async () => ({ challenge: WORK.challenge, counter: 7 }) },
  );
  expect(await send([entry()])).toEqual({ problem: null, retryAfter: "30" });
  expect(requests).toHaveLength(2);
});

test("R37: where the browser cannot prove work, the visitor is told, and keeps the text", async () => {
  const { send } = senderWith(() =>
    Response.json(problem("too_many_requests", { work: WORK }), { status: 429 }),
  );
  expect(await send([entry()])).toMatchObject({ problem: { code: "too_many_requests" } });
});
