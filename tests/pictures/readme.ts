/**
 * Takes the README's picture: two people on one board, the real page, the real server. Run it after a change that is
 * seen: `pnpm --filter @gamelan/tests run pictures`.
 */
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { en } from '../../apps/web/src/words/en.ts'
import { Person } from '../e2e/person.ts'
import { launchBrowser } from '../support/browser.ts'
import { checkoutPath } from '../support/drawings.ts'
import { startServer } from '../support/server.ts'

const docs = fileURLToPath(new URL('../../docs', import.meta.url))
const SHEET = { x: 40, y: 200, width: 1200, height: 500 }

const [server, browser] = await Promise.all([startServer(), launchBrowser()])
try {
  const kim = await Person.arrive(browser, 'Kim', server.origin)
  const lee = await Person.arrive(browser, 'Lee', server.origin)
  await kim.makeBoard(server.origin)
  await kim.nameBoard('How an order runs through the shop')
  await lee.open(await kim.linkFor('editor'))
  await kim.dropFile('checkout.excalidraw', JSON.stringify(checkoutPath()))
  await lee.seesInk(SHEET, 'static', 5000)
  for (const person of [kim, lee]) {
    await person.page.keyboard.press('Escape')
    await person.page.keyboard.press('Shift+Digit1')
  }
  await lee.page.mouse.click(780, 470)
  await lee.beginStroke([
    [640, 640],
    [660, 662],
    [700, 672],
    [760, 668],
    [820, 640],
    [850, 612],
  ])
  await kim.page.locator('main').getByText('Lee', { exact: true }).first().waitFor()
  await kim.seesInk({ x: 640, y: 630, width: 200, height: 50 })
  await kim.seesSaveState('saved')
  await kim.page.getByRole('button', { name: en.people.follow.replace('{{name}}', 'Lee') }).waitFor()
  await kim.page.screenshot({ path: path.join(docs, 'board.png') })
  await lee.page.mouse.up()
} finally {
  await browser.close()
  await server.stop()
}
