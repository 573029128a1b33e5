/** The session's panel and strip, as a facilitator and an editor see them in two real browsers. */
import { afterEach, describe, expect, test } from 'vitest'
import { en } from '../../apps/web/src/words/en.ts'
import { openSession, type SessionClient } from '../support/session-client.ts'
import type { Person } from './person.ts'
import { PATIENCE, SCENE_PATIENCE } from './person.ts'
import { world } from './world.ts'

const here = world()
const programs: SessionClient[] = []
afterEach(() => {
  for (const program of programs.splice(0)) program.end()
})

const { people, agenda, pivot, timer, attention } = en.session

const filled = (words: string, values: Readonly<Record<string, string>>) =>
  Object.entries(values).reduce((said, [name, value]) => said.replace(`{{${name}}}`, value), words)

const button = ({ page }: Person, name: string) => page.getByRole('button', { name, exact: true })
const strip = ({ page }: Person) => page.getByRole('region', { name: en.session.strip })
const panel = ({ page }: Person) => page.getByRole('complementary', { name: en.session.title })

/** What the strip's timer shows, as seconds; null: none is shown. */
async function secondsShown(person: Person): Promise<number | null> {
  const clock = strip(person).getByRole('timer')
  if ((await clock.count()) === 0) return null
  return (await clock.innerText()).split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
}

/** Kim facilitates, Lee draws; a program of the facilitator's sees what the server says. */
async function session({ wrongBy = 0 }: { wrongBy?: number } = {}) {
  const kim = await here.arrive('Kim')
  const boardId = await kim.makeBoard(here.server.origin)
  const lee = await here.arrive('Lee')
  // Of this machine's clock alone: what it counts, and when its timers fire, stays as it is.
  if (wrongBy !== 0)
    await lee.context.addInitScript((wrong) => {
      const now = Date.now.bind(Date)
      Date.now = () => now() + wrong
    }, wrongBy)
  await lee.open(await kim.linkFor('editor'))
  const key = new URL(await kim.linkFor('facilitator')).hash.replace('#k=', '')
  const program = await openSession(here.server.origin, boardId, {
    headers: { authorization: `Bearer ${key}` },
  })
  programs.push(program)
  return { kim, lee, boardId, program }
}

async function addTemplate(person: Person, title: string): Promise<void> {
  await button(person, agenda.template).click()
  await person.page.getByRole('menuitem', { name: title }).click()
  await button(person, filled(agenda.moreFor, { title })).waitFor()
}

