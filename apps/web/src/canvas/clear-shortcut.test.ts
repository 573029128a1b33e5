import { expect, test } from 'vitest'
import { isClearShortcut } from './clear-shortcut.ts'

const press = (key: string, held: { ctrlKey?: boolean; metaKey?: boolean } = {}) =>
  isClearShortcut({ ctrlKey: false, metaKey: false, key, ...held })

test('the shortcut is Excalidraw’s, on every keyboard', () => {
  expect(press('Delete', { ctrlKey: true })).toBe(true)
  expect(press('Backspace', { metaKey: true })).toBe(true)
})

test('deleting what is selected is no clearing', () => {
  expect(press('Delete')).toBe(false)
  expect(press('Backspace')).toBe(false)
  expect(press('z', { ctrlKey: true })).toBe(false)
})
