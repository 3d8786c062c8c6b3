/** The header in which the session library is told the client's address. A value that the client sent is replaced. */
export const ADDRESS_HEADER = "x-foyer-address";

/** How long a link to set a new password is valid. */
export const RESET_SECONDS = 3_600;
