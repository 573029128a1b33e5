/** Others as Excalidraw shows them on the drawing: cursor, name, selection, laser. Pure. */
import type { StampedPresence } from '@gamelan/protocol/sync/awareness'
import type { Collaborator, SocketId } from '@excalidraw/excalidraw/types'
import type { UserIdleState } from '@excalidraw/excalidraw'

/** Excalidraw knows 37 hues for cursors, ten degrees apart. */
const HUES = 37

/** Excalidraw's enum, spelt out: importing it as a value would load all of Excalidraw into tests without a browser. */
const USER_STATES = { active: 'active', idle: 'idle', away: 'away' } as unknown as Readonly<
  Record<NonNullable<StampedPresence['idle']>, UserIdleState>
>

/** The hue of a colour `#rrggbb`, in degrees; 0 for greys. */
export function hueOf(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16))
  const most = Math.max(red, green, blue)
  const range = most - Math.min(red, green, blue)
  if (range === 0) return 0
  const sixth =
    most === red
      ? (green - blue) / range
      : most === green
        ? 2 + (blue - red) / range
        : 4 + (red - green) / range
  return (sixth * 60 + 360) % 360
}

/**
 * Excalidraw 0.18 paints a cursor in a hue that it derives from the collaborator's id (character code modulo 37, in
 * steps of ten degrees) and takes no colour. This is the id, of one character, whose hue is the person's own.
 */
export function idForHue(hue: number): string {
  return String.fromCodePoint(HUES + (Math.round(hue / 10) % HUES))
}

function toCollaborator({ user, cursor, selection, idle }: StampedPresence): Collaborator {
  const color = { background: user.color, stroke: user.color }
  return {
    id: idForHue(hueOf(user.color)),
    username: user.name,
    color,
    userState: USER_STATES[idle ?? 'active'],
    ...(cursor
      ? {
          pointer: { x: cursor.x, y: cursor.y, tool: cursor.tool, laserColor: user.color },
          button: cursor.down ? 'down' : 'up',
        }
      : {}),
    selectedElementIds: Object.fromEntries((selection ?? []).map((id) => [id, true as const])),
  }
}

/** All others, by their awareness id. */
export function toCollaborators(peers: ReadonlyMap<number, StampedPresence>): Map<SocketId, Collaborator> {
  return new Map([...peers].map(([id, presence]) => [String(id) as SocketId, toCollaborator(presence)]))
}
