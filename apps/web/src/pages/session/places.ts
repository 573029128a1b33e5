/** On which board something of a session is. Pure. */

/** The board by its id: what a session names null is on its own. */
export const boardOf = (board: string | null, sessionBoard: string): string => board ?? sessionBoard
