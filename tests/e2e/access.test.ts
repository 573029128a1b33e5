/** Who gets in, who has to leave, and what the page then says. */
import { expect, test } from 'vitest'
import { en } from '../../apps/web/src/words/en.ts'
import { PATIENCE } from './person.ts'
import type { Person } from './person.ts'
import { world } from './world.ts'

const here = world()

test('[A3] a board that is not there and one that is not for me look alike', async () => {
  const kim = await here.arrive('Kim')
  const board = await kim.makeBoard(here.server.origin)
  const stranger = await here.arrive('Sam')
  const refusal = stranger.page.getByRole('heading', { name: en.states.unknownTitle })
  await stranger.page.goto(`${here.server.origin}/b/${board}`)
  await stranger.sayName()
  // The name is said once the answer is there; a page that is left before it would ask again.
  await refusal.waitFor()
  const seen: string[] = []
  for (const id of [board, 'AAAAAAAAAAAAAAAAAAAAAA']) {
    await stranger.page.goto(`${here.server.origin}/b/${id}`)
    await refusal.waitFor()
    seen.push(await stranger.page.locator('body').innerText())
  }
  expect(seen[0]).toBe(seen[1])
})

/** Notes when a page shows these words, by the clock of the machine. */
async function noteWhenShown({ page }: Person, words: string): Promise<() => Promise<number>> {
  const shown = await page.evaluateHandle((words) => {
    const note = { at: 0 }
    const look = () => {
      if (note.at === 0 && document.body.innerText.includes(words)) note.at = Date.now()
      requestAnimationFrame(look)
    }
    look()
    return note
  }, words)
  return () => shown.evaluate(({ at }) => at)
}

test('[A4] a new link ends the old one, and who came by it is out within a second and told why', async () => {
  const kim = await here.arrive('Kim')
  const lee = await here.arrive('Lee')
  const board = await kim.makeBoard(here.server.origin)
  const old = await kim.linkFor('editor')
  await lee.open(old)
  await kim.page.getByRole('button', { name: en.board.share }).click()
  await kim.page
    .getByRole('button', { name: en.share.renewFor.replace('{{title}}', en.share.editor.title) })
    .click()
  const outAt = await noteWhenShown(lee, en.states.removedTitle)
  const began = Date.now()
  await kim.page.getByRole('button', { name: en.share.renewConfirm }).click()
  await lee.page.getByText(en.states.removedTitle).waitFor()
  // From the click, so with the way of the call: longer than the rule counts.
  const after = (await outAt()) - began
  expect(after).toBeGreaterThan(0)
  expect(after).toBeLessThan(1000)
  await lee.page.getByText(en.states.removed).waitFor()
  const late = await here.arrive('Noor')
  await late.page.goto(old)
  await late.sayName()
  await late.page.getByText(en.states.unknownTitle).waitFor()
  expect((await kim.scene(board)).elements).toEqual([])
})

test('the key leaves the address bar once it has let me in, and a reload still lets me in', async () => {
  const kim = await here.arrive('Kim')
  const lee = await here.arrive('Lee')
  const board = await kim.makeBoard(here.server.origin)
  await lee.open(await kim.linkFor('editor'))
  expect(lee.page.url()).toBe(`${here.server.origin}/b/${board}`)
  await lee.page.reload()
  await lee.ready()
})

test('home shows my boards with picture, title and people, finds them by title, and asks for a name once', async () => {
  const kim = await here.arrive('Kim')
  await kim.makeBoard(here.server.origin)
  await kim.nameBoard('Checkout path')
  await kim.drawRectangle({ x: 400, y: 200, width: 120, height: 80 })
  await kim.page.waitForResponse((answer) => answer.url().includes('/picture') && answer.status() < 300)
  await kim.page.goto(here.server.origin)
  await kim.page.getByRole('link', { name: /Checkout path/ }).waitFor()
  await expect
    .poll(
      () => kim.page.locator('img[src*="/picture"]').evaluate((img: HTMLImageElement) => img.naturalWidth),
      PATIENCE,
    )
    .toBeGreaterThan(0)
  const search = kim.page.getByRole('searchbox', { name: en.home.search })
  await search.fill('nothing of the kind')
  await kim.page.getByText(en.home.nothingFoundTitle).waitFor()
  await search.fill('CHECKOUT')
  await kim.page.getByRole('link', { name: /Checkout path/ }).click()
  await kim.ready()
})

