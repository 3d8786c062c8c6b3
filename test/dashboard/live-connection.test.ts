import { describe, expect, it } from "vitest";
import { ApiError } from "../../server/dashboard/data/api-error.ts";
import { createConnection, type LiveSocket } from "../../server/dashboard/data/live/connection.ts";
import { problem } from "../../shared/error.ts";
import { HEARTBEAT_TIMEOUT, type ToAgent } from "../../shared/live.ts";

/** A connection with a server and a clock that the test controls. */
function connected() {
  const sockets: (LiveSocket & { sent: unknown[]; closed: boolean })[] = [];
  const timers: { ms: number; act: () => void }[] = [];
  const frames: ToAgent[] = [];
  const states: boolean[] = [];
  let signedOut = false;
  const connection = createConnection(
    {
      async token() {
        if (signedOut) throw new ApiError(problem("sign_in_required"));
        return { token: `token ${sockets.length}` };
      },
      open() {
        const socket = {
          sent: [] as unknown[],
          closed: false,
          send: (text: string) => void socket.sent.push(JSON.parse(text)),
          close: () => {
            socket.closed = true;
          },
          onOpen: () => undefined,
          onText: (_: string) => undefined,
          onClose: () => undefined,
        };
        sockets.push(socket);
        return socket;
      },
      after(ms, act) {
        const timer = { ms, act };
        timers.push(timer);
        return () => void (timers.includes(timer) && timers.splice(timers.indexOf(timer), 1));
      },
      now: () => 0,
      random: () => 0.5,
    },
    { onFrame: (frame) => frames.push(frame), onConnected: (on) => states.push(on) },
  );
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  const last = () => {
    const socket = sockets.at(-1);
    if (!socket) throw new Error("no socket was opened");
    return socket;
  };
  return {
    connection,
    sockets,
    timers,
    frames,
    states,
    settle,
    last,
    hear: (frame: unknown) => last().onText(typeof frame === "string" ? frame : JSON.stringify(frame)),
    signOut: () => {
      signedOut = true;
    },
    async welcome() {
      connection.start();
      await settle();
      last().onOpen();
      last().onText(JSON.stringify({ kind: "welcome" }));
    },
    /** Fires the timer with this delay. */
    async elapse(fits: (ms: number) => boolean) {
      const timer = timers.find(({ ms }) => fits(ms));
      if (!timer) throw new Error("nothing waits for so long");
      timers.splice(timers.indexOf(timer), 1);
      timer.act();
      await settle();
    },
  };
}

const silence = (ms: number) => ms === HEARTBEAT_TIMEOUT;
const retry = (ms: number) => ms !== HEARTBEAT_TIMEOUT;

describe("the live connection", () => {
  it("sends hello with its token, and is connected after the welcome", async () => {
    const { connection, welcome, last, states } = connected();
    connection.send({ kind: "heartbeat" });
    await welcome();
    expect(last().sent).toEqual([{ kind: "hello", token: "token 0" }]);
    expect(states).toEqual([true]);
  });

  it("answers every heartbeat, and delivers every other frame", async () => {
    const { welcome, hear, last, frames } = connected();
    await welcome();
    hear({ kind: "heartbeat" });
    hear({ kind: "available", property: "abcde12345", available: true });
    expect(last().sent.at(-1)).toEqual({ kind: "heartbeat" });
    expect(frames).toEqual([{ kind: "available", property: "abcde12345", available: true }]);
  });

  it.each(["no JSON", "[]", '{"kind":"from a newer server"}', '{"kind":"changes"}', "null"])(
    "passes over %s",
    async (text) => {
      const { welcome, hear, frames, states } = connected();
      await welcome();
      hear(text);
      expect(frames).toEqual([]);
      expect(states).toEqual([true]);
    },
  );

  it("reconnects with a new token after the heartbeat timeout", async () => {
    const { welcome, elapse, sockets, last, states } = connected();
    await welcome();
    await elapse(silence);
    expect(sockets[0]?.closed).toBe(true);
    expect(states).toEqual([true, false]);
    await elapse(retry);
    last().onOpen();
    expect(last().sent).toEqual([{ kind: "hello", token: "token 1" }]);
  });

  it("waits longer after each failure, and resets the delay after a welcome", async () => {
    const { connection, settle, last, elapse, timers } = connected();
    connection.start();
    await settle();
    const waits: number[] = [];
    for (let failure = 0; failure < 4; failure++) {
      last().onClose();
      waits.push(timers.find(({ ms }) => retry(ms))?.ms ?? 0);
      await elapse(retry);
    }
    expect(waits).toEqual([500, 1000, 2000, 4000]);
    last().onText(JSON.stringify({ kind: "welcome" }));
    last().onClose();
    expect(timers.find(({ ms }) => retry(ms))?.ms).toBe(500);
  });

  it("reconnects at once after a nudge", async () => {
    const { connection, welcome, last, sockets, settle } = connected();
    await welcome();
    last().onClose();
    connection.nudge();
    await settle();
    expect(sockets).toHaveLength(2);
    connection.nudge();
    await settle();
    expect(sockets).toHaveLength(2);
  });

  it("does not reconnect without a session, or after it is stopped", async () => {
    const { welcome, last, elapse, signOut, timers, connection, sockets } = connected();
    await welcome();
    signOut();
    last().onClose();
    await elapse(retry);
    expect(timers.filter(({ ms }) => retry(ms))).toEqual([]);
    connection.stop();
    expect(sockets).toHaveLength(1);
  });
});
