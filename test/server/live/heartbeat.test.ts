import { beforeEach, describe, expect, it } from "vitest";
import { Heartbeats } from "../../../server/live/heartbeat.ts";
import type { LiveSocket } from "../../../server/live/sockets.ts";

/** The events of a socket, each with its tick. */
let log: string[] = [];
let tick = 0;
let heartbeats = new Heartbeats();

function fakeSocket(name: string): LiveSocket {
  const state = { OPEN: 1, readyState: 1, bufferedAmount: 0, frameCount: 0 };
  const end = (how: string) => {
    log.push(`${tick} ${name} ${how}`);
    socket.readyState = 3;
  };
  const socket = {
    ...state,
    helloReceived: true,
    expiresAt: Number.POSITIVE_INFINITY,
    send: () => log.push(`${tick} ${name} heartbeat`),
    close: (code: number) => end(`closed ${code}`),
    terminate: () => end("terminated"),
  };
  return socket as unknown as LiveSocket;
}

function pass(ticks: number): void {
  for (let passed = 0; passed < ticks; passed++) {
    tick++;
    heartbeats.tick(tick * 1_000);
  }
}

beforeEach(() => {
  log = [];
  tick = 0;
  heartbeats = new Heartbeats();
});

describe("heartbeats", () => {
  it("go to each connection every 12 seconds after it was opened", () => {
    const [first, second] = [fakeSocket("first"), fakeSocket("second")];
    heartbeats.add(first);
    pass(5);
    heartbeats.add(second);
    pass(12);
    heartbeats.recordFrame(first);
    heartbeats.recordFrame(second);
    pass(12);
    expect(log).toEqual([
      "12 first heartbeat",
      "17 second heartbeat",
      "24 first heartbeat",
      "29 second heartbeat",
    ]);
  });

  it("end a connection that is silent for 27 seconds", () => {
    const socket = fakeSocket("it");
    heartbeats.add(socket);
    pass(1);
    heartbeats.recordFrame(socket);
    pass(40);
    expect(log).toEqual(["12 it heartbeat", "24 it heartbeat", "28 it terminated"]);
  });

  it("close a connection without a hello after 10 seconds, and one whose credentials expire", () => {
    const [silent, expiring] = [fakeSocket("silent"), fakeSocket("expiring")];
    silent.helloReceived = false;
    expiring.expiresAt = 4_000;
    heartbeats.add(silent);
    heartbeats.add(expiring);
    pass(11);
    expect(log).toEqual(["4 expiring closed 4401", "10 silent closed 4408"]);
  });

  it("close a connection that sends more than 120 frames between two of them", () => {
    const socket = fakeSocket("it");
    heartbeats.add(socket);
    const record = (count: number) => Array.from({ length: count }, () => heartbeats.recordFrame(socket));
    expect(record(120)).not.toContain(false);
    pass(12);
    expect(record(121).filter((isAllowed) => !isAllowed)).toHaveLength(1);
    expect(log).toEqual(["12 it heartbeat", "12 it closed 4429"]);
  });

  it("leave out a connection that was removed", () => {
    const socket = fakeSocket("it");
    heartbeats.add(socket);
    heartbeats.remove(socket);
    pass(30);
    heartbeats.closeAll(1001, "");
    expect(log).toEqual([]);
  });
});
