/** The tools of the session's panel, in real browsers: the wheel that all see alike, and drawings that nobody sees yet. */
import type { BrowserContextOptions } from 'playwright-core'
import { expect, test } from 'vitest'
import { en } from '../../apps/web/src/words/en.ts'
import type { Person } from './person.ts'
import { PATIENCE, SCENE_PATIENCE } from './person.ts'
import { world } from './world.ts'

const here = world()
const words = en.session

const THEMES = ['NGINX ingress', 'Cert', 'DNS', 'Kafka lag', 'Deploy', 'Login', 'Refund'].map((theme) => ({
  theme,
  who: `Who knows ${theme}?`,
  what: `What would ${theme} tell you?`,
  where: `Where would you look for ${theme}?`,
  plain: `${theme} in plain words`,
}))

const file = (name: string, json: unknown) => ({
  name,
  mimeType: 'application/json',
  buffer: Buffer.from(JSON.stringify(json)),
})

/** A facilitator and others on one board. */
async function together(names: readonly string[], options?: BrowserContextOptions) {
  const kim = await here.arrive('Kim')
  const boardId = await kim.makeBoard(here.server.origin)
  const link = await kim.linkFor('editor')
  const others: Person[] = []
  for (const name of names) {
    const other = await here.arrive(name, options)
    await other.open(link)
    others.push(other)
  }
  return { kim, boardId, others }
}

const chooseFile = ({ page }: Person, chosen: ReturnType<typeof file>) =>
  page.getByRole('region', { name: words.wheel.themes }).locator('input[type=file]').setInputFiles(chosen)

/** Runs in a page: how many pixels of a picture are red. */
function countRed(picture: SVGElement | HTMLElement): number {
  const image = picture as HTMLImageElement
  const canvas = new OffscreenCanvas(image.naturalWidth || 1, image.naturalHeight || 1)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no canvas')
  context.drawImage(image, 0, 0)
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
  let count = 0
  for (let at = 0; at < data.length; at += 4) {
    if (data[at] === 255 && data[at + 1] === 0 && data[at + 2] === 0) count += 1
  }
  return count
}

const wheelOf = ({ page }: Person) => page.locator('[data-wheel]')
const stateOf = (person: Person) => wheelOf(person).getAttribute('data-wheel')
const resultOf = ({ page }: Person) =>
  page.locator(':has(> [data-wheel]) > [role=status]').textContent({ timeout: 1000 })
/** What stands on the wedge at the pointer. */
const landedOn = ({ page }: Person) => page.locator('[data-here=true] title').textContent()

/** Waits for the wheel to rest, and answers what this person was told by then. */
async function sees(person: Person, words: RegExp): Promise<string> {
  await expect.poll(() => resultOf(person), PATIENCE).toMatch(words)
  expect(await stateOf(person)).toBe('landed')
  return (await resultOf(person)) ?? ''
}

test('themes come from a file, and what is wrong with one is said in words', async () => {
  const { kim } = await together([])
  await kim.openTool('wheel')
  await chooseFile(kim, file('bad.json', [THEMES[0], { ...THEMES[1], where: undefined }]))
  await kim.page.getByRole('alert').getByText('Theme number 2 has no “where”.').waitFor()
  await chooseFile(kim, file('wheel.json', { note: 'ours', wheel: THEMES }))
  await kim.page.getByText('The wheel has 7 themes now.').waitFor()
  expect(await wheelOf(kim).getAttribute('aria-label')).toBe('Wheel with 7 names')
  // One that takes some off asks first.
  await chooseFile(kim, file('less.json', THEMES.slice(0, 5)))
  const dialog = kim.page.getByRole('dialog')
  await dialog.getByText('Login, Refund').waitFor()
  await dialog.getByRole('button', { name: words.wheel.replaceConfirm }).click()
  await kim.page.getByText('The wheel has 5 themes now.').waitFor()
  const [download] = await Promise.all([
    kim.page.waitForEvent('download'),
    kim.page.getByRole('button', { name: words.wheel.export }).click(),
  ])
  const chunks: Buffer[] = []
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
  expect(JSON.parse(Buffer.concat(chunks).toString())).toEqual(THEMES.slice(0, 5))
})

