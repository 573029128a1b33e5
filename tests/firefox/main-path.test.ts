/**
 * The main path in Firefox, as it ships: make a board, draw with two people, load it again, open the session's panel. The
 * page must do nothing that its Content-Security-Policy forbids.
 */
import { expect, test } from 'vitest'
import { en } from '../../apps/web/src/words/en.ts'
import { world } from './world.ts'

const here = world()

test('[A7] [fault P14] the first page does nothing that its policy forbids', async () => {
  const kim = await here.arrive('Kim')
  await kim.page.goto(here.server.origin)
  await kim.sees('button', en.home.newBoard)
  expect(await kim.brokenPolicy()).toEqual([])
})

test('[M2] [A7] [fault P14] two people draw on one board, load it again, and open the session', async () => {
  const kim = await here.arrive('Kim')
  await kim.makeBoard(here.server.origin)
  const lee = await here.arrive('Lee')
  await lee.open(await kim.linkForEditors())

  await kim.drawRectangle([400, 250], [520, 330])
  await lee.seesInk([380, 230], [540, 350])
  await lee.drawRectangle([700, 350], [820, 430])
  await kim.seesInk([680, 330], [840, 450])
  await Promise.all([kim.isSaved(), lee.isSaved()])

  expect(await kim.brokenPolicy()).toEqual([])
  await kim.page.reload()
  await kim.isReady()
  await kim.seesInk([100, 200], [1180, 720])
  await kim.press('button', en.session.title)
  await kim.sees('tab', en.session.tools.people)
  await kim.sees('tab', en.session.tools.agenda)
  await kim.press('tab', en.session.tools.agenda)
})
