import type { IncomingMessage } from "node:http";
import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { isFromHere } from "../accounts/same-origin.ts";
import { addressFrom } from "../platform/http/address.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { mayUseWidget } from "../properties/widget-access.ts";
import type { LiveDeps } from "./deps.ts";

/** What a request to be upgraded wants. */
export type Wanted = { readonly property: string } | { readonly property: null };

type UpgradeDeps = Pick<LiveDeps, "config" | "properties" | "addressLimit">;

/**
 * Whether a connection may be opened, and which: a visitor's of a property, or (null) an agent's.
 *
 * @throws Failure `not_found`, `too_many_requests`, `property_unknown`, `origin_not_allowed`
 */
export async function admit(
  { config, properties, addressLimit }: UpgradeDeps,
  request: IncomingMessage,
): Promise<Wanted> {
  const { origin, host, ...headers } = request.headers;
  const path = (request.url ?? "").split("?", 1)[0] ?? "";
  const [, id] = /^\/w\/([^/]+)\/live$/.exec(path) ?? [];
  if (id === undefined && path !== "/api/live") throw new ApiError("not_found");
  const forwarded = [headers["x-forwarded-for"]].flat().join(",");
  await addressLimit.take(addressFrom(request.socket.remoteAddress ?? "", forwarded, config.trustedProxies));
  if (id === undefined) {
    if (!isFromHere(origin, host, config.publicUrl)) throw new ApiError("origin_not_allowed");
    return { property: null };
  }
  const property = await properties.get(id);
  if (!mayUseWidget(property, { origin, host }, config.publicUrl)) throw new ApiError("origin_not_allowed");
  return { property: property.id };
}

/** Answers a request to be upgraded with a problem, as any other request. */
export function refuse(socket: Duplex, { problem, headers }: ApiError): void {
  const body = JSON.stringify(problem);
  const all = {
    ...headers,
    "Content-Type": "application/problem+json",
    "Content-Length": Buffer.byteLength(body),
    "Cache-Control": "no-store",
    Connection: "close",
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  const head = [`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`, ...lines].join("\r\n");
  socket.once("finish", () => socket.destroy());
  socket.end(`${head}\r\n\r\n${body}`);
}
