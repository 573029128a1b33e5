import { expect, test } from 'vitest'
import { createShelf } from './browser-storage.ts'
import { fakeStorage, forbiddenStorage } from './fake-storage.test-support.ts'

const DENIALS: [string, () => Storage][] = [
  [
    'the getter throws',
    () => {
      throw new DOMException('denied', 'SecurityError')
    },
  ],
  ['every access throws', forbiddenStorage],
]

test.each(DENIALS)('[fault P6] where %s, texts are remembered until the page closes', (_what, read) => {
  const shelf = createShelf(read)
  expect(shelf.getItem('a')).toBeNull()
  shelf.setItem('a', 'text')
  shelf.setItem('b', 'other')
  shelf.removeItem('b')
  expect(shelf.getItem('a')).toBe('text')
  expect(shelf.getItem('b')).toBeNull()
  expect(shelf.length).toBe(1)
  expect(shelf.key(0)).toBe('a')
})

test('[fault P6] a storage that is full answers with the newest text, and with the stored one after that', () => {
  const storage = fakeStorage()
  let isFull = false
  const full = Object.assign(Object.create(storage) as Storage, {
    setItem(name: string, text: string) {
      if (isFull) throw new DOMException('full', 'QuotaExceededError')
      storage.setItem(name, text)
    },
  })
  const shelf = createShelf(() => full)
  shelf.setItem('a', '1')
  isFull = true
  shelf.setItem('a', '2')
  expect([shelf.getItem('a'), storage.getItem('a')]).toEqual(['2', '1'])
  isFull = false
  shelf.setItem('a', '3')
  expect([shelf.getItem('a'), storage.getItem('a')]).toEqual(['3', '3'])
})
