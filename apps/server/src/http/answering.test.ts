import { expect, test } from 'vitest'
import { GamelanError } from '../errors.ts'
import { createAnswering } from './answering.ts'

const codeOf = (work: () => unknown): string => {
  try {
    work()
    return 'begun'
  } catch (error) {
    return error instanceof GamelanError ? error.code : String(error)
  }
}

test('[H7] [A6] one who asks for too much is told, and takes nothing from the others', () => {
  const answering = createAnswering({ perPerson: 2, inAll: 4 })
  const [first] = [answering.begin('kim'), answering.begin('kim')]
  expect(codeOf(() => answering.begin('kim'))).toBe('too-many-requests')
  answering.begin('lee')
  answering.begin('lee')
  expect(codeOf(() => answering.begin('olu'))).toBe('unavailable')
  first.end()
  first.end()
  expect(codeOf(() => answering.begin('olu'))).toBe('begun')
  expect(codeOf(() => answering.begin('sam'))).toBe('unavailable')
})
