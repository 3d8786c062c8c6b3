/**
 * The limits of the server (R37), each as DESIGN.md lists it in "Limits". `address` is what one IPv4 address or one IPv6 /64 may
 * do; `networksOf` gives the neighbours' networks their multiples.
 */

/** Failed attempts to sign in. */
export const SIGN_IN = {
  seconds: 15 * 60,
  address: 100,
  accountAndAddress: 10,
  /** From this many failures on, an account counts as tried from everywhere. */
  account: 100,
  accountAndAddressWhenTried: 2,
  knownBrowser: 10,
} as const;

/** Links to set a new password that can be asked for. */
export const PASSWORD_RESETS = { seconds: 15 * 60, account: 5, address: 50 } as const;

export const MEGABYTE = 1_048_576;

/** Uploaded files. `stranger` is a visitor who has begun no conversation. */
export const FILES = {
  perMinute: { visitor: 20, address: 100 },
  stranger: { files: 10, megabytes: 20 },
  /** Files of strangers at one address in an hour. */
  strangersAtAddress: { files: 30, seconds: 3_600 },
  visitor: { files: 1_000, megabytes: 500 },
} as const;

/** The time in which the body of a request arrives, ms: of a form or a message, of a file, and of an import or a raw mail. */
export const ARRIVAL = { small: 60_000, file: 600_000, large: 3_600_000 } as const;

/** Requests per minute and API key, unless the operator sets `FOYER_API_LIMIT`. */
export const API_LIMIT = 6_000;

/** Requests to the REST API without a valid key, a minute and address. */
export const INVALID_API_KEYS = { seconds: 60, address: 300 } as const;

/** Bodies of incoming webhooks: of one source, and requests of one address whose secret is unknown. */
export const RECEIVED_BODIES = {
  perMinute: 1_200,
  kilobytesPerMinute: 16 * 1_024,
  unknownSecrets: 30,
} as const;

/**
 * The attributes, tags and events that pages report of their visitors: entries of batches in a minute, and events that are
 * stored, of which the newest stay.
 */
export const ACTIVITY = {
  perMinute: { visitor: 300, address: 6_000, property: 30_000 },
  stored: { visitor: 1_000, property: 1_000_000 },
} as const;

/**
 * Forms that browsers without JavaScript post, in ten minutes. They cannot prove work, so an address may send fewer of them
 * than widgets do.
 */
export const POSTED_FORMS = { seconds: 600, address: 20, property: 300 } as const;

/** Showings of forms whose outcomes are counted in a minute. Beyond it they are not: nothing else depends on them. */
export const FORM_SHOWINGS = { address: 300, property: 6_000 } as const;

/** Live connections that one address may have open, of visitors and of agents each. */
export const liveSockets = (addressLimit: number): number => Math.max(20, Math.ceil(addressLimit / 6));

/** The operator sets these, in `FOYER_VISITOR_LIMIT` and `FOYER_ADDRESS_LIMIT`. */
export interface OperatorLimits {
  /** Deliveries per minute and visitor. */
  readonly visitorLimit: number;
  /** Requests per minute and address. */
  readonly addressLimit: number;
}

/** The defaults of the operator's two settings. The limits of deliveries are in proportion to them. */
export const OPERATOR_LIMITS: OperatorLimits = { visitorLimit: 60, addressLimit: 3_000 };

/** The limits of what reaches the inbox, in ten minutes. `free` needs no proof of work; `most` is never exceeded. */
export interface DeliveryLimits {
  readonly openings: {
    /** Conversations that one visitor begins. */
    readonly visitor: { readonly free: number; readonly most: number };
    /** Conversations that the visitors of one address begin. */
    readonly address: { readonly free: number; readonly most: number };
    /** Those among them that are not their visitor's first. */
    readonly repeatedAtAddress: number;
    /** All of a property, from all addresses. */
    readonly property: number;
  };
  /** Messages of the visitors of one address to whom no agent has written. */
  readonly messages: { readonly address: { readonly free: number; readonly most: number } };
  /** From this many delayed deliveries on, each conversation that an address begins needs a proof of work. */
  readonly delayedAtAddress: number;
  /** Receipts of refusals that are stored for one address. */
  readonly storedRefusals: number;
  /** The tries that a proof of work takes on average: at the limit, and at most. */
  readonly proof: { readonly least: number; readonly most: number };
  /** Wrong proofs of work of one address, after which none is verified. */
  readonly wrongProofs: number;
}

/** The window of `DeliveryLimits`, seconds. */
export const DELIVERY_WINDOW = 600;

export function deliveryLimits({ visitorLimit, addressLimit }: OperatorLimits): DeliveryLimits {
  const part = (limit: number, default_: number, ofDefault: number) =>
    Math.max(1, Math.ceil((limit * ofDefault) / default_));
  const ofVisitor = (points: number) => part(visitorLimit, OPERATOR_LIMITS.visitorLimit, points);
  const ofAddress = (points: number) => part(addressLimit, OPERATOR_LIMITS.addressLimit, points);
  return {
    openings: {
      visitor: { free: ofVisitor(3), most: ofVisitor(10) },
      address: { free: ofAddress(250), most: ofAddress(1_000) },
      repeatedAtAddress: ofAddress(40),
      property: ofAddress(2_000),
    },
    messages: { address: { free: ofAddress(3_000), most: ofAddress(10_000) } },
    delayedAtAddress: ofAddress(30),
    storedRefusals: ofAddress(300),
    proof: { least: 32, most: 256 },
    wrongProofs: 20,
  };
}
