/** Where rounds are looked at and drawn in. Pure. */

/** The board on which somebody draws alone, with the way back to the session's. */
export const privateAddress = (board: string, sessionBoard: string) => `/b/${board}?of=${sessionBoard}`

export const roundAddress = (sessionBoard: string, round: string) => `/b/${sessionBoard}/rounds/${round}`
