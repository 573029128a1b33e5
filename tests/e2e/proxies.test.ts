/**
 * The page behind proxies: one that is set up as README says, one that passes the drawing's upgrades alone, and one that
 * passes none. In each the page works or says what is wrong.
 */
import { readFile } from 'node:fs/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { en } from '../../apps/web/src/words/en.ts'
import { createBoard } from '../support/boards.ts'
import { openProxy, type Proxy } from '../support/proxy.ts'
import { PATIENCE, type Person } from './person.ts'
import { world } from './world.ts'

const here = world({ TRUST_PROXY: '1' })
let proxy: Proxy | undefined

afterEach(async () => {
  await proxy?.close()
  proxy = undefined
})

/** The paths on which README tells proxies to pass upgrades. */
async function documentedUpgrades(): Promise<RegExp> {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8')
  const [, paths] = /location ~ (\S+) \{[^}]*proxy_set_header Upgrade/.exec(readme) ?? []
  if (paths === undefined) throw new Error('README says nothing of upgrades')
  return new RegExp(paths)
}

/** Somebody who opens a board over a proxy, without waiting for more than its page. */
async function comeBy(name: string, upgrades: RegExp | undefined, role: 'editor' | 'facilitator') {
  proxy = await openProxy(here.server.port, { upgrades })
  const { id, keys } = await createBoard(here.server.origin)
  const drawing = {
    type: 'excalidraw',
    elements: [
      { id: 'r', type: 'rectangle', x: 0, y: 0, width: 300, height: 200 },
      {
        id: 't',
        type: 'text',
        text: 'Checkout',
        fontSize: 36,
        x: 75,
        y: 78,
        width: 150,
        height: 45,
        containerId: 'r',
        textAlign: 'center',
        verticalAlign: 'middle',
      },
    ],
  }
  await fetch(`${here.server.origin}/api/boards/${id}/import`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${keys.editor}` },
    body: JSON.stringify(drawing),
  })
  const person = await here.arriveAt(name, proxy.origin)
  await person.page.goto(`${proxy.origin}/b/${id}#k=${keys[role]}`)
  await person.sayName()
  return { person, id }
}

const says = (person: Person, text: string) => person.page.getByText(text).waitFor(PATIENCE)

async function blockedPages(conversation: string): Promise<number> {
  const metrics = await (await fetch(`${here.server.origin}/metrics`)).text()
  const line = new RegExp(`^gamelan_blocked_pages_total\\{conversation="${conversation}"\\} (\\d+)$`, 'm')
  return Number(line.exec(metrics)?.[1] ?? 0)
}

describe('behind a proxy', () => {
  test('[fault P11] that is set up as README says, drawing and session work', async () => {
    const { person } = await comeBy('Kim', await documentedUpgrades(), 'facilitator')
    await person.ready()
    await person.drawRectangle({ x: 700, y: 500, width: 120, height: 80 })
    await person.seesSaveState('saved')
    await person.openTool('agenda')
    const agenda = person.page.getByRole('tab', { name: en.session.tools.agenda, selected: true })
    await agenda.waitFor()
    expect(await person.page.getByText(en.blocked.session).count()).toBe(0)
  })

  test('[fault P11] that passes the drawing alone, the page says that the session does not work', async () => {
    const before = await blockedPages('session')
    const { person } = await comeBy('Kim', /^\/sync\//, 'editor')
    await person.ready()
    await says(person, en.blocked.session)
    await person.seesSaveState('saved')
    await expect.poll(() => blockedPages('session'), PATIENCE).toBe(before + 1)
  })

  test('[fault P13] that passes no upgrade, the page says so and shows the drawing to look at', async () => {
    const before = await blockedPages('sync')
    const { person } = await comeBy('Kim', undefined, 'editor')
    await says(person, en.blocked.still)
    const { label: offline, explain } = en.saveStateUnloaded.offline
    await person.page.getByRole('button', { name: `${offline}. ${explain}` }).waitFor(PATIENCE)
    await person.page.locator('.gamelan-player canvas.static').waitFor(PATIENCE)
    // The label in the middle of its box, which stands in the middle of the view.
    const label = () =>
      person.page.evaluate(() => {
        const canvas = document.querySelector<HTMLCanvasElement>('.gamelan-player canvas.static')
        const context = canvas?.getContext('2d')
        if (!canvas || !context) return 0
        const [x, y] = [Math.round(canvas.width / 2) - 60, Math.round(canvas.height / 2) - 20]
        const { data } = context.getImageData(x, y, 120, 40)
        let ink = 0
        for (let i = 0; i < data.length; i += 4) if ((data[i] ?? 255) < 128) ink += 1
        return ink
      })
    await expect.poll(label, PATIENCE).toBeGreaterThan(100)
    await expect.poll(() => blockedPages('sync'), PATIENCE).toBe(before + 1)
    expect(here.server.stderr()).toMatch(/"path":"\/sync\/"[^\n]*does the proxy pass upgrades/)
  })
})
