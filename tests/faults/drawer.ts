/**
 * Somebody who draws on a board without pause, over a raw socket, and remembers which of their edits the server has
 * called saved (message 102). That memory is the oracle of the fault tests: what is in it must be in the database,
 * whatever happens. Must never take an edit for saved that the server has not, and must write under a client id of
 * its own alone, as an honest client does (S5).
 */
import { isFinal } from '@gamelan/protocol/sync/close-codes'
import { decodeMessage, encodeStep1, encodeStep2, encodeUpdate } from '@gamelan/protocol/sync/messages'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { integer, type Random } from '../bench/model/random.ts'
import type { Watch } from './watch.ts'

/** Milliseconds before one who was sent away tries again, as a page's first attempt. */
const BACK_AFTER = 100

/** One change: a key of its own that nobody else writes, set once and perhaps deleted once. */
type Edit = { readonly key: string; readonly deletes: boolean; acknowledged: boolean }

export type DrawerOptions = {
  readonly origin: string
  readonly boardId: string
  readonly key: string
  readonly name: string
  readonly random: Random
  readonly watch: Watch
  /** Edits that it has under way before it waits for one to be saved. */
  readonly ahead?: number
}

export type Drawer = {
  readonly name: string
  readonly elements: Y.Map<unknown>
  readonly doc: Y.Doc
  /** Edits made, and how many of them were called saved. */
  readonly made: number
  readonly acknowledged: number
  /** Whether it has the document, on the connection that it has now. */
  readonly synced: boolean
  readonly connected: boolean
  /** Whether everything that it ever sent was called saved, on this connection. */
  readonly allSaved: boolean
  /** The codes with which its connections were closed. */
  readonly closed: readonly number[]
  /** The clocks that the server said are committed. */
  readonly committed: ReadonlyMap<number, number>
  /** Connects, and comes back whenever it is sent away, until `stay`. Elsewhere, if another origin is given. */
  come(origin?: string): void
  /** Does not come back by itself any more. */
  stay(): void
  /** Makes edits as long as `ahead` allows, from now on and after each word from the server. */
  draw(): void
  rest(): void
  /** Makes one edit, connected or not. */
  edit(): void
  /** What of this drawer's acknowledged edits is not so in `elements`. Empty, if nothing is lost. */
  missingFrom(elements: Y.Map<unknown>): string[]
  /** What of all its edits is not so in `elements`. */
  notYetIn(elements: Y.Map<unknown>): string[]
  /** Ends it for good, without a word to the server. */
  leave(): void
}

