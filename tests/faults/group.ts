/**
 * People who draw on one board together, and what is asked of them in every fault test: that nothing that was called
 * saved is missing, and that in the end all have the same. Must never ask a server that the drawers have already told
 * what it lost: the witness comes first.
 */
import { expect } from 'vitest'
import * as Y from 'yjs'
import type { Random } from '../bench/model/random.ts'
import { createBoard, type TestBoard } from '../support/boards.ts'
import { createDrawer, type Drawer, type DrawerOptions } from './drawer.ts'
import type { Watch } from './watch.ts'

export type Group = {
  readonly board: TestBoard
  /** Those who are here. */
  readonly drawers: Drawer[]
  /** One more, who has not come yet. */
  add(options?: Partial<DrawerOptions>): Drawer
  /** Somebody leaves for good, with what they had not saved; what was called saved is remembered. */
  remove(drawer: Drawer): void
  /** All, also those who left. */
  readonly ever: readonly Drawer[]
  /** Resolves when all are on the board. */
  synced(): Promise<void>
  /** Nothing that was called saved is missing, as one sees it who has just come. */
  expectNothingLost(origin?: string): Promise<void>
  /** What anybody has of others' edits is on the server. To be asked before those who are here come back. */
  expectSavedWhatOthersSaw(): Promise<void>
  /** Everybody rests until all of it is saved; then all have the same, with every edit of those who are here. */
  expectConverged(): Promise<void>
  leave(): void
}

export type Setting = { readonly origin: string; readonly random: Random; readonly watch: Watch }

/** A new board, and so many people who are not there yet. */
export async function gather(setting: Setting, people: number): Promise<Group> {
  const { random, watch } = setting
  const board = await createBoard(setting.origin)
  const drawers: Drawer[] = []
  const ever: Drawer[] = []

  const make = (name: string, options: Partial<DrawerOptions> = {}) =>
    createDrawer({ ...setting, boardId: board.id, key: board.keys.editor, name, random, watch, ...options })

  function add(options?: Partial<DrawerOptions>): Drawer {
    const drawer = make(`d${ever.length}`, options)
    drawers.push(drawer)
    ever.push(drawer)
    return drawer
  }
  for (let i = 0; i < people; i++) add()

  /** What the server has for one who comes with nothing. */
  async function witness<T>(
    look: (elements: Y.Map<unknown>, doc: Y.Doc) => T,
    origin = setting.origin,
  ): Promise<T> {
    const fresh = make('witness', { origin })
    fresh.come()
    try {
      await watch.until(() => fresh.synced)
      return look(fresh.elements, fresh.doc)
    } finally {
      fresh.leave()
    }
  }

  return {
    board,
    drawers,
    ever,
    add,
    remove(drawer) {
      drawers.splice(drawers.indexOf(drawer), 1)
      drawer.leave()
    },
    async synced() {
      await watch.until(() => drawers.every((drawer) => drawer.synced))
    },
    async expectNothingLost(origin) {
      await witness((elements, doc) => {
        expect(ever.flatMap((drawer) => drawer.missingFrom(elements))).toEqual([])
        const clocks = Y.decodeStateVector(Y.encodeStateVector(doc))
        for (const { committed } of ever) {
          for (const [client, clock] of committed)
            expect(clocks.get(client) ?? 0).toBeGreaterThanOrEqual(clock)
        }
      }, origin)
    },
    async expectSavedWhatOthersSaw() {
      await witness((_elements, doc) => {
        const saved = Y.decodeStateVector(Y.encodeStateVector(doc))
        for (const drawer of drawers) {
          for (const [client, clock] of Y.decodeStateVector(Y.encodeStateVector(drawer.doc))) {
            if (client !== drawer.doc.clientID) expect(saved.get(client) ?? 0).toBeGreaterThanOrEqual(clock)
          }
        }
      })
    },
    async expectConverged() {
      for (const drawer of drawers) drawer.rest()
      await watch.until(() => drawers.every((drawer) => drawer.allSaved))
      const state = (doc: Y.Doc) =>
        JSON.stringify([...Y.decodeStateVector(Y.encodeStateVector(doc))].sort(([a], [b]) => a - b))
      await witness(async (elements, doc) => {
        expect(ever.flatMap((drawer) => drawer.missingFrom(elements))).toEqual([])
        expect(drawers.flatMap((drawer) => drawer.notYetIn(elements))).toEqual([])
        const whole = state(doc)
        // One after the other: to look at all of them after each event would cost more than the events.
        for (const drawer of drawers) await watch.until(() => state(drawer.doc) === whole)
        for (const drawer of drawers) expect(drawer.elements.toJSON()).toEqual(elements.toJSON())
      })
    },
    leave() {
      for (const drawer of drawers.splice(0)) drawer.leave()
    },
  }
}
