import { expect, test } from 'vitest'
import type { LibraryEntry } from './library-store.ts'
import { LibraryKeeper, reconciled } from './library-store.ts'

const items = (...ids: string[]): LibraryEntry[] => ids.map((id) => ({ id }))

function memory(kept: readonly LibraryEntry[]) {
  const state = { kept }
  return {
    state,
    store: {
      load: () => Promise.resolve(state.kept),
      update: (change: (kept: readonly LibraryEntry[]) => readonly LibraryEntry[]) => {
        state.kept = change(state.kept)
        return Promise.resolve()
      },
    },
  }
}

test('what one tab adds or removes leaves alone what another tab has added', () => {
  expect(reconciled(items('theirs', 'a', 'b'), items('a', 'b'), items('mine', 'a'))).toEqual(
    items('mine', 'theirs', 'a'),
  )
})

test('an item that was changed here is kept as it is now', () => {
  const renamed = { id: 'a', name: 'Queue' }
  expect(reconciled(items('a'), items('a'), [renamed])).toEqual([renamed])
})

test('the library outlives a reload', async () => {
  const { store } = memory([])
  const first = new LibraryKeeper(store)
  await first.start(() => Promise.resolve())
  await first.changed(items('a', 'b'))
  await first.changed(items('b'))
  const shown: LibraryEntry[] = []
  await new LibraryKeeper(store).start((kept) => Promise.resolve(shown.push(...kept)))
  expect(shown).toEqual(items('b'))
})

test('an empty library that is not filled yet, or cannot be read, removes nothing', async () => {
  const { store, state } = memory(items('a'))
  await new LibraryKeeper(store).changed([])
  expect(state.kept).toEqual(items('a'))
  const broken = new LibraryKeeper({ ...store, load: () => Promise.reject(new Error('blocked')) })
  await broken.start(() => Promise.resolve())
  await broken.changed([])
  expect(state.kept).toEqual(items('a'))
})