test('[A1] a viewer cannot draw, a facilitator lets them with one click, and they draw without a reload', async () => {
  const kim = await here.arrive('Kim')
  const lee = await here.arrive('Lee')
  const board = await kim.makeBoard(here.server.origin)
  await lee.open(await kim.linkFor('viewer'))
  await lee.page.getByText(en.board.viewing).waitFor()
  await lee.drawRectangle({ x: 300, y: 500, width: 100, height: 100 })
  let reloads = 0
  lee.page.on('load', () => (reloads += 1))
  await kim.page.getByRole('button', { name: en.people.here_other.replace('{{count}}', '2') }).click()
  await kim.page.getByRole('menuitem', { name: en.members.letDraw.replace('{{name}}', 'Lee') }).click()
  await lee.page.getByText(en.members.now.editor).waitFor()
  await lee.drawRectangle({ x: 400, y: 300, width: 120, height: 80 })
  await lee.seesSaveState('saved')
  await kim.seesInk({ x: 380, y: 280, width: 160, height: 120 })
  expect((await kim.scene(board)).elements.map(({ type }) => type)).toEqual(['rectangle'])
  expect(reloads).toBe(0)
})

test('[A1] [A4] a facilitator lowers a role and removes a person, and both hold at once', async () => {
  const kim = await here.arrive('Kim')
  const lee = await here.arrive('Lee')
  await kim.makeBoard(here.server.origin)
  await lee.open(await kim.linkFor('editor'))
  await kim.page.getByRole('button', { name: en.board.menu }).click()
  await kim.page.getByRole('menuitem', { name: en.members.open }).click()
  const dialog = kim.page.getByRole('dialog', { name: en.members.title })
  const role = dialog.getByRole('combobox', { name: en.members.role.replace('{{name}}', 'Lee') })
  await role.selectOption('viewer')
  await lee.page.getByText(en.board.viewing).waitFor()
  await lee.page.getByText(en.members.now.viewer).waitFor()
  // The only one who facilitates cannot give it up: nobody could then let anyone in.
  const own = dialog.getByRole('combobox', { name: en.members.role.replace('{{name}}', 'Kim') })
  await own.selectOption('editor')
  await kim.page.getByText(en.problems['last-facilitator']).waitFor()
  await expect.poll(() => own.inputValue(), PATIENCE).toBe('facilitator')
  await dialog.getByRole('button', { name: en.members.remove.replace('{{name}}', 'Lee') }).click()
  await dialog.getByRole('button', { name: en.members.removeConfirm, exact: true }).click()
  await lee.page.getByText(en.states.removedTitle).waitFor()
  await role.waitFor({ state: 'detached' })
})

test('whoever chooses no colour gets one that nobody there has', async () => {
  const kim = await here.arrive('Kim')
  await kim.makeBoard(here.server.origin)
  const link = await kim.linkFor('editor')
  const others = []
  for (const name of ['Lee', 'Ana', 'Mia', 'Noor', 'Zed']) {
    const one = await here.arrive(name)
    await one.open(link)
    others.push(one)
  }
  const colorOf = ({ page }: Person) =>
    page.evaluate(async () => {
      const { participant } = (await (await fetch('/api/me')).json()) as { participant: { color: string } }
      return participant.color
    })
  const colors = await Promise.all([kim, ...others].map(colorOf))
  expect(new Set(colors).size).toBe(6)
})

test('a board that went to the trash comes out of it again, and its facilitator reads who did what', async () => {
  const kim = await here.arrive('Kim')
  const lee = await here.arrive('Lee')
  await kim.makeBoard(here.server.origin)
  await kim.nameBoard('Checkout path')
  const link = await kim.linkFor('editor')
  await kim.page.goto(here.server.origin)
  const card = kim.page.getByRole('link', { name: /Checkout path/ })
  await kim.page.getByRole('button', { name: en.card.menu.replace('{{title}}', 'Checkout path') }).click()
  await kim.page.getByRole('menuitem', { name: en.card.trash }).click()
  await kim.page.getByRole('button', { name: en.trash.confirm }).click()
  await card.waitFor({ state: 'detached' })
  await lee.page.goto(link)
  await lee.sayName()
  await lee.page.getByText(en.states.unknownTitle).waitFor()
  await kim.page.getByRole('button', { name: en.bin.open }).click()
  await kim.page.getByRole('button', { name: en.bin.takeOutOf.replace('{{title}}', 'Checkout path') }).click()
  await kim.page.getByText(en.bin.empty).waitFor()
  await kim.page.keyboard.press('Escape')
  await lee.page.reload()
  await lee.ready()
  await card.click()
  await kim.ready()
  await kim.page.getByRole('button', { name: en.board.menu }).click()
  await kim.page.getByRole('menuitem', { name: en.audit.open }).click()
  const entries = kim.page.getByRole('dialog', { name: en.audit.title }).getByRole('listitem')
  await expect
    .poll(async () => (await entries.locator('span').allTextContents()).slice(0, 3), PATIENCE)
    .toEqual([
      'Lee came by the link “Draw with us”',
      'Kim took the board out of the trash',
      'Kim moved the board to the trash',
    ])
  expect((await entries.locator('bdi').allTextContents()).slice(0, 3)).toEqual(['Lee', 'Kim', 'Kim'])
})

