/**
 * Watches one session connection below Socket.IO: bytes, packets, time and the cost of parsing. Engine.IO keeps what a
 * message announces before any handler runs, and bounds single messages only. So a packet that cannot be one of ours is
 * refused here, before Socket.IO parses or buffers it.
 */
import type { EventEmitter } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { SESSION_NAMESPACE } from '@gamelan/protocol/session/messages'
import type { WebSocket } from 'ws'
import type { Clock } from '../clock.ts'
import {
  BUDGETS_REMEMBERED,
  CONTROL_FRAMES_AT_ONCE,
  CONTROL_FRAMES_PER_SECOND,
  MEASURED_MESSAGE_BYTES,
  SESSION_BYTES_AT_ONCE,
  SESSION_BYTES_PER_SECOND,
  SESSION_MESSAGE_BYTES,
  SESSION_MESSAGES_AT_ONCE,
  SESSION_MESSAGES_PER_SECOND,
  SESSION_WORK_AT_ONCE,
  SESSION_WORK_PER_ADDRESS_AT_ONCE,
  SESSION_WORK_PER_ADDRESS_PER_SECOND,
  SESSION_WORK_PER_SECOND,
  SIGN_IN_BYTES,
  SIGN_IN_BYTES_PER_ADDRESS_AT_ONCE,
  SIGN_IN_BYTES_PER_ADDRESS_PER_SECOND,
  SIGN_IN_PACKETS,
} from '../limits.ts'
import { Rate } from '../rooms/rate.ts'
import type { Held } from '../incoming.ts'
import type { Contain } from '../sockets/containment.ts'
import { watchUnfinished } from '../sockets/unfinished.ts'
import { createBudgets } from './budgets.ts'

/** An Engine.IO socket on the WebSocket transport, as far as its own types leave it out. */
export type EngineSocket = EventEmitter & {
  readonly request: IncomingMessage & { readonly websocket: WebSocket }
  readonly writeBuffer: readonly { readonly data?: unknown }[]
  /** `discard`: without waiting for what is still to be sent. */
  close(discard?: boolean): void
}

/** Why a connection is cut, as the metric `refused` names it. */
export type CutReason =
  'binary' | 'malformed' | 'tooBig' | 'tooMany' | 'tooSlow' | 'unfinished' | 'notSignedIn'

/** What all connections share: the budgets of addresses and people. */
export type WireBudgets = ReturnType<typeof createWireBudgets>

export function createWireBudgets() {
  return {
    bytes: createBudgets(
      SIGN_IN_BYTES_PER_ADDRESS_AT_ONCE,
      SIGN_IN_BYTES_PER_ADDRESS_PER_SECOND,
      BUDGETS_REMEMBERED,
    ),
    work: createBudgets(
      SESSION_WORK_PER_ADDRESS_AT_ONCE,
      SESSION_WORK_PER_ADDRESS_PER_SECOND,
      BUDGETS_REMEMBERED,
    ),
    people: createBudgets(SESSION_WORK_AT_ONCE, SESSION_WORK_PER_SECOND, BUDGETS_REMEMBERED),
  }
}

export type WireParts = {
  readonly stream: Duplex
  readonly address: string
  readonly budgets: WireBudgets
  /** Counts what is received and not yet handled. */
  readonly held: Held
  readonly signInMilliseconds: number
  readonly clock: Clock
  readonly contain: Contain
  /** Called once, when the connection is cut, before it is. */
  readonly cut: (reason: CutReason) => void
}

export type Wire = {
  /** Engine.IO has taken the connection. */
  opened(socket: EngineSocket): void
  /**
   * The connection has joined `/session`: the limits of a session hold from now on. The person pays for parsing, beside
   * the address; undefined for an API client.
   */
  joined(person: string | undefined, goodbye: () => void): void
  /** Ends the connection: first politely, then for good. */
  cut(reason: CutReason): void
  /** Measures what the opening costs. */
  measured(run: () => void): void
  /** Packets and bytes that the client has not taken yet. */
  owes(): { readonly packets: number; readonly bytes: number }
}

/** Milliseconds that a client has to answer a close. */
const CLOSE_PATIENCE = 1000
const CONNECT = '0'
const DISCONNECT = '1'
const EVENT = '2'
const BINARY = /^[56]/
const OURS = `${SESSION_NAMESPACE},`

