import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";
import ipaddr from "ipaddr.js";

/**
 * The visitor's network address: the socket's, or, with trusted proxies in front, the one that the outermost of them
 * saw. What stands further left in X-Forwarded-For was written by whoever sent the request and is not believed.
 *
 * Used for limits and locations in memory; it is never stored or logged (R24).
 *
 * @param trustedProxies how many proxies of the operator the request has passed
 */
export function addressOf(c: Context, trustedProxies: number): string {
  return addressFrom(socketAddress(c), c.req.header("x-forwarded-for"), trustedProxies);
}

/**
 * The same for a request that has not come to a route.
 *
 * @param socket the address that the socket is connected to
 * @param header X-Forwarded-For, as it came
 */
export function addressFrom(socket: string, header: string | undefined, trustedProxies: number): string {
  if (!trustedProxies) return canonical(socket);
  const forwarded = (header ?? "").split(",").map((part) => part.trim());
  return canonical(withoutPort(forwarded.at(-trustedProxies) || socket));
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

/**
 * Whose an address is, as far as it can be told: with IPv6 everybody has a whole /64 of them, and another for each
 * request if they like.
 *
 * @param address as `addressOf` gives it
 */
export function networkOf(address: string): string {
  if (!ipaddr.IPv6.isValid(address)) return address;
  const [a, b, c, d] = ipaddr.IPv6.parse(address).parts.map((part) => part.toString(16));
  return `${a}:${b}:${c}:${d}::/64`;
}

/** `::ffff:192.0.2.1` and `192.0.2.1` are one address. */
function canonical(address: string): string {
  if (address.startsWith("::ffff:") && address.includes(".")) return address.slice(7);
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : "unknown";
}
