/**
 * What holds when everything was delivered and all hands are off. References: every one names an element that the
 * board holds, deleted or not, or once held and let go of. One to a deleted element stays (M5 trusts who says it, M9 forbids to mend it on
 * reading); it means nothing until that element is brought back.
 */
import type { BoardElement } from '@gamelan/board-model'
import { BoardScene, isOrderKey } from '@gamelan/board-model'
import * as Y from 'yjs'
import type { CanvasElement } from '../../apps/web/src/canvas/canvas-element.ts'
import { measure } from './measure.ts'
import type { Person } from './person.ts'
import { isSame, textOf } from './value.ts'
import { boundOf, namedBy } from './wiring.ts'

const idsOf = (elements: readonly { id: string }[]) => elements.map(({ id }) => id).join(' ')

/** All documents are the same, and so are all scenes, one that is read afresh included. */
export function sceneFaults(
  people: readonly Person[],
  server: Y.Doc,
  isPurged: (id: string) => boolean,
): string[] {
  const fresh = new BoardScene(server)
  const faults: string[] = []
  const expected = textOf(fresh.all())
  const state = textOf([...Y.decodeStateVector(Y.encodeStateVector(server))].sort(([a], [b]) => a - b))
  for (const { name, scene, doc } of people) {
    const known = textOf([...Y.decodeStateVector(Y.encodeStateVector(doc))].sort(([a], [b]) => a - b))
    if (known !== state) faults.push(`${name} has not heard of everything`)
    if (textOf(scene.all()) === expected) continue
    const different = fresh.all().filter((element) => !isSame(element, scene.get(element.id)))
    faults.push(`[M2] ${name}’s scene differs in ${idsOf(different)}`)
  }
  for (const element of fresh.all()) faults.push(...referenceFaults(element, fresh, isPurged))
  return faults
}

function referenceFaults(
  element: BoardElement,
  scene: BoardScene,
  isPurged: (id: string) => boolean,
): string[] {
  const faults: string[] = []
  if (element.index !== null && !isOrderKey(element.index))
    faults.push(`[M10] ${element.id} has no valid index`)
  const isGone = (id: string) => isPurged(id) && !scene.get(id)
  const named = [element.frameId, ...namedBy(element)].filter((id) => id !== null)
  for (const id of named)
    if (!scene.get(id) && !isPurged(id)) faults.push(`[M5] ${element.id} names ${id}, which is not there`)
  for (const id of namedBy(element)) {
    if (!isGone(id) && !boundOf(scene.get(id)).some((bound) => bound.id === element.id))
      faults.push(`[M5] ${id} does not list ${element.id}`)
  }
  for (const bound of element.boundElements) {
    const source = scene.get(bound.id)
    if (!source || !namedBy(source).includes(element.id)) faults.push(`[M5] ${element.id} lists ${bound.id}`)
  }
  return faults
}

/** A canvas shows what its scene says, in that order, under indices that ascend. */
export function canvasFaults({ name, canvas, scene }: Person): string[] {
  const faults: string[] = []
  // What was deleted before anybody saw it stays on its own canvas.
  const shown = canvas.elements.filter(({ id, isDeleted }) => scene.get(id) ?? !isDeleted)
  if (idsOf(shown) !== idsOf(scene.all()))
    faults.push(`[M10] ${name} shows ${idsOf(shown)}, not ${idsOf(scene.all())}`)
  let below = ''
  for (const element of canvas.elements) {
    const index = String(element['index'])
    if (index <= below)
      faults.push(`[M10] ${name}: the index ${index} of ${element.id} is not above ${below}`)
    below = index
    const expected = scene.get(element.id)
    if (expected) faults.push(...elementFaults(name, element, expected, scene))
  }
  return faults
}

/** What a canvas has for itself: versions, mended indices, and the order in which it lists what is bound. */
const OWN_MATTER = new Set([
  'version',
  'versionNonce',
  'updated',
  'index',
  'boundElements',
  'lastCommittedPoint',
])

function elementFaults(
  name: string,
  shown: CanvasElement,
  expected: BoardElement,
  scene: BoardScene,
): string[] {
  const container = expected.containerId ? scene.get(expected.containerId) : undefined
  const measured = scene.staleLayouts.has(expected.id) ? measure(expected, container) : {}
  const wanted: Readonly<Record<string, unknown>> = { ...expected, ...measured }
  const names = new Set([...Object.keys(shown), ...Object.keys(wanted)])
  const differing = [...names].filter((key) => !OWN_MATTER.has(key) && !isSame(shown[key], wanted[key]))
  const faults = differing.map(
    (key) => `[M2] ${name} shows ${key} ${textOf(shown[key])} of ${shown.id}, not ${textOf(wanted[key])}`,
  )
  const bound = (element: CanvasElement | BoardElement) => idsOf(boundOf(element)).split(' ').sort()
  if (!isSame(bound(shown), bound(expected)))
    faults.push(
      `[M5] ${name}: to ${shown.id} are bound ${bound(shown).join()}, not ${bound(expected).join()}`,
    )
  return faults
}
