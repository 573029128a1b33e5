/**
 * Every limit that the server alone knows, by name, with what happens past it (A6). What the page must know too is
 * in protocol limits.ts. Must never be changed to make a test pass.
 */

/** Characters of SECRET. Fewer: the start is refused. */
export const SECRET_LENGTH = 32
