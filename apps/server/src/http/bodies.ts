/**
 * Bounds the bodies of requests that are in memory at once, and the time that a body may take (A6). A body counts until
 * its request is answered. Never cuts a connection off before its client could read why.
 */
import { Transform, type Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { askerOf } from '../access/forwarded.ts'
import { GamelanError } from '../errors.ts'
import { createPace, type Excess } from '../incoming.ts'
import { INCOMING_CHUNK_BYTES, INCOMING_PATIENCE } from '../limits.ts'
import type { HttpParts } from './parts.ts'

/** Milliseconds in which a client can read why its body was refused. Its bytes are dropped meanwhile. */
const PATIENCE = 1000

/** Fastify reads no body of these. */
const BODILESS: ReadonlySet<string> = new Set(['GET', 'HEAD'])

type Parts = Pick<HttpParts, 'incoming' | 'trusts' | 'clock' | 'metrics'>

export function limitBodies(app: FastifyInstance, parts: Parts): void {
  /** Answered before their body was complete. */
  const refused = new WeakSet<FastifyRequest>()
  app.addHook('preParsing', (request, reply, payload, done) => {
    const { 'content-length': length = '0', 'transfer-encoding': encoding } = request.headers
    const isEmpty = length === '0' && encoding === undefined
    if (isEmpty || BODILESS.has(request.method)) done(null, payload)
    else
      done(
        null,
        bounded(payload as Readable, request, reply, { ...parts, refused: () => refused.add(request) }),
      )
  })
  // Fastify closes the connection after a body that failed. The client, which still sends, would see a reset.
  app.addHook('onSend', (request, reply, _payload, done) => {
    if (refused.has(request)) reply.removeHeader('connection')
    done()
  })
}

/** The same body, which fails with a problem where it is too much or too slow. */
function bounded(
  payload: Readable,
  request: FastifyRequest,
  reply: FastifyReply,
  { incoming, trusts, clock, metrics, refused }: Parts & { readonly refused: () => void },
): Readable {
  const { raw } = request
  const held = incoming.open(askerOf(raw, trusts).address)
  let bytes = 0

  const body = new Transform({
    transform(piece: Uint8Array, _encoding, done) {
      bytes += piece.byteLength + INCOMING_CHUNK_BYTES
      pace.arrived(piece.byteLength)
      const excess = held.hold(bytes)
      if (excess === undefined) done(null, piece)
      else refuse(tooMuch(excess), 'tooMany')
    },
    flush(done) {
      pace.rest()
      done()
    },
  })
  const pace = createPace(clock, () => {
    refuse(new GamelanError('too-slow'), 'unfinished')
  })

  function refuse(error: GamelanError, reason: string): void {
    metrics.refused.inc({ reason })
    refused()
    if (error.code !== 'too-slow') reply.header('retry-after', INCOMING_PATIENCE / 1000)
    drop()
    body.destroy(error)
    const stop = clock.after(PATIENCE, () => {
      if (!raw.complete) raw.socket.destroy()
    })
    raw.socket.once('close', stop)
  }

  /** What still comes is read and not kept. */
  function drop(): void {
    pace.stop()
    payload.unpipe(body)
    payload.resume()
  }

  // Where another hook refuses the request, nobody else listens.
  body.on('error', () => undefined)
  payload.on('error', (error) => body.destroy(error))
  reply.raw.once('close', () => {
    drop()
    held.hold(0)
    body.destroy()
  })
  pace.begin()
  return payload.pipe(body)
}

function tooMuch(excess: Excess): GamelanError {
  return excess === 'address'
    ? new GamelanError('too-many-requests', { detail: 'too many bytes of your address are on their way' })
    : new GamelanError('unavailable', { detail: 'too many bytes of others are on their way' })
}
