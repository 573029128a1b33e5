import { expect, test } from 'vitest'
import { fakeStorage as storage } from '../../storage/fake-storage.test-support.ts'
import { forget, recall, remember } from './remembered.ts'
import type { Remembered } from './remembered.ts'

function failing(): Storage {
  const here = storage()
  here.getItem = () => {
    throw new DOMException('denied', 'SecurityError')
  }
  here.setItem = () => {
    throw new DOMException('full', 'QuotaExceededError')
  }
  return here
}

const kim: Remembered = {
  role: 'editor',
  participant: { id: 'AAAAAAAAAAAAAAAAAAAAAA', name: 'Kim', color: '#1864ab' },
  title: 'Checkout',
}

test('what was remembered is recalled, board by board, until it is forgotten', () => {
  const here = storage()
  remember(here, 'one', kim)
  expect(recall(here, 'one')).toEqual(kim)
  expect(recall(here, 'two')).toBeNull()
  forget(here, 'one')
  expect(recall(here, 'one')).toBeNull()
})

test.each(['{', '"text"', '{"role":"owner"}'])('%j in the storage is nothing', (text) => {
  const here = storage()
  here.setItem('gamelan:board:one', text)
  expect(recall(here, 'one')).toBeNull()
})

test('a storage that is full or switched off does no harm', () => {
  const full = failing()
  expect(recall(full, 'one')).toBeNull()
  expect(() => remember(full, 'one', kim)).not.toThrow()
})
