import { lookup as systemLookup } from "node:dns";
import { request } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import type { SecureContextOptions } from "node:tls";
import { isPublicAddress } from "../../platform/http/public-address.ts";

/** A request to a push service (RFC 8030). */
export interface PushRequest {
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** The answer of a push service. */
export interface PushAnswer {
  readonly status: number;
  /** The header Retry-After, if there is one. */
  readonly retryAfter: string | null;
}

export type PushClient = (request: PushRequest) => Promise<PushAnswer>;

export interface PushClientOptions {
  /** Whether messages go to an IP address. */
  readonly isAllowed: (address: string) => boolean;
  readonly lookup: LookupFunction;
  /** Further options of TLS, such as a certificate authority. */
  readonly tls: SecureContextOptions;
}

/** How long a push service may take to answer, ms. */
const TIMEOUT = 15_000;

const DEFAULTS: PushClientOptions = { isAllowed: isPublicAddress, lookup: systemLookup, tls: {} };

/** An address that messages must not go to. */
export class ForbiddenAddress extends Error {}

/**
 * Makes the client. The address comes from a browser, so anybody who signs in may name any: only https, no redirects, and the IP address is
 * checked where the connection is made, so that no second look-up gives another one.
 *
 * @throws ForbiddenAddress from its requests, and the errors of the network
 */
export function createPushClient(options: Partial<PushClientOptions> = {}): PushClient {
  const { isAllowed, lookup, tls } = { ...DEFAULTS, ...options };
  const checkedLookup: LookupFunction = (host, wanted, done) => {
    lookup(host, { ...wanted, all: true }, (error, found) => {
      if (error) return done(error, "");
      const allowed = [found]
        .flat()
        .flatMap((one) => (typeof one !== "string" && isAllowed(one.address) ? [one] : []));
      const [first] = allowed;
      if (!first) return done(new ForbiddenAddress(`${host} has no public address`), "");
      if (wanted.all) done(null, allowed);
      else done(null, first.address, first.family);
    });
  };
  return ({ endpoint, headers, body }) =>
    new Promise((resolve, reject) => {
      const url = new URL(endpoint);
      const host = url.hostname.replace(/^\[|\]$/g, "");
      if (url.protocol !== "https:" || (isIP(host) && !isAllowed(host))) {
        reject(new ForbiddenAddress(`${url.host} is no public address`));
        return;
      }
      const sent = request(url, {
        ...tls,
        method: "POST",
        headers: { ...headers, "Content-Length": body.length },
        lookup: checkedLookup,
        agent: false,
        signal: AbortSignal.timeout(TIMEOUT),
      });
      sent.on("response", (response) => {
        resolve({
          status: response.statusCode ?? 0,
          retryAfter: response.headers["retry-after"] ?? null,
        });
        // nothing of the answer's body is used, and it may be endless
        response.destroy();
      });
      sent.on("error", reject);
      sent.end(body);
    });
}
