/** Who comes while a session goes on is told what the question is and what has happened; the timeline shows the same. */
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { en } from '../../apps/web/src/words/en.ts'
import { openDatabase } from '../../apps/server/src/database/open.ts'
import { openSession } from '../support/session-client.ts'
import type { Person } from './person.ts'
import { PATIENCE, SCENE_PATIENCE } from './person.ts'
import { world } from './world.ts'

const here = world()
const MIGRATIONS = fileURLToPath(new URL('../../apps/server/migrations', import.meta.url))
const cookieOf = async ({ context }: Person) =>
  (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')

test('the strip, what has happened with the way to its moments, and the session on the timeline', async () => {
  const kim = await here.arrive('Kim')
  const board = await kim.makeBoard(here.server.origin)
  await kim.drawRectangle({ x: 420, y: 220, width: 140, height: 90 })
  await expect.poll(async () => (await kim.scene(board)).elements.length, SCENE_PATIENCE).toBe(1)
  const session = await openSession(here.server.origin, board, { headers: { cookie: await cookieOf(kim) } })
  const text = (title: string, question: string) => ({
    title,
    question,
    format: 'talk' as const,
    steps: [],
    minutes: 10,
    owner: null,
  })
  await session.ask({
    type: 'add-blocks',
    blocks: [text('Warm up', ''), text('On-call', 'Why do we have it?')],
  })
  const [first, second] = session.state.agenda
  await session.ask({ type: 'start-block', block: first?.id ?? '' })
  await session.ask({ type: 'finish-block' })
  await session.ask({ type: 'start-block', block: second?.id ?? '' })

  // In time, they have missed nothing.
  expect(await kim.page.getByText(en.session.late.welcome).count()).toBe(0)
  const link = await kim.linkFor('viewer')
  const inTime = await here.arrive('Ina')
  await inTime.open(link)
  expect(await inTime.page.getByText(en.session.late.welcome).count()).toBe(0)

  // Two minutes go by, as far as the session's log knows.
  session.end()
  await here.server.kill('SIGTERM')
  const database = await openDatabase({ databaseUrl: undefined, dataDir: here.server.dataDir }, MIGRATIONS)
  await database.queries.execute("update session_events set at = at - interval '2 minutes'")
  await database.queries.execute('delete from session_states')
  await database.close()
  await here.server.restart()
  const late = await here.arrive('Lou')
  await late.open(link)
  const strip = late.page.getByRole('region', { name: en.session.late.title })
  await strip.getByText('Why do we have it?').waitFor()
  await strip.getByText(en.session.late.sofar.replace('{{what}}', en.session.late.blocks_one)).waitFor()
  await strip.getByRole('button', { name: en.session.late.happened }).click()
  const list = late.page.getByRole('dialog', { name: en.session.late.happened })
  await list.getByRole('link', { name: 'Warm up' }).waitFor()
  await list.getByRole('link', { name: 'On-call: Why do we have it?' }).click()
  await late.page.getByRole('slider', { name: en.replay.timeline }).waitFor()
  await late.page.locator('main').getByText(en.replay.loading).waitFor({ state: 'hidden' })
  await late.page.getByText(en.replay.session.lane, { exact: true }).waitFor()
  await late.page.getByRole('listitem').filter({ hasText: 'On-call' }).waitFor()

  // On a board that a pivot made it is the same, with the way to the board on which each was.
  const again = await openSession(here.server.origin, board, { headers: { cookie: await cookieOf(kim) } })
  await again.until(({ people }) => Object.values(people.people).some((one) => one.here))
  const to = text('Root certificates', 'What breaks?')
  expect(await again.ask({ type: 'pivot', reason: 'It is down', to, onFreshBoard: true })).toMatchObject({
    ok: true,
  })
  const fresh = again.state.agenda.find(({ state }) => state === 'running')?.board ?? ''
  again.end()
  const later = await here.arrive('Pat')
  await later.open(link.replace(board, fresh))
  const there = later.page.getByRole('region', { name: en.session.late.title })
  await there.getByText('What breaks?').waitFor()
  await there.getByRole('button', { name: en.session.late.happened }).click()
  const all = later.page.getByRole('dialog', { name: en.session.late.happened })
  const leadsTo = async (words: string) =>
    (await all.getByRole('link', { name: words }).getAttribute('href'))?.split('/')[2]
  await expect.poll(() => leadsTo('Root certificates: What breaks?'), PATIENCE).toBe(fresh)
  expect(await leadsTo('Warm up')).toBe(board)
  await later.page.keyboard.press('Escape')
  // It stands until it is sent away, and then does not come again, on no board of the session.
  await later.page.reload()
  await there.getByText('What breaks?').waitFor()
  await there.getByRole('button', { name: en.session.late.close }).click()
  await later.page.reload()
  await later.ready()
  await later.page.getByRole('button', { name: en.session.title, exact: true }).waitFor()
  expect(await there.count()).toBe(0)
  await later.page.getByRole('link', { name: en.board.backTo.replace('{{title}}', '').trim() }).click()
  await later.ready()
  await later.page.getByRole('button', { name: en.session.pivot.goThere }).waitFor()
  expect(await later.page.getByText(en.session.late.welcome).count()).toBe(0)
})