describe('the agenda', () => {
  test('is made from templates, started, and its block and time are seen by all, the panel closed', async () => {
    const { kim, lee, program } = await session()
    expect(await strip(lee).count()).toBe(0)
    await kim.openTool('agenda')
    await addTemplate(kim, 'Arriving')
    await addTemplate(kim, 'Morning Vista')
    await button(kim, filled(agenda.startOf, { title: 'Arriving' })).click()
    for (const person of [kim, lee]) {
      await strip(person).getByText('Arriving', { exact: true }).waitFor()
      await strip(person).getByText('What is on your mind today?').waitFor()
      await strip(person)
        .getByText(filled(agenda.next, { title: 'Morning Vista' }))
        .waitFor()
      await expect.poll(() => secondsShown(person), PATIENCE).toBeGreaterThan(290)
    }
    // Who does not facilitate reads it.
    await lee.openTool('agenda')
    await panel(lee).getByText('Morning Vista', { exact: true }).waitFor()
    expect(await button(lee, agenda.finish).count()).toBe(0)
    expect(await button(lee, agenda.add).count()).toBe(0)
    await button(kim, agenda.extend).click()
    await expect.poll(() => secondsShown(lee), PATIENCE).toBeGreaterThan(590)
    await button(kim, agenda.finish).click()
    await expect.poll(() => strip(lee).count(), PATIENCE).toBe(0)
    expect(program.state.agenda.map(({ state }) => state)).toEqual(['finished', 'planned'])
  })

  test('is put in another order by dragging a handle, and by the arrow keys on it', async () => {
    const { kim, program } = await session()
    await kim.openTool('agenda')
    for (const title of ['Arriving', 'Morning Vista', 'Drawing together']) await addTemplate(kim, title)
    const order = () => program.state.agenda.map(({ title }) => title)
    const handle = (title: string) => button(kim, filled(agenda.move, { title }))
    await handle('Arriving').press('Alt+ArrowDown')
    await expect.poll(order, PATIENCE).toEqual(['Morning Vista', 'Arriving', 'Drawing together'])
    await kim.page.getByText(filled(agenda.moved, { title: 'Arriving', place: '2', of: '3' })).waitFor()
    // The focus went along.
    await kim.page.keyboard.press('ArrowDown')
    await expect.poll(order, PATIENCE).toEqual(['Morning Vista', 'Drawing together', 'Arriving'])
    const from = await handle('Arriving').boundingBox()
    const to = await handle('Morning Vista').boundingBox()
    if (!from || !to) throw new Error('no handles')
    await kim.page.mouse.move(from.x + 5, from.y + 8)
    await kim.page.mouse.down()
    await kim.page.mouse.move(to.x + 5, to.y + 30)
    await kim.page.mouse.move(to.x + 5, to.y - 6)
    await kim.page.mouse.up()
    await expect.poll(order, PATIENCE).toEqual(['Arriving', 'Morning Vista', 'Drawing together'])
  })

  test('is led by the keyboard alone, and no key of the panel reaches the drawing', async () => {
    const { kim, program, boardId } = await session()
    await kim.drawRectangle({ x: 420, y: 260, width: 140, height: 90 })
    await kim.select([420, 300])
    await expect.poll(async () => (await kim.scene(boardId)).elements.length, SCENE_PATIENCE).toBe(1)
    const before = await kim.scene(boardId)
    await button(kim, en.session.title).press('Enter')
    await kim.page.getByRole('tab', { name: en.session.tools.people }).press('ArrowRight')
    await button(kim, agenda.template).press('Enter')
    await kim.page.getByRole('menuitem', { name: 'Morning Vista' }).press('Enter')
    await button(kim, filled(agenda.startOf, { title: 'Morning Vista' })).press('Space')
    await program.until((state) => state.agenda[0]?.state === 'running')
    await button(kim, agenda.finish).press('Delete')
    await button(kim, agenda.finish).press('ArrowLeft')
    await button(kim, agenda.finish).press('Space')
    await program.until((state) => state.agenda[0]?.state === 'finished')
    // What the keys had done to the drawing would be there before this.
    await kim.drawRectangle({ x: 420, y: 500, width: 140, height: 90 })
    await expect.poll(async () => (await kim.scene(boardId)).elements.length, SCENE_PATIENCE).toBe(2)
    const [first] = (await kim.scene(boardId)).elements
    expect(first).toMatchObject({ id: before.elements[0]?.id, x: before.elements[0]?.x, isDeleted: false })
  })

  test('is edited, and what is planned can go', async () => {
    const { kim, program } = await session()
    await kim.openTool('agenda')
    await addTemplate(kim, 'Arriving')
    await button(kim, filled(agenda.moreFor, { title: 'Arriving' })).click()
    await kim.page.getByRole('menuitem', { name: agenda.edit }).click()
    await kim.page.getByRole('textbox', { name: agenda.blockTitle }).fill('Coming in')
    await kim.page.getByRole('dialog').getByRole('textbox', { name: agenda.minutes }).fill('7')
    await kim.page.getByRole('textbox', { name: agenda.steps }).fill('One\n\n Two ')
    await button(kim, en.common.save).click()
    await panel(kim).getByText('Coming in').waitFor()
    const now = () => {
      const { title, question, minutes, steps } = program.state.agenda[0] ?? { steps: [] }
      return { title, question, minutes, steps: steps.map(({ text }) => text) }
    }
    expect(now()).toMatchObject({ title: 'Coming in', minutes: 7, steps: ['One', 'Two'] })
    // Another facilitator edits it meanwhile: both keep theirs.
    await button(kim, filled(agenda.moreFor, { title: 'Coming in' })).click()
    await kim.page.getByRole('menuitem', { name: agenda.edit }).click()
    const [one] = program.state.agenda[0]?.steps ?? []
    const theirs = await program.ask({
      type: 'edit-block',
      block: program.state.agenda[0]?.id ?? '',
      text: { question: 'Theirs?' },
      steps: [
        { change: 'edit', line: one?.id ?? '', text: 'Theirs' },
        { change: 'add', text: 'Theirs, too', before: null },
      ],
    })
    expect(theirs).toMatchObject({ ok: true })
    await kim.page.getByRole('dialog').getByRole('textbox', { name: agenda.minutes }).fill('9')
    await kim.page.getByRole('textbox', { name: agenda.steps }).fill('One\nTwo of mine')
    await button(kim, en.common.save).click()
    await expect.poll(now, PATIENCE).toEqual({
      title: 'Coming in',
      question: 'Theirs?',
      minutes: 9,
      steps: ['Theirs', 'Two of mine', 'Theirs, too'],
    })
    await button(kim, filled(agenda.moreFor, { title: 'Coming in' })).click()
    await kim.page.getByRole('menuitem', { name: agenda.remove }).click()
    await expect.poll(() => program.state.agenda.length, PATIENCE).toBe(0)
  })

  test('gives way to what the day brings: parked with the reason, and taken up again', async () => {
    const { kim, lee, program } = await session()
    await kim.openTool('agenda')
    await addTemplate(kim, 'Wheel of Expertise')
    await button(kim, filled(agenda.startOf, { title: 'Wheel of Expertise' })).click()
    await button(kim, pivot.open).click()
    await button(kim, pivot.confirm).click()
    await kim.page.getByText(pivot.reasonMissing).waitFor()
    await kim.page.getByRole('textbox', { name: pivot.reason }).fill('The vendor is down')
    await kim.page.getByRole('textbox', { name: pivot.to }).fill('Root certificates')
    await button(kim, pivot.confirm).click()
    await strip(lee).getByText('Root certificates', { exact: true }).waitFor()
    await lee.openTool('agenda')
    await panel(lee)
      .getByText(filled(agenda.because, { reason: 'The vendor is down' }))
      .waitFor()
    await button(kim, agenda.takeUp).click()
    await expect
      .poll(() => program.state.agenda.map(({ state }) => state), PATIENCE)
      .toEqual(['running', 'planned'])
  })

  test('[A1] what was parked is taken up by facilitators: to others it is offered when they are raised', async () => {
    const { kim, lee, program } = await session()
    await kim.openTool('agenda')
    await addTemplate(kim, 'Arriving')
    const block = program.state.agenda[0]
    expect(await program.ask({ type: 'start-block', block: block?.id ?? '' })).toMatchObject({ ok: true })
    const to = {
      title: 'Now',
      format: 'talk' as const,
      question: '',
      steps: [],
      minutes: 5,
      owner: null,
    }
    await program.ask({ type: 'pivot', reason: 'It is down', to, onFreshBoard: false })
    await lee.openTool('agenda')
    await panel(lee)
      .getByText(filled(agenda.because, { reason: 'It is down' }))
      .waitFor()
    expect(await button(lee, agenda.takeUp).count()).toBe(0)
    await lee.page.goto('about:blank')
    await lee.page.goto(await kim.linkFor('facilitator'))
    await lee.ready()
    await lee.openTool('agenda')
    await button(lee, agenda.takeUp).click()
    await expect
      .poll(() => program.state.agenda.find(({ id }) => id === block?.id)?.state, PATIENCE)
      .toBe('planned')
  })

  test('on a phone is one line that opens to the rest, and of what is offered the first with a count', async () => {
    const { kim, lee, program } = await session()
    await kim.page.setViewportSize({ width: 360, height: 740 })
    const [title, question] = [
      'What happens when a shopper pays for the basket',
      'How does the money move, and who would notice?',
    ]
    const text = { title, format: 'talk' as const, question, steps: [], minutes: 10, owner: null }
    await program.ask({ type: 'add-blocks', blocks: [text, { ...text, title: 'Later' }] })
    await program.ask({ type: 'open-round', question })
    expect(
      await program.ask({ type: 'start-block', block: program.state.agenda[0]?.id ?? '' }),
    ).toMatchObject({
      ok: true,
    })
    await program.ask({ type: 'spotlight', region: [0, 0, 9, 9] })
    await lee.page.keyboard.press('Alt+u')
    await strip(kim).getByText('1', { exact: true }).waitFor()
    const heightOf = async () => (await strip(kim).boundingBox())?.height ?? 0
    expect(await heightOf()).toBeLessThan(40)
    expect(await strip(kim).getByText(question).isVisible()).toBe(false)
    await strip(kim).getByRole('timer').waitFor()
    await kim.page.getByText(filled(en.session.rounds.invitation, { question })).waitFor()
    expect(await kim.page.getByText(attention.lit).isVisible()).toBe(false)
    await button(kim, filled(en.session.offersMore_one, { count: '1' })).click()
    await kim.page.getByText(attention.lit).waitFor()
    await button(kim, en.session.offersLess).click()
    await kim.page.getByText(attention.lit).waitFor({ state: 'hidden' })
    await button(kim, en.session.stripMore).click()
    for (const words of [
      question,
      filled(agenda.next, { title: 'Later' }),
      filled(people.handsUp, { names: 'Lee' }),
    ])
      await strip(kim).getByText(words).waitFor()
    await button(kim, timer.more).click()
  })
})

