import { lookup } from "node:dns/promises";
import { Agent, request as requestHttp } from "node:http";
import { request as requestHttps, Agent as TlsAgent } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import type { SecureContextOptions } from "node:tls";
import type { HttpFailureCode } from "../../../shared/http-failure.ts";
import { isPublicAddress } from "./public-address.ts";
import { readTarget } from "./read-target.ts";
import { type HttpAnswer, receiveAnswer } from "./receive-answer.ts";

/** A POST to an address that somebody typed. */
export interface HttpRequest {
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

export type HttpOutcome =
  /** The answer has a status of 2xx. */
  | { readonly kind: "success"; readonly answer: HttpAnswer }
  /** It has another status. */
  | { readonly kind: "refused"; readonly code: "redirect" | "http_status"; readonly answer: HttpAnswer }
  /** There is none. */
  | { readonly kind: "unanswered"; readonly code: HttpFailureCode };

/** Posts a request. Never throws for what the other side does. */
export type HttpClient = (request: HttpRequest) => Promise<HttpOutcome>;

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

export interface HttpClientOptions {
  /** Whether requests go to an IP address. */
  readonly isAllowed: (address: string) => boolean;
  /** Looks a name up; rejects if there is none. */
  readonly resolve: (host: string) => Promise<readonly ResolvedAddress[]>;
  /** Further options of TLS, such as a certificate authority. */
  readonly tls: SecureContextOptions;
  /** How long a connection may take, the look-up and TLS included, and how long an answer after that; ms. */
  readonly timeouts: { readonly connect: number; readonly answer: number };
}

const DEFAULTS: HttpClientOptions = {
  isAllowed: isPublicAddress,
  resolve: (host) => lookup(host, { all: true }),
  tls: {},
  timeouts: { connect: 10_000, answer: 15_000 },
};

/** Of an answer, bytes. */
const MAX_HEADERS = 16 * 1024;
/**
 * How long one of several addresses of a host is tried before the next; and how many idle connections of a host are used again, and
 * how long: shorter than servers wait, because a request on a connection that the server has just closed fails. Ms.
 */
const CONNECTIONS = {
  autoSelectFamily: true,
  autoSelectFamilyAttemptTimeout: 3_000,
  keepAlive: true,
  maxFreeSockets: 4,
  timeout: 2_000,
} as const;

const unanswered = (code: HttpFailureCode): HttpOutcome => ({ kind: "unanswered", code });

/**
 * Makes the client for addresses that owners and browsers name. Anybody who signs in may name any, so: no redirect is followed; the
 * name is looked up for each request, and all of its addresses must be allowed; the connection goes to an address that was checked,
 * so that no second look-up gives another; and what is read of the answer is bounded.
 */
export function createHttpClient(options: Partial<HttpClientOptions> = {}): HttpClient {
  const { isAllowed, resolve, tls, timeouts } = { ...DEFAULTS, ...options };
  const agent = new Agent(CONNECTIONS);
  const secureAgent = new TlsAgent({ ...CONNECTIONS, ...tls });

  const resolveHost = async (host: string): Promise<readonly ResolvedAddress[] | HttpFailureCode> => {
    const family = isIP(host);
    const found = family
      ? [{ address: host, family }]
      : await before(resolve(host), timeouts.connect).catch(() => "dns" as const);
    if (found === "late") return "connect_timeout";
    if (found === "dns" || !found.length) return "dns";
    return found.every(({ address }) => isAllowed(address)) ? found : "private_address";
  };

  return async (request) => {
    const startedAt = performance.now();
    const url = readTarget(request.address);
    if (!url) return unanswered("bad_address");
    const found = await resolveHost(url.hostname.replace(/^\[|\]$/g, ""));
    if (typeof found === "string") return unanswered(found);
    const isSecure = url.protocol === "https:";
    const sent = (isSecure ? requestHttps : requestHttp)(url, {
      method: "POST",
      headers: { ...request.headers, "Content-Length": Buffer.byteLength(request.body) },
      lookup: pinTo(found),
      maxHeaderSize: MAX_HEADERS,
      agent: isSecure ? secureAgent : agent,
    });
    const connect = Math.max(1, timeouts.connect - (performance.now() - startedAt));
    const received = await receiveAnswer(sent, request.body, { isSecure, connect, answer: timeouts.answer });
    return typeof received === "string" ? unanswered(received) : toOutcome(received);
  };
}

function toOutcome(answer: HttpAnswer): HttpOutcome {
  const { status } = answer;
  if (status >= 200 && status < 300) return { kind: "success", answer };
  const isRedirect = status >= 300 && status < 400;
  return { kind: "refused", code: isRedirect ? "redirect" : "http_status", answer };
}

/** The look-up of a connection, which gives only the addresses that were checked. */
const pinTo =
  (addresses: readonly ResolvedAddress[]): LookupFunction =>
  (_host, { all }, done) => {
    const [first] = addresses;
    if (all) done(null, [...addresses]);
    else done(null, first?.address ?? "", first?.family);
  };

/** Waits for a promise for some time. */
async function before<T>(promise: Promise<T>, milliseconds: number): Promise<T | "late"> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(() => resolve("late"), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