export function createDrawer(options: DrawerOptions): Drawer {
  const { boardId, key, name, random, watch, ahead = 8 } = options
  let { origin } = options
  const doc = new Y.Doc()
  const elements = doc.getMap('elements')
  const edits: Edit[] = []
  const alive: string[] = []
  const closed: number[] = []
  const committed = new Map<number, number>()
  let socket: WebSocket | undefined
  let coming = false
  let drawing = false
  let back: NodeJS.Timeout | undefined
  let synced = false
  let unacknowledged = 0
  /** Sync messages of this connection, and those of them that are not called saved, with the edits that they carry. */
  let sent = 0
  let savedMessages = 0
  let waiting: { readonly message: number; readonly edits: readonly Edit[] }[] = []
  let changing: Edit | undefined

  doc.on('update', (update: Uint8Array, from: unknown) => {
    if (from === 'server' || socket?.readyState !== WebSocket.OPEN) return
    send(encodeUpdate(update), changing === undefined ? [] : [changing])
  })

  function send(frame: Uint8Array, carried: readonly Edit[]): void {
    sent += 1
    if (carried.length > 0) waiting.push({ message: sent, edits: carried })
    socket?.send(frame)
  }

  function connect(): void {
    clearTimeout(back)
    const own = new WebSocket(`${origin.replace(/^http/, 'ws')}/sync/${boardId}?saved=1`, {
      headers: { authorization: `Bearer ${key}` },
    })
    socket = own
    own.on('open', () => {
      if (socket !== own) return
      sent = 0
      savedMessages = 0
      waiting = []
      send(encodeStep1(Y.encodeStateVector(doc)), [])
    })
    own.on('message', (data: Buffer) => {
      if (socket === own) receive(data)
    })
    // Refused connections end in `close` as well.
    own.on('error', () => undefined)
    own.on('close', (code) => {
      if (socket !== own) return
      socket = undefined
      synced = false
      waiting = []
      closed.push(code)
      if (isFinal(code)) watch.fail(new Error(`${name} was closed for good, with ${code}`))
      if (coming) back = setTimeout(connect, BACK_AFTER)
      watch.happened()
    })
  }

  function receive(frame: Uint8Array): void {
    const message = decodeMessage(frame)
    switch (message.type) {
      case 'step1':
        // All that is not called saved, whichever of it the server lacks.
        send(
          encodeStep2(Y.encodeStateAsUpdate(doc, message.stateVector)),
          edits.filter((edit) => !edit.acknowledged),
        )
        break
      case 'step2':
      case 'update':
        Y.applyUpdate(doc, message.update, 'server')
        if (message.type === 'step2') synced = true
        break
      case 'saved':
        saved(message.saved.messages)
        for (const [client, clock] of Y.decodeStateVector(message.saved.stateVector))
          committed.set(client, clock)
        break
      case 'awareness':
      case 'query-awareness':
      case 'role':
      case 'deflated':
      case 'unknown':
        break
      case 'malformed':
        watch.fail(new Error(`${name} was sent what is no message: ${message.reason}`))
    }
    watch.happened()
    drawOn()
  }

  function saved(messages: number): void {
    for (const item of waiting) {
      if (item.message > messages) continue
      for (const edit of item.edits) {
        if (!edit.acknowledged) unacknowledged -= 1
        edit.acknowledged = true
      }
    }
    waiting = waiting.filter((item) => item.message > messages)
    savedMessages = messages
  }

  function edit(): void {
    const deletes = alive.length > 3 && random() < 0.25
    const [deleted] = deletes ? alive.splice(integer(random, 0, alive.length - 1), 1) : []
    const made: Edit = { key: deleted ?? `${name}-${edits.length}`, deletes, acknowledged: false }
    edits.push(made)
    unacknowledged += 1
    changing = made
    if (deletes) elements.delete(made.key)
    else {
      alive.push(made.key)
      elements.set(made.key, edits.length)
    }
    changing = undefined
    // What all write: it must end the same for all.
    if (random() < 0.1) elements.set('shared', `${name}-${edits.length}`)
    watch.happened()
  }

  function drawOn(): void {
    if (!drawing) return
    // Not all that is allowed at once: else all would move in step with the commits.
    for (let n = integer(random, 1, 3); n > 0 && unacknowledged < ahead; n--) edit()
  }

  /** The edits that say how their key must be, given which of them count. */
  function wrong(counts: (edit: Edit) => boolean, there: Y.Map<unknown>): string[] {
    const deleted = new Set(edits.filter((edit) => edit.deletes).map((edit) => edit.key))
    return edits.flatMap((edit) => {
      if (!counts(edit)) return []
      if (edit.deletes) return there.has(edit.key) ? [`${edit.key} is back`] : []
      return there.has(edit.key) || deleted.has(edit.key) ? [] : [`${edit.key} is gone`]
    })
  }

  return {
    name,
    doc,
    elements,
    closed,
    committed,
    get made() {
      return edits.length
    },
    get acknowledged() {
      return edits.length - unacknowledged
    },
    get synced() {
      return synced
    },
    get connected() {
      return socket?.readyState === WebSocket.OPEN
    },
    get allSaved() {
      return synced && unacknowledged === 0 && savedMessages === sent
    },
    come(elsewhere) {
      if (elsewhere !== undefined) origin = elsewhere
      coming = true
      if (socket === undefined) connect()
    },
    stay() {
      coming = false
      clearTimeout(back)
    },
    draw() {
      drawing = true
      drawOn()
    },
    rest() {
      drawing = false
    },
    edit,
    missingFrom: (there) => wrong((edit) => edit.acknowledged, there),
    notYetIn: (there) => wrong(() => true, there),
    leave() {
      coming = false
      drawing = false
      clearTimeout(back)
      socket?.terminate()
      socket = undefined
      doc.destroy()
    },
  }
}