describe('the timer', () => {
  test('shows the same digits within 100 ms on a machine whose clock is wrong by an hour, by the server’s', async () => {
    const { kim, lee, program } = await session({ wrongBy: 3_600_000 })
    await kim.openTool('agenda')
    await button(kim, timer.start).click()
    for (const person of [kim, lee]) {
      await expect.poll(() => secondsShown(person), PATIENCE).toBeGreaterThan(290)
    }
    // When the digits change on each, by a clock that both have: that of this machine.
    const changes = ({ page }: Person) =>
      page.evaluate(
        () =>
          new Promise<readonly [string, number][]>((resolve) => {
            const clock = document.querySelector('[role="timer"]')
            const seen: [string, number][] = []
            const watch = new MutationObserver(() => {
              seen.push([clock?.textContent ?? '', performance.timeOrigin + performance.now()])
              if (seen.length === 4) resolve(seen)
            })
            if (clock) watch.observe(clock, { characterData: true, subtree: true, childList: true })
          }),
      )
    const [byKim, byLee] = await Promise.all([changes(kim), changes(lee)])
    const { timer: set } = await program.until((state) => state.timer !== null)
    const offset = (await program.time()) - Date.now()
    const apart = [...byKim, ...byLee].map(([digits, at]) => {
      const [minutes = 0, seconds = 0] = digits.split(':').map(Number)
      return (set?.endsAt ?? 0) - (minutes * 60 + seconds) * 1000 - (at + offset)
    })
    expect(Math.max(...apart.map(Math.abs))).toBeLessThan(100)
  })

  test('is given a minute, is held, and starts again by no reload', async () => {
    const { kim, lee, program } = await session()
    await program.ask({ type: 'start-timer', minutes: 2 })
    await expect.poll(() => secondsShown(lee), PATIENCE).toBeLessThan(119)
    await button(kim, timer.more).click()
    await expect.poll(() => secondsShown(lee), PATIENCE).toBeGreaterThan(120)
    await kim.openTool('agenda')
    await button(kim, timer.hold).click()
    await strip(lee).getByText(timer.held).waitFor()
    const held = Math.ceil((program.state.timer?.left ?? 0) / 1000)
    for (const person of [kim, lee]) {
      await person.page.reload()
      await expect.poll(() => secondsShown(person), PATIENCE).toBe(held)
    }
    expect(held).toBeLessThan(180)
    await kim.openTool('agenda')
    await button(kim, timer.resume).click()
    await expect.poll(() => secondsShown(lee), PATIENCE).toBeLessThan(held)
    await lee.page.reload()
    await expect.poll(() => secondsShown(lee), PATIENCE).toBeLessThan(held)
  })

  test('sounds when it ends, and not where that is turned off, also after a reload', async () => {
    const { kim, lee, program } = await session()
    for (const { context } of [kim, lee]) {
      await context.addInitScript(() => {
        window.AudioContext = class extends AudioContext {
          override createOscillator(): OscillatorNode {
            const tone = super.createOscillator()
            tone.addEventListener('ended', () => (document.documentElement.dataset['rang'] = 'yes'))
            return tone
          }
        }
      })
    }
    await program.ask({ type: 'start-timer', minutes: 30 })
    await button(lee, timer.sound).click()
    for (const { page } of [kim, lee]) await page.reload()
    for (const person of [kim, lee]) {
      await strip(person).getByRole('timer').waitFor()
      await person.page.mouse.click(640, 500)
    }
    await program.ask({ type: 'start-timer', minutes: 0.02 })
    await strip(lee).getByText(timer.over).first().waitFor()
    await expect
      .poll(() => kim.page.evaluate(() => document.documentElement.dataset['rang']), PATIENCE)
      .toBe('yes')
    expect(await lee.page.evaluate(() => document.documentElement.dataset['rang'])).toBe(undefined)
    expect(await button(lee, timer.sound).getAttribute('aria-pressed')).toBe('false')
  })
})