test('all see the same spin, nobody the result before it lands; a turn becomes a card on the board', async () => {
  const { kim, boardId, others } = await together(['Lee'])
  const [lee] = others
  if (lee === undefined) throw new Error('nobody came')
  await kim.openTool('wheel')
  await chooseFile(kim, file('wheel.json', THEMES))
  await lee.openTool('wheel')
  // They opt in: until then nobody can be drawn.
  const draw = kim.page.getByRole('button', { name: words.wheel.drawPerson })
  expect(await draw.isDisabled()).toBe(true)
  await lee.page.getByRole('switch', { name: words.wheel.iPlay }).click()
  await draw.click()
  await expect.poll(() => stateOf(lee), PATIENCE).toBe('spinning')
  expect(await resultOf(lee)).toBe('')
  await sees(lee, /^It is your turn\.$/)
  await sees(kim, /^It is Lee’s turn\.$/)

  // Who closes the panel sees the wheel all the same, over the drawing.
  await kim.closePanel()
  await lee.page.getByRole('button', { name: words.wheel.drawTheme }).click()
  await kim.page.locator('[data-spin-card] [data-wheel=spinning]').waitFor()
  const told = await sees(kim, /^The theme is /)
  expect(await sees(lee, /^The theme is /)).toBe(told)
  const theme = await landedOn(kim)
  expect(told).toBe(`The theme is ${theme}.`)
  expect(await landedOn(lee)).toBe(theme)

  await kim.openTool('wheel')
  await lee.page.getByRole('radio', { name: words.wheel.question.where }).click()
  await lee.page.getByRole('button', { name: words.wheel.begin }).click()
  await kim.page
    .getByRole('timer')
    .getByText(/^9:\d\d left$/)
    .waitFor()
  // Both write the steps.
  const step = (person: Person) => person.page.getByRole('textbox', { name: words.wheel.addStep })
  await step(lee).fill('Open the dashboard')
  await step(lee).press('Enter')
  await kim.page.getByRole('textbox', { name: 'Step 1' }).waitFor()
  await step(kim).fill('Read the runbook')
  await step(kim).press('Enter')
  const link = lee.page.getByRole('textbox', { name: words.wheel.addLink })
  await link.fill('javascript:alert(1)')
  await link.press('Enter')
  await lee.page.getByText(words.wheel.badLink).waitFor()
  await link.fill('https://wiki.example.org/cert')
  await link.press('Enter')
  await lee.page.getByRole('textbox', { name: 'Link 1' }).waitFor()
  await lee.page.getByText(words.wheel.outcome.escalated, { exact: true }).click()
  await lee.page.getByRole('textbox', { name: words.wheel.escalatedTo }).fill('the platform team')
  await lee.page.getByRole('button', { name: words.wheel.end }).click()
  await kim.page.getByText('Lee · Escalated to the platform team').waitFor()

  await lee.page.getByRole('button', { name: `Put on the board: ${theme}, Lee` }).click()
  await kim.page.getByText(words.wheel.placed, { exact: true }).waitFor()
  const cardOf = async (person: Person) =>
    (await person.scene(boardId)).elements.filter(({ isDeleted }) => !isDeleted)
  await expect.poll(async () => (await cardOf(kim)).length, SCENE_PATIENCE).toBe(7)
  const card = await cardOf(kim)
  expect(card.filter(({ type }) => type === 'text').map(({ originalText }) => originalText)).toEqual([
    theme,
    `Where would you look for ${theme}?`,
    'Lee · Escalated to the platform team',
    '1. Open the dashboard',
    '2. Read the runbook',
    'https://wiki.example.org/cert',
  ])
  expect(card.at(-1)?.['link']).toBe('https://wiki.example.org/cert')
  expect(new Set(card.map(({ groupIds }) => JSON.stringify(groupIds))).size).toBe(1)
  // On the other's screen, too: the sheet has its colour.
  await kim.seesColorIn({ x: 0, y: 60, width: 900, height: 700 }, '#fff9db', 2000)
  // One step takes it back.
  await lee.page.locator('canvas.interactive').focus()
  await lee.page.keyboard.press('Control+z')
  await expect.poll(async () => (await cardOf(kim)).length, SCENE_PATIENCE).toBe(0)
})

test('who wants no motion gets the result without the spin; a turn is passed at once', async () => {
  const { kim, others } = await together(['Lee'], { reducedMotion: 'reduce' })
  const [lee] = others
  if (lee === undefined) throw new Error('nobody came')
  await kim.openTool('wheel')
  await lee.openTool('wheel')
  await kim.page.getByRole('switch', { name: words.wheel.iPlay }).click()
  await kim.page.getByRole('button', { name: words.wheel.drawPerson }).click()
  await sees(lee, /^It is Kim’s turn\.$/)
  // For who sees the spin it goes on.
  expect(await stateOf(kim)).toBe('spinning')
  await sees(kim, /^It is your turn\.$/)
  await kim.page.getByRole('button', { name: words.wheel.pass, exact: true }).click()
  await lee.page.getByText(`Kim · ${words.wheel.outcome.passed}`).waitFor()
})

