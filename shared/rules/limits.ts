/**
 * The limits that both sides keep to. Without imports: the widget, which carries no schema library, shares them with
 * the schemas.
 */

/** The longest message, in characters (`lengthOf`). */
export const MAX_MESSAGE = 5_000;
/** The most files in one message. */
export const MAX_FILES = 10;
/** The most deliveries in one request of an outbox. */
export const MAX_DELIVERIES_AT_ONCE = 50;
/** The longest reported address of a page, and the longest content of the trap field, in characters. */
export const MAX_PAGE = 2_000;
export const MAX_TRAP = 500;

/** A live connection on which nothing has arrived for this long counts as broken, on both sides, ms. */
export const HEARTBEAT_TIMEOUT = 27_000;
/** The WebSocket close code for a token that is not valid, or no longer. */
export const LIVE_UNAUTHORIZED = 4401;

/** The longest value of a hidden field, in characters. A longer one is cut, because its visitor could not correct it. */
export const MAX_HIDDEN = 500;
