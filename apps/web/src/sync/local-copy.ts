/**
 * The copy of a board that this browser stores, so that drawing goes on without the server and outlives a reload.
 * A copy counts only once it was whole, that is synced with the server once: an empty board must never be shown in
 * place of one that was not loaded (S4). Must never say that it stores what would not outlive the page.
 */
import * as Y from 'yjs'
import { channel, localShelf } from '../storage/browser-storage.ts'
import { createBrowserStore, keysUnder } from '../storage/browser-store.ts'
import { hasDatabase } from '../storage/indexed-db.ts'
import { keepText, keptText } from '../storage/kept-text.ts'
import type { Timer } from './coalesce.ts'
import { browserTimer } from './coalesce.ts'
import type { StoredUpdate, UpdateStore } from './update-store.ts'
import { deleteUpdateStore, openUpdateStore } from './update-store.ts'

export type LocalCopy = {
  /** Resolves when what was stored is in the document. Never, where the browser stores nothing. */
  readonly loaded: Promise<void>
  /** Resolves when it is loaded, or when that takes so long that one goes on without: it may still come. */
  readonly waited: Promise<void>
  /** Whether what was stored, once loaded, is a whole board. */
  readonly isWhole: boolean
  /** Whether all that is in the document would outlive the page, but for writes of the last moment. */
  readonly isStoring: boolean
  /** Puts what other tabs have stored into the document. Never rejects, and does not wait for a silent browser. */
  catchUp(): Promise<void>
  /** Says that the document was synced with the server, so that it may be shown without it from now on. */
  markWhole(): void
  close(): Promise<void>
  /** Deletes what is stored, what was set aside included. */
  forget(): Promise<void>
  /**
   * Keeps this work, if there is any, instead of the board, and beside what was set aside earlier. Rejects, and
   * deletes nothing, where the browser does not keep it.
   */
  setAside(work: Aside | undefined): Promise<void>
  /** What was set aside and not dropped since, by this tab or others, in this visit or earlier ones. */
  asides(): Promise<readonly Aside[]>
  dropAside(id: string): Promise<void>
}

/** Work that the server did not take (S5a). `drawing`: an Excalidraw document of so many elements. */
export type Aside = { readonly id: string; readonly drawing: Blob; readonly count: number }

/** What the copy reports. */
export type LocalCopyEvents = {
  /** `isStoring` has changed. */
  storing(): void
  /** Another tab has stored something that may not be in the document. */
  othersStored(): void
}

/** What the copy takes from the browser. */
export type CopySurroundings = {
  readonly open: (onClosed: () => void) => Promise<UpdateStore>
  /** To the other tabs of this board; undefined: the browser has no such channel. */
  readonly others: Pick<BroadcastChannel, 'postMessage' | 'onmessage' | 'close'> | undefined
  readonly timer: Timer
}

/** A browser that refuses to open its database may do so by never answering, and so may a write. A busy one answers later. */
const ANSWER_PATIENCE_MS = 3_000
/** Delay before another try to store everything, in milliseconds. */
const RETRY_MS = 5_000
/** Stored updates that are worth replacing by one. */
const MANY_UPDATES = 500
/** Another tab's work comes by the server first, if that tab is connected; in milliseconds. */
const OTHERS_GRACE_MS = 500

const asideStore = () =>
  createBrowserStore<Aside & { boardId: string }>('gamelan-aside', 'aside', ['boardId', 'id'])

const databaseName = (boardId: string): string => `gamelan:${boardId}`
const markName = (boardId: string): string => `gamelan:whole:${boardId}`

/** Stores a document's updates, and brings those of other tabs in. */
export class StoredDocument {
  readonly loaded: Promise<void>
  /** Resolves when it is loaded, or when the browser has refused. */
  readonly settled: Promise<void>
  readonly #doc: Y.Doc
  readonly #surroundings: CopySurroundings
  readonly #events: LocalCopyEvents
  #setLoaded: () => void = () => undefined
  #setSettled: () => void = () => undefined
  #store: UpdateStore | undefined
  /** All stored updates up to here are in the document. */
  #lastKey = 0
  /** Later ones that came from here. */
  readonly #ownKeys = new Set<number>()
  /** Whether the document has something that was never written: then all of it is written at once. */
  #isBehind = false
  #isWritingAll = false
  #writing = 0
  /** Writes that have taken too long to be counted on. */
  #slow = 0
  /** Whether another tab, or the browser, deleted the database. It comes back with the next sync, and not before. */
  #isLost = false
  #isClosed = false
  #wasStoring = false
  #retry: unknown
  #grace: unknown

