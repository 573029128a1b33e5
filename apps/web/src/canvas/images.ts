/**
 * The images of a board (M12): those that came in here go to the server, those that others brought are fetched, each
 * again and again until it is done; a placeholder that stays is a defect. The document only says that an image is
 * there. Must never give up on one that is still on the board, nor fetch one while nobody can have sent it yet.
 */
import type { BoardElement, BoardScene } from '@gamelan/board-model'
import { timesErased, writeChanges } from '@gamelan/board-model'
import type { ProblemCode } from '@gamelan/protocol/http/problems'
import type * as Y from 'yjs'
import type { Timer } from '../sync/coalesce.ts'
import { blobOf, dataUrlOf } from './data-url.ts'
import { isDrawable } from './drawable-image.ts'
import type { ImageHttp } from './image-http.ts'
import type { ImageStore } from './image-store.ts'

/** An image as Excalidraw holds it. */
export type CanvasFile = {
  readonly id: string
  readonly mimeType: string
  readonly dataURL: string
  /** Milliseconds since the epoch. */
  readonly created: number
}

export type ImagesOptions = {
  readonly boardId: string
  readonly doc: Y.Doc
  readonly scene: BoardScene
  readonly canWrite: boolean
  /** What Excalidraw has. */
  readonly files: () => Readonly<Record<string, CanvasFile>>
  readonly addFiles: (files: readonly CanvasFile[]) => void
  readonly http: ImageHttp
  readonly store: ImageStore
  /** Whether the document has all that this browser knew of: what no element names then is wanted no more. */
  readonly isAllThere: () => boolean
  readonly timer: Timer
  readonly now: () => number
  /** An image was refused for good, and is taken off the board. */
  readonly onRefused: (code: ProblemCode) => void
  /** The server has no room for an image now. It stays here and is sent again; told once for each image. */
  readonly onWaiting: (code: ProblemCode) => void
  /** Called when the answer changes: whether the server lacks an image of the board, and this browser stores those. */
  readonly onReport: (report: { readonly isUnsent: boolean; readonly isStored: boolean }) => void
}

/** An image that the document calls pending is still on its way from whoever pasted it, in milliseconds. */
const PENDING_PATIENCE_MS = 2_000
const FIRST_RETRY_MS = 1_000
const LAST_RETRY_MS = 30_000
/** All images that do not come in the first tries share one request in this time, in milliseconds. */
const SLOW_RETRY_MS = 60_000
/** How long an image is kept here after the server had it, in milliseconds: by then others' caches serve. */
const KEEP_UPLOADED_MS = 7 * 24 * 60 * 60 * 1000

/** `isDue`: it can be had, or sent, as far as one knows; else it is only tried in case. */
type Work = { isDue: boolean; attempts: number; waiting: unknown; isRunning: boolean }

export class Images {
  readonly #options: ImagesOptions
  /** Files that the server has. */
  readonly #onServer = new Set<string>()
  /** Files that came in here, and are on the server: their elements are ours to mark. */
  readonly #uploaded = new Set<string>()
  readonly #refused = new Set<string>()
  /** Files that this page does not show, since drawing them would freeze it. */
  readonly #undrawable = new Set<string>()
  /** Files of which a person was told that the server has no room for them. */
  readonly #toldToWait = new Set<string>()
  /** On the board, from here, and not on the server. */
  readonly #unsent = new Set<string>()
  /** The browser did not store these. */
  readonly #unstored = new Set<string>()
  #reported = { isUnsent: false, isStored: true }
  readonly #work = new Map<string, Work>()
  /** When the last of the slow retries that wait is due. */
  #nextSlow = 0
  #isRestored = false
  #isStarted = false
  #isDestroyed = false

  constructor(options: ImagesOptions) {
    this.#options = options
  }

