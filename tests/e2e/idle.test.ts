/** What pages ask of the server while nothing happens, and that they show what others do without asking again and again. */
import { expect, test } from 'vitest'
import { en } from '../../apps/web/src/words/en.ts'
import { byKind, holdTime } from '../support/idle-page.ts'
import { openSession } from '../support/session-client.ts'
import type { Person } from './person.ts'
import { PATIENCE, SCENE_PATIENCE } from './person.ts'
import { shownChange } from './player.ts'
import { world } from './world.ts'

const here = world()
const MINUTES = 10

/** A board of Kim's, with a shape on it. */
async function board() {
  const kim = await here.arrive('Kim')
  const id = await kim.makeBoard(here.server.origin)
  await kim.drawRectangle({ x: 420, y: 220, width: 140, height: 90 })
  await expect.poll(async () => (await kim.scene(id)).elements.length, SCENE_PATIENCE).toBe(1)
  return { kim, id }
}

/** A call as this person's page makes it. */
async function call({ page }: Person, method: string, path: string, body: unknown): Promise<unknown> {
  return page.evaluate(
    async ({ method, path, body }) => {
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(path, { method, headers, body: JSON.stringify(body) })
      if (!answer.ok) throw new Error(await answer.text())
      return (await answer.json()) as unknown
    },
    { method, path, body },
  )
}

/** What this page asks for from now on. The picture that it makes of the board is sent, and asks for nothing. */
function callsOf({ page }: Person): string[] {
  const calls: string[] = []
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (pathname.startsWith('/api/') && !pathname.endsWith('/picture'))
      calls.push(`${request.method()} ${pathname}`)
  })
  return calls
}

test('[fault V10] a board, a replay and a round that are open ask for nothing in ten minutes', async () => {
  const { kim, id } = await board()
  const link = await kim.linkFor('editor')
  const lee = await here.arrive('Lee')
  const time = await holdTime(lee.page)
  await lee.open(link)
  await expect.poll(async () => (await time.pass(0.5)).asked, PATIENCE).toEqual([])
  expect(await time.pass(MINUTES)).toEqual({ asked: [], opened: 0 })

  await lee.page.goto(`${here.server.origin}/b/${id}/replay`)
  await expect.poll(() => shownChange(lee), PATIENCE).toBeGreaterThan(0)
  await expect.poll(async () => (await time.pass(0.5)).asked, PATIENCE).toEqual([])
  expect(await time.pass(MINUTES)).toEqual({ asked: [], opened: 0 })

  const cookies = await kim.context.cookies()
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const session = await openSession(here.server.origin, id, { headers: { cookie } })
  await session.ask({ type: 'open-round', question: 'Where is it weak?' })
  await session.ask({ type: 'reveal-round' })
  const [round] = session.state.rounds
  await lee.page.goto(`${here.server.origin}/b/${id}/rounds/${round?.id ?? ''}`)
  await lee.page.getByRole('region').first().waitFor()
  await expect.poll(async () => (await time.pass(0.5)).asked, PATIENCE).toEqual([])
  expect(await time.pass(MINUTES)).toEqual({ asked: [], opened: 0 })
  session.end()
})

test('[fault V10] the list of boards, and an invitation that waits for a name, ask at most once a minute', async () => {
  const { kim, id } = await board()
  const series = await call(kim, 'POST', `/api/boards/${id}/series`, {
    title: 'Weekly',
    question: '',
    rule: { weekday: 2, start: '16:00', minutes: 60, timeZone: 'UTC', from: '2026-11-24' },
    role: 'editor',
  })
  const { invitation } = series as { invitation: { link: string } }
  const home = await kim.context.newPage()
  const atHome = await holdTime(home)
  await home.goto(here.server.origin)
  await home.getByRole('link', { name: en.common.untitled }).waitFor()
  const { asked } = await atHome.pass(MINUTES)
  const { 'GET /api/boards': lists = 0, ...others } = byKind(asked)
  expect(lists).toBeGreaterThan(5)
  expect(lists).toBeLessThanOrEqual(MINUTES)
  // The board's picture was made meanwhile.
  expect(Object.keys(others).filter((kind) => kind !== 'GET /api/boards/:id/picture')).toEqual([])

  const mia = await here.arrive('Mia')
  const atDoor = await holdTime(mia.page)
  await mia.page.goto(invitation.link)
  await mia.page.getByRole('textbox', { name: en.name.label }).waitFor()
  expect((await atDoor.pass(MINUTES)).asked.length).toBeLessThanOrEqual(MINUTES)
})

test('[fault V10] a title, a snapshot and a role that somebody else changes show at once, without a poll', async () => {
  const { kim, id } = await board()
  const lee = await here.arrive('Lee')
  const time = await holdTime(lee.page)
  await lee.open(await kim.linkFor('viewer'))
  const { participant } = (await lee.page.evaluate(async () => (await fetch('/api/me')).json())) as {
    participant: { id: string }
  }
  await expect.poll(async () => (await time.pass(0.5)).asked, PATIENCE).toEqual([])
  const calls = callsOf(lee)
  await kim.nameBoard('Checkout path')
  await lee.page.getByText('Checkout path').first().waitFor()
  await call(kim, 'POST', `/api/boards/${id}/snapshots`, { name: 'Before lunch' })
  await lee.page
    .getByText(en.moments.taken.replace('{{by}}', 'Kim').replace('{{name}}', 'Before lunch'))
    .waitFor()
  expect(calls).toEqual([])
  await call(kim, 'PATCH', `/api/boards/${id}/members/${participant.id}`, { role: 'editor' })
  await lee.page.getByText(en.members.now.editor).waitFor()
  await call(kim, 'PATCH', `/api/boards/${id}/members/${participant.id}`, { role: 'viewer' })
  await lee.page.getByText(en.members.now.viewer).waitFor()
  // The links that a role may hand on are asked for after it was told, and never before.
  expect(new Set(calls)).toEqual(new Set([`GET /api/boards/${id}`]))
})

test('[fault V10] who joins shows in the list of members, and what is drawn in a replay that is watched', async () => {
  const { kim, id } = await board()
  const link = await kim.linkFor('editor')
  const lee = await here.arrive('Lee')
  await lee.open(link)
  await lee.page.goto(`${here.server.origin}/b/${id}/replay`)
  await expect.poll(() => shownChange(lee), PATIENCE).toBeGreaterThan(0)
  const seen = await shownChange(lee)

  await kim.page.getByRole('button', { name: en.board.menu }).click()
  await kim.page.getByRole('menuitem', { name: en.members.open }).click()
  const members = kim.page.getByRole('dialog', { name: en.members.title })
  await members.getByText('Lee').first().waitFor()
  const mia = await here.arrive('Mia')
  await mia.open(link)
  const row = members.getByRole('listitem').filter({ hasText: 'Mia' })
  await row.getByText(en.members.here).waitFor()
  await mia.leave()
  await row.getByText(en.members.here).waitFor({ state: 'hidden' })
  await kim.page.keyboard.press('Escape')

  await kim.drawRectangle({ x: 700, y: 420, width: 120, height: 80 })
  const head = async () => {
    const text = await lee.page
      .getByRole('slider', { name: en.replay.timeline })
      .getAttribute('aria-valuetext')
    return Number(/Change \d+ of (\d+)/.exec(text ?? '')?.[1] ?? 0)
  }
  await expect.poll(head, PATIENCE).toBeGreaterThan(seen)
})
