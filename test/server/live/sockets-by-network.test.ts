import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import { SocketsByNetwork } from "../../../server/live/sockets-by-network.ts";
import { liveSockets } from "../../../server/platform/limits.ts";

describe("R37: live connections of one address", () => {
  const open = (sockets: SocketsByNetwork, addressOf: (n: number) => string, tries: number) => {
    const opened: EventEmitter[] = [];
    for (let n = 0; n < tries; n++)
      try {
        sockets.requireFree(addressOf(n));
        const socket = new EventEmitter();
        sockets.add(addressOf(n), socket);
        opened.push(socket);
      } catch (error) {
        expect(String(error)).toContain("too_many_requests");
      }
    return opened;
  };

  it.each([
    ["one address", () => "192.0.2.1", 5],
    ["the /64s of a /48", (n: number) => `2001:db8:0:${n}::1`, 10],
    ["the addresses of a /24", (n: number) => `192.0.2.${n}`, 20],
  ])("are limited together: %s", (_, addressOf, most) => {
    const sockets = new SocketsByNetwork(5);
    const opened = open(sockets, addressOf, 50);
    expect(opened).toHaveLength(most);
    for (const socket of opened.slice(0, 3)) socket.emit("close");
    expect(open(sockets, addressOf, 50)).toHaveLength(3);
    expect(open(sockets, () => "198.51.100.1", 1)).toHaveLength(1);
  });

  it("are enough for an office, whatever the operator sets", () => {
    expect([liveSockets(3_000), liveSockets(1), liveSockets(30_000)]).toEqual([500, 20, 5_000]);
  });
});
