/**
 * The projector as the page sees it. While one moment is worked on, of those asked for meanwhile only the last is passed
 * on: so a drag asks as often as there are answers, and no more.
 */
import type { BoardElement } from '@gamelan/board-model'
import type { Frame, Roll, Target } from './projector.ts'
import type { Answer, Question } from './worker-messages.ts'

/** The part of a Worker that is used. */
export type Port = {
  postMessage(question: Question): void
  onmessage: ((event: MessageEvent<Answer>) => void) | null
  onerror: ((event: ErrorEvent) => void) | null
  terminate(): void
}

/** The projector could not show a moment. `status`: of the server's answer, 0 for none, -1 for a fault of the page. */
export class ProjectorFault extends Error {
  readonly status: number
  constructor(status: number, detail: string) {
    super(detail)
    this.status = status
  }
}

type Waiting<T> = { resolve(value: T): void; reject(error: ProjectorFault): void }

export class ProjectorClient {
  readonly #port: Port
  readonly #onFrame: (frame: Frame) => void
  readonly #onFault: (fault: ProjectorFault) => void
  readonly #scenes = new Map<number, Waiting<readonly BoardElement[]>>()
  #lastId = 0
  /** The one that is worked on. */
  #asked: number | undefined
  #next: Target | undefined

  constructor(
    port: Port,
    { onFrame, onFault }: { onFrame: (frame: Frame) => void; onFault: (fault: ProjectorFault) => void },
  ) {
    this.#port = port
    this.#onFrame = onFrame
    this.#onFault = onFault
    port.onmessage = ({ data }) => this.#answered(data)
    port.onerror = ({ message }) => {
      this.#asked = undefined
      this.#onFault(new ProjectorFault(-1, message))
    }
  }

  /** @param address of the board's history */
  open(address: string, generation: number, roll: Roll): void {
    this.#port.postMessage({ kind: 'open', address, generation, roll })
  }

  extend(roll: Roll): void {
    this.#port.postMessage({ kind: 'extend', roll })
  }

  /** Whether a moment is on its way. */
  get isBusy(): boolean {
    return this.#asked !== undefined
  }

  show(target: Target): void {
    const waits = this.#next
    // Steps are counted from what is shown: none may get lost.
    const isOneMore = waits !== undefined && 'step' in waits && 'step' in target
    this.#next = isOneMore ? { step: waits.step + target.step } : target
    if (!this.isBusy) this.#ask()
  }

  scene(seq: number): Promise<readonly BoardElement[]> {
    return new Promise((resolve, reject) => {
      this.#lastId += 1
      this.#scenes.set(this.#lastId, { resolve, reject })
      this.#port.postMessage({ kind: 'scene', id: this.#lastId, seq })
    })
  }

  close(): void {
    this.#port.terminate()
    for (const { reject } of this.#scenes.values()) reject(new ProjectorFault(-1, 'closed'))
    this.#scenes.clear()
  }

  #ask(): void {
    const target = this.#next
    if (target === undefined) return
    this.#next = undefined
    this.#lastId += 1
    this.#asked = this.#lastId
    this.#port.postMessage({ kind: 'show', id: this.#lastId, target })
  }

  #answered(answer: Answer): void {
    const scene = this.#scenes.get(answer.id)
    if (scene !== undefined) {
      this.#scenes.delete(answer.id)
      if (answer.kind === 'scene') scene.resolve(answer.elements)
      else if (answer.kind === 'failed') scene.reject(new ProjectorFault(answer.status, answer.detail))
      return
    }
    if (answer.id !== this.#asked) return
    this.#asked = undefined
    if (answer.kind === 'frame' && answer.frame !== undefined) this.#onFrame(answer.frame)
    else if (answer.kind === 'failed') this.#onFault(new ProjectorFault(answer.status, answer.detail))
    this.#ask()
  }
}
