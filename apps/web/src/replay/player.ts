/**
 * The player: where the film stands, what is shown of it, and where one looks. No React and no browser: it is told how
 * time passes and when frames are painted. Must never touch the live board (H7).
 */
import type { BoardElement } from '@gamelan/board-model'
import type { Area } from './camera.ts'
import { eased, following } from './camera.ts'
import type { Film } from './film.ts'
import { filmAt, wallAt } from './film.ts'
import type { Move, Playback, Speed } from './playback.ts'
import { moved } from './playback.ts'
import type { Frame, Target } from './projector.ts'
import type { Screen } from './screen.ts'
import { createScreen } from './screen.ts'

/** What paints. */
export type Canvas = {
  show(elements: readonly BoardElement[]): void
  seen(): Area
  lookAt(area: Area): void
  /** What to show of these elements: of some that are far apart, where most of them are. undefined: there are none. */
  areaToShow(elements: readonly BoardElement[]): Area | undefined
}

/** What fetches and decodes. */
export type Projection = { show(target: Target): void; readonly isBusy: boolean }

export type PlayerParts = {
  readonly film: Film
  readonly canvas: Canvas
  readonly projection: Projection
  /** Calls back before the next painting, with the time in milliseconds; the answer calls it off. */
  readonly nextFrame: (run: (now: number) => void) => () => void
  /** Whether the view may glide; else it jumps. */
  readonly isSmooth: () => boolean
}

/** What the page shows of it. */
export type PlayerState = {
  readonly position: number
  readonly length: number
  readonly isPlaying: boolean
  readonly speed: Speed
  /** What is shown: the change that was the last then, when it was, and whose. null: nothing yet. */
  readonly shown: Pick<Frame, 'seq' | 'at' | 'author'> | null
  /** Whether the view follows the work. */
  readonly isFollowing: boolean
}

/** Elements as they are shown at a moment, by its seq. Same elements in, same elements out. */
export type Dress = (elements: readonly BoardElement[], seq: number) => readonly BoardElement[]

const undressed: Dress = (elements) => elements

/** Film time for which somebody's work stays what the view follows. */
const WORK_LASTS = 2_500
/** Milliseconds in which the view goes two thirds of its way. */
const GLIDE = 260

export class Player {
  readonly #parts: PlayerParts
  readonly #screen: Screen = createScreen()
  readonly #listeners = new Set<() => void>()
  #playback: Playback
  #shown: PlayerState['shown'] = null
  #isFollowing = true
  #work: { readonly at: number; readonly ids: readonly string[] }[] = []
  #goal: Area | undefined
  #cancelFrame: (() => void) | undefined
  #lastFrame: number | undefined
  /** The moment that is asked for was asked for by the film's position. */
  #isDragged = false
  #dress: Dress = undressed
  #state: PlayerState

