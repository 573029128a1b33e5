/**
 * What people do on a board, made into bytes before it is sent: dragging, as the board model writes it, and moving a
 * cursor. Each has a client id of their own, since an id belongs to one.
 */
import { encodeAwarenessEntries } from '@gamelan/protocol/sync/awareness'
import * as Y from 'yjs'

/** The first client id. Five bytes on the wire, as most are. */
const FIRST_CLIENT = 0xc0_00_00_00

export const clientOf = (person: number): number => FIRST_CLIENT + person

export type Drags = {
  /** The element as it is created. Clocks of Yjs: 0 and 1. */
  readonly first: Uint8Array
  /** Steps of a drag, each one clock: the `i`th is clock `CREATED + i`. */
  readonly steps: readonly Uint8Array[]
}

/** Clocks that an element's creation takes. */
export const CREATED = 2

/** A person who creates a rectangle and drags it about. */
export function drags(person: number, count: number): Drags {
  const doc = new Y.Doc()
  doc.clientID = clientOf(person)
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const element = new Y.Map<unknown>()
  doc.transact(() => {
    doc.getMap('elements').set(`element-of-${person}`, element)
    element.set('base', { type: 'rectangle', x: 100, y: 100, width: 120, height: 60, seed: 1, index: 'a1' })
  })
  for (let i = 0; i < count; i++) element.set('xy', [100 + i * 3.5, 100 + ((i * 7) % 400) * 0.5])
  const [first, ...steps] = updates
  if (first === undefined) throw new Error('nothing was created')
  doc.destroy()
  return { first, steps }
}

/** A person's cursor at its `turn`th place, as an awareness update. The place says which it was. */
export function cursor(person: number, turn: number): Uint8Array {
  const state = {
    user: { name: `Person ${person}`, color: '#1971c2' },
    cursor: { x: turn, y: 812.25, tool: 'pointer', down: false },
  }
  return encodeAwarenessEntries([
    { clientId: clientOf(person), clock: turn + 1, state: JSON.stringify(state) },
  ])
}
