/**
 * Everything that lives while one Excalidraw shows one board: it is made when Excalidraw is ready and ends with the
 * page. No React: the component only tells it what happened. Must never hold a rule of its own; each part has them.
 */
import type { BoardElement } from '@gamelan/board-model'
import { BoardScene, parseDrawing, timesErased } from '@gamelan/board-model'
import type { ProblemCode } from '@gamelan/protocol/http/problems'
import type { Role } from '@gamelan/protocol/roles'
import { may } from '@gamelan/protocol/roles'
import {
  CaptureUpdateAction,
  getCommonBounds,
  getVisibleSceneBounds,
  newElementWith,
} from '@excalidraw/excalidraw'
import type { BinaryFileData, BinaryFiles, ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types'
import { createKeptFetch } from '../http/kept-fetch.ts'
import { timedFetch } from '../http/timed-fetch.ts'
import type { Aside, BoardConnection } from '../sync/board-connection.ts'
import { browserTimer } from '../sync/coalesce.ts'
import { CanvasBinding } from './binding.ts'
import { cardElements, type Card } from './card.ts'
import { BigChanges, type BigChange } from './big-changes.ts'
import { CursorLayer } from './cursor-layer.ts'
import { loadFont } from './default-font.ts'
import { createSceneApi, measureText } from './excalidraw-scene.ts'
import type { Bounds, ScenePoint } from './fit-view.ts'
import { withoutUndrawable } from './drawable-image.ts'
import type { ExportKind } from './export-drawing.ts'
import { excalidrawFile, exportAs } from './export-drawing.ts'
import { Following } from './following.ts'
import { browserFrames } from './frames.ts'
import { createImageHttp } from './image-http.ts'
import { createImageStore } from './image-store.ts'
import { Images } from './images.ts'
import type { ImportFault, Placing } from './import-drawing.ts'
import { placeDrawing, readDrawing } from './import-drawing.ts'
import { toLasers } from './lasers.ts'
import { OwnPresence } from './own-presence.ts'
import { PictureMaker, isFirstPage } from './picture.ts'
import { makePicture, sendPicture } from './picture-http.ts'
import { recallView, rememberView } from './remembered-view.ts'
import { SpotlightLayer } from './spotlight-layer.ts'
import { tabShelf } from '../storage/browser-storage.ts'
import { look, lookAt, lookAtDrawing, lookAtElements, seesAll, seesAny } from './view.ts'

export type SessionOptions = {
  readonly boardId: string
  readonly role: Role
  readonly connection: BoardConnection
  readonly api: ExcalidrawImperativeAPI
  /** What Excalidraw fills. */
  readonly root: HTMLElement
  readonly onImageRefused: (code: ProblemCode) => void
  readonly onImageWaiting: (code: ProblemCode) => void
  /** The board does not have the object that a link named. */
  readonly onObjectMissing: () => void
  /** Somebody else has changed much of the drawing at once. */
  readonly onBigChange: (change: BigChange) => void
}

export class CanvasSession {
  readonly presence: OwnPresence
  readonly following: Following
  readonly #options: SessionOptions
  readonly #scene: BoardScene
  readonly #binding: CanvasBinding
  readonly #images: Images
  readonly #picture: PictureMaker
  readonly #spotlight: SpotlightLayer
  readonly #cursors: CursorLayer
  readonly #bigChanges: BigChanges
  readonly #ends: (() => void)[] = []
  #files: BinaryFiles = {}
  #cancelFrame: (() => void) | undefined
  #hasLasers = false
  #isEmpty = false
  #isStarted = false
  #wasReached = false
  /** Whether what was done while this page was away has arrived: it is no news. */
  #isCaughtUp = false
  /** The object that a link named and that is not found yet. */
  #sought: string | undefined

  constructor(options: SessionOptions) {
    this.#options = options
    const { api, boardId, connection, role } = options
    const { doc } = connection
    const canWrite = may(role, 'draw')
    this.#scene = new BoardScene(doc)
    this.#binding = new CanvasBinding({
      doc,
      scene: this.#scene,
      api: createSceneApi(api),
      canWrite,
      frames: browserFrames,
      timer: browserTimer,
      random: Math.random,
      measure: measureText,
    })
    this.#images = new Images({
      boardId,
      doc,
      scene: this.#scene,
      canWrite: may(role, 'files'),
      files: () => api.getFiles(),
      addFiles: (files) => api.addFiles([...files] as BinaryFileData[]),
      http: createImageHttp(boardId, createKeptFetch(boardId, timedFetch)),
      store: createImageStore(),
      isAllThere: () => connection.isCopyLoaded,
      timer: browserTimer,
      now: Date.now,
      onRefused: options.onImageRefused,
      onWaiting: options.onImageWaiting,
      onReport: (report) => connection.reportImages(report),
    })
    this.presence = new OwnPresence({ say: (change) => connection.setPresence(change), timer: browserTimer })
    this.following = new Following({
      clientId: connection.awareness.clientID,
      peers: () => connection.peers,
      say: (change) => connection.setPresence(change),
      ownView: () => [...getVisibleSceneBounds(api.getAppState())],
      fit: (bounds) => lookAt(api, bounds),
    })
    this.#picture = new PictureMaker({
      isMine: () => this.#makesPicture(),
      make: async (isLeaving) => {
        const erased = timesErased(doc)
        const picture = await makePicture(this.#scene.all(), api.getFiles())
        return picture ? sendPicture(boardId, picture, { erased, isLeaving }) : true
      },
      timer: browserTimer,
      now: Date.now,
    })
    this.#spotlight = new SpotlightLayer(options.root)
    this.#cursors = new CursorLayer(options.root)
    this.#bigChanges = new BigChanges({
      doc,
      userOf: (client) => connection.peers.get(client)?.user,
      isCaughtUp: () => this.#isStarted && this.#isCaughtUp,
      timer: browserTimer,
      tell: options.onBigChange,
    })
    this.#ends.push(
      connection.observePeers(this.#requestPeers),
      connection.subscribe(this.#onConnection),
      api.onScrollChange(() => {
        this.following.viewChanged()
        this.#requestPeers()
      }),
      this.#scene.observe((changed) => {
        // A frame around what somebody selected moves with it.
        this.#requestPeers()
        if (!this.#isStarted) return
        this.#images.look(changed)
        this.#picture.changed()
      }),
    )
    this.#requestPeers()
    this.#onConnection()
  }

  /** Excalidraw's `onChange`. */
  changed(selected: Readonly<Record<string, true>>, files: BinaryFiles): void {
    this.#binding.changed()
    this.presence.select(selected)
    this.#welcome()
    this.#seek()
    if (files === this.#files) return
    this.#files = files
    this.#images.look()
  }

  /** Keeps an image that is coming in; resolves when it would outlive the page. */
  keepImage(fileId: string, image: Blob): Promise<void> {
    return this.#images.keep(fileId, image)
  }

  /** Adds a drawing from a file, and selects it; the answer says why where it cannot be. */
  async importFile(
    file: Blob,
    decode: (file: Blob) => Promise<string>,
    placing: Placing = { near: this.#middle() },
  ): Promise<{ dropped: number } | ImportFault> {
    const read = await readDrawing(file, decode)
    if (!read.ok) return read.fault
    const { api, connection } = this.#options
    const { drawing, undrawable } = await withoutUndrawable(read.drawing)
    if (drawing.elements.length === 0) return 'nothing-fits'
    const isFirst = this.#scene.all().every((element) => element.isDeleted)
    // Excalidraw has to hold the images first: those that it lacks are taken for others', and fetched.
    const created = Date.now()
    api.addFiles(drawing.files.map((image) => ({ ...image, created })) as BinaryFileData[])
    const added = this.#binding.undoable(() =>
      placeDrawing(drawing, { doc: connection.doc, scene: this.#scene, placing }),
    )
    const elements = this.#select(added)
    if (isFirst) lookAtDrawing(api)
    else if (elements.length > 0 && !seesAll(api, elements))
      lookAtElements(api, elements, api.getAppState().zoom.value)
    return { dropped: drawing.dropped + undrawable }
  }

  /** Puts a card on the board, in view and beside what is there, as one step of undo, and selects it. */
  addCard(card: Card): boolean {
    const { api, connection } = this.#options
    const elements = cardElements(card, {
      measure: (text) => ({ text: '', height: 0, ...measureText(text as BoardElement, undefined) }),
      newId: () => crypto.randomUUID(),
    })
    const parsed = parseDrawing({ type: 'excalidraw', elements })
    if (!parsed.ok || parsed.drawing.elements.length === 0) return false
    const added = this.#binding.undoable(() =>
      placeDrawing(parsed.drawing, {
        doc: connection.doc,
        scene: this.#scene,
        placing: { near: this.#middle() },
      }),
    )
    api.scrollToContent(this.#select(added), { animate: false })
    return added.length > 0
  }

  /** Selects what was just added, with the groups that hold it together. Answers it as the canvas has it. */
  #select(added: readonly string[]): ReturnType<ExcalidrawImperativeAPI['getSceneElements']> {
    const { api } = this.#options
    const ids = new Set(added)
    const elements = api.getSceneElements().filter(({ id }) => ids.has(id))
    const groups = elements.flatMap(({ groupIds }) => groupIds.slice(-1))
    // A bound text is selected with what it is written on.
    const selected = elements.filter((element) => !(element.type === 'text' && element.containerId !== null))
    api.updateScene({
      appState: {
        selectedElementIds: Object.fromEntries(selected.map(({ id }) => [id, true as const])),
        selectedGroupIds: Object.fromEntries(groups.map((id) => [id, true])),
      },
      captureUpdate: CaptureUpdateAction.NEVER,
    })
    return elements
  }

  /** Takes everything off the board, for all, in one step of this person's undo. */
  clear(): void {
    const { api } = this.#options
    const elements = api.getSceneElementsIncludingDeleted()
    api.updateScene({
      elements: elements.map((element) => newElementWith(element, { isDeleted: true })),
      appState: { selectedElementIds: {} },
      captureUpdate: CaptureUpdateAction.IMMEDIATELY,
    })
  }

  /** The whole drawing in one file. */
  export(kind: ExportKind): Promise<Blob> {
    this.#binding.flush()
    return exportAs(kind, {
      elements: this.#scene.all(),
      files: this.#options.api.getFiles(),
      origin: window.location.origin,
    })
  }

  /** Ids of the elements that are selected. */
  selected(): string[] {
    return Object.keys(this.#options.api.getAppState().selectedElementIds)
  }

  /** What is selected or else in view, in scene coordinates. */
  region(): Bounds {
    const { api } = this.#options
    const selected = new Set(this.selected())
    const elements = api.getSceneElements().filter(({ id }) => selected.has(id))
    return elements.length > 0 ? getCommonBounds(elements) : [...getVisibleSceneBounds(api.getAppState())]
  }

  /** Lights a region of the drawing, and dims the rest; null: no more. */
  light(region: Bounds | null): void {
    this.#spotlight.light(region)
    this.#requestPeers()
  }

  /** Looks at a region, as large as it fits and no larger than it is. */
  lookAt(region: Bounds): void {
    lookAt(this.#options.api, region, 1)
  }

  /** Looks at these elements, as far as they are still there. */
  lookAtElements(ids: readonly string[]): void {
    const { api } = this.#options
    const wanted = new Set(ids)
    const found = api.getSceneElements().filter(({ id }) => wanted.has(id))
    lookAtElements(api, found, 1)
  }

  /** Takes the laser pointer into this person's hand, until they take another tool. */
  takeLaser(): void {
    this.#options.api.setActiveTool({ type: 'laser' })
  }

  /** What the server is not known to have, or undefined where it has all. */
  unsent(): Aside | undefined {
    this.#binding.flush()
    const { api, connection } = this.#options
    const changed = connection.unsent()
    // A label without what it is written on would be written on what the board has there.
    const ids = new Set([...changed].flatMap((id) => [id, this.#scene.get(id)?.containerId ?? id]))
    const elements = this.#scene.all().filter(({ id, isDeleted }) => ids.has(id) && !isDeleted)
    if (elements.length === 0) return undefined
    return {
      id: crypto.randomUUID(),
      drawing: excalidrawFile(elements, api.getFiles(), window.location.origin),
      count: elements.length,
    }
  }

  /** Keeps what is not kept yet: the page may be gone in a moment. */
  flush(): void {
    this.#binding.flush()
    const { api, boardId } = this.#options
    const { scrollX, scrollY, zoom } = api.getAppState()
    if (this.#isStarted) rememberView(tabShelf, boardId, { scrollX, scrollY, zoom: zoom.value })
  }

  /** The tab was hidden, or shown again. A hidden one may never be shown again. */
  hide(isHidden: boolean): void {
    this.presence.hide(isHidden)
    if (!isHidden) return
    this.flush()
    this.#picture.leave()
  }

  destroy(): void {
    this.flush()
    this.#picture.leave()
    for (const end of this.#ends) end()
    this.#cancelFrame?.()
    this.#binding.destroy()
    this.#images.destroy()
    this.#picture.destroy()
    this.presence.destroy()
    this.#bigChanges.destroy()
    this.#spotlight.destroy()
    this.#cursors.destroy()
    this.#scene.destroy()
  }

  readonly #onConnection = (): void => {
    const { loaded, saveState } = this.#options.connection.snapshot()
    if (loaded && !this.#isStarted) this.#start()
    const isReached = saveState === 'saving' || saveState === 'saved'
    if (isReached && !this.#wasReached) {
      this.#images.retryNow()
      this.#picture.reconsider()
    }
    this.#wasReached = isReached
    if (saveState === 'saved') this.#isCaughtUp = true
    else if (!isReached) this.#isCaughtUp = false
    this.#seek()
  }

  #start(): void {
    this.#isStarted = true
    this.#binding.start()
    void this.#images.start()
    // It may have changed since its picture was made, by those who left before the drawing had rested, or by programs.
    this.#picture.changed()
    const { api, boardId } = this.#options
    void loadFont(api.getAppState().currentItemFontFamily)
    const view = recallView(tabShelf, boardId)
    if (view) look(api, view)
    else lookAtDrawing(api)
    this.#seek()
  }

  /** Looks at the object that a link names, as soon as it is there; says so where the board has it no more. */
  seek(object: string): void {
    this.#sought = object
    this.#seek()
  }

  /** Whether the object that a link named is still looked for. */
  get isSeeking(): boolean {
    return this.#sought !== undefined
  }

  #seek(): void {
    const { api, connection, onObjectMissing } = this.#options
    const object = this.#sought
    if (!this.#isStarted || object === undefined) return
    const found = api
      .getSceneElements()
      .filter(({ id, groupIds }) => id === object || groupIds.includes(object))
    if (found.length > 0) {
      this.#sought = undefined
      lookAtElements(api, found, 1)
    } else if (connection.snapshot().saveState === 'saved') {
      // Everything that the server has is here.
      this.#sought = undefined
      onObjectMissing()
    }
  }

  /** Where a board was empty, what comes first may lie elsewhere: on another's larger screen, or in a file. */
  #welcome(): void {
    const { api } = this.#options
    const isEmpty = this.#isStarted && api.getSceneElements().length === 0
    if (this.#isEmpty && !isEmpty && !seesAny(api)) lookAtDrawing(api)
    this.#isEmpty = isEmpty
  }

  readonly #requestPeers = (): void => {
    this.#cancelFrame ??= browserFrames.request(() => {
      this.#cancelFrame = undefined
      this.#showPeers()
    })
  }

  #showPeers(): void {
    const { api, connection } = this.#options
    const { peers } = connection
    this.following.peersChanged()
    this.#spotlight.draw(api.getAppState())
    this.#cursors.draw(peers, api.getAppState(), (id) => this.#scene.get(id))
    const lasers = toLasers(peers)
    if (lasers.size > 0 || this.#hasLasers) api.updateScene({ collaborators: lasers })
    this.#hasLasers = lasers.size > 0
  }

  #middle(): ScenePoint {
    const [left, top, right, bottom] = getVisibleSceneBounds(this.#options.api.getAppState())
    return { x: (left + right) / 2, y: (top + bottom) / 2 }
  }

  #makesPicture(): boolean {
    const { connection, role } = this.#options
    const { saveState } = connection.snapshot()
    if (!may(role, 'picture') || (saveState !== 'saved' && saveState !== 'saving')) return false
    return isFirstPage(connection.awareness.clientID, connection.peers, (user) => may(user.role, 'picture'))
  }
}
