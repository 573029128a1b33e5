/**
 * Structured logs on stderr, one JSON object a line; stdout is for the ready line. A line about a board, a
 * connection or a visitor carries their ids. Must never hold a key, a cookie, a ticket or a name.
 */
import { pino, type DestinationStream, type Logger } from 'pino'
import type { Config } from './config.ts'
import { describeFailure, failedQuery, isDatabaseAway } from './database/failures.ts'

export type Log = Logger

/** At a terminal a person wants to see what is wrong and nothing else; elsewhere a collector wants it all. */
export function createLog(
  level: Config['logLevel'],
  atTerminal: boolean,
  destination: DestinationStream = pino.destination({ dest: 2, sync: false }),
): Log {
  return pino(
    {
      level: level ?? (atTerminal ? 'warn' : 'info'),
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: errorWithoutValues, req: requestLine },
    },
    destination,
  )
}

/** An error as it may be written down: a query's own has its values in it, and a database that is away needs no stack. */
function errorWithoutValues(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  if (failedQuery(error) === undefined && !isDatabaseAway(error)) return pino.stdSerializers.err(error)
  const { code, reason: message } = describeFailure(error)
  return { type: (failedQuery(error) ?? error).name, code, message }
}

/** A request without its query, its headers and its body: any of them can carry a ticket, a key or a name. */
function requestLine(request: { method: string; url: string }): { method: string; path: string } {
  return { method: request.method, path: request.url.split('?', 1)[0] ?? '' }
}
