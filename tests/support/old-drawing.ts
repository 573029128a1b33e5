/**
 * A drawing that was made long ago, as the log holds it: what folding is tried on. Must be of the kind that is hard to
 * fold: several who write into and delete what another has just written, so that no change can be taken in alone.
 */
import * as Y from 'yjs'
import { systemClock } from '../../apps/server/src/clock.ts'
import type { Database } from '../../apps/server/src/database/database.ts'
import { commit } from '../../apps/server/src/history/batch.ts'
import { createHistory } from '../../apps/server/src/history/history.ts'
import { createLog } from '../../apps/server/src/log.ts'

export type OldRow = {
  readonly seq: number
  readonly at: Date
  readonly actor: string
  readonly connection: string
  readonly payload: Uint8Array
}

export type OldDrawing = {
  /** The log's rows from seq 2 on. */
  readonly rows: readonly OldRow[]
  /** The whole document after each seq; the first is that of seq 1. */
  readonly documents: readonly Uint8Array[]
}

export type Drawn = {
  readonly people: readonly string[]
  readonly perSecond: number
  /** The last seq. */
  readonly until: number
  /** When it began, in milliseconds since 1970. */
  readonly begin: number
}

/** @param first the board's first entry */
export function drawOld(first: Uint8Array, { people, perSecond, until, begin }: Drawn): OldDrawing {
  const live = documentOf(first)
  const docs = people.map((_name, n) => {
    const doc = documentOf(first)
    doc.clientID = 100 + n
    return doc
  })
  const documents: Uint8Array[] = [Y.encodeStateAsUpdate(live)]
  const rows: OldRow[] = []
  for (let seq = 2; seq <= until; seq++) {
    const who = (seq * 7) % people.length
    const payload = draw(docs, who, seq)
    for (const each of [live, ...docs]) Y.applyUpdate(each, payload)
    documents.push(Y.encodeStateAsUpdate(live))
    rows.push({
      seq,
      at: new Date(begin + Math.floor(((seq - 2) * 1000) / perSecond)),
      actor: people[who] ?? '',
      connection: `tab of ${who}`,
      payload,
    })
  }
  for (const doc of [live, ...docs]) doc.destroy()
  return { rows, documents }
}

/** Somebody drags, writes and deletes what their neighbour has just written. Answers the update. */
function draw(docs: readonly Y.Doc[], who: number, seq: number): Uint8Array {
  const doc = docs[who]
  let payload: Uint8Array | undefined
  doc?.once('update', (update: Uint8Array) => (payload = update))
  doc?.transact(() => {
    const elements = doc.getMap<Y.Map<unknown>>('elements')
    const own = elements.get(`of-${who}`) ?? elements.set(`of-${who}`, new Y.Map())
    own.set('xy', [seq, -seq])
    const text = (own.get('text') as Y.Text | undefined) ?? own.set('text', new Y.Text())
    text.insert(text.length, `${seq} `)
    const others = elements.get(`of-${(who + 1) % docs.length}`)?.get('text') as Y.Text | undefined
    if (others !== undefined && others.length > 3) {
      others.delete(others.length - 2, 1)
      others.insert(others.length, '.')
    }
  })
  if (payload === undefined) throw new Error('nothing was drawn')
  return payload
}

function documentOf(update: Uint8Array): Y.Doc {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, update)
  return doc
}

/** Puts it into a board's log, with keyframes where they are wanted, as the server keeps them. */
export async function store(
  database: Database,
  boardId: string,
  rows: readonly OldRow[],
  keyframes: readonly { readonly seq: number; readonly document: Uint8Array | undefined }[],
): Promise<void> {
  const at = rows[0]?.at.getTime() ?? 0
  const clock = { ...systemClock, now: () => at }
  const history = createHistory({ database, clock, log: createLog('silent', false) })
  const ownership = await history.acquire(boardId)
  if (ownership === undefined) throw new Error('no such board')
  const entries = rows.map((row) => ({ ...row, at: row.at.getTime() }))
  for (let from = 0; from < entries.length; from += ROWS_AT_ONCE) {
    const share = { ...ownership, entries: entries.slice(from, from + ROWS_AT_ONCE), touch: false }
    await commit(database, [share], { again: false })
  }
  for (const { seq, document } of keyframes) {
    if (document === undefined) throw new Error(`nothing was drawn at ${seq}`)
    await history.keep(ownership, { seq, update: document })
  }
}

/** Of one transaction. */
const ROWS_AT_ONCE = 1000
