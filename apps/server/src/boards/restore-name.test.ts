import { MARK_NAME_LENGTH } from '@gamelan/protocol/limits'
import { describe, expect, test } from 'vitest'
import { nameBeforeRestore } from './restore-name.ts'

const mark = (kind: 'snapshot' | 'before' | 'decision', seq: number, name: string, by = 'Lee') => ({
  kind,
  seq,
  name,
  by: { id: by, name: by },
})
const target = { seq: 7, at: new Date('2026-11-30T14:32:10Z'), label: undefined, marks: [] }

describe('[UX UM3] the snapshot before a restore is called', () => {
  test('after the name of the moment that was restored', () => {
    const marks = [mark('snapshot', 6, 'Other'), mark('decision', 7, ''), mark('snapshot', 7, 'Start')]
    expect(nameBeforeRestore('Ada', { ...target, marks })).toBe('Before Ada’s restore to “Start”')
  })

  test('after what the asker calls the moment, or its time', () => {
    expect(nameBeforeRestore('Ada', { ...target, label: '14:32' })).toBe('Before Ada’s restore to 14:32')
    expect(nameBeforeRestore('Ada', target)).toBe('Before Ada’s restore to 2026-11-30 14:32 UTC')
  })

  test('after the restore that is taken back', () => {
    const marks = [mark('before', 7, 'Before Lee’s restore to “Start”')]
    expect(nameBeforeRestore('Ada', { ...target, marks, label: '14:32' })).toBe(
      'Before Ada took back Lee’s restore',
    )
  })

  test('no longer than a name may be', () => {
    const marks = [mark('snapshot', 7, 'x'.repeat(MARK_NAME_LENGTH))]
    const name = nameBeforeRestore('A'.repeat(40), { ...target, marks })
    expect(name).toHaveLength(MARK_NAME_LENGTH)
    expect(name.endsWith('…”')).toBe(true)
    const long = 'A'.repeat(200)
    expect(nameBeforeRestore(long, { ...target, marks })).toHaveLength(MARK_NAME_LENGTH)
  })
})
