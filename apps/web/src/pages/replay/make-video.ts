/** Makes the video of a history, with a projector of its own: the player goes on meanwhile. */
import { boxOf, unite } from '@gamelan/board-model'
import type { BoardHistory } from '@gamelan/protocol/http/history'
import type { ReplayCanvasHandle } from '../../canvas/ReplayCanvas.tsx'
import { firstArea } from '../../canvas/first-view.ts'
import { contains, padded } from '../../replay/camera.ts'
import { filmOfHistory, rollOf } from '../../replay/history-view.ts'
import type { ProjectorFault } from '../../replay/projector-client.ts'
import type { Frame } from '../../replay/projector.ts'
import { FRAME_RATE, record } from '../../replay/recording.ts'
import { openProjector } from './open-projector.ts'

/** What is left free around the drawing, in scene units. */
const AROUND = 40
/** What a shape far away is measured by, in pixels. */
const SCREEN = { width: 1280, height: 720 }

/** Rejects where the browser cannot make one, a moment cannot be had, or it is called off. */
export async function makeVideo({
  boardId,
  history,
  canvas,
  speed,
  onProgress,
  signal,
}: {
  boardId: string
  history: BoardHistory
  canvas: ReplayCanvasHandle
  speed: number
  onProgress: (done: number) => void
  signal: AbortSignal
}): Promise<Blob> {
  let waiting: { resolve(frame: Frame): void; reject(fault: ProjectorFault): void } | undefined
  const projector = openProjector(boardId, history.generation, rollOf(history), {
    onFrame: (frame) => waiting?.resolve(frame),
    onFault: (fault) => waiting?.reject(fault),
  })
  try {
    const elements = await projector.scene(history.head)
    const shown = elements.filter(({ isDeleted }) => !isDeleted)
    const main = firstArea(shown, SCREEN) ?? [0, 0, 100, 100]
    const area = padded(main, AROUND)
    const isWhole = contains(main, unite(shown.map(boxOf)) ?? main)
    const video = await canvas.video(area, FRAME_RATE)
    try {
      await record({
        film: filmOfHistory(history),
        speed,
        head: history.head,
        show: (target) =>
          new Promise((resolve, reject) => {
            waiting = { resolve, reject }
            projector.show(target)
          }),
        // A picture grows with what it shows: a shape far away would make all others small.
        keep: (scene, start, duration) =>
          video.add(
            isWhole ? scene : scene.filter((element) => contains(area, boxOf(element))),
            start,
            duration,
          ),
        onProgress,
        signal,
      })
      return await video.finish()
    } catch (error) {
      await video.cancel()
      throw error
    }
  } finally {
    projector.close()
  }
}