  constructor(doc: Y.Doc, events: LocalCopyEvents, surroundings: CopySurroundings) {
    this.#doc = doc
    this.#events = events
    this.#surroundings = surroundings
    this.loaded = new Promise((resolve) => (this.#setLoaded = resolve))
    this.settled = new Promise((resolve) => (this.#setSettled = resolve))
    doc.on('update', this.#onUpdate)
    if (surroundings.others) surroundings.others.onmessage = this.#onOthers
    void this.#open()
  }

  get isStoring(): boolean {
    return this.#store !== undefined && !this.#isBehind && this.#slow === 0
  }

  /** Opens the database again if it was deleted: the document is known to be as the server has it. */
  reopen(): void {
    if (!this.#isLost || this.#isClosed) return
    this.#isLost = false
    void this.#open()
  }

  async catchUp(): Promise<void> {
    const reading = this.#store?.read(this.#lastKey).then((newer) => this.#apply(newer))
    // Then the next connection tries again.
    const done = reading?.catch(() => undefined)
    await Promise.race([done, new Promise<void>((resolve) => this.#after(ANSWER_PATIENCE_MS, resolve))])
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#doc.off('update', this.#onUpdate)
    const { timer, others } = this.#surroundings
    for (const handle of [this.#retry, this.#grace]) timer.clear(handle)
    others?.close()
    // What is being written still is.
    this.#store?.close()
    this.#store = undefined
  }

  async #open(): Promise<void> {
    this.#retry = undefined
    try {
      const store = await this.#surroundings.open(() => this.#lost(store))
      if (this.#isClosed) {
        store.close()
        return
      }
      this.#lastKey = 0
      this.#ownKeys.clear()
      const stored = await store.read(0)
      if (this.#isClosed) return
      this.#apply(stored)
      this.#store = store
      if (this.#isBehind || stored.length >= MANY_UPDATES) await this.#writeAll()
    } catch (error) {
      this.#fail(error)
    }
    this.#say()
    if (this.#store !== undefined) this.#setLoaded()
    this.#setSettled()
  }

  #lost(store: UpdateStore): void {
    if (this.#isClosed || (this.#store !== undefined && this.#store !== store)) return
    this.#store = undefined
    this.#isBehind = true
    this.#isLost = true
    this.#say()
  }

  readonly #onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === this) return
    // Everything is about to be written.
    if (this.#store === undefined || this.#isBehind) this.#isBehind = true
    else void this.#write((store) => this.#append(store, update))
  }

  async #append(store: UpdateStore, update: Uint8Array): Promise<void> {
    this.#ownKeys.add(await store.append(update))
    if (this.#ownKeys.size >= MANY_UPDATES) await this.#writeAll()
  }

  async #writeAll(): Promise<void> {
    if (this.#isWritingAll) return
    this.#isWritingAll = true
    try {
      await this.#write(async (store) => {
        const key = await store.replace(this.#lastKey, (newer) => {
          this.#apply(newer)
          // From here on each update is written again.
          this.#isBehind = false
          return Y.encodeStateAsUpdate(this.#doc)
        })
        this.#lastKey = Math.max(this.#lastKey, key)
        for (const own of this.#ownKeys) if (own <= key) this.#ownKeys.delete(own)
      })
    } finally {
      this.#isWritingAll = false
    }
  }

  /** Never rejects: what is not stored is shown as such, and tried again. */
  async #write(write: (store: UpdateStore) => Promise<void>): Promise<void> {
    const store = this.#store
    if (store === undefined) return
    // At once, since a page that closes now hears of no commit any more; and again when it can be read.
    if (this.#writing === 0) this.#tellOthers()
    this.#writing += 1
    let isSlow = false
    const patience = this.#after(ANSWER_PATIENCE_MS, () => {
      isSlow = true
      this.#slow += 1
      this.#say()
    })
    try {
      await write(store)
    } catch (error) {
      this.#fail(error)
    }
    this.#surroundings.timer.clear(patience)
    if (isSlow) this.#slow -= 1
    this.#writing -= 1
    if (this.#writing === 0) this.#tellOthers()
    this.#say()
  }

  #fail(error: unknown): void {
    if (this.#isClosed || this.#isLost) return
    if (this.#retry === undefined) console.warn('This browser does not store the board.', error)
    this.#isBehind = true
    this.#retry ??= this.#after(RETRY_MS, () => {
      this.#retry = undefined
      if (this.#store === undefined) void this.#open()
      else void this.#writeAll()
    })
    this.#say()
  }

  #apply(newer: readonly StoredUpdate[]): void {
    const others = newer.filter(({ key }) => !this.#ownKeys.has(key))
    const last = newer.at(-1)
    if (last !== undefined) this.#lastKey = Math.max(this.#lastKey, last.key)
    for (const { key } of newer) this.#ownKeys.delete(key)
    if (others.length === 0) return
    Y.transact(
      this.#doc,
      () => {
        for (const { update } of others) Y.applyUpdate(this.#doc, update)
      },
      this,
      false,
    )
  }

  readonly #onOthers = (): void => {
    this.#grace ??= this.#after(OTHERS_GRACE_MS, () => {
      this.#grace = undefined
      this.#events.othersStored()
    })
  }

  #tellOthers(): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has none: that is for windows
    if (!this.#isClosed) this.#surroundings.others?.postMessage('stored')
  }

  #after(ms: number, run: () => void): unknown {
    return this.#surroundings.timer.set(run, ms)
  }

  #say(): void {
    if (this.#isClosed || this.#wasStoring === this.isStoring) return
    this.#wasStoring = this.isStoring
    this.#events.storing()
  }
}

/** Opens the copy and keeps it in step with the document. */
export function openLocalCopy(boardId: string, doc: Y.Doc, events: LocalCopyEvents): LocalCopy {
  const aside = asideStore()
  const asides = () => aside.all(keysUnder(boardId))
  const stored = new StoredDocument(doc, events, {
    open: (onClosed) => openUpdateStore(databaseName(boardId), onClosed),
    others: channel(`gamelan:stored:${boardId}`),
    timer: browserTimer,
  })
  const clear = async (): Promise<void> => {
    writeMark(boardId, false)
    const isThere = stored.isStoring
    stored.close()
    // What could not be opened holds nothing of this board.
    await deleteUpdateStore(databaseName(boardId)).catch((error: unknown) => {
      if (isThere) throw error
    })
  }
  const patience = new Promise<void>((resolve) => setTimeout(resolve, ANSWER_PATIENCE_MS))
  return {
    loaded: stored.loaded,
    waited: Promise.race([stored.settled, patience]),
    isWhole: readMark(boardId),
    get isStoring() {
      return stored.isStoring
    },
    catchUp: () => stored.catchUp(),
    markWhole() {
      writeMark(boardId, true)
      stored.reopen()
    },
    close: () => Promise.resolve(stored.close()),
    forget: async () => {
      await clear()
      await dropAsides(boardId)
    },
    setAside: async (work) => {
      if (work) await aside.put({ ...work, boardId })
      await clear()
    },
    asides,
    dropAside: (id) => aside.remove([boardId, id]),
  }
}

/** Whether this browser can show the board without the server. Makes no database. */
export async function hasLocalCopy(boardId: string): Promise<boolean> {
  return readMark(boardId) && hasDatabase(databaseName(boardId)).catch(() => false)
}

/** Deletes what is stored of a board that is not open here, what was set aside included. */
export async function forgetLocalCopy(boardId: string): Promise<void> {
  writeMark(boardId, false)
  await deleteUpdateStore(databaseName(boardId))
  await dropAsides(boardId)
}

async function dropAsides(boardId: string): Promise<void> {
  const aside = asideStore()
  for (const { id } of await aside.all(keysUnder(boardId))) await aside.remove([boardId, id])
}

const readMark = (boardId: string): boolean => keptText(localShelf, markName(boardId)) !== null

const writeMark = (boardId: string, whole: boolean): void =>
  keepText(localShelf, markName(boardId), whole ? '1' : null)
