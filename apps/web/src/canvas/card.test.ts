import { parseDrawing } from '@gamelan/board-model'
import { expect, test } from 'vitest'
import { cardElements, type Card } from './card.ts'

function build(card: Card) {
  let made = 0
  return cardElements(card, {
    // Letters that are ten wide, in lines of thirty.
    measure: ({ text }) => {
      const lines = String(text).match(/.{1,30}/g) ?? ['']
      return { text: lines.join('\n'), height: 20 * lines.length }
    },
    newId: () => `id${made++}`,
  })
}

const CARD: Card = [
  { text: 'Cert', as: 'title' },
  { text: 'Where is the issuer written down, and who would look there first?', as: 'text' },
  { text: 'https://wiki.example.org/cert', as: 'small', link: 'https://wiki.example.org/cert' },
]

test('[M11] a card is taken in whole: nothing of it is refused', () => {
  const parsed = parseDrawing({ type: 'excalidraw', elements: build(CARD) })
  expect(parsed).toMatchObject({ ok: true, drawing: { dropped: 0 } })
  const elements = parsed.ok ? parsed.drawing.elements : []
  expect(elements.map(({ type }) => type)).toEqual(['rectangle', 'text', 'text', 'text'])
  expect(new Set(elements.flatMap(({ groupIds }) => groupIds)).size).toBe(1)
  expect(elements.every(({ groupIds }) => groupIds.length === 1)).toBe(true)
  expect(elements[2]?.['originalText']).toBe(CARD[1]?.text)
})

test('lines lie under each other, inside the sheet', () => {
  const [sheet, ...texts] = build(CARD)
  let bottom = 0
  for (const text of texts) {
    expect(Number(text['y'])).toBeGreaterThanOrEqual(bottom)
    bottom = Number(text['y']) + Number(text['height'])
  }
  expect(bottom).toBeLessThan(Number(sheet?.['height']))
})

test.each(['http://wiki.example.org', 'javascript:alert(1)', 'data:text/html,x', 'nowhere'])(
  '[M11] a line does not lead to %s',
  (link) => {
    expect(build([{ text: link, as: 'small', link }])[1]?.['link']).toBeNull()
  },
)
