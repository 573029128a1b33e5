/**
 * The projector as the page sees it. While one moment is worked on, of those asked for meanwhile only the last is passed
 * on: so a drag asks as often as there are answers, and no more.
 */
import type { BoardElement } from '@gamelan/board-model'
import { reportMissing } from '../ui/parts/load-part.ts'
import type { Hands, Stage } from './lives.ts'
import type { Frame, Roll, Target } from './projector.ts'
import type { Answer, Question } from './worker-messages.ts'

/** The way to the worker. */
export type Port = {
  readonly ask: (question: Question) => void
  /** `failed`: the worker has thrown, and what is asked may never be answered. */
  readonly listen: (answered: (answer: Answer) => void, failed: (detail: string) => void) => void
  readonly close: () => void
}

/** A worker of the browser. */
export function portOf(worker: Worker): Port {
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none: that is for windows
    ask: (question) => worker.postMessage(question),
    listen(answered, failed) {
      worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => answered(data))
      worker.addEventListener('error', (event) => {
        // One that did not load has nothing to say.
        if (!(event instanceof ErrorEvent)) reportMissing()
        failed(event instanceof ErrorEvent ? event.message : 'the worker did not load')
      })
    },
    close: () => worker.terminate(),
  }
}

/** The projector could not show a moment. `status`: of the server's answer, 0 for none, -1 for a fault of the page. */
export class ProjectorFault extends Error {
  readonly status: number
  constructor(status: number, detail: string) {
    super(detail)
    this.status = status
  }
}

/** A question with one answer of its own. */
type Asked = { resolve(answer: Answer): void; reject(error: ProjectorFault): void }

type Of<Kind extends Answer['kind']> = Answer & { readonly kind: Kind }

export class ProjectorClient {
  readonly #port: Port
  readonly #onFrame: (frame: Frame) => void
  readonly #onFault: (fault: ProjectorFault) => void
  readonly #questions = new Map<number, Asked>()
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
    port.listen(
      (answer) => this.#answered(answer),
      (detail) => {
        this.#asked = undefined
        this.#onFault(new ProjectorFault(-1, detail))
      },
    )
  }

  open(boardId: string, generation: number, roll: Roll): void {
    this.#port.ask({ kind: 'open', boardId, generation, roll })
  }

  extend(roll: Roll): void {
    this.#port.ask({ kind: 'extend', roll })
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

  /** The whole scene at a moment. Rejects with a ProjectorFault, as those below do. */
  async scene(seq: number): Promise<readonly BoardElement[]> {
    return (await this.#question('scene', (id) => ({ kind: 'scene', id, seq }))).elements
  }

  /** What happened to an element, in order. */
  async life(element: string): Promise<readonly Stage[]> {
    return (await this.#question('life', (id) => ({ kind: 'life', id, element }))).stages
  }

  /** Who touched which element. */
  async hands(): Promise<ReadonlyMap<string, Hands>> {
    return (await this.#question('hands', (id) => ({ kind: 'hands', id }))).hands
  }

  close(): void {
    this.#port.close()
    for (const asked of this.#questions.values()) asked.reject(new ProjectorFault(-1, 'closed'))
    this.#questions.clear()
  }

  #question<Kind extends Answer['kind']>(kind: Kind, ask: (id: number) => Question): Promise<Of<Kind>> {
    return new Promise((resolve, reject) => {
      this.#lastId += 1
      this.#questions.set(this.#lastId, {
        resolve(answer) {
          if (answer.kind === kind) resolve(answer as Of<Kind>)
          else reject(new ProjectorFault(-1, `asked for ${kind}, got ${answer.kind}`))
        },
        reject,
      })
      this.#port.ask(ask(this.#lastId))
    })
  }

  #ask(): void {
    const target = this.#next
    if (target === undefined) return
    this.#next = undefined
    this.#lastId += 1
    this.#asked = this.#lastId
    this.#port.ask({ kind: 'show', id: this.#lastId, target })
  }

  #answered(answer: Answer): void {
    const asked = this.#questions.get(answer.id)
    if (asked !== undefined) {
      this.#questions.delete(answer.id)
      if (answer.kind === 'failed') asked.reject(new ProjectorFault(answer.status, answer.detail))
      else asked.resolve(answer)
      return
    }
    if (answer.id !== this.#asked) return
    this.#asked = undefined
    if (answer.kind === 'frame' && answer.frame !== undefined) this.#onFrame(answer.frame)
    else if (answer.kind === 'failed') this.#onFault(new ProjectorFault(answer.status, answer.detail))
    this.#ask()
  }
}