test('[A3] a private round: nobody sees another’s drawing before all are revealed, side by side', async () => {
  const { kim, boardId, others } = await together(['Lee', 'Ana'])
  const [lee, ana] = others
  if (lee === undefined || ana === undefined) throw new Error('nobody came')
  const area = { x: 420, y: 300, width: 140, height: 90 }
  await kim.openTool('rounds')
  await kim.page.getByRole('textbox', { name: words.rounds.question }).fill('What happens at checkout?')
  await kim.page.getByRole('button', { name: words.rounds.open }).click()
  const own: string[] = []
  for (const person of [kim, lee]) {
    await person.page.getByRole('status').getByRole('button', { name: words.rounds.drawAlone }).click()
    await person.page.waitForURL(/\?of=/)
    await person.ready()
    await person.page.getByText(words.rounds.onlyYou).waitFor()
    await person.drawRectangle(area)
    await person.typeInto(area, `${person.name} thinks`)
    await person.page.keyboard.press('Escape')
    await person.seesSaveState('saved')
    own.push(new URL(person.page.url()).pathname.slice(3))
  }
  const [kims, lees] = own
  expect(kims).not.toBe(lees)
  await lee.pasteImage(120, 120, '#ff0000')
  await lee.seesColorIn({ x: 560, y: 350, width: 160, height: 160 }, '#ff0000', 2_000)
  await lee.seesSaveState('saved')
  // The page has one line to sessions, to that of the round: what goes on there is seen here.
  let lines = 0
  lee.page.on('websocket', (socket) => {
    if (socket.url().includes('/socket.io/')) lines += 1
  })
  await lee.page.reload()
  await lee.ready()
  await lee.page.getByText(words.rounds.onlyYou).waitFor()
  await kim.page.keyboard.press('Alt+u')
  await lee.page.getByText(words.people.handsUp.replace('{{names}}', 'Kim')).waitFor()
  await kim.page.keyboard.press('Alt+u')
  expect(lines).toBe(1)
  for (const name of [words.title, en.board.share]) {
    expect(await lee.page.getByRole('button', { name, exact: true }).count()).toBe(0)
  }
  // Neither by the page, nor by the address, nor the facilitator.
  const answerFor = (person: Person, board: string | undefined) =>
    person.page.evaluate(async (id) => (await fetch(`/api/boards/${id}/scene`)).status, board)
  for (const [person, board] of [
    [kim, lees],
    [lee, kims],
    [ana, lees],
  ] as const) {
    expect(await answerFor(person, board)).toBe(404)
  }
  const stranger = await ana.context.newPage()
  await stranger.goto(`${here.server.origin}/b/${lees}?of=${boardId}`)
  await stranger.getByText(en.states.unknownTitle).waitFor()
  expect(await stranger.getByText(words.rounds.onlyYou).count()).toBe(0)
  await stranger.close()
  // Nor is an address believed: a board that is no round’s is what it was.
  await ana.page.goto(
    `${here.server.origin}/b/${boardId}?of=${boardId.replace(/^./, (letter) => (letter === 'a' ? 'b' : 'a'))}`,
  )
  await ana.ready()
  await ana.page.getByRole('button', { name: en.board.share, exact: true }).waitFor()
  expect(await ana.page.getByText(words.rounds.onlyYou).count()).toBe(0)

  await lee.page.getByRole('switch', { name: words.rounds.ready }).click()
  await kim.page.getByText('Ready: 1 of 3').waitFor()
  await kim.page.getByRole('link', { name: words.rounds.back }).click()
  await kim.ready()
  await kim.openTool('rounds')
  const rows = kim.page.getByRole('region', { name: words.rounds.now }).getByRole('listitem')
  expect(await rows.allTextContents()).toEqual(['Anadrawing', 'Kim (you)drawing', 'Leeready'])
  await kim.page.getByRole('button', { name: words.rounds.reveal }).click()
  const dialog = kim.page.getByRole('dialog')
  await dialog.getByText(/^2 people are not ready/).waitFor()
  await dialog.getByRole('button', { name: words.rounds.reveal }).click()

  for (const person of [kim, lee]) {
    await person.page.waitForURL(/\/rounds\//)
    const panes = person.page.getByRole('region', { name: /^Drawing of/ })
    await expect.poll(() => panes.count(), PATIENCE).toBe(3)
    for (const name of ['Kim', 'Lee']) {
      await person.page.getByRole('button', { name: `Look at the drawing of ${name}` }).waitFor()
    }
    await person.page.getByRole('region', { name: 'Drawing of Ana' }).getByText(words.rounds.empty).waitFor()
  }
  await lee.page.getByText('Words in it: Kim thinks').waitFor({ state: 'attached' })
  // Its image as well, which comes after the rest of it.
  const ofLee = kim.page.getByRole('button', { name: 'Look at the drawing of Lee' }).locator('img')
  await expect.poll(() => ofLee.evaluate(countRed), PATIENCE).toBeGreaterThan(2_000)
  // By the address, too, and a closer look.
  expect(await answerFor(ana, kims)).toBe(200)
  await lee.page.getByRole('button', { name: 'Look at the drawing of Kim' }).click()
  await lee.page.getByRole('dialog', { name: 'Drawing of Kim' }).locator('canvas').first().waitFor()
  await lee.page.keyboard.press('Escape')
  // It is kept, and opened again from the list.
  await kim.page.getByRole('link', { name: words.rounds.back }).click()
  await kim.ready()
  await kim.openTool('rounds')
  await kim.page.getByRole('link', { name: 'What happens at checkout?' }).click()
  await kim.page.getByRole('button', { name: 'Look at the drawing of Lee' }).waitFor()
})

test('[M13] who is in the middle of something at the reveal is not torn away, and finds the way', async () => {
  const { kim, others } = await together(['Lee', 'Ana'])
  const [lee, ana] = others
  if (lee === undefined || ana === undefined) throw new Error('nobody came')
  await kim.openTool('rounds')
  await kim.page.getByRole('textbox', { name: words.rounds.question }).fill('What is slow?')
  await kim.page.getByRole('button', { name: words.rounds.open }).click()
  // Lee is in the middle of a stroke on a board alone, Ana is typing a title.
  await lee.page.getByRole('button', { name: words.rounds.drawAlone }).click()
  await lee.page.waitForURL(/\?of=/)
  await lee.ready()
  await lee.page.getByText(words.rounds.onlyYou).waitFor()
  const alone = lee.page.url()
  await lee.beginStroke([
    [420, 400],
    [520, 450],
  ])
  await ana.page.getByText('Private round: What is slow?').waitFor()
  await ana.openTool('wheel')
  const theirs = ana.page.url()
  await ana.page.getByRole('button', { name: words.wheel.addTheme }).click()
  const field = ana.page.getByRole('dialog').getByRole('textbox').first()
  await field.fill('Half a th')
  await kim.page.getByRole('button', { name: words.rounds.reveal }).click()
  await kim.page.getByRole('dialog').getByRole('button', { name: words.rounds.reveal }).click()
  await kim.page.waitForURL(/\/rounds\//)
  await lee.page.getByText(words.rounds.yoursRevealed).waitFor()
  await ana.page.getByText('What is slow?').first().waitFor()
  expect([lee.page.url(), ana.page.url()]).toEqual([alone, theirs])
  await ana.page.keyboard.type('ought')
  expect(await field.inputValue()).toBe('Half a thought')
  await lee.page.mouse.up()
  await lee.seesSaveState('saved')
  await lee.page.getByRole('link', { name: words.rounds.look }).click()
  await lee.page.getByRole('button', { name: 'Look at the drawing of Lee' }).waitFor()
  await ana.page.keyboard.press('Escape')
  await ana.page.getByRole('button', { name: words.rounds.look }).click()
  await ana.page.waitForURL(/\/rounds\//)
})

test('who comes late draws, too; who observes or looks on is not asked', async () => {
  const { kim, others } = await together(['Lee'])
  const [lee] = others
  if (lee === undefined) throw new Error('nobody came')
  const [editor, viewer] = [await kim.linkFor('editor'), await kim.linkFor('viewer')]
  const watcher = await here.arrive('Wu')
  await watcher.open(editor)
  await watcher.openTool('people')
  await watcher.page.getByRole('button', { name: words.people.observe }).click()
  await watcher.page.getByRole('button', { name: words.people.observe, pressed: true }).waitFor()
  await kim.openTool('rounds')
  await kim.page.getByRole('textbox', { name: words.rounds.question }).fill('Where does it break?')
  await kim.page.getByRole('textbox', { name: words.rounds.question }).press('Enter')
  await lee.page.getByText('Private round: Where does it break?').waitFor()
  await watcher.openTool('rounds')
  await watcher.page.getByText('Ready: 0 of 2').waitFor()
  expect(await watcher.page.getByRole('button', { name: words.rounds.drawAlone }).count()).toBe(0)
  const late = await here.arrive('Mia')
  await late.open(editor)
  await late.page.getByRole('button', { name: words.rounds.drawAlone }).click()
  await late.page.waitForURL(/\?of=/)
  await late.page.getByText(words.rounds.onlyYou).waitFor()
  await kim.page.getByText('Ready: 0 of 3').waitFor()
  const onlooker = await here.arrive('Oda')
  await onlooker.open(viewer)
  await onlooker.openTool('rounds')
  await onlooker.page.getByText('Ready: 0 of 3').waitFor()
  expect(await onlooker.page.getByRole('button', { name: words.rounds.drawAlone }).count()).toBe(0)
})

test('[M13] two who write a turn’s steps at the same time both keep theirs, also in a line that the other removes', async () => {
  const kim = await here.arrive('Kim')
  await kim.makeBoard(here.server.origin)
  const lee = await here.arriveByLine('Lee')
  await lee.open(await kim.linkFor('editor'))
  const field = ({ page }: Person, name: string) => page.getByRole('textbox', { name, exact: true })
  const write = async (person: Person, name: string, text: string) => {
    await field(person, name).fill(text)
    await field(person, name).press('Enter')
  }
  const stepsOf = ({ page }: Person) =>
    page
      .getByRole('group', { name: words.wheel.steps })
      .getByRole('textbox', { name: /^Step \d+$/ })
      .evaluateAll((fields) => fields.map((one) => (one as HTMLInputElement).value))

  for (const person of [kim, lee]) await person.openTool('wheel')
  await chooseFile(kim, file('wheel.json', THEMES))
  await kim.page.getByRole('switch', { name: words.wheel.iPlay }).click()
  await kim.page.getByRole('button', { name: words.wheel.drawPerson }).click()
  await sees(kim, /^It is your turn\.$/)
  await kim.page.getByRole('button', { name: words.wheel.drawTheme }).click()
  await sees(kim, /^The theme is /)
  await kim.page.getByRole('button', { name: words.wheel.begin }).click()
  // What is written has the room.
  await wheelOf(lee).waitFor({ state: 'detached' })
  for (const text of ['one', 'two', 'three']) await write(kim, words.wheel.addStep, text)
  await expect.poll(() => stepsOf(lee), PATIENCE).toEqual(['one', 'two', 'three'])

  // Neither hears of the other until both have written.
  await lee.goOffline()
  await write(lee, 'Step 1', 'one by Lee')
  await write(lee, words.wheel.addStep, 'more by Lee')
  await field(lee, 'Step 3').fill('three by L')
  await write(kim, 'Step 2', 'two by Kim')
  await write(kim, 'Step 3', '')
  await write(kim, words.wheel.addStep, 'more by Kim')
  await expect.poll(() => stepsOf(kim), PATIENCE).toEqual(['one', 'two by Kim', 'more by Kim'])
  await lee.comeBack()
  const both = ['one by Lee', 'two by Kim', 'more by Kim', 'more by Lee']
  await expect.poll(() => stepsOf(kim), PATIENCE).toEqual(both)

  // What Lee is still typing is there, where it stood, and goes on under the hand.
  await expect.poll(() => stepsOf(lee), PATIENCE).toEqual(both.toSpliced(2, 0, 'three by L'))
  await lee.page.getByText(words.wheel.lineGone).waitFor()
  await lee.page.keyboard.type('ee')
  await lee.page.keyboard.press('Enter')
  await expect.poll(() => stepsOf(kim), PATIENCE).toEqual(both.toSpliced(2, 0, 'three by Lee'))

  // Nor is it lost where the page begins anew, or goes on to another, under the hand.
  await field(lee, 'Step 1').fill('one, begun anew')
  await lee.page.reload()
  await expect.poll(async () => (await stepsOf(kim))[0], PATIENCE).toBe('one, begun anew')
  await lee.page.getByRole('link', { name: en.board.back, exact: true }).click()
  await lee.page.getByRole('link', { name: 'Untitled board' }).first().click()
  await lee.openTool('wheel')
  await field(lee, 'Step 1').fill('one, left behind')
  await lee.page.goBack()
  await expect.poll(async () => (await stepsOf(kim))[0], PATIENCE).toBe('one, left behind')
  expect(await lee.page.getByRole('alert').count()).toBe(0)
  await lee.page.goForward()
  await lee.openTool('wheel')

  // Nor where the turn ends under the hand.
  await field(lee, words.wheel.addStep).fill('half a thou')
  await kim.page.getByRole('button', { name: words.wheel.pass, exact: true }).click()
  await kim.page.getByRole('listitem').getByText('half a thou').waitFor()
})
