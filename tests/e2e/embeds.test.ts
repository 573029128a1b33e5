/**
 * Links and embeds that somebody with a program of their own has put on a board, as others meet them in the page:
 * nothing runs, nothing is asked of another site before a person has opened it, and no page gets hold of ours.
 */
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { en } from '../../apps/web/src/words/en.ts'
import { connect } from '../support/client.ts'
import type { Client } from '../support/client.ts'
import type { Person } from './person.ts'
import { world } from './world.ts'

const PLAYER = 'https://player.example.org'
const EVIL = 'https://evil.example'

const here = world({ EMBED_SITES: PLAYER })

type Place = { x: number; y: number; width: number; height: number }
const MIDDLE: Place = { x: 400, y: 200, width: 320, height: 200 }

const openIt = (host: string) => en.embed.openOf.replace('{{host}}', host)
const visitIt = (host: string) => en.embed.visitOf.replace('{{host}}', host)

/** Kim's board, on which a program draws: what every address answers says which it is. */
async function board(): Promise<{ kim: Person; program: Client; tabs: string[] }> {
  const kim = await here.arrive('Kim')
  const id = await kim.makeBoard(here.server.origin)
  // What comes first moves the view; what comes after it does not.
  await kim.drawRectangle({ x: 60, y: 560, width: 40, height: 30 })
  await kim.seesSaveState('saved')
  const key = new URL(await kim.linkFor('editor')).hash.replace('#k=', '')
  const program = connect(here.server.origin, id, { key, params: { saved: '1' } })
  await program.synced()
  await kim.context.route(/^https?:\/\/(?!localhost)/, (route) =>
    route.fulfill({ contentType: 'text/html', body: `<p>This is ${route.request().url()}</p>` }),
  )
  const tabs: string[] = []
  kim.context.on('page', (tab) => tabs.push(tab.url()))
  return { kim, program, tabs }
}

function put({ elements }: Client, id: string, base: Record<string, unknown>): void {
  elements.set(id, new Y.Map([['base', { seed: 7, index: 'a5', backgroundColor: '#ffec99', ...base }]]))
}

/** A point of the drawing on the page: the view has not moved. */
async function onPage(kim: Person, x: number, y: number): Promise<[number, number]> {
  const box = await kim.page.locator('canvas.interactive').boundingBox()
  if (!box) throw new Error('no drawing is there')
  return [box.x + x, box.y + y]
}

test('[A7] an embed of a listed site asks for nothing until a person opens it, and then runs in a sandbox', async () => {
  const { kim, program } = await board()
  const { page, foreignRequests } = kim
  put(program, 'embed', { type: 'embeddable', link: `${PLAYER}/v/1`, ...MIDDLE })
  const open = page.getByRole('button', { name: openIt('player.example.org') })
  await open.waitFor()
  expect([await page.locator('iframe').count(), foreignRequests]).toEqual([0, []])

  await open.click()
  await page.frameLocator('iframe').getByText(`This is ${PLAYER}/v/1`).waitFor()
  expect(foreignRequests.splice(0)).toEqual([`${PLAYER}/v/1`])
  const frame = page.locator('iframe')
  const names = ['sandbox', 'referrerpolicy', 'loading', 'allow', 'srcdoc']
  const given = await Promise.all(names.map(async (name) => [name, await frame.getAttribute(name)]))
  expect(Object.fromEntries(given)).toEqual({
    sandbox: 'allow-scripts allow-same-origin allow-popups allow-forms',
    referrerpolicy: 'no-referrer',
    loading: 'lazy',
    allow: '',
    srcdoc: null,
  })

  // Opened was where it led then.
  const entry = program.elements.get('embed') as Y.Map<unknown>
  entry.set('.link', `${PLAYER}/v/2`)
  await open.waitFor()
  expect([await frame.count(), foreignRequests]).toEqual([0, []])
  program.close()
})

test('[A7] an embed of a site that is not listed makes no request, and is a link to it', async () => {
  const { kim, program, tabs } = await board()
  put(program, 'embed', { type: 'embeddable', link: `${EVIL}/x`, ...MIDDLE })
  const visit = kim.page.getByRole('link', { name: visitIt('evil.example') })
  await visit.waitFor()
  expect([await kim.page.locator('iframe').count(), kim.foreignRequests, tabs]).toEqual([0, [], []])
  expect([await visit.getAttribute('target'), await visit.getAttribute('rel')]).toEqual([
    '_blank',
    'noopener noreferrer',
  ])
  const [tab] = await Promise.all([kim.context.waitForEvent('page'), visit.click()])
  await tab.getByText(`This is ${EVIL}/x`).waitFor()
  expect(await tab.evaluate(() => [window.opener, document.referrer])).toEqual([null, ''])
  program.close()
})

