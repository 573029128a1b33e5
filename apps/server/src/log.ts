/**
 * Structured logs on stderr, one JSON object a line; stdout is for the ready line. A line about a board, a
 * connection or a visitor carries their ids. Must never hold a key, a cookie, a ticket or a name.
 */
import { DrizzleQueryError } from 'drizzle-orm'
import { pino, type DestinationStream, type Logger } from 'pino'
import type { Config } from './config.ts'
import { causeCode } from './errors.ts'

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

/** An error as it may be written down. A query's own has its values in it, in the message and in the stack. */
function errorWithoutValues(error: unknown): unknown {
  const query = queryBehind(error)
  if (query === undefined) return error instanceof Error ? pino.stdSerializers.err(error) : error
  return { type: query.name, code: causeCode(query), message: query.cause?.message ?? 'the query failed' }
}

/** The failed query that an error is of or came from. */
function queryBehind(error: unknown): DrizzleQueryError | undefined {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof DrizzleQueryError) return at
  return undefined
}

/** A request without its query, its headers and its body: any of them can carry a ticket, a key or a name. */
function requestLine(request: { method: string; url: string }): { method: string; path: string } {
  return { method: request.method, path: request.url.split('?', 1)[0] ?? '' }
}