describe('people', () => {
  test('raise their hands by a key, and are listed in that order; a facilitator lowers one', async () => {
    const { kim, lee, program } = await session()
    program.end()
    const amy = await here.arrive('Amy')
    await amy.open(await kim.linkFor('viewer'))
    await kim.openTool('people')
    const names = () =>
      panel(kim)
        .getByRole('listitem')
        .evaluateAll((rows) => rows.map((row) => /Amy|Kim|Lee/.exec(row.textContent ?? '')?.[0]))
    await expect.poll(names, PATIENCE).toEqual(['Amy', 'Kim', 'Lee'])
    await lee.page.keyboard.press('Alt+U')
    await expect.poll(names, PATIENCE).toEqual(['Lee', 'Amy', 'Kim'])
    await amy.page.keyboard.press('Alt+U')
    await expect.poll(names, PATIENCE).toEqual(['Lee', 'Amy', 'Kim'])
    await strip(kim)
      .getByText(filled(people.handsUp, { names: 'Lee, Amy' }))
      .waitFor()
    await button(kim, filled(people.lowerOf, { name: 'Lee' })).click()
    await expect.poll(names, PATIENCE).toEqual(['Amy', 'Kim', 'Lee'])
    await amy.openTool('people')
    // The button says what it does, whichever way the hand is.
    await button(amy, people.lower).click()
    await button(amy, people.raise).click()
    await button(amy, people.lower).waitFor()
    expect(await button(amy, filled(people.lowerOf, { name: 'Lee' })).count()).toBe(0)
    await button(amy, people.beAway).click()
    await button(amy, people.observe).click()
    const row = panel(kim).getByRole('listitem').filter({ hasText: 'Amy' })
    await row.getByText(people.isAway).waitFor()
    await row.getByText(people.observes).waitFor()
  })

  test('react: it floats by for everyone, is counted by kind, and is gone after a moment', async () => {
    const { kim, lee } = await session()
    const still = await here.arrive('Sam', { reducedMotion: 'reduce' })
    await still.open(await kim.linkFor('viewer'))
    await kim.openTool('people')
    await lee.openTool('people')
    const floats = ({ page }: Person) => page.locator('[data-reaction="new-to-me"]')
    await panel(lee).getByRole('button', { name: people.reactions['new-to-me'] }).click()
    for (const person of [kim, lee, still]) await floats(person).waitFor()
    expect(await floats(still).evaluate((shown) => getComputedStyle(shown).animationName)).toBe('none')
    expect(await floats(kim).evaluate((shown) => getComputedStyle(shown).animationName)).not.toBe('none')
    await panel(kim)
      .getByRole('button', { name: `${people.reactions['new-to-me']} 1` })
      .waitFor()
    for (const person of [kim, lee, still]) await floats(person).waitFor({ state: 'detached' })
  })
})

