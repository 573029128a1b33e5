/**
 * Bounds the messages of a WebSocket that are not complete yet. ws keeps their frames and says nothing before the last
 * one, so this reads the frame headers (RFC 6455, 5.2) off the same bytes. Never changes or holds back a byte.
 */
import type { Duplex } from 'node:stream'
import type { Clock } from '../clock.ts'
import { createPace, type Held } from '../incoming.ts'
import { INCOMING_CHUNK_BYTES } from '../limits.ts'
import type { Contain } from './containment.ts'

const FINAL = 0x80
const MASKED = 0x80
const OPCODE = 0x0f
const CONTROL = 0x08
const LENGTH = 0x7f
const SHORT_HEAD = 2
const MASK_BYTES = 4
/** Bytes of the long forms of the length, by what stands in place of the short one. */
const LONG_LENGTHS: Readonly<Record<number, number>> = { 126: 2, 127: 8 }

/** Follows one direction of a WebSocket, frame by frame. A class, since every connection has one. */
export class MessageMeter {
  /** Bytes that ws keeps of an unfinished message. A piece is kept whole, as long as any of it is needed. */
  kept = 0
  /** Bytes that the frames of the unfinished message announce, as far as they have begun. */
  announced = 0
  /** How many messages have begun. */
  begun = 0
  #isFragmented = false
  #isFinal = false
  #isControl = false
  /** Bytes of the current header: those that were read, and those that it has as far as is known. */
  #read = 0
  #head = SHORT_HEAD
  #long = 0
  #length = 0
  #left = 0

  get isOpen(): boolean {
    return this.#isFragmented || this.#read > 0
  }

  take(piece: Uint8Array): void {
    let isKeptBefore = this.isOpen
    let at = 0
    while (at < piece.length) {
      if (!this.isOpen) this.begun += 1
      if (this.#read < this.#head) {
        this.#readHead(piece[at] ?? 0)
        at += 1
      } else {
        const some = Math.min(this.#left, piece.length - at)
        this.#left -= some
        at += some
      }
      if (this.#read === this.#head && this.#left === 0) this.#endFrame()
      if (!this.isOpen) isKeptBefore = false
    }
    if (!this.isOpen) this.kept = 0
    else this.kept = (isKeptBefore ? this.kept : 0) + piece.length + INCOMING_CHUNK_BYTES
  }

  #readHead(byte: number): void {
    this.#read += 1
    if (this.#read === 1) {
      this.#isFinal = (byte & FINAL) !== 0
      this.#isControl = (byte & OPCODE & CONTROL) !== 0
    } else if (this.#read === SHORT_HEAD) {
      const length = byte & LENGTH
      this.#long = LONG_LENGTHS[length] ?? 0
      this.#length = this.#long === 0 ? length : 0
      this.#head = SHORT_HEAD + this.#long + ((byte & MASKED) === 0 ? 0 : MASK_BYTES)
    } else if (this.#read <= SHORT_HEAD + this.#long) {
      this.#length = this.#length * 256 + byte
    }
    if (this.#read !== this.#head) return
    this.#left = this.#length
    if (!this.#isControl) this.announced += this.#length
  }

  #endFrame(): void {
    this.#read = 0
    this.#head = SHORT_HEAD
    if (this.#isControl) return
    this.#isFragmented = !this.#isFinal
    if (this.#isFinal) this.announced = 0
  }
}

export type UnfinishedParts = {
  readonly stream: Duplex
  readonly held: Held
  readonly clock: Pick<Clock, 'elapsed' | 'after' | 'soon'>
  readonly contain: Contain
  /** How large a message may be now. */
  readonly most: () => number
  /** Bytes of an unfinished message have come: the client is there, though it cannot answer a ping in between. */
  readonly arrived?: () => void
  /** A limit is broken. It may be called again while the connection goes on. */
  readonly over: (reason: 'tooBig' | 'tooMany' | 'unfinished', detail: string) => void
}

/** Watches a connection until it closes. */
export function watchUnfinished({
  stream,
  held,
  clock,
  contain,
  most,
  arrived,
  over,
}: UnfinishedParts): void {
  const meter = new MessageMeter()
  const pace = createPace(
    clock,
    contain(() => {
      over('unfinished', 'a message came too slowly')
    }),
  )
  stream.on(
    'data',
    contain((piece: Uint8Array) => {
      const { begun } = meter
      meter.take(piece)
      const excess = held.hold(meter.kept)
      if (!meter.isOpen) {
        pace.rest()
        return
      }
      if (meter.begun !== begun) pace.begin()
      pace.arrived(piece.length)
      if (meter.announced > most()) over('tooBig', 'a message')
      else if (excess !== undefined) over('tooMany', `unfinished messages of ${excess}`)
      else arrived?.()
    }),
  )
  stream.on('close', () => {
    pace.stop()
    held.hold(0)
  })
}