test('[M11] links and embeds that would run something lead nowhere', async () => {
  const { kim, program, tabs } = await board()
  const dialogs: string[] = []
  kim.page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  const before = kim.page.url()
  const links = [
    'javascript:alert(1)',
    'data:text/html,<script>alert(2)</script>',
    'vbscript:msgbox(3)',
    'file:///etc/passwd',
    ' JaVa\nScript:alert(4)',
  ]
  const places = links.flatMap((link, row) =>
    ['rectangle', 'embeddable'].map((type, column) => ({
      type,
      link,
      x: 300 + column * 250,
      y: 120 + row * 90,
      width: 200,
      height: 70,
    })),
  )
  program.doc.transact(() => places.forEach((place, at) => put(program, `evil-${at}`, place)))
  for (const { x, y, width, height } of places) {
    const [left, top] = await onPage(kim, x, y)
    await kim.seesInk({ x: left, y: top, width, height })
    await kim.select([left + 8, top + 8])
    // In the middle, and where a link has its mark.
    await kim.page.mouse.click(left + width / 2, top + height / 2)
    await kim.page.mouse.click(left + width + 8, top - 8)
  }
  expect(await kim.page.locator('iframe, a.excalidraw-hyperlinkContainer-link').count()).toBe(0)
  expect([dialogs, tabs, kim.page.url()]).toEqual([[], [], before])
  program.close()
})

test('[M11] links to the web and to a mailbox open in a tab that knows nothing of ours', async () => {
  const { kim, program } = await board()
  const links = ['http://evil.example/a', `${EVIL}/b`, 'mailto:kim@example.org']
  program.doc.transact(() =>
    links.forEach((link, at) =>
      put(program, `link-${at}`, {
        type: 'rectangle',
        link,
        x: 400,
        y: 120 + at * 140,
        width: 200,
        height: 70,
      }),
    ),
  )
  for (const [at, link] of links.entries()) {
    const [left, top] = await onPage(kim, 400, 120 + at * 140)
    await kim.seesInk({ x: left, y: top, width: 200, height: 70 })
    await kim.select([left + 100, top + 35])
    const shown = kim.page.locator('a.excalidraw-hyperlinkContainer-link', { hasText: link })
    await shown.waitFor()
    expect([await shown.getAttribute('target'), await shown.getAttribute('rel')]).toEqual([
      '_blank',
      'noopener noreferrer',
    ])
    if (link.startsWith('mailto:')) continue
    const [tab] = await Promise.all([kim.context.waitForEvent('page'), shown.click()])
    await tab.getByText(`This is ${link}`).waitFor()
    expect(await tab.evaluate(() => window.opener as unknown)).toBeNull()
    await tab.close()
  }
  program.close()
})

test('[fault V20] [M11] a link that only looks like one of ours opens in a tab of its own', async () => {
  const { kim, program } = await board()
  const before = kim.page.url()
  const link = `${EVIL}/?from=${here.server.origin}/`
  const place = { type: 'rectangle', x: 400, y: 120, width: 200, height: 70 }
  program.doc.transact(() => {
    put(program, 'ours-inside', { ...place, link })
    put(program, 'other-host', { ...place, y: 260, link: '//evil.example/c' })
    put(program, 'other-slash', { ...place, y: 400, link: '/\\evil.example/d' })
  })
  for (const y of [260, 400]) {
    const [left, top] = await onPage(kim, 400, y)
    await kim.seesInk({ x: left, y: top, width: 200, height: 70 })
    await kim.select([left + 100, top + 35])
    expect(await kim.page.locator('a.excalidraw-hyperlinkContainer-link').count()).toBe(0)
  }
  const [left, top] = await onPage(kim, 400, 120)
  await kim.select([left + 100, top + 35])
  const shown = kim.page.locator('a.excalidraw-hyperlinkContainer-link', { hasText: EVIL })
  const [tab] = await Promise.all([kim.context.waitForEvent('page'), shown.click()])
  await tab.getByText(`This is ${EVIL}`).waitFor()
  expect(await tab.evaluate(() => window.opener as unknown)).toBeNull()
  expect(kim.page.url()).toBe(before)
  program.close()
})
