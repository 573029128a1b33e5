/**
 * `pnpm bench idle [--minutes N] [--people N]`: what pages that are only looked at ask of the server. First the page as it ships, in
 * a real Chromium and in real time: requests a minute of a board, a replay, a revealed round, the list of boards and an invitation.
 * Then so many people behind one address, each with a socket and the page's own code for news: while nothing happens, when
 * something changes for all of them, and when the server starts again.
 */
import { parseArgs } from 'node:util'
import { io } from 'socket.io-client'
import { ApiProblem } from '../../../apps/web/src/http/problem.ts'
import { lookAtBoard } from '../../../apps/web/src/pages/news/looker.test-support.ts'
import { limitsOf } from '../../../apps/server/src/settable-limits.ts'
import { Person } from '../../e2e/person.ts'
import { createBoard } from '../../support/boards.ts'
import { launchBrowser } from '../../support/browser.ts'
import { byKind } from '../../support/idle-page.ts'
import { startServer } from '../../support/server.ts'
import { openSession } from '../../support/session-client.ts'

const { values } = parseArgs({
  args: process.argv.slice(2),
  options: {
    minutes: { type: 'string', default: '3' },
    people: { type: 'string', default: '500' },
    quick: { type: 'boolean', default: false },
  },
})
const minutes = values.quick ? 1 : Number(values.minutes)
const people = values.quick ? 50 : Number(values.people)
const allowed = limitsOf({}).requestsPerMinute

const pass = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

const server = await startServer()
const browser = await launchBrowser()

/** The page as it ships. */
async function pages(): Promise<void> {
  const kim = await Person.arrive(browser, 'Kim', server.origin)
  const board = await kim.makeBoard(server.origin)
  await kim.drawRectangle({ x: 420, y: 220, width: 140, height: 90 })
  await kim.seesSaveState('saved')
  const cookie = (await kim.context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const session = await openSession(server.origin, board, { headers: { cookie } })
  await session.ask({ type: 'open-round', question: 'Where is it weak?' })
  await session.ask({ type: 'reveal-round' })
  const round = session.state.rounds[0]?.id ?? ''
  session.end()
  const answer = await kim.page.request.post(`${server.origin}/api/boards/${board}/series`, {
    data: {
      title: 'Weekly',
      question: '',
      rule: { weekday: 2, start: '16:00', minutes: 60, timeZone: 'UTC', from: '2026-11-24' },
      role: 'editor',
    },
  })
  const { invitation } = (await answer.json()) as { invitation: { link: string } }
  const shown = [
    ['board', `${server.origin}/b/${board}`, true],
    ['replay', `${server.origin}/b/${board}/replay`, true],
    ['revealed round', `${server.origin}/b/${board}/rounds/${round}`, true],
    ['list of boards', server.origin, true],
    ['invitation, no name yet', invitation.link, false],
  ] as const
  console.log(`requests to /api of an idle page, in ${minutes} minutes`)
  await Promise.all(
    shown.map(async ([name, address, isKnown]) => {
      const context = isKnown ? kim.context : await browser.newContext()
      const page = await context.newPage()
      const asked: string[] = []
      page.on('request', (request) => {
        const { pathname } = new URL(request.url())
        if (pathname.startsWith('/api/')) asked.push(`${request.method()} ${pathname}`)
      })
      await page.goto(address)
      await page.waitForLoadState('networkidle')
      // While the page opens, and once more when its socket is open.
      await pass(5000)
      const opening = byKind(asked)
      asked.length = 0
      await pass(minutes * 60_000)
      const perMinute = (asked.length / minutes).toFixed(2)
      console.log(`  ${name}: ${perMinute} a minute ${JSON.stringify(byKind(asked))}`)
      console.log(`    to open it: ${JSON.stringify(opening)}`)
      await page.close()
    }),
  )
  await kim.leave()
}

/** Somebody who looks at a board. */
function look(id: string, key: string, count: () => void): () => void {
  const headers = { authorization: `Bearer ${key}` }
  const ask = async (path: string): Promise<unknown> => {
    count()
    const answer = await fetch(`${server.origin}${path}`, { headers }).catch(() => undefined)
    if (answer === undefined) throw new ApiProblem('unreachable')
    if (!answer.ok) throw new ApiProblem('unavailable', answer.status)
    return answer.json()
  }
  const socket = io(`${server.origin}/session`, {
    auth: { boardId: id },
    extraHeaders: headers,
    transports: ['websocket'],
    forceNew: true,
  })
  return lookAtBoard(id, ask, socket)
}

/** Many of them behind one address. */
async function crowd(): Promise<void> {
  const { id, keys } = await createBoard(server.origin, 'All hands')
  let asked = 0
  const leaves: (() => void)[] = []
  for (let i = 0; i < people; i++) {
    leaves.push(look(id, keys.viewer, () => (asked += 1)))
    // They come within half a minute.
    await pass(30_000 / people)
  }
  await pass(15_000)
  console.log(`${people} people behind one address, of ${allowed} requests a minute that it may make`)
  const during = async (what: string, change: () => Promise<unknown>) => {
    asked = 0
    await change()
    await pass(60_000)
    console.log(`  ${what}: ${asked} requests in the minute after`)
  }
  const headers = { authorization: `Bearer ${keys.facilitator}`, 'content-type': 'application/json' }
  const send = (method: string, path: string, body: object) =>
    fetch(`${server.origin}/api/boards/${id}${path}`, { method, headers, body: JSON.stringify(body) })
  const weekly = { weekday: 2, start: '16:00', minutes: 60, timeZone: 'UTC', from: '2026-11-24' }
  await during('nothing happens', () => Promise.resolve())
  await during('the board is renamed', () => send('PATCH', '', { title: 'All hands, autumn' }))
  await during('a snapshot is taken', () => send('POST', '/snapshots', { name: 'Now' }))
  await during('the board becomes part of a series', () =>
    send('POST', '/series', { title: 'Weekly', question: '', rule: weekly, role: 'viewer' }),
  )
  await during('the server starts again', () => server.restart())
  for (const leave of leaves) leave()
}

try {
  await pages()
  await crowd()
} finally {
  await browser.close()
  await server.stop()
}
process.exit(0)
