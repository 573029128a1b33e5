/**
 * Structured logs on stderr, one JSON object a line; stdout is for the ready line. A line about a board, a
 * connection or a visitor carries their ids. Must never hold a key, a cookie, a ticket or a name.
 */
import { pino, type Logger } from 'pino'
import type { Config } from './config.ts'

export type Log = Logger

/** At a terminal a person wants to see what is wrong and nothing else; elsewhere a collector wants it all. */
export function createLog(level: Config['logLevel'], atTerminal: boolean): Log {
  return pino(
    {
      level: level ?? (atTerminal ? 'warn' : 'info'),
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: pino.stdSerializers.err, req: requestLine },
    },
    pino.destination({ dest: 2, sync: false }),
  )
}

/** A request without its query, its headers and its body: any of them can carry a ticket, a key or a name. */
function requestLine(request: { method: string; url: string }): { method: string; path: string } {
  return { method: request.method, path: request.url.split('?', 1)[0] ?? '' }
}