  /** Keeps an image that is coming in and is not on the board yet; resolves when it would outlive the page. */
  async keep(fileId: string, blob: Blob): Promise<void> {
    const { boardId, store } = this.#options
    const isStored = await this.#try(store.put({ boardId, fileId, blob, uploadedAt: null }).then(() => true))
    if (isStored) this.#unstored.delete(fileId)
    else this.#unstored.add(fileId)
    this.#report()
  }

  /** Shows what was kept here, and from then on works. */
  async start(): Promise<void> {
    await this.#restore()
    this.#isStarted = true
    this.look()
  }

  /** These elements have changed, or files have, which may be any's: begins what is to do. */
  look(changed?: Iterable<string>): void {
    if (!this.#isStarted || this.#isDestroyed) return
    const { scene } = this.#options
    const files = this.#options.files()
    const elements = changed ? Array.from(changed, (id) => scene.get(id)) : scene.all()
    for (const element of elements) {
      if (!element) continue
      const { fileId } = element
      if (element.type !== 'image' || element.isDeleted || !fileId || this.#refused.has(fileId)) continue
      if (this.#undrawable.has(fileId)) continue
      const file = files[fileId]
      if (!file) this.#begin(fileId, () => this.#fetch(fileId), isSaved(element))
      else if (!this.#onServer.has(fileId) && this.#options.canWrite) {
        this.#unsent.add(fileId)
        this.#begin(fileId, () => this.#send(file), true)
      } else if (this.#uploaded.has(fileId) && !isSaved(element)) this.#markSaved(fileId)
    }
    this.#report()
  }

  /** The server is back: tries at once what waits. */
  retryNow(): void {
    for (const [fileId, work] of this.#work) if (!work.isRunning) this.#forget(fileId)
    this.look()
  }

  destroy(): void {
    this.#isDestroyed = true
    for (const { waiting } of this.#work.values()) this.#options.timer.clear(waiting)
  }

  #begin(fileId: string, run: () => Promise<boolean>, isDue: boolean): void {
    const begun = this.#work.get(fileId)
    if (begun && (begun.isRunning || begun.isDue || !isDue)) return
    this.#forget(fileId)
    const work: Work = { isDue, attempts: 0, waiting: undefined, isRunning: false }
    this.#work.set(fileId, work)
    const attempt = (): void => void this.#attempt(fileId, work, run, attempt)
    if (isDue) attempt()
    else work.waiting = this.#options.timer.set(attempt, PENDING_PATIENCE_MS)
  }

  async #attempt(fileId: string, work: Work, run: () => Promise<boolean>, again: () => void): Promise<void> {
    work.isRunning = true
    const isDone = await run()
    work.isRunning = false
    if (this.#isDestroyed) return
    if (isDone || !this.#isShown(fileId)) {
      this.#forget(fileId)
      this.#unsent.delete(fileId)
      this.look()
      return
    }
    work.waiting = this.#options.timer.set(again, this.#pause(work.attempts++))
  }

  /** The first tries follow each other soon; after that a page with many missing images must not keep asking (A6). */
  #pause(attempts: number): number {
    const pause = FIRST_RETRY_MS * 2 ** attempts
    if (pause <= LAST_RETRY_MS) return pause
    const now = this.#options.now()
    this.#nextSlow = Math.max(now, this.#nextSlow) + SLOW_RETRY_MS
    return this.#nextSlow - now
  }

  #report(): void {
    const isStored = ![...this.#unsent].some((fileId) => this.#unstored.has(fileId))
    const report = { isUnsent: this.#unsent.size > 0, isStored }
    if (report.isUnsent === this.#reported.isUnsent && isStored === this.#reported.isStored) return
    this.#reported = report
    this.#options.onReport(report)
  }

  #forget(fileId: string): void {
    this.#options.timer.clear(this.#work.get(fileId)?.waiting)
    this.#work.delete(fileId)
  }

  #elementsOf(fileId: string): BoardElement[] {
    return this.#options.scene.all().filter((element) => element.fileId === fileId && !element.isDeleted)
  }

  #isShown(fileId: string): boolean {
    return this.#elementsOf(fileId).length > 0
  }

  async #fetch(fileId: string): Promise<boolean> {
    const { http, files, addFiles, now } = this.#options
    const blob = await http.download(fileId)
    if (!blob && !this.#isRestored) await this.#restore()
    if (files()[fileId]) return true
    if (!blob || this.#isDestroyed) return false
    this.#onServer.add(fileId)
    if (!(await isDrawable(blob))) {
      this.#undrawable.add(fileId)
      return true
    }
    addFiles([{ id: fileId, mimeType: blob.type, dataURL: await dataUrlOf(blob), created: now() }])
    return true
  }

  async #send(file: CanvasFile): Promise<boolean> {
    const { boardId, http, store, now } = this.#options
    // Before anything is waited for: a page with a copy from before an erasing hears of that, and loses the image from
    // its drawing, while it sends. It must bring nothing back (H8).
    const generation = timesErased(this.#options.doc)
    const blob = blobOf(file.dataURL)
    if (!blob) return this.#refuse(file.id, 'not-an-image')
    await this.keep(file.id, blob)
    const answer = await http.upload(file.id, blob, generation)
    if (answer.kind === 'refused') return this.#refuse(file.id, answer.code)
    if (answer.kind === 'away') {
      if (answer.code !== undefined && !this.#toldToWait.has(file.id)) {
        this.#toldToWait.add(file.id)
        this.#options.onWaiting(answer.code)
      }
      return false
    }
    await this.#try(store.put({ boardId, fileId: file.id, blob, uploadedAt: now() }))
    this.#onServer.add(file.id)
    this.#uploaded.add(file.id)
    return true
  }

  #markSaved(fileId: string): void {
    this.#change(fileId, { status: 'saved' })
  }

  #refuse(fileId: string, code: ProblemCode): true {
    this.#refused.add(fileId)
    this.#change(fileId, { isDeleted: true })
    this.#options.onRefused(code)
    void this.#try(this.#options.store.remove(this.#options.boardId, fileId))
    return true
  }

  #change(fileId: string, properties: Readonly<Record<string, unknown>>): void {
    const changes = this.#elementsOf(fileId).map((before) => ({
      before,
      after: { ...before, ...properties },
    }))
    writeChanges(this.#options.doc, changes, { origin: this })
  }

  /** Where the browser does not answer, what it has is asked for again when the server has no answer either. */
  async #restore(): Promise<void> {
    const { boardId, store, now, addFiles, isAllThere } = this.#options
    const kept = await this.#try(store.list(boardId))
    if (!kept || this.#isDestroyed) return
    this.#isRestored = true
    // Deleted elements count: undoing brings them back.
    const used = new Set(this.#options.scene.all().map((element) => element.fileId))
    for (const { fileId, blob, uploadedAt } of kept) {
      // What no element names any more was erased (H8), or purged.
      const isUnused = isAllThere() && !used.has(fileId)
      const isDone = isUnused || (uploadedAt !== null && now() - uploadedAt > KEEP_UPLOADED_MS)
      if (isDone) {
        await this.#try(store.remove(boardId, fileId))
        continue
      }
      if (uploadedAt !== null) {
        this.#onServer.add(fileId)
        // The page may have ended between the upload and the mark.
        this.#uploaded.add(fileId)
      }
      if (!(await isDrawable(blob))) {
        this.#undrawable.add(fileId)
        continue
      }
      const dataURL = await this.#try(dataUrlOf(blob))
      if (dataURL !== undefined) addFiles([{ id: fileId, mimeType: blob.type, dataURL, created: now() }])
    }
  }

  /** A browser that keeps nothing (private mode, a full disk) costs the safety net, and the page says so. */
  async #try<T>(storing: Promise<T>): Promise<T | undefined> {
    try {
      return await storing
    } catch (error) {
      console.warn('Images are not kept in this browser.', error)
      return undefined
    }
  }
}

const isSaved = (element: BoardElement): boolean => element['status'] === 'saved'
