/**
 * A whole session, from the agenda to a kill in the middle of a turn: two facilitators and twenty participants, of whom two
 * are at real browsers.
 */
import { timeLeft } from '@gamelan/protocol/session/timer'
import type { Request } from '@gamelan/protocol/session/commands'
import { currentTurn, outcomeSchema } from '@gamelan/protocol/session/wheel'
import { expect, test } from 'vitest'
import { en } from '../../apps/web/src/words/en.ts'
import { openSession, type SessionClient } from '../support/session-client.ts'
import { PATIENCE, SCENE_PATIENCE } from './person.ts'
import { shownChange } from './player.ts'
import { rehearsalContent } from './rehearsal-content.ts'
import { world } from './world.ts'

const here = world()

/** At sockets; each kind has one more at a browser. */
const PARTICIPANTS = 19

type Player = {
  readonly id: string
  readonly headers: { readonly cookie: string }
  readonly client: SessionClient
}

/** Somebody who was sent a link, without a page. */
async function come(board: string, link: string, name: string): Promise<Player> {
  const key = new URL(link).hash.slice('#k='.length)
  const answer = await fetch(`${here.server.origin}/api/boards/${board}/join`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key, name }),
  })
  expect(answer.status).toBe(200)
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const { participant } = (await answer.json()) as { participant: { id: string } }
  return {
    id: participant.id,
    headers: { cookie },
    client: await openSession(here.server.origin, board, { headers: { cookie } }),
  }
}

const done = async ({ client }: Player, ...requests: Request[]) => {
  for (const request of requests) expect(await client.ask(request)).toMatchObject({ ok: true })
}

/** All have what the one has. */
async function together(players: readonly Player[]) {
  const most = Math.max(...players.map(({ client }) => client.state.seq))
  await Promise.all(players.map(({ client }) => client.until(({ seq }) => seq >= most)))
  const [first, ...others] = players.map(({ client }) => client.state)
  for (const state of others) expect(state).toEqual(first)
}

const block = (
  title: string,
  format: 'alone-then-together' | 'wheel' | 'talk' | 'replay',
  question: string,
) => ({
  title,
  format,
  question,
  steps: [],
  minutes: 10,
  owner: null,
})

const drawing = (name: string) => ({
  type: 'excalidraw',
  version: 2,
  source: 'rehearsal',
  elements: [{ id: `own ${name}`, type: 'rectangle', x: 0, y: 0, width: 100, height: 60 }],
  appState: {},
  files: {},
})

