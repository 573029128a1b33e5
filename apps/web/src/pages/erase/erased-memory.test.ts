import { expect, test } from 'vitest'
import { fakeStorage as storage, forbiddenStorage } from '../../storage/fake-storage.test-support.ts'
import { forgetGeneration, generationSeen, noteReload, takeReload, toTell } from './erased-memory.ts'

test('[H8] who comes for the first time is not told of what was erased before they came, and then of what is', () => {
  const here = storage()
  expect(generationSeen(here, 'b', 2)).toBe('first')
  expect(generationSeen(here, 'b', 2)).toBe('known')
  expect(generationSeen(here, 'b', 3)).toBe('news')
  expect(generationSeen(here, 'other', 3)).toBe('first')
  forgetGeneration(here, 'b')
  expect([generationSeen(here, 'b', 3), generationSeen(here, 'other', 3)]).toEqual(['first', 'known'])
})

test('[H8] who was there before anything was erased is told of the first time', () => {
  const here = storage()
  expect(generationSeen(here, 'b', 0)).toBe('first')
  expect(generationSeen(here, 'b', 1)).toBe('news')
})

test('[H8] after a reload one thing is said, once: who has erased it themselves hears that it is done', () => {
  const tab = storage()
  expect(takeReload(tab, 'b')).toBeNull()
  noteReload(tab, 'b', 'seen')
  expect([takeReload(tab, 'b'), takeReload(tab, 'b')]).toEqual(['seen', null])
  noteReload(tab, 'b', 'own')
  noteReload(tab, 'b', 'seen')
  expect([takeReload(tab, 'other'), takeReload(tab, 'b'), takeReload(tab, 'b')]).toEqual([null, 'own', null])
})

test('a browser that keeps nothing tells nothing, and no page fails of it', () => {
  const none = forbiddenStorage()
  expect(generationSeen(none, 'b', 1)).toBe('first')
  noteReload(none, 'b', 'own')
  expect(takeReload(none, 'b')).toBeNull()
})

test('[H8] a copy from before an erasing that was told of already tells nothing, and takes nothing back', () => {
  const here = storage()
  generationSeen(here, 'b', 2)
  expect([generationSeen(here, 'b', 1), generationSeen(here, 'b', 2)]).toEqual(['known', 'known'])
})

test.each([
  // It was said in the player, whose page does not reload.
  { noted: 'seen', seen: 'known', told: null },
  { noted: 'seen', seen: 'news', told: 'seen' },
  // The page has reloaded before the eyes of somebody: that needs a reason, whatever is remembered.
  { noted: 'seen', seen: 'first', told: 'seen' },
  { noted: 'own', seen: 'known', told: 'own' },
  { noted: null, seen: 'news', told: 'seen' },
  { noted: null, seen: 'first', told: null },
  { noted: null, seen: 'known', told: null },
] as const)('[H8] a board noted as $noted and $seen: $told', ({ noted, seen, told }) => {
  expect(toTell(noted, seen)).toBe(told)
})
