/** What tests build boards from: elements as Excalidraw makes them, and people who draw with them. Tests only. */
import * as Y from 'yjs'
import { createDocument } from './document.ts'
import type { BoardElement, BoardElementLike, ElementType } from './element.ts'
import { BoardScene } from './scene.ts'
import { writeChanges } from './write.ts'
import type { WriteOptions } from './write.ts'

type Fields = Record<string, unknown>

const COMMON: Fields = {
  x: 10.5,
  y: -20.25,
  width: 100,
  height: 50,
  angle: 0.5,
  strokeColor: '#e03131',
  backgroundColor: '#a5d8ff',
  fillStyle: 'hachure',
  strokeWidth: 4,
  strokeStyle: 'dashed',
  roughness: 2,
  opacity: 80,
  groupIds: [],
  frameId: null,
  index: 'a0',
  roundness: { type: 3 },
  seed: 1_234_567,
  version: 12,
  versionNonce: 987_654,
  isDeleted: false,
  boundElements: [],
  updated: 1_700_000_000_000,
  link: null,
  locked: false,
}

const LINE: Fields = {
  width: 40,
  height: 30,
  points: [
    [0, 0],
    [40, 10.125],
    [20, 30],
  ],
  lastCommittedPoint: null,
  startBinding: null,
  endBinding: null,
  startArrowhead: null,
}

const OWN: Record<ElementType, Fields> = {
  rectangle: {},
  diamond: {},
  ellipse: {},
  arrow: { ...LINE, endArrowhead: 'triangle', elbowed: false },
  line: { ...LINE, endArrowhead: null, polygon: false },
  freedraw: {
    width: 20.1,
    height: 7.7,
    points: [
      [0, 0],
      [20.1, 3.3],
      [5, 7.7],
    ],
    pressures: [0.1, 0.33, 0.9],
    simulatePressure: false,
    lastCommittedPoint: null,
  },
  text: {
    text: 'What we\nbelieve',
    originalText: 'What we believe',
    fontSize: 28,
    fontFamily: 6,
    textAlign: 'center',
    verticalAlign: 'middle',
    containerId: null,
    autoResize: false,
    lineHeight: 1.35,
  },
  image: { fileId: 'file-1', status: 'saved', scale: [-1, 1], crop: null },
  frame: { name: 'Before the incident' },
  magicframe: { name: null },
  embeddable: { link: 'https://example.com/video' },
}

/** An element with every property that Excalidraw gives to its type, few of them default. */
export function element(type: ElementType, fields: Fields & { id: string }): BoardElementLike {
  return { ...COMMON, ...OWN[type], ...fields, type }
}

/** Somebody with a copy of the board, who changes it as a canvas does: from what is shown to what shall be. */
export class Person {
  readonly doc: Y.Doc
  readonly scene: BoardScene
  /** Every update that this copy made or took in. */
  readonly updates: Uint8Array[] = []

  constructor(doc: Y.Doc = new Y.Doc()) {
    this.doc = doc
    this.scene = new BoardScene(doc)
    doc.on('update', (update: Uint8Array) => void this.updates.push(update))
  }

  draw(after: BoardElementLike, options: Partial<WriteOptions> = {}): void {
    writeChanges(this.doc, [{ before: this.scene.get(after.id), after }], { origin: this, ...options })
  }

  change(id: string, fields: Fields): void {
    this.draw({ ...this.shown(id), ...fields })
  }

  shown(id: string): BoardElement {
    const shown = this.scene.get(id)
    if (!shown) throw new Error(`Nothing is shown under ${id}`)
    return shown
  }
}

/** Everyone takes in what the others have. */
export function meet(...people: readonly Person[]): void {
  const all = Y.mergeUpdates(people.map(({ doc }) => Y.encodeStateAsUpdate(doc)))
  for (const { doc } of people) Y.applyUpdate(doc, all)
}

/** People at one board that holds these elements. */
export function board(count: number, ...elements: readonly BoardElementLike[]): Person[] {
  const people = Array.from({ length: count }, () => new Person())
  const [first] = people
  if (first) {
    createDocument(first.doc)
    for (const each of elements) first.draw(each)
  }
  meet(...people)
  return people
}
