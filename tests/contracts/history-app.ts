/** People who draw on a server's boards and read how they came to be: for the tests of history. */
import { BoardScene, writeChanges } from '@gamelan/board-model'
import type { BoardElement, BoardElementLike } from '@gamelan/board-model'
import { decodeUpdates } from '@gamelan/protocol/history/updates'
import { encodeUpdate, type SyncMessage } from '@gamelan/protocol/sync/messages'
import * as Y from 'yjs'
import { rowsOf } from '../../apps/server/src/database/database.ts'
import { readLogBytes } from '../../apps/server/src/history/log-bytes.ts'
import { type HttpApp, type Person, rectangle } from './http-app.ts'

/** Somebody who has a board open and draws. */
export type Drawer = {
  readonly doc: Y.Doc
  /** Changes an element, or makes it. Answers when it is saved, with its seq. */
  draw(id: string, fields: Readonly<Record<string, unknown>>): Promise<number>
  /** Writes anything, as one update. Resolves when it is saved. */
  change(write: (doc: Y.Doc) => void): Promise<void>
  leave(): Promise<void>
}

const isSaved = (count: number) => (message: SyncMessage) =>
  message.type === 'saved' && message.saved.messages >= count

/** Opens a board with what it holds now. */
export async function openDrawer(person: Person, board: string, clientID: number): Promise<Drawer> {
  const doc = new Y.Doc()
  doc.clientID = clientID
  const scene = new BoardScene(doc)
  const { head } = (await person.call('GET', `/api/boards/${board}/history`)).body
  Y.applyUpdate(
    doc,
    (await person.call('GET', `/api/boards/${board}/history/keyframes/${head}`)).raw,
    'server',
  )
  const connection = await person.connect(board, '?saved=1')
  let sent = 0
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin === 'server') return
    sent += 1
    connection.send(encodeUpdate(update))
  })
  return {
    doc,
    async draw(id, fields) {
      const before = scene.get(id)
      const after = { ...(before ?? rectangle(id)), ...fields } as BoardElementLike
      writeChanges(doc, [{ before, after }], { origin: 'canvas' })
      await connection.heard(isSaved(sent))
      return (await person.call('GET', `/api/boards/${board}/history`)).body.head
    },
    async change(write) {
      doc.transact(() => write(doc))
      await connection.heard(isSaved(sent))
    },
    async leave() {
      connection.end()
      await connection.closed
    },
  }
}

/** The logged updates between two positions. */
export async function readUpdates(person: Person, board: string, after: number, until: number, more = '') {
  const answer = await person.call(
    'GET',
    `/api/boards/${board}/history/updates?after=${after}&until=${until}${more}`,
  )
  return { ...answer, updates: answer.status === 200 ? decodeUpdates(answer.raw, after) : [] }
}

/** What is seen of a document. */
export function seenIn(doc: Y.Doc): Omit<BoardElement, 'version' | 'versionNonce' | 'updated'>[] {
  const scene = new BoardScene(doc)
  const seen = scene
    .all()
    .filter(({ isDeleted }) => !isDeleted)
    .map(({ version: _v, versionNonce: _n, updated: _u, ...shown }) => shown)
  scene.destroy()
  return seen
}

/** A document that has taken in these updates. */
export function documentOf(...updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return doc
}

/** For raw SQL: that a row of `updates` is of this board's log. */
export const inLog = (board: string) => `board = (select no from boards where id = '${board}')`

/** The bytes that a board's log is said to have (A6), and those that it has. */
export async function logBytes({ database }: HttpApp, board: string): Promise<[said: number, is: number]> {
  const [row] = await rowsOf<{ bytes: number }>(
    database.queries,
    `select sum(octet_length(payload))::int as bytes from updates where ${inLog(board)}`,
  )
  return [await readLogBytes(database.queries, board), row?.bytes ?? 0]
}