  constructor(parts: PlayerParts) {
    this.#parts = parts
    this.#playback = { film: parts.film, position: parts.film.length, isPlaying: false, speed: 1 }
    this.#state = this.#look()
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  readonly state = (): PlayerState => this.#state

  /** All elements that are shown. */
  get elements(): readonly BoardElement[] {
    return this.#screen.elements
  }

  play(): void {
    this.#move({ kind: 'play' })
  }
  pause(): void {
    this.#move({ kind: 'pause' })
  }
  toggle(): void {
    this.#move({ kind: 'toggle' })
  }
  setSpeed(speed: Speed): void {
    this.#move({ kind: 'speed', speed })
  }

  /** The film is dragged to a place: the drawing follows. */
  drag(to: number): void {
    this.#move({ kind: 'drag', to })
    this.#showPosition()
  }

  /** To a moment, by its seq. */
  jumpTo(seq: number): void {
    this.pause()
    this.#parts.projection.show({ seq })
  }

  /** So many changes on, or back. */
  step(by: number): void {
    this.pause()
    this.#parts.projection.show({ step: by })
  }

  /** The history has gone on. */
  extend(film: Film): void {
    this.#move({ kind: 'film', film })
  }

  follow(isFollowing: boolean): void {
    this.#isFollowing = isFollowing
    this.#goal = undefined
    if (isFollowing) this.#aim()
    this.#changed()
  }

  /** How elements are shown from now on: some may be dimmed. undefined: as they are. */
  dress(dress: Dress | undefined): void {
    this.#dress = dress ?? undressed
    this.#show()
  }

  /** The projection shows another moment. */
  take(frame: Frame): void {
    const { seq, at, author } = frame
    this.#shown = { seq, at, author }
    if (this.#screen.take(frame)) this.#show()
    // While it plays, or is dragged, the film leads; else what is shown says where it stands.
    if (!this.#playback.isPlaying && !this.#isDragged) this.#settle(at)
    this.#isDragged = false
    this.#noteWork(frame)
    this.#aim()
    this.#changed()
  }

  destroy(): void {
    this.#cancelFrame?.()
    this.#listeners.clear()
  }

  #show(): void {
    this.#parts.canvas.show(this.#dress(this.#screen.elements, this.#shown?.seq ?? 0))
  }

  #settle(at: number): void {
    const { film } = this.#playback
    this.#playback = moved(this.#playback, { kind: 'jump', to: at === 0 ? 0 : filmAt(film, at) })
  }

  #move(move: Move): void {
    const before = this.#playback
    this.#playback = moved(before, move)
    if (this.#playback === before) return
    if (this.#playback.isPlaying) this.#run()
    this.#changed()
  }

  #showPosition(): void {
    const { film, position } = this.#playback
    this.#isDragged = true
    // At its very beginning there is nothing yet.
    this.#parts.projection.show(position <= 0 ? { seq: 0 } : { at: wallAt(film, position) })
  }

  #run(): void {
    this.#cancelFrame ??= this.#parts.nextFrame(this.#frame)
  }

  readonly #frame = (now: number): void => {
    this.#cancelFrame = undefined
    const passed = this.#lastFrame === undefined ? 0 : now - this.#lastFrame
    const { isPlaying } = this.#playback
    if (isPlaying) {
      this.#playback = moved(this.#playback, { kind: 'tick', passed })
      if (!this.#parts.projection.isBusy || !this.#playback.isPlaying) this.#showPosition()
      this.#changed()
    }
    this.#glide(passed)
    const goesOn = this.#playback.isPlaying || this.#goal !== undefined
    this.#lastFrame = goesOn ? now : undefined
    if (goesOn) this.#run()
  }

  #noteWork({ touched }: Frame): void {
    const at = this.#playback.position
    this.#work = this.#work.filter((work) => Math.abs(work.at - at) <= WORK_LASTS)
    if (touched.length > 0) this.#work.push({ at, ids: touched })
  }

  /** Decides where to look. */
  #aim(): void {
    if (!this.#isFollowing) return
    const ids = new Set(this.#work.flatMap((work) => work.ids))
    const area = this.#parts.canvas.areaToShow(
      this.#screen.elements.filter(({ id, isDeleted }) => ids.has(id) && !isDeleted),
    )
    if (area === undefined) return
    const seen = this.#goal ?? this.#parts.canvas.seen()
    const goal = following(seen, area)
    if (goal === seen) return
    if (this.#parts.isSmooth()) {
      this.#goal = goal
      this.#run()
    } else this.#parts.canvas.lookAt(goal)
  }

  #glide(passed: number): void {
    const goal = this.#goal
    if (goal === undefined) return
    const { canvas } = this.#parts
    const next = eased(canvas.seen(), goal, 1 - Math.exp(-passed / GLIDE))
    const rest = Math.max(...next.map((side, i) => Math.abs(side - (goal[i] ?? side))))
    const isThere = rest < (goal[2] - goal[0]) / 500
    canvas.lookAt(isThere ? goal : next)
    if (isThere) this.#goal = undefined
  }

  #look(): PlayerState {
    const { position, isPlaying, speed, film } = this.#playback
    return {
      position,
      length: film.length,
      isPlaying,
      speed,
      shown: this.#shown,
      isFollowing: this.#isFollowing,
    }
  }

  #changed(): void {
    this.#state = this.#look()
    for (const listener of this.#listeners) listener()
  }
}
