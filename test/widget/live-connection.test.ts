// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { HEARTBEAT_TIMEOUT, LIVE_CLOSE, type ToVisitor } from "../../shared/live.ts";
import { type LiveConnectionOptions, openLiveConnection } from "../../widget/chat/live-connection.ts";
import { fakeTimers, settled } from "./support.ts";

/** A WebSocket whose server is the test. */
class FakeSocket {
  static all: FakeSocket[] = [];
  readyState = 0;
  readonly sent: { kind: string }[] = [];
  onopen?: () => void;
  onmessage?: (event: { data: string }) => void;
  onerror?: () => void;
  onclose?: (event: { code: number }) => void;
  readonly address: string;
  constructor(address: string) {
    this.address = address;
    FakeSocket.all.push(this);
  }
  send(text: string) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.readyState = 3;
  }
  open() {
    this.readyState = 1;
    this.onopen?.();
  }
  bring(frame: ToVisitor) {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
  /** As Chromium does it for an address that the page's policy does not allow: no close event follows. */
  fail() {
    this.readyState = 3;
    this.onerror?.();
  }
  drop(code = 1006) {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}

const last = () => FakeSocket.all.at(-1) as FakeSocket;

function connect(change: Partial<LiveConnectionOptions> = {}) {
  const timers = fakeTimers();
  const page = new AbortController();
  const frames: ToVisitor[] = [];
  const poll = vi.fn(async () => true);
  const lost = vi.fn();
  const live = openLiveConnection({
    url: "wss://chat.example.com/w/abcdefghij/live",
    signal: page.signal,
    token: async () => "token",
    onTokenRejected: lost,
    sequence: () => 7,
    onFrame: (frame) => frames.push(frame),
    poll,
    isWatched: () => true,
    now: timers.now,
    random: () => 0.5,
    after: timers.after,
    ...change,
  });
  return { live, timers, page, frames, poll, lost };
}

beforeEach(() => {
  FakeSocket.all = [];
  vi.stubGlobal("WebSocket", FakeSocket);
});
afterEach(() => vi.unstubAllGlobals());

describe("the live connection", () => {
  test("sends the token and the sequence number, passes frames on, and answers heartbeats", async () => {
    const { frames } = connect();
    await settled();
    last().open();
    last().bring({ kind: "heartbeat" });
    last().bring({ kind: "available", available: false });
    expect(last().sent).toEqual([{ kind: "hello", token: "token", since: 7 }, { kind: "heartbeat" }]);
    expect(frames).toEqual([{ kind: "available", available: false }]);
  });

  test("reconnects after a cut, and at once when the network is back", async () => {
    const { live, timers } = connect();
    await settled();
    last().open();
    last().drop();
    expect(live.send({ kind: "heartbeat" })).toBe(false);
    await timers.advance(500);
    expect(FakeSocket.all).toHaveLength(2);
    last().drop();
    live.reconnect();
    await settled();
    expect(FakeSocket.all).toHaveLength(3);
  });

  test("closes a silent connection and reconnects", async () => {
    const { timers } = connect();
    await settled();
    last().open();
    last().bring({ kind: "heartbeat" });
    await timers.advance(HEARTBEAT_TIMEOUT - 1);
    last().bring({ kind: "heartbeat" });
    await timers.advance(HEARTBEAT_TIMEOUT - 1);
    expect(last().readyState).toBe(1);
    await timers.advance(1);
    expect(last().readyState).toBe(3);
    await timers.advance(500);
    expect(FakeSocket.all).toHaveLength(2);
  });

  test("reports a token that the server does not accept", async () => {
    const { lost } = connect();
    await settled();
    last().open();
    last().drop(LIVE_CLOSE.unauthorized);
    expect(lost).toHaveBeenCalledTimes(1);
  });

  const blocked: [reason: string, attempt: () => void][] = [
    [
      "the constructor throws",
      () =>
        vi.stubGlobal("WebSocket", function refuse() {
          throw new DOMException("blocked", "SecurityError");
        }),
    ],
    ["a socket has an error event but no close event", () => FakeSocket.all.map((one) => one.fail())],
    ["a socket is closed at once", () => FakeSocket.all.map((one) => one.drop())],
    ["a proxy does not answer the upgrade", () => undefined],
    ["a socket opens but passes no frame", () => FakeSocket.all.map((one) => one.open())],
  ];

  test.each(blocked)("if %s, the server is polled every few seconds from the start", async (_, attempt) => {
    attempt();
    const { timers, poll } = connect();
    await settled();
    for (let second = 1; second <= 60; second++) {
      attempt();
      await timers.advance(1_000);
      expect(poll.mock.calls.length, `after ${second} s`).toBeGreaterThanOrEqual(Math.floor(second / 9));
    }
    expect(poll.mock.calls.length).toBeLessThanOrEqual(60 / 8);
  });

  test("a socket that stays without a frame is given up, and another one is tried", async () => {
    const { timers } = connect();
    await settled();
    await timers.advance(6_000);
    expect(last().readyState).toBe(3);
    await timers.advance(500);
    expect(FakeSocket.all).toHaveLength(2);
  });

  test("polling ends with the first frame, and starts again when the connection is lost", async () => {
    const { timers, poll, live } = connect();
    await settled();
    last().open();
    expect(live.isOpen()).toBe(false);
    last().bring({ kind: "heartbeat" });
    expect(live.isOpen()).toBe(true);
    await timers.advance(10_000);
    expect(poll).not.toHaveBeenCalled();
    last().drop();
    expect(live.isOpen()).toBe(false);
    await timers.advance(8_000);
    expect(poll).toHaveBeenCalledTimes(1);
  });

  test("R22: a server that does not answer is polled less and less often", async () => {
    vi.stubGlobal("WebSocket", function refuse() {
      throw new DOMException("blocked", "SecurityError");
    });
    const poll = vi.fn(async () => false);
    const { timers } = connect({ poll });
    await settled();
    const counts: number[] = [];
    for (let minute = 0; minute < 4; minute++) {
      const before = poll.mock.calls.length;
      for (let second = 0; second < 60; second++) await timers.advance(1_000);
      counts.push(poll.mock.calls.length - before);
    }
    expect(counts[0]).toBeLessThanOrEqual(6);
    expect(counts[3]).toBeLessThanOrEqual(2);
  });

  test("a chat that nobody watches is polled about once in a minute", async () => {
    const { timers, poll } = connect({ isWatched: () => false });
    await settled();
    for (let second = 0; second < 120; second++) await timers.advance(1_000);
    expect(poll).toHaveBeenCalledTimes(2);
  });

  test("an address that the page's policy forbids is not tried again, but the server is polled", async () => {
    const { timers, poll } = connect();
    await settled();
    const report = Object.assign(new Event("securitypolicyviolation"), { blockedURI: last().address });
    document.dispatchEvent(report);
    last().fail();
    for (let second = 0; second < 30; second++) await timers.advance(1_000);
    expect(FakeSocket.all).toHaveLength(1);
    expect(poll).toHaveBeenCalledTimes(3);
  });

  test("ends with the page", async () => {
    const { page, timers } = connect();
    await settled();
    last().open();
    page.abort();
    expect(last().readyState).toBe(3);
    expect(timers.waiting()).toEqual([]);
  });
});
