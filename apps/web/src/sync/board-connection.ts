/**
 * One open board, as the page sees it: its document, who is here, whether it is saved, and whether it has ended.
 * The local copy loads first and only then, or after a while without it, the socket opens, so that what was drawn offline
 * goes out as one answer and nothing is sent twice. Must never show a board that is neither whole locally nor synced (S4).
 */
import { elementsBeyond, isMadeAgain, isSupported } from '@gamelan/board-model'
import type { Participant } from '@gamelan/protocol/http/boards'
import type { Role } from '@gamelan/protocol/roles'
import type { Presence } from '@gamelan/protocol/sync/awareness'
import { CLOSE_CODES } from '@gamelan/protocol/sync/close-codes'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import type { Timer } from './coalesce.ts'
import { browserTimer } from './coalesce.ts'
import type { Aside, LocalCopy, LocalCopyEvents } from './local-copy.ts'
import { openLocalCopy } from './local-copy.ts'
import type { Peers, Person } from './presence.ts'
import { Roster } from './presence.ts'
import type { SaveAccount, SaveEvent, SaveState } from './save-state.ts'
import { NEW_ACCOUNT, account, patienceEnds, saveState } from './save-state.ts'
import type { SyncProvider } from './sync-provider.ts'
import { createSyncProvider } from './sync-provider.ts'

export { forgetLocalCopy, hasLocalCopy } from './local-copy.ts'
export type { Aside } from './local-copy.ts'
export type { Person } from './presence.ts'
export type { SaveState } from './save-state.ts'

/**
 * Why a board is closed for good. `too-new`: drawn with a newer Gamelan than this page. `erased`: something was erased
 * from it, and this copy was of before; the document has lost it by now, and the browser's copy is to be let go of.
 */
export type Ended =
  'erased' | 'forbidden' | 'refused' | 'full' | 'history-full' | 'malformed' | 'too-new' | 'unavailable'

export type BoardSnapshot = {
  readonly saveState: SaveState
  /** What this page's person may do; a facilitator can change it at any time. */
  readonly role: Role
  readonly people: readonly Person[]
  /** null while the board is open. */
  readonly ended: Ended | null
  /** Whether the document is the board and may be shown. */
  readonly loaded: boolean
  /** Whether this browser stores what is drawn, images included, so that it outlives the tab. */
  readonly isStored: boolean
  /** Whether something that was drawn here would be lost with the tab: neither the server nor this browser has it. */
  readonly isAtRisk: boolean
}

/** What the canvas reports of the images that came in here. */
export type ImagesReport = {
  /** Whether the server lacks one. */
  readonly isUnsent: boolean
  /** Whether this browser stores all that the server lacks. */
  readonly isStored: boolean
}

export type BoardConnectionOptions = {
  readonly boardId: string
  readonly role: Role
  readonly participant: Participant
  /** Asked for each try to connect, where the browser takes no cookies. */
  readonly ticket?: () => string | undefined
}

/** What the connection takes from the browser. */
export type Surroundings = {
  readonly Socket: typeof WebSocket
  readonly origin: string
  readonly timer: Timer
  readonly now: () => number
  readonly random: () => number
  readonly openLocalCopy: (boardId: string, doc: Y.Doc, events: LocalCopyEvents) => LocalCopy
  /** Tells of `online` and `offline`. */
  readonly network: EventTarget
}

const ENDED_BY_CODE: ReadonlyMap<number, Ended> = new Map([
  [CLOSE_CODES.forbidden, 'forbidden'],
  [CLOSE_CODES.refused, 'refused'],
  [CLOSE_CODES.tooBig, 'refused'],
  [CLOSE_CODES.malformed, 'malformed'],
  [CLOSE_CODES.full, 'full'],
  [CLOSE_CODES.historyFull, 'history-full'],
  [CLOSE_CODES.erased, 'erased'],
])

function browserSurroundings(): Surroundings {
  return {
    Socket: WebSocket,
    origin: location.origin.replace(/^http/, 'ws'),
    timer: browserTimer,
    now: Date.now,
    random: Math.random,
    openLocalCopy,
    network: window,
  }
}

export class BoardConnection {
  readonly doc = new Y.Doc()
  readonly awareness = new Awareness(this.doc)
  readonly #surroundings: Surroundings
  readonly #copy: LocalCopy
  readonly #provider: SyncProvider
  readonly #roster: Roster
  readonly #listeners = new Set<() => void>()
  /** What the server has, by all that it said so far. */
  readonly #known = new Map<number, number>()
  #account: SaveAccount = NEW_ACCOUNT
  #patience: unknown
  #snapshot: BoardSnapshot
  #images: ImagesReport = { isUnsent: false, isStored: true }
  /** Whether something was changed here since everything was saved last. */
  #isChanged = false
  /** Reads of what other tabs have stored, begun as the connection was. */
  #catchUps = 0
  #isSetAside = false
  #isCopyLoaded = false
  #isStarted = false
  #isDestroyed = false

