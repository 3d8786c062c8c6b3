import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";
import ipaddr from "ipaddr.js";

/**
 * The client's network address: that of the socket, or, behind trusted proxies, the one that the outermost proxy saw.
 * Entries further left in X-Forwarded-For come from the client and are not trusted.
 *
 * A visitor's is used for limits and locations in memory, and never stored or logged (R24). An agent's is stored with the
 * session.
 *
 * @param trustedProxies the number of the operator's proxies in front of the server
 */
export function addressOf(c: Context, trustedProxies: number): string {
  return addressFrom(socketAddress(c), c.req.header("x-forwarded-for"), trustedProxies);
}

/**
 * As `addressOf`, for a request that has not reached a route.
 *
 * @param socket the remote address of the socket
 * @param header the X-Forwarded-For header
 */
export function addressFrom(socket: string, header: string | undefined, trustedProxies: number): string {
  if (!trustedProxies) return canonicalAddress(socket);
  const forwarded = (header ?? "").split(",").map((part) => part.trim());
  return canonicalAddress(withoutPort(forwarded.at(-trustedProxies) || socket));
}

/** Some proxies write `192.0.2.1:50123` and `[2001:db8::1]:50123`. */
function withoutPort(address: string): string {
  const [, v6, v4] = /^(?:\[([^\]]+)\](?::\d+)?|([\d.]+):\d+)$/.exec(address) ?? [];
  return v6 ?? v4 ?? address;
}

function socketAddress(c: Context): string {
  // `app.request` in tests has no socket
  return c.env?.incoming ? (getConnInfo(c).remote.address ?? "") : "";
}

/** A network whose addresses are limited together. */
export interface Network {
  readonly key: string;
  /** How many times the limit of one subscriber it is allowed. */
  readonly share: number;
}

/** The multiples for the networks of several subscribers. Of a /48, one subscriber can use up no more than a half. */
const SHARES = { v6: 2, v4: 4 } as const;

/**
 * The networks of an address (R37), narrowest first: that of one subscriber (an IPv4 address, or the /64 of an IPv6 address, whose
 * other addresses the subscriber can use freely), and that of the neighbours whom one customer of a provider may have
 * altogether (the /24 or the /48).
 *
 * @param address as `addressOf` gives it
 */
export function networksOf(address: string): readonly Network[] {
  if (ipaddr.IPv6.isValid(address)) {
    const [a, b, c, d] = ipaddr.IPv6.parse(address).parts.map((part) => part.toString(16));
    return [
      { key: `${a}:${b}:${c}:${d}::/64`, share: 1 },
      { key: `${a}:${b}:${c}::/48`, share: SHARES.v6 },
    ];
  }
  const subscriber = { key: address, share: 1 };
  if (!ipaddr.IPv4.isValid(address)) return [subscriber];
  return [subscriber, { key: address.replace(/[^.]*$/, "0/24"), share: SHARES.v4 }];
}

/** The network of one subscriber: the narrowest of `networksOf`. */
export const networkOf = (address: string): string => networksOf(address)[0]?.key ?? address;

/** An address in its short form; `::ffff:192.0.2.1` and `192.0.2.1` are one. */
export function canonicalAddress(address: string): string {
  if (address.startsWith("::ffff:") && address.includes(".")) return address.slice(7);
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : "unknown";
}
