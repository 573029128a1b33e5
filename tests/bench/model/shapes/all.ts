/** The shapes by name, this project's first. */
import { gamelan } from './gamelan.ts'
import { keyPerProperty } from './key-per-property.ts'
import type { Shape } from './shape.ts'
import { wholeElements } from './whole-elements.ts'
import { yExcalidraw } from './y-excalidraw.ts'

export const SHAPE_NAMES = [
  'this project',
  'y-excalidraw 2.0.12',
  'whole elements',
  'key per property',
] as const
export type ShapeName = (typeof SHAPE_NAMES)[number]

export const SHAPES: Readonly<Record<ShapeName, Shape>> = {
  'this project': gamelan,
  'y-excalidraw 2.0.12': yExcalidraw,
  'whole elements': wholeElements,
  'key per property': keyPerProperty,
}
