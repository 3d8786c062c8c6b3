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

  test("polls where WebSockets are blocked, as long as the chat is watched", async () => {
    vi.stubGlobal("WebSocket", function refuse() {
      throw new DOMException("blocked", "SecurityError");
    });
    const { timers, poll } = connect();
    await settled();
    for (let turn = 0; turn < 6; turn++) await timers.advance(10_000);
    expect(poll.mock.calls.length).toBeGreaterThanOrEqual(4);
    expect(Math.max(...timers.waiting())).toBeLessThanOrEqual(10_000);
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
