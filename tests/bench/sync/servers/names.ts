/** What is measured, in the order of the table's columns. */
export const SERVER_NAMES = [
  'this on PGlite',
  'this on Postgres',
  'y-websocket-server',
  'hocuspocus',
] as const

export type ServerName = (typeof SERVER_NAMES)[number]

export const OURS = ['this on PGlite', 'this on Postgres'] as const
export const PEERS = ['y-websocket-server', 'hocuspocus'] as const
