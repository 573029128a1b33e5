/** Laser pointers of others, which Excalidraw paints: it alone knows how a trail fades. Pure. */
import type { StampedPresence } from '@gamelan/protocol/sync/awareness'
import type { Collaborator, SocketId } from '@excalidraw/excalidraw/types'

/** Those of the others who hold a laser pointer, as Excalidraw wants them. Their cursors are not its matter. */
export function toLasers(peers: ReadonlyMap<number, StampedPresence>): Map<SocketId, Collaborator> {
  const lasers = new Map<SocketId, Collaborator>()
  for (const [clientId, { user, cursor }] of peers) {
    if (cursor?.tool !== 'laser') continue
    const { x, y, tool, down } = cursor
    lasers.set(String(clientId) as SocketId, {
      username: user.name,
      pointer: { x, y, tool, renderCursor: false, laserColor: user.color },
      button: down ? 'down' : 'up',
    })
  }
  return lasers
}
