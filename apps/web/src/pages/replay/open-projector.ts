/** A projector in a worker of its own, on the history of a board. Whoever opens one closes it. */
import type { Frame, Roll } from '../../replay/projector.ts'
import type { ProjectorFault } from '../../replay/projector-client.ts'
import { ProjectorClient, portOf } from '../../replay/projector-client.ts'

export function openProjector(
  boardId: string,
  generation: number,
  roll: Roll,
  hears: { readonly onFrame: (frame: Frame) => void; readonly onFault: (fault: ProjectorFault) => void },
): ProjectorClient {
  const worker = new Worker(new URL('../../replay/worker.ts', import.meta.url), { type: 'module' })
  const projector = new ProjectorClient(portOf(worker), hears)
  projector.open(boardId, generation, roll)
  return projector
}