test('a session of twenty-two: agenda, a private round, turns, a pivot, a replay for all, and a kill in a turn', async () => {
  const content = await rehearsalContent()
  const kim = await here.arrive('Kim')
  const board = await kim.makeBoard(here.server.origin)
  const [facilitating, editing] = [await kim.linkFor('facilitator'), await kim.linkFor('editor')]
  const lee = await here.arrive('Lee')
  await lee.open(editing)
  const mina = await come(board, facilitating, 'Mina')
  const players: Player[] = []
  for (let i = 0; i < PARTICIPANTS; i++) {
    const { name } = content.team.people[i % content.team.people.length] ?? { name: 'Somebody' }
    players.push(await come(board, editing, i < content.team.people.length ? name : `${name} ${i}`))
  }
  const everyone = [mina, ...players]
  await mina.client.until(
    ({ people }) => Object.values(people.people).filter((person) => person.here).length === 22,
  )

  // The agenda.
  await done(mina, {
    type: 'add-blocks',
    blocks: [
      block('Alone', 'alone-then-together', 'How does money move?'),
      block('The wheel', 'wheel', 'Who would you ask?'),
      block('Looking back', 'replay', 'What surprised us?'),
    ],
  })
  const [alone, wheel, back] = mina.client.state.agenda.map(({ id }) => id)
  await done(mina, { type: 'start-block', block: alone ?? '' })
  await together(everyone)

  // A private round.
  await done(mina, { type: 'open-round', question: 'How does money move?' })
  const round = mina.client.state.rounds[0]?.id ?? ''
  const own = await Promise.all(
    players.map(async (player) => {
      await player.client.until(() => player.client.ownBoards.has(round))
      return player.client.ownBoards.get(round) ?? ''
    }),
  )
  expect(new Set(own).size).toBe(PARTICIPANTS)
  const read = async ({ headers }: Player, id: string) =>
    (await fetch(`${here.server.origin}/api/boards/${id}/scene`, { headers })).status
  for (const [i, player] of players.entries()) {
    const answer = await fetch(`${here.server.origin}/api/boards/${own[i] ?? ''}/import`, {
      method: 'POST',
      headers: { ...player.headers, 'content-type': 'application/json' },
      body: JSON.stringify(drawing(player.id)),
    })
    expect(answer.status).toBe(201)
    expect(await read(players[(i + 1) % PARTICIPANTS] ?? mina, own[i] ?? '')).toBe(404)
    expect(await read(mina, own[i] ?? '')).toBe(404)
    await done(player, { type: 'be-ready', ready: true })
  }
  await done(mina, { type: 'reveal-round' })
  await together(everyone)
  for (const [i, player] of players.entries())
    expect(await read(player, own[(i + 1) % PARTICIPANTS] ?? '')).toBe(200)

  // Both pages show all of it, side by side, and lead back.
  for (const { page } of [kim, lee]) {
    await page.waitForURL(/\/rounds\//)
    await expect.poll(() => page.locator('main > *').count(), PATIENCE).toBe(22)
    await page.getByRole('link', { name: en.session.rounds.back }).click()
  }
  for (const person of [kim, lee]) await person.ready()

  // Three turns.
  await done(mina, { type: 'finish-block' }, { type: 'start-block', block: wheel ?? '' })
  await done(mina, { type: 'set-themes', themes: content.wheel })
  for (const player of players) await done(player, { type: 'play', plays: true })
  for (const { question, outcome, path } of content.turns.slice(0, 3)) {
    await done(mina, { type: 'draw-person' }, { type: 'draw-theme' }, { type: 'begin-turn', minutes: 5 })
    const turn = currentTurn(mina.client.state.wheel)
    const whose = players.find(({ id }) => id === turn?.person)
    if (turn === undefined || whose === undefined) throw new Error('nobody has the turn')
    await done(
      whose,
      {
        type: 'edit-turn',
        turn: turn.id,
        text: { question },
        steps: path.map((text) => ({ change: 'add' as const, text, before: null })),
      },
      {
        type: 'end-turn',
        outcome: outcomeSchema.parse(outcome.replace('_', '-').replace('open-question', 'open')),
      },
    )
  }
  await together(everyone)
  expect(new Set(mina.client.state.wheel.turns.map(({ person }) => person)).size).toBe(3)
  expect(new Set(mina.client.state.wheel.turns.map((turn) => turn.theme)).size).toBe(3)

  // The day brings something else.
  await done(mina, {
    type: 'pivot',
    reason: content.pivot.happened,
    to: block(content.pivot.becameInstead.slice(0, 120), 'talk', ''),
    onFreshBoard: false,
  })
  await kim.drawRectangle({ x: 420, y: 220, width: 140, height: 90 })
  await lee.drawRectangle({ x: 420, y: 420, width: 140, height: 90 })
  await expect.poll(async () => (await kim.scene(board)).elements.length, SCENE_PATIENCE).toBe(2)

  // A replay for all.
  await done(mina, { type: 'finish-block' }, { type: 'start-block', block: back ?? '' })
  await done(mina, { type: 'show-replay', seq: 2, moment: Date.now(), speed: 0 })
  for (const person of [kim, lee]) await expect.poll(() => shownChange(person), PATIENCE).toBe(2)
  await done(mina, { type: 'end-replay' })
  for (const person of [kim, lee]) await person.ready()

  // Killed in the middle of a turn.
  await done(mina, { type: 'draw-person' }, { type: 'draw-theme' }, { type: 'begin-turn', minutes: 5 })
  await together(everyone)
  const before = mina.client.state
  await here.server.kill('SIGKILL')
  await here.server.restart()
  await expect.poll(() => everyone.every(({ client }) => client.connected), PATIENCE).toBe(true)
  for (const person of [kim, lee]) await person.ready()
  await done(mina, { type: 'react', reaction: 'clap' })
  await together(everyone)
  const { agenda, timer, attention, rounds, wheel: after } = mina.client.state
  expect({ agenda, timer, attention, rounds, wheel: after }).toEqual({
    agenda: before.agenda,
    timer: before.timer,
    attention: before.attention,
    rounds: before.rounds,
    wheel: before.wheel,
  })
  const left = timer === null ? 0 : timeLeft(timer, await mina.client.time())
  expect(left).toBeGreaterThan(0)
  expect(left).toBeLessThan(5 * 60_000)

  // And on with it.
  await done(mina, { type: 'end-turn', outcome: 'passed' }, { type: 'finish-block' })
  await together(everyone)
  const history = (await (
    await fetch(`${here.server.origin}/api/boards/${board}/history`, { headers: mina.headers })
  ).json()) as { milestones: { kind: string }[] }
  const count = (kind: string) => history.milestones.filter((one) => one.kind === kind).length
  expect([count('block'), count('turn'), count('pivot'), count('round')]).toEqual([4, 4, 1, 1])
  for (const { client } of everyone) client.end()
}, 120_000)