test('[A2] a personal link makes another browser the same person, once', async () => {
  const kim = await here.arrive('Kim')
  await kim.makeBoard(here.server.origin)
  await kim.nameBoard('Checkout path')
  await kim.page.goto(here.server.origin)
  await kim.page.getByRole('button', { name: en.you.menu.replace('{{name}}', 'Kim') }).click()
  await kim.page.getByRole('menuitem', { name: en.device.menu }).click()
  await kim.page.getByRole('button', { name: en.device.make }).click()
  const link = await kim.page.getByRole('textbox', { name: en.device.link }).inputValue()
  const phone = await here.arrive('Kim’s phone')
  await phone.page.goto(link)
  await phone.page.getByRole('button', { name: en.device.confirm }).click()
  await phone.page.getByRole('link', { name: /Checkout path/ }).click()
  await phone.ready()
  const thief = await here.arrive('Mallory')
  await thief.page.goto(link)
  await thief.page.getByRole('button', { name: en.device.confirm }).click()
  await thief.page.getByText(en.device.overTitle).waitFor()
  await thief.page.goto(here.server.origin)
  await thief.page.getByRole('textbox', { name: en.name.label }).waitFor()
  expect(await thief.page.getByRole('link', { name: /Checkout path/ }).count()).toBe(0)
})

/** Everything that a browser keeps and that names a board: its databases, what is in the shared ones, its storage. */
function keptOf(person: Person, board: string): Promise<string[]> {
  return person.page.evaluate(async (id) => {
    const answer = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result))
        request.addEventListener('error', () => reject(request.error ?? new Error('no answer')))
      })
    const kept = [localStorage, sessionStorage].flatMap((storage) => Object.keys(storage))
    for (const { name = '' } of await indexedDB.databases()) {
      kept.push(name)
      const database = await answer(indexedDB.open(name))
      for (const store of database.objectStoreNames) {
        const keys = await answer(database.transaction(store).objectStore(store).getAllKeys())
        kept.push(...keys.map((key) => `${name} ${JSON.stringify(key)}`))
      }
      database.close()
    }
    return kept.filter((what) => what.includes(id))
  }, board)
}

test('[A4] of a board that somebody may not see any more their browser keeps nothing after the next visit', async () => {
  const kim = await here.arrive('Kim')
  const lee = await here.arrive('Lee')
  const board = await kim.makeBoard(here.server.origin)
  await lee.open(await kim.linkFor('editor'))
  await lee.pasteImage(300, 200, '#c2255c')
  await lee.seesSaveState('saved')
  const images = (what: string) => what.startsWith('gamelan-images')
  await expect.poll(async () => (await keptOf(lee, board)).some(images), PATIENCE).toBe(true)
  expect(await keptOf(lee, board)).toEqual(
    expect.arrayContaining([`gamelan:${board}`, `gamelan:board:${board}`]),
  )
  await lee.openTool('people')
  await expect.poll(async () => keptOf(lee, board), PATIENCE).toContain(`gamelan:tool:${board}`)
  // They are not there when it ends.
  const address = lee.page.url()
  await lee.page.goto(here.server.origin)
  await kim.page.getByRole('button', { name: en.board.share }).click()
  await kim.page
    .getByRole('button', { name: en.share.renewFor.replace('{{title}}', en.share.editor.title) })
    .click()
  await kim.page.getByRole('button', { name: en.share.renewConfirm }).click()
  await kim.page.getByText(en.share.renewed).waitFor()
  await lee.page.goto(address)
  await lee.page.getByText(en.states.unknownTitle).waitFor()
  // Where one looked says nothing of the drawing, and goes with the tab.
  const view = `gamelan:view:${board}`
  await expect
    .poll(async () => (await keptOf(lee, board)).filter((what) => what !== view), PATIENCE)
    .toEqual([])
  await lee.page.evaluate(async () => void (await navigator.serviceWorker.ready))
  await lee.context.setOffline(true)
  await lee.page.reload()
  await lee.page.getByText(en.states.awayTitle).waitFor()
  expect(await lee.page.locator('canvas').count()).toBe(0)
})
