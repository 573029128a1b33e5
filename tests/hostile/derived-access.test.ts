/**
 * Somebody whose access to a session ends or is lowered while they draw on a board of a private round or of a pivot: every
 * open socket of theirs follows at once, during the round and after its reveal, and nothing lets them write there again.
 */
import { describe, expect, test } from 'vitest'
import { CLOSE_CODES } from '@gamelan/protocol/sync/close-codes'
import { encodeUpdate } from '@gamelan/protocol/sync/messages'
import { change, docOf } from '../../apps/server/src/rooms/admission.fake.ts'
import { createBoard } from '../support/boards.ts'
import { openSession, type SessionClient } from '../support/session-client.ts'
import type { Attacker, Browser } from './scene.ts'
import { world } from './world.ts'

const MANY = '100000'
const RULE = { weekday: 2, start: '16:00', minutes: 60, timeZone: 'Europe/Berlin', from: '2026-03-01' }
const scene = world({
  LIMIT_REQUESTS_PER_MINUTE: MANY,
  LIMIT_NEW_BOARDS_PER_MINUTE: MANY,
  LIMIT_DRAWINGS_PER_MINUTE: MANY,
})

const draw = (client: number, key: string) =>
  encodeUpdate(change(docOf(client), (doc) => doc.getMap('elements').set(key, 1)))

type Stage = {
  readonly boardId: string
  readonly seriesId: string
  readonly facilitator: Browser
  readonly kim: Browser
  readonly leads: SessionClient
  /** Kim's own board of the round. */
  readonly own: string
  /** The board of a pivot. */
  readonly fresh: string
  readonly sockets: readonly Attacker[]
  readonly sessions: readonly SessionClient[]
}

/** Kim draws on all boards of a session. `byInvitation`: they came by the invitation of its series. */
async function setUp({
  isRevealed,
  byInvitation,
}: {
  isRevealed: boolean
  byInvitation: boolean
}): Promise<Stage> {
  const { origin } = scene
  const board = await createBoard(origin, 'A session')
  const facilitator = await scene.browser(board.keys.facilitator, 'Noor', board.id)
  const headers = { cookie: facilitator.cookie }
  const terms = { title: 'Weekly', rule: RULE, role: 'editor' }
  const made = await scene.send('POST', `/api/boards/${board.id}/series`, headers, terms)
  const { id: seriesId, invitation } = JSON.parse(made.text) as { id: string; invitation: { link: string } }
  const kim = byInvitation
    ? await invited(seriesId, new URL(invitation.link).hash.slice(3))
    : await scene.browser(board.keys.editor, 'Kim', board.id)
  const mine = { headers: { cookie: kim.cookie } }
  const leads = await openSession(origin, board.id, { headers })
  const draws = await openSession(origin, board.id, mine)
  await leads.until(({ people }) => people.people[kim.id]?.here === true)
  const to = { title: 'Elsewhere', format: 'talk' as const, question: '', steps: [], minutes: 9, owner: null }
  const pivot = { type: 'pivot' as const, reason: 'It is down', to, onFreshBoard: true }
  for (const request of [pivot, { type: 'open-round' as const, question: 'Where?' }])
    expect(await leads.ask(request)).toMatchObject({ ok: true })
  await draws.until(() => draws.ownBoards.size > 0)
  const [own = ''] = draws.ownBoards.values()
  const fresh = leads.state.agenda[0]?.board ?? ''
  if (isRevealed) {
    await leads.ask({ type: 'reveal-round' })
    await draws.until(({ rounds }) => rounds[0]?.revealedAt !== null)
  }
  const sockets = [own, fresh].map((id) => scene.attack({ cookie: kim.cookie }, id))
  for (const socket of sockets) await socket.heard(() => true)
  const sessions = [draws, await openSession(origin, own, mine), await openSession(origin, fresh, mine)]
  return { boardId: board.id, seriesId, facilitator, kim, leads, own, fresh, sockets, sessions }
}

