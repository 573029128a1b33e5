/** Text that people write about each other: it must be seen, and must not change how the words around it read. */
import { expect, test } from 'vitest'
import { world } from './world.ts'

const scene = world()
const FILLER = '\u3164'

test('[fault V22] a name, a title or a snapshot of which nothing can be seen is refused with the reason', async () => {
  const { cookie } = await scene.browser(scene.board.keys.facilitator, 'Mallory')
  const at = `/api/boards/${scene.board.id}`
  const calls = [
    ['PUT', '/api/me', { name: FILLER, color: '#1864ab' }],
    ['PATCH', at, { title: '\u200b\u2800' }],
    ['POST', `${at}/snapshots`, { name: '\uffa0\ufe0f' }],
  ] as const
  for (const [method, path, body] of calls) {
    const { status, text } = await scene.send(method, path, { cookie }, body)
    expect([path, status]).toEqual([path, 400])
    expect(text).toContain('can be seen')
  }
})

test('[fault V22] the name and the note of a snapshot lose their direction marks', async () => {
  const { cookie } = await scene.browser(scene.board.keys.facilitator, 'Mallory')
  const body = { name: 'by \u202eulO', note: '\u2066note\u200f' }
  const made = await scene.send('POST', `/api/boards/${scene.board.id}/snapshots`, { cookie }, body)
  expect(made.status).toBe(201)
  expect(JSON.parse(made.text)).toMatchObject({ name: 'by ulO', note: 'note' })
})
