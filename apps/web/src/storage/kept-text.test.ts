import { expect, test } from 'vitest'
import { fakeStorage, forbiddenStorage } from './fake-storage.test-support.ts'
import { dropAll, keepText, keptText } from './kept-text.ts'

test('what is kept is there until it is dropped, by its name or by how that begins', () => {
  const storage = fakeStorage()
  for (const name of ['a:1', 'a:2', 'b:1']) keepText(storage, name, name)
  keepText(storage, 'a:1', null)
  expect(keptText(storage, 'a:1')).toBeNull()
  dropAll(storage, 'a:')
  expect(['a:2', 'b:1'].map((name) => keptText(storage, name))).toEqual([null, 'b:1'])
})

test('where the browser forbids it nothing is kept, and nothing thrown', () => {
  const storage = forbiddenStorage()
  keepText(storage, 'a', 'text')
  expect(keptText(storage, 'a')).toBeNull()
  expect(() => dropAll(storage, 'a')).not.toThrow()
})
