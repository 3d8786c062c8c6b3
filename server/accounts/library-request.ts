/** The header in which the session library is told the client's address. A value that the client sent is replaced. */
export const ADDRESS_HEADER = "x-foyer-address";

/** How long a link to set a new password is valid. */
export const RESET_SECONDS = 3_600;

/** The start of the name of a cookie for HTTPS, one host and the whole of it (RFC 6265bis, section 4.1.3.2). */
export const HOST_PREFIX = "__Host-";
