import { blockTextSchema, formatSchema } from '@gamelan/protocol/session/agenda'
import { expect, test } from 'vitest'
import { TEMPLATES } from './templates.ts'

test('each template is a block as the server takes it, with a question and steps', () => {
  for (const template of TEMPLATES) {
    expect(blockTextSchema.parse({ ...template, owner: null })).toEqual({ ...template, owner: null })
    expect(template.question).not.toBe('')
    expect(template.steps.length).toBeGreaterThan(1)
  }
})

test('each format has one, and no two are called alike', () => {
  expect(new Set(TEMPLATES.map(({ format }) => format))).toEqual(new Set(formatSchema.options))
  expect(new Set(TEMPLATES.map(({ title }) => title)).size).toBe(TEMPLATES.length)
})