export function createWire(parts: WireParts): Wire {
  const { stream, address, budgets, clock, contain } = parts
  let engine: EngineSocket | undefined
  let isCut = false
  let session: { readonly person: string | undefined; readonly goodbye: () => void } | undefined
  let [bytes, packets] = [0, 0]
  let hasAsked = false
  let stopParsing: (() => number) | undefined
  const start = clock.elapsed()
  const byteRate = new Rate(SESSION_BYTES_AT_ONCE, SESSION_BYTES_PER_SECOND, start)
  const messages = new Rate(SESSION_MESSAGES_AT_ONCE, SESSION_MESSAGES_PER_SECOND, start)
  const controlFrames = new Rate(CONTROL_FRAMES_AT_ONCE, CONTROL_FRAMES_PER_SECOND, start)

  const stopSignIn = clock.after(
    parts.signInMilliseconds,
    contain(() => cut('notSignedIn')),
  )
  stream.on('data', contain(receive))
  watchUnfinished({
    stream,
    held: parts.held,
    clock,
    contain,
    most: () => SESSION_MESSAGE_BYTES,
    over(reason) {
      cut(reason)
      // It goes on sending after its end.
      stream.destroy()
    },
  })
  stream.on('close', stopSignIn)

  function cut(reason: CutReason): void {
    if (isCut) return
    isCut = true
    stopSignIn()
    parts.cut(reason)
    // Both take Socket.IO's listener off in this tick, so that it never sees the packet that broke a limit.
    session?.goodbye()
    engine?.close(true)
    if (session === undefined) stream.destroy()
    else
      stream.on(
        'close',
        clock.after(CLOSE_PATIENCE, () => stream.destroy()),
      )
  }

  function receive(chunk: Uint8Array): void {
    const { byteLength } = chunk
    bytes += byteLength
    if (session !== undefined) {
      if (byteRate.take(clock.elapsed(), byteLength)) return
      cut('tooMany')
      // It goes on sending after its end.
      stream.destroy()
    } else if (bytes > SIGN_IN_BYTES) {
      cut('tooBig')
    } else if (!budgets.bytes.spend(address, byteLength, clock.elapsed())) {
      cut('tooMany')
    }
  }

  function takePacket({ type, data }: { readonly type: string; readonly data?: unknown }): void {
    packets += 1
    if (session === undefined && packets > SIGN_IN_PACKETS) cut('tooMany')
    else if (session !== undefined && !messages.take(clock.elapsed())) cut('tooMany')
    else if (type === 'message') takeMessage(data)
  }

  function takeMessage(data: unknown): void {
    if (typeof data !== 'string' || BINARY.test(data)) {
      cut('binary')
      return
    }
    if (!isExpected(data)) {
      cut('malformed')
      return
    }
    if (session === undefined || data.length >= MEASURED_MESSAGE_BYTES) stopParsing = stopwatch()
  }

  /** One CONNECT, and then events of `/session`. Nothing we send asks a client for an acknowledgement. */
  function isExpected(data: string): boolean {
    const type = data.charAt(0)
    if (session !== undefined) return (type === EVENT || type === DISCONNECT) && data.startsWith(OURS, 1)
    if (type !== CONNECT || hasAsked) return false
    hasAsked = true
    const isOurs = data.startsWith(OURS, 1) || data.slice(1) === SESSION_NAMESPACE
    // Socket.IO refuses every other namespace, in this turn of the loop.
    if (!isOurs) clock.soon(contain(() => engine?.close()))
    return true
  }

  function parsed(): void {
    if (stopParsing === undefined) return
    const spent = stopParsing()
    stopParsing = undefined
    charge(spent)
  }

  function charge(spent: number): void {
    const now = clock.elapsed()
    const person = session?.person
    // New people cost an attacker nothing, so the address pays for all of them.
    const isPaid = budgets.work.spend(address, spent, now)
    if (!isPaid || (person !== undefined && !budgets.people.spend(person, spent, now))) cut('tooMany')
  }

  /** Both clocks, since one counts other processes and the other counts other threads. */
  function stopwatch(): () => number {
    const [elapsed, processor] = [clock.elapsed(), clock.processor()]
    return () => Math.min(clock.elapsed() - elapsed, clock.processor() - processor)
  }

  return {
    cut,
    opened(socket) {
      engine = socket
      const { websocket } = socket.request
      const control = contain(() => {
        if (!controlFrames.take(clock.elapsed())) cut('tooMany')
      })
      websocket.on('ping', control)
      websocket.on('pong', control)
      socket.on('packet', contain(takePacket))
      // After Socket.IO's own listener, which has parsed the message by then.
      socket.on('data', contain(parsed))
    },
    joined(person, goodbye) {
      session = { person, goodbye }
      stopSignIn()
    },
    measured(run) {
      const stop = stopwatch()
      run()
      charge(stop())
    },
    owes() {
      const waiting = engine?.writeBuffer ?? []
      const websocket: Pick<WebSocket, 'bufferedAmount'> | undefined = engine?.request.websocket
      let owed = websocket?.bufferedAmount ?? 0
      for (const { data } of waiting) owed += typeof data === 'string' ? data.length : 0
      return { packets: waiting.length, bytes: owed }
    },
  }
}