describe('attention', () => {
  test('everyone to me: one accepts and looks along until all are let go, another declines', async () => {
    const { kim, lee } = await session()
    const amy = await here.arrive('Amy')
    await amy.open(await kim.linkFor('viewer'))
    await kim.openTool('people')
    await button(kim, attention.call).click()
    const called = filled(attention.called, { name: 'Kim' })
    await lee.page.getByText(called).waitFor()
    await amy.page.getByText(called).waitFor()
    await button(lee, attention.accept).click()
    await lee.page.getByText(filled(en.people.following, { name: 'Kim' })).waitFor()
    await button(amy, attention.decline).click()
    await expect.poll(() => amy.page.getByText(called).count(), PATIENCE).toBe(0)
    await amy.page.reload()
    await amy.ready()
    // Another call is another offer.
    await button(kim, attention.call).click()
    await amy.page.getByText(called).waitFor()
    await button(kim, attention.release).click()
    await expect.poll(() => amy.page.getByText(called).count(), PATIENCE).toBe(0)
    await expect
      .poll(() => lee.page.getByText(filled(en.people.following, { name: 'Kim' })).count(), PATIENCE)
      .toBe(0)
  })

  test('[A1] the drawing is locked for all but the presenter: said as what it is, and unlocked again', async () => {
    const { kim, lee, boardId } = await session()
    await kim.openTool('people')
    await button(kim, attention.lock).click()
    await lee.page.getByText(attention.locked).waitFor()
    await kim.page.getByText(attention.locked).waitFor()
    await expect.poll(() => lee.page.getByTestId('toolbar-rectangle').count(), PATIENCE).toBe(0)
    // Who locks it is a facilitator still.
    await button(kim, filled(attention.letPresent, { name: 'Lee' })).click()
    await lee.page.getByText(attention.lockedForOthers).waitFor()
    await kim.page.getByText(filled(attention.lockedBut, { name: 'Lee' })).waitFor()
    await lee.page.getByTestId('toolbar-rectangle').waitFor({ state: 'attached' })
    await lee.drawRectangle({ x: 420, y: 260, width: 140, height: 90 })
    await expect.poll(async () => (await lee.scene(boardId)).elements.length, SCENE_PATIENCE).toBe(1)
    await panel(kim).getByRole('button', { name: attention.unlock }).click()
    await kim.page.getByTestId('toolbar-rectangle').waitFor({ state: 'attached' })
    for (const { page } of [kim, lee]) {
      expect(await page.getByText(en.members.now.viewer).count()).toBe(0)
      expect(await page.getByText(en.members.now.editor).count()).toBe(0)
    }
  })

  test('a spotlight dims the drawing for all but what is selected, and moves with each view', async () => {
    const { kim, lee } = await session()
    await kim.drawRectangle({ x: 420, y: 260, width: 140, height: 90 })
    await kim.select([420, 300])
    await kim.openTool('people')
    await button(kim, attention.spotlight).click()
    const lit = ({ page }: Person) => page.locator('[data-lit]')
    await lit(lee).waitFor()
    await lee.page.getByText(attention.lit).waitFor()
    const size = async (person: Person) => {
      const box = await lit(person).boundingBox()
      return [Math.round(box?.width ?? 0), Math.round(box?.height ?? 0)]
    }
    await expect.poll(() => size(lee), PATIENCE).toEqual([156, 106])
    const before = await lit(lee).boundingBox()
    await lee.page.mouse.move(700, 500)
    await lee.page.mouse.wheel(0, 120)
    await expect.poll(async () => (await lit(lee).boundingBox())?.y, PATIENCE).toBe((before?.y ?? 0) - 120)
    await button(kim, attention.endSpotlight).click()
    await lit(lee).waitFor({ state: 'hidden' })
  })

  test('the presenter hands the role on, and has it no more', async () => {
    const { kim, lee, program } = await session()
    const amy = await here.arrive('Amy')
    await amy.open(await kim.linkFor('editor'))
    for (const person of [kim, lee, amy]) await person.openTool('people')
    expect(await button(lee, attention.call).count()).toBe(0)
    await button(kim, filled(attention.letPresent, { name: 'Lee' })).click()
    await button(lee, attention.call).waitFor()
    await button(lee, filled(attention.letPresent, { name: 'Amy' })).click()
    await button(amy, attention.call).click()
    await lee.page.getByText(filled(attention.called, { name: 'Amy' })).waitFor()
    await expect.poll(() => button(lee, attention.call).count(), PATIENCE).toBe(0)
    const { attention: now, people: all } = program.state
    expect(all.people[now.presenter ?? '']?.name).toBe('Amy')
  })

  test('the laser pointer is taken by one click in the panel, and seen by the other', async () => {
    const { kim, lee } = await session()
    await kim.openTool('people')
    await button(kim, attention.laser).click()
    await kim.page.mouse.move(400, 400)
    await expect
      .poll(() => kim.page.locator('canvas.interactive').evaluate((canvas) => canvas.style.cursor), PATIENCE)
      .toContain('url(')
    // As long as it is on it leaves a trail, which fades.
    await kim.page.mouse.down()
    const trail = () =>
      lee.page
        .locator('.SVGLayer path')
        .evaluateAll((paths) => paths.some((path) => (path.getAttribute('d') ?? '') !== ''))
    let x = 400
    await expect
      .poll(async () => {
        x = x < 600 ? x + 20 : 400
        await kim.page.mouse.move(x, 400)
        return trail()
      }, PATIENCE)
      .toBe(true)
    await kim.page.mouse.up()
  })
})
