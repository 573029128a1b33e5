import { expect, test } from 'vitest'
import { recallView, rememberView } from './remembered-view.ts'

function storageOf(entries: Record<string, string> = {}) {
  return {
    getItem: (key: string) => entries[key] ?? null,
    setItem: (key: string, value: string) => void (entries[key] = value),
  }
}

test('each board’s view comes back', () => {
  const storage = storageOf()
  rememberView(storage, 'a', { scrollX: -10.5, scrollY: 20, zoom: 0.7 })
  expect(recallView(storage, 'a')).toEqual({ scrollX: -10.5, scrollY: 20, zoom: 0.7 })
  expect(recallView(storage, 'b')).toBeUndefined()
})

test.each(['', 'null', '{}', '[1,2]', '[1,2,0]', '["a",1,1]', '[1,2,'])('%j is no view', (text) => {
  expect(recallView(storageOf({ 'gamelan:view:a': text }), 'a')).toBeUndefined()
})

test('a browser that keeps nothing is no error', () => {
  const refuse = () => {
    throw new DOMException('denied', 'SecurityError')
  }
  const storage = { getItem: refuse, setItem: refuse }
  rememberView(storage, 'a', { scrollX: 0, scrollY: 0, zoom: 1 })
  expect(recallView(storage, 'a')).toBeUndefined()
})
