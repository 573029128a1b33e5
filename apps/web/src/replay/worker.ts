/** The projector, off the page's thread: decoding and comparing never hold up a drag along the timeline. */
import { createKeptFetch } from '../http/kept-fetch.ts'
import { timedFetch } from '../http/timed-fetch.ts'
import { ArchiveFault, createArchive } from './archive-http.ts'
import { createHeldArchive } from './held-archive.ts'
import type { Archive, Projector } from './projector.ts'
import { createProjector } from './projector.ts'
import type { Answer, Question } from './worker-messages.ts'

/** The part of a dedicated worker's global scope that is used: the page's types are those of a window. */
type WorkerScope = {
  postMessage(answer: Answer): void
  addEventListener(type: 'message', listen: (event: MessageEvent<Question>) => void): void
}

const scope = globalThis as unknown as WorkerScope
let projector: Projector | undefined

/** Milliseconds in which the page paints what it was shown. */
const PAINTED = 200
let waiting: (() => void) | undefined
const later = (run: () => void): void => {
  // Not put off by those that follow: while it plays, one follows each frame.
  if (waiting === undefined) {
    setTimeout(() => {
      const latest = waiting
      waiting = undefined
      latest?.()
    }, PAINTED)
  }
  waiting = run
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none: that is for windows
const tell = (answer: Answer) => scope.postMessage(answer)

async function answer(id: number, work: (projector: Projector) => Promise<Answer>): Promise<void> {
  try {
    if (projector === undefined) throw new Error('nothing is open')
    tell(await work(projector))
  } catch (error) {
    const status = error instanceof ArchiveFault ? error.status : -1
    tell({ kind: 'failed', id, status, detail: String(error) })
  }
}

function archiveOf(boardId: string, generation: number): Archive {
  const address = `/api/boards/${encodeURIComponent(boardId)}/history`
  return createHeldArchive(createArchive(address, generation, createKeptFetch(boardId, timedFetch)))
}

scope.addEventListener('message', ({ data }) => {
  switch (data.kind) {
    case 'open':
      projector = createProjector(archiveOf(data.boardId, data.generation), data.roll, later)
      return
    case 'extend':
      projector?.extend(data.roll)
      return
    case 'show':
      void answer(data.id, async (open) => ({
        kind: 'frame',
        id: data.id,
        frame: await open.show(data.target),
      }))
      return
    case 'scene':
      void answer(data.id, async (open) => ({
        kind: 'scene',
        id: data.id,
        elements: await open.scene(data.seq),
      }))
      return
    case 'life':
      void answer(data.id, async (open) => {
        const lives = await open.lives()
        return { kind: 'life', id: data.id, stages: lives.of(data.element) }
      })
      return
    case 'hands':
      void answer(data.id, async (open) => {
        const lives = await open.lives()
        return { kind: 'hands', id: data.id, hands: lives.hands() }
      })
  }
})
