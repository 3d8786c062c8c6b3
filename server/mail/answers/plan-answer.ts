/** An agent's message that was not considered for a mail yet. */
export interface UnmailedMessage {
  readonly sequence: number;
  /** Ms since 1970. */
  readonly receivedAt: number;
  /** Whether an agent sends it to others too. */
  readonly hasCopies: boolean;
}

export interface AnswerFacts {
  /** Those that were not retracted, oldest first. */
  readonly messages: readonly UnmailedMessage[];
  /** The sequence number up to which the customer has read in the widget. */
  readonly visitorRead: number;
  readonly isTicket: boolean;
  /** Whether the customer has a page with the widget open. */
  readonly isConnected: boolean;
  /** Ms since 1970. */
  readonly now: number;
}

export type AnswerPlan =
  /** The customer has read everything. */
  | { readonly kind: "none" }
  /** It is decided again at this time, ms since 1970. */
  | { readonly kind: "wait"; readonly until: number }
  /** The mail has these messages, by their sequence numbers. */
  | { readonly kind: "mail"; readonly messages: readonly number[] };

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** An agent may correct an answer to a ticket so long, and a customer who is there reads it. */
const TICKET = { quiet: 30 * SECOND, longest: 2 * MINUTE } as const;
/** A customer who has left a chat may come back. */
const CHAT = { quiet: 5 * MINUTE, longest: 10 * MINUTE } as const;
/** Nobody may be looking at a page that is open: it is waited for so long, and checked so often. */
const OPEN_PAGE = { longest: 30 * MINUTE, check: MINUTE } as const;

/**
 * Decides whether agents' messages go to the customer by mail (R30): what is unread after a pause does, several messages in
 * one mail, each once. Messages in a row wait for the last of them, but not longer than the limit. What an agent sends to
 * others too is mailed in any case. Pure.
 */
export function planAnswer({ messages, visitorRead, isTicket, isConnected, now }: AnswerFacts): AnswerPlan {
  const unread = messages.filter(({ sequence, hasCopies }) => hasCopies || sequence > visitorRead);
  const [first] = unread;
  const last = unread.at(-1);
  if (!first || !last) return { kind: "none" };
  const { quiet, longest } = isTicket ? TICKET : CHAT;
  const waitsForPage = isConnected && !isTicket;
  const at = waitsForPage
    ? first.receivedAt + OPEN_PAGE.longest
    : Math.min(last.receivedAt + quiet, first.receivedAt + longest);
  if (now >= at) return { kind: "mail", messages: unread.map(({ sequence }) => sequence) };
  return { kind: "wait", until: waitsForPage ? Math.min(at, now + OPEN_PAGE.check) : at };
}