async function invited(seriesId: string, key: string): Promise<Browser> {
  const answer = await scene.send('POST', `/api/series/${seriesId}/join`, {}, { key, name: 'Kim' })
  const { participant, ticket } = JSON.parse(answer.text) as { participant: { id: string }; ticket: string }
  return { cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '', id: participant.id, ticket }
}

const loggedOn = async (boardId: string, cookie: string) =>
  (await scene.call('GET', `/api/boards/${boardId}/history/updates?after=0&until=9`, { cookie })).text

const ENDINGS = {
  'removing the person': ({ boardId, kim }: Stage) =>
    ['DELETE', `/api/boards/${boardId}/members/${kim.id}`, undefined] as const,
  'renewing the link': ({ boardId }: Stage) =>
    ['POST', `/api/boards/${boardId}/links`, { role: 'editor' }] as const,
  'renewing the invitation of the series': ({ seriesId }: Stage) =>
    ['POST', `/api/series/${seriesId}/invitation`, { role: 'editor' }] as const,
  'trashing the board': ({ boardId }: Stage) => ['DELETE', `/api/boards/${boardId}`, undefined] as const,
}

describe.each([
  ['during a private round', false],
  ['after its reveal', true],
] as const)('%s', (_when, isRevealed) => {
  test.each(Object.entries(ENDINGS))(
    '[fault V5] [A4] %s ends access to every board of the session',
    async (name, how) => {
      const byInvitation = name.includes('invitation')
      const stage = await setUp({ isRevealed, byInvitation })
      const { facilitator, kim, leads, own, fresh, sockets, sessions } = stage
      const [method, path, body] = how(stage)
      expect((await scene.send(method, path, { cookie: facilitator.cookie }, body)).status).toBeLessThan(300)
      for (const socket of sockets) expect(await socket.closed).toBe(CLOSE_CODES.forbidden)
      for (const session of sessions) expect(await session.ended).toBe('io server disconnect')
      for (const id of [own, fresh]) {
        const again = scene.attack({ cookie: kim.cookie }, id)
        await again.send(draw(71, 'by somebody who is out'))
        expect(await again.closed).toBe(CLOSE_CODES.forbidden)
        const mine = { cookie: kim.cookie }
        expect((await scene.call('GET', `/api/boards/${id}/scene`, mine)).status).toBe(404)
        expect((await scene.send('POST', `/api/boards/${id}/join`, mine, {})).status).toBe(404)
        const drawing = { type: 'excalidraw', elements: [] }
        expect((await scene.send('POST', `/api/boards/${id}/import`, mine, drawing)).status).toBe(404)
        await expect(openSession(scene.origin, id, { headers: mine })).rejects.toMatchObject({
          data: { code: 'forbidden-or-unknown' },
        })
      }
      leads.end()
    },
  )

  test('[fault V5] [A1] lowering a role lowers it on every board of the session, and raising it again raises it', async () => {
    const { boardId, facilitator, kim, leads, own, fresh, sockets, sessions } = await setUp({
      isRevealed,
      byInvitation: false,
    })
    const become = async (role: string) => {
      const address = `/api/boards/${boardId}/members/${kim.id}`
      const { status } = await scene.send('PATCH', address, { cookie: facilitator.cookie }, { role })
      expect(status).toBe(200)
    }
    for (const [i, id] of [own, fresh].entries()) {
      const socket = sockets[i]
      await become('viewer')
      await socket?.send(draw(81, 'by a viewer'))
      await socket?.handled()
      socket?.leave()
      const { text } = await scene.call('GET', `/api/boards/${id}`, { cookie: kim.cookie })
      expect(JSON.parse(text)).toMatchObject({ role: 'viewer' })
      await become('editor')
      const drawing = scene.attack({ cookie: kim.cookie }, id)
      await drawing.send(draw(82, 'by an editor'))
      await drawing.handled()
      await expect.poll(() => loggedOn(id, kim.cookie), { timeout: 10_000 }).toContain('by an editor')
      expect(await loggedOn(id, kim.cookie)).not.toContain('by a viewer')
      drawing.leave()
    }
    for (const session of [leads, ...sessions]) session.end()
  })
})