  constructor(options: BoardConnectionOptions, surroundings: Surroundings = browserSurroundings()) {
    const { boardId, role, participant, ticket = () => undefined } = options
    this.#surroundings = surroundings
    this.#roster = new Roster(this.awareness, { ...participant, role })
    const { people } = this.#roster
    this.#snapshot = {
      saveState: 'connecting',
      role,
      people,
      ended: null,
      loaded: false,
      isStored: false,
      isAtRisk: false,
    }
    this.#copy = surroundings.openLocalCopy(boardId, this.doc, {
      storing: () => this.#showStored(),
      othersStored: () => void this.#catchUp(),
    })
    this.#provider = createSyncProvider({
      ...surroundings,
      boardId,
      ticket,
      doc: this.doc,
      awareness: this.awareness,
      events: {
        connecting: () => void this.#catchUpFirst(),
        opened: () => this.#note({ type: 'opened', at: surroundings.now() }),
        sent: (message) => this.#note({ type: 'sent', message, at: surroundings.now() }),
        lost: () => this.#note({ type: 'closed' }),
        synced: () => {
          this.#copy.markWhole()
          this.#show({ loaded: true })
        },
        has: (clocks) => {
          // Less than before, where it crashed before it had saved.
          this.#known.clear()
          for (const [id, clock] of clocks) this.#known.set(id, clock)
        },
        saved: ({ stateVector, messages }) => {
          for (const [id, clock] of Y.decodeStateVector(stateVector))
            this.#known.set(id, Math.max(clock, this.#known.get(id) ?? 0))
          this.#note({ type: 'acknowledged', messages, at: surroundings.now() })
        },
        role: (given) => {
          this.#show({ role: given })
          this.#roster.introduce({ ...this.#roster.me, role: given })
        },
        // The same would be refused again and again, or be taken for known and lost (S5a).
        overtaken: () => this.#end('refused'),
        closed: (code) => this.#end(ENDED_BY_CODE.get(code) ?? 'unavailable'),
      },
    })
    this.#roster.observe(() => this.#show({ people: this.#roster.people }))
    this.doc.getMap('meta').observe(this.#checkVersion)
    this.doc.on('update', this.#onUpdate)
    surroundings.network.addEventListener('online', this.#onOnline)
    surroundings.network.addEventListener('offline', this.#onOffline)
    void this.#copy.loaded.then(() => this.#onCopyLoaded())
    void this.#copy.waited.then(() => this.#start())
  }

  /** Whether what this browser kept of the board is in the document, so that what the document lacks is not there. */
  get isCopyLoaded(): boolean {
    return this.#isCopyLoaded
  }

  /** The same object until something changes. */
  readonly snapshot = (): BoardSnapshot => this.#snapshot

  /** Calls `listener` after each change of the snapshot; the answer ends that. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** The others' states, cursors included, as new as the last message. */
  get peers(): Peers {
    return this.#roster.peers
  }

  /** Calls `listener` after each change of `peers` or of the own state; the answer ends that. */
  observePeers(listener: () => void): () => void {
    return this.#roster.observe(listener)
  }

  /** Says something of this page's person to the others; what is not named stays, undefined takes it back. */
  setPresence(change: { readonly [Name in keyof Presence]?: Presence[Name] | undefined }): void {
    if (this.#isDestroyed) return
    this.awareness.setLocalState({ ...this.awareness.getLocalState(), ...change })
  }

  /**
   * Goes on under another name or colour, which the server has already: it reads them when a socket opens, so there
   * is a new one. The document, and what the canvas knows of it, stay.
   */
  introduce({ id, name, color }: Participant): void {
    const me = this.#roster.me
    if (this.#isDestroyed || (me.id === id && me.name === name && me.color === color)) return
    this.#roster.introduce({ id, name, color, role: this.#snapshot.role })
    if (this.#snapshot.ended !== null) return
    this.#provider.renew()
    this.#note({ type: 'renewed' })
  }

  /** Ids of the elements that hold anything which the server is not known to have. */
  unsent(): ReadonlySet<string> {
    const ids = elementsBeyond(this.doc, this.#known)
    // What somebody had under their hand while it was erased was written again by their canvas.
    return this.#snapshot.ended === 'erased'
      ? new Set([...ids].filter((id) => !isMadeAgain(this.doc, id)))
      : ids
  }

  /** Keeps this work, if any, in place of the browser's copy of the board; rejects where the browser does not. */
  async setAside(work: Aside | undefined): Promise<void> {
    await this.#copy.setAside(work)
    this.#isSetAside = true
    this.#showStored()
  }

  /** Notes where the images are that came in here. */
  reportImages(report: ImagesReport): void {
    this.#images = report
    this.#showSaveState()
  }

  /** The work that was set aside and waits for a decision. */
  async asides(): Promise<readonly Aside[]> {
    return this.#copy.asides()
  }

  /** Lets go of it: it is on the board now, or is not wanted. */
  async dropAside({ id }: Aside): Promise<void> {
    await this.#copy.dropAside(id)
  }

  /** Tries to connect at once: something else has reached the server. */
  hurry(): void {
    if (this.#isStarted && this.#snapshot.ended === null) this.#provider.hurry()
  }

  destroy(): void {
    if (this.#isDestroyed) return
    this.#isDestroyed = true
    if (this.#snapshot.ended === null) this.#stop()
    this.#listeners.clear()
    this.#roster.destroy()
    this.doc.off('update', this.#onUpdate)
    void this.#copy.close()
    this.doc.destroy()
  }

  #start(): void {
    if (this.#isDestroyed || !this.#checkVersion()) return
    this.#isStarted = true
    if (this.#isCopyLoaded) this.#showCopy()
    this.#provider.connect()
  }

  #onCopyLoaded(): void {
    this.#isCopyLoaded = true
    this.#showStored()
    // Later than one waits for it: without the server, nothing was shown until now.
    if (this.#isStarted) this.#showCopy()
  }

  #showCopy(): void {
    if (this.#copy.isWhole && this.#snapshot.ended === null) this.#show({ loaded: true })
  }

  #stop(): void {
    this.#surroundings.network.removeEventListener('online', this.#onOnline)
    this.#surroundings.network.removeEventListener('offline', this.#onOffline)
    this.#surroundings.timer.clear(this.#patience)
    this.doc.getMap('meta').unobserve(this.#checkVersion)
    this.#provider.destroy()
  }

  readonly #onOnline = (): void => this.#provider.hurry()
  readonly #onOffline = (): void => this.#provider.renew()

  readonly #checkVersion = (): boolean => {
    const supported = isSupported(this.doc)
    if (!supported) this.#end('too-new')
    return supported
  }

  #end(ended: Ended): void {
    if (this.#snapshot.ended !== null) return
    // Shown first: whoever listens can still hand the drawing over before the copy goes.
    this.#show({ ended })
    this.#stop()
    // Where the browser lets nothing be deleted, it is tried again at the next visit.
    if (ended === 'forbidden') this.#copy.forget().catch(() => undefined)
  }

  #note(event: SaveEvent): void {
    this.#account = account(this.#account, event)
    this.#showSaveState()
  }

  readonly #showSaveState = (): void => {
    const now = this.#surroundings.now()
    this.#surroundings.timer.clear(this.#patience)
    const ends = patienceEnds(this.#account, now)
    if (ends !== null) this.#patience = this.#surroundings.timer.set(this.#showSaveState, ends - now)
    const state = saveState(this.#account, now)
    const isSaved = state === 'saved' && this.#catchUps === 0 && !this.#images.isUnsent
    if (isSaved) this.#isChanged = false
    this.#show({ saveState: state === 'saved' && !isSaved ? 'saving' : state })
    this.#showStored()
  }

  #showStored(): void {
    const isStored = this.#copy.isStoring && this.#images.isStored
    const isUnsaved = this.#isChanged || this.#images.isUnsent
    this.#show({ isStored, isAtRisk: isUnsaved && !isStored && !this.#isSetAside })
  }

  /** What the person here changed; what others did came by the server or is stored. */
  readonly #onUpdate = (
    _update: Uint8Array,
    _origin: unknown,
    _doc: Y.Doc,
    { local }: Y.Transaction,
  ): void => {
    if (!local || this.#isChanged) return
    this.#isChanged = true
    this.#showStored()
  }

  /**
   * Another tab may have stored work and closed before it could send it: this one sends it with its own. What it sends
   * after the socket has opened is an ordinary update.
   */
  async #catchUp(): Promise<void> {
    if (this.#snapshot.ended === null) await this.#copy.catchUp()
  }

  /** As above; nothing is called saved before it is known what the other tabs left behind. */
  async #catchUpFirst(): Promise<void> {
    this.#catchUps += 1
    await this.#catchUp()
    this.#catchUps -= 1
    if (this.#snapshot.ended === null && !this.#isDestroyed) this.#showSaveState()
  }

  #show(change: Partial<BoardSnapshot>): void {
    const names = Object.keys(change) as (keyof BoardSnapshot)[]
    if (this.#isDestroyed || names.every((name) => this.#snapshot[name] === change[name])) return
    this.#snapshot = { ...this.#snapshot, ...change }
    for (const listener of this.#listeners) listener()
  }
}
