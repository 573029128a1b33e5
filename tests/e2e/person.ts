/**
 * One person at one browser, as the end-to-end tests see them: what they do with mouse and keyboard, and what is on
 * their screen. Reads the pixels of the canvas, since they are what a person sees. Must never reach into the page's
 * own objects.
 */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { en } from '../../apps/web/src/words/en.ts'
import type { Line } from '../support/line.ts'

/** How long anything that was asked for may take to show. A bound for a broken test, not a measure of speed. */
export const PATIENCE = { timeout: 20_000, interval: 50 }

/** As PATIENCE, for what is asked of the server, which counts how often a whole drawing is asked for. */
export const SCENE_PATIENCE = { timeout: 20_000, interval: 500 }

/** Points in page coordinates. */
export type Path = readonly (readonly [number, number])[]

export type Area = { x: number; y: number; width: number; height: number }

/** What the tests read of a `.excalidraw` document. */
export type Scene = {
  elements: {
    id: string
    type: string
    x: number
    y: number
    width: number
    height: number
    isDeleted: boolean
    [property: string]: unknown
  }[]
  files: Record<string, { id: string; mimeType: string; dataURL: string }>
}

type Layer = 'static' | 'interactive'
type Look = { area: Area; layer: Layer; color?: string }

/**
 * Counts the pixels of a canvas in an area that have a colour, or without one that differ from the background. Runs
 * in the page, so it knows nothing of this file.
 */
function countPixels({ area, layer, color }: Look): number {
  const canvas = document.querySelector<HTMLCanvasElement>(`canvas.${layer}`)
  const context = canvas?.getContext('2d')
  if (!canvas || !context) return 0
  const box = canvas.getBoundingClientRect()
  const scale = canvas.width / box.width
  const { data } = context.getImageData(
    Math.round((area.x - box.x) * scale),
    Math.round((area.y - box.y) * scale),
    Math.round(area.width * scale),
    Math.round(area.height * scale),
  )
  const background = layer === 'static' ? [...context.getImageData(0, 0, 1, 1).data] : [0, 0, 0, 0]
  const wanted = color ? [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16)) : background
  let count = 0
  for (let i = 0; i < data.length; i += 4) {
    const isNear = wanted.every((value, channel) => Math.abs((data[i + channel] ?? 0) - value) < 24)
    if (isNear === (color !== undefined)) count += 1
  }
  return count
}

export class Person {
  readonly name: string
  readonly context: BrowserContext
  readonly page: Page
  /** Addresses outside the server's origin that the page asked for. Has to stay empty. */
  readonly foreignRequests: string[] = []
  /** What the page wrote to the console as an error, and exceptions that nobody caught. */
  readonly complaints: string[] = []

  readonly #line: Line | undefined
  /** Whether the session's panel is open, which this person's window keeps. */
  #hasPanel = false

  private constructor(name: string, context: BrowserContext, page: Page, way: string | Line) {
    this.name = name
    this.context = context
    this.page = page
    this.#line = typeof way === 'string' ? undefined : way
    const origin = typeof way === 'string' ? way : way.origin
    page.on('request', (request) => {
      const url = request.url()
      if (/^(https?|wss?):/.test(url) && !url.replace(/^ws/, 'http').startsWith(origin)) {
        this.foreignRequests.push(url)
      }
    })
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text())
    })
    page.on('pageerror', (error) => this.complaints.push(String(error)))
  }

  /** Somebody sits down at a fresh browser. `way`: the server's origin, or their line to it. */
  static async arrive(
    browser: Browser,
    name: string,
    way: string | Line,
    options: BrowserContextOptions = {},
  ): Promise<Person> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
    const page = await context.newPage()
    return new Person(name, context, page, way)
  }

  /** Makes a board from the home page and waits until it can be drawn on. */
  async makeBoard(origin: string): Promise<string> {
    await this.page.goto(origin)
    await this.page.getByRole('button', { name: en.home.newBoard }).first().click()
    await this.sayName()
    await this.ready()
    const id = new URL(this.page.url()).pathname.split('/').at(-1)
    if (id === undefined) throw new Error(`no board at ${this.page.url()}`)
    return id
  }

  /** Gives the board a title. */
  async nameBoard(title: string): Promise<void> {
    await this.page.getByRole('button', { name: en.board.editTitle.replace('{{title}}', '') }).click()
    const field = this.page.getByRole('textbox', { name: en.board.title })
    await field.fill(title)
    await field.press('Enter')
    await this.page.getByRole('button', { name: en.board.editTitle.replace('{{title}}', title) }).waitFor()
  }

  /** Opens a link as somebody who was sent it. */
  async open(link: string): Promise<void> {
    const { pathname, hash } = new URL(link)
    await this.page.goto(this.#line === undefined ? link : this.#line.origin + pathname + hash)
    await this.sayName()
    await this.ready()
  }

  /** Answers the question for a name, which comes once for each browser. */
  async sayName(): Promise<void> {
    const field = this.page.getByRole('textbox', { name: en.name.label })
    await field.fill(this.name)
    await field.press('Enter')
  }

  /** The drawing is there and the server has it. */
  async ready(): Promise<void> {
    await this.page.locator('canvas.interactive').waitFor()
    await this.seesSaveState('saved')
  }

  async seesSaveState(state: keyof typeof en.saveState): Promise<void> {
    const { label, explain } = en.saveState[state]
    await this.page.getByRole('button', { name: `${label}. ${explain}`, exact: true }).waitFor()
  }

  /** Goes into a tunnel. The page itself is kept by then, as it is a moment after a first visit. */
  async goOffline(): Promise<void> {
    await this.cutLine()
    await this.seesSaveState('offline')
  }

  /** The same, on whichever page. */
  async cutLine(): Promise<void> {
    await this.page.evaluate(async () => void (await navigator.serviceWorker.ready))
    if (this.#line === undefined) await this.context.setOffline(true)
    else this.#line.cut()
  }

  /** Comes out of the tunnel, and everything is with the server again. */
  async comeBack(): Promise<void> {
    await this.leaveTunnel()
    await this.seesSaveState('saved')
  }

  /** Comes out of the tunnel. */
  async leaveTunnel(): Promise<void> {
    if (this.#line === undefined) await this.context.setOffline(false)
    else this.#line.mend()
  }

  /** Opens a tool of the session's panel. */
  async openTool(tool: keyof typeof en.session.tools): Promise<void> {
    if (!this.#hasPanel) await this.page.getByRole('button', { name: en.session.title, exact: true }).click()
    this.#hasPanel = true
    await this.page.getByRole('tab', { name: en.session.tools[tool] }).click()
  }

  async closePanel(): Promise<void> {
    await this.page.getByRole('button', { name: en.session.close }).click()
    this.#hasPanel = false
  }

  /** Copies the link for a role out of the share dialog. */
  async linkFor(role: 'facilitator' | 'editor' | 'viewer'): Promise<string> {
    await this.page.getByRole('button', { name: en.board.share }).click()
    const label = en.share.link.replace('{{title}}', en.share[role].title)
    const link = await this.page.getByLabel(label, { exact: true }).inputValue()
    await this.page.keyboard.press('Escape')
    await this.page.getByRole('dialog', { name: en.share.title }).waitFor({ state: 'hidden' })
    return link
  }

  /** Presses the button at the first point and goes to the last. */
  async #press([first, ...rest]: Path): Promise<void> {
    if (!first) return
    await this.page.mouse.move(...first)
    await this.page.mouse.down()
    for (const point of rest) await this.page.mouse.move(...point)
  }

  async #drag(path: Path): Promise<void> {
    await this.#press(path)
    await this.page.mouse.up()
  }

  /** Presses a tool's key while the drawing has the focus. */
  async #tool(key: string): Promise<void> {
    await this.page.locator('canvas.interactive').focus()
    await this.page.keyboard.press(key)
  }

  async drawRectangle({ x, y, width, height }: Area): Promise<void> {
    await this.#tool('r')
    await this.#drag([
      [x, y],
      [x + width / 2, y + height / 2],
      [x + width, y + height],
    ])
    await this.page.keyboard.press('Escape')
  }

  /** Drags what is under the first point to the last. */
  async move(path: Path): Promise<void> {
    await this.#tool('v')
    await this.#drag(path)
  }

  /** Selects what is under a point. */
  async select(point: readonly [number, number]): Promise<void> {
    await this.#tool('v')
    await this.page.mouse.click(...point)
  }

  /** Gives what is selected another colour. */
  async chooseStroke(color: string): Promise<void> {
    await this.page.getByTestId(`color-top-pick-${color}`).first().click()
  }

  /** Opens the label of a shape, goes to where a key leads, types, and stays in it. */
  async typeInto({ x, y, width, height }: Area, letters: string, key?: 'Home' | 'End'): Promise<void> {
    await this.#tool('v')
    await this.page.mouse.dblclick(x + width / 2, y + height / 2)
    await this.page.locator('textarea.excalidraw-wysiwyg').waitFor()
    if (key) await this.page.keyboard.press(key)
    await this.page.keyboard.type(letters)
  }

  /** Drags what is under the first point along a path, without letting go. */
  async takeHold(path: Path): Promise<void> {
    await this.#tool('v')
    await this.#press(path)
  }

  /** Puts the pen down and draws, without lifting it. */
  async beginStroke(path: Path): Promise<void> {
    await this.#tool('p')
    await this.#press(path)
  }

  /** Draws an arrow, without letting go of its end. */
  async beginArrow(path: Path): Promise<void> {
    await this.#tool('a')
    await this.#press(path)
  }

  /** Pastes a picture of one colour, as a screenshot is pasted. */
  async pasteImage(width: number, height: number, color: string): Promise<void> {
    await this.page.locator('canvas.interactive').focus()
    await this.page.mouse.move(640, 390)
    await this.page.evaluate(
      async ({ width, height, color }) => {
        const canvas = new OffscreenCanvas(width, height)
        const context = canvas.getContext('2d')
        if (context) {
          context.fillStyle = color
          context.fillRect(0, 0, width, height)
        }
        const blob = await canvas.convertToBlob({ type: 'image/png' })
        const data = new DataTransfer()
        data.items.add(new File([blob], 'screenshot.png', { type: 'image/png' }))
        document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }))
      },
      { width, height, color },
    )
  }

  /** Pastes a text, with the mouse over the middle of the drawing, whatever has the keyboard. */
  async paste(text: string): Promise<void> {
    await this.page.mouse.move(640, 430)
    await this.page.evaluate((text) => {
      const data = new DataTransfer()
      data.setData('text/plain', text)
      document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }))
    }, text)
  }

  /** Drops a file onto the drawing. */
  async dropFile(name: string, content: string): Promise<void> {
    await this.page.evaluate(
      ({ name, content }) => {
        const data = new DataTransfer()
        data.items.add(new File([content], name, { type: '' }))
        const target = document.querySelector('canvas.interactive')
        for (const type of ['dragenter', 'dragover', 'drop']) {
          target?.dispatchEvent(
            new DragEvent(type, {
              dataTransfer: data,
              bubbles: true,
              cancelable: true,
              clientX: 640,
              clientY: 400,
            }),
          )
        }
      },
      { name, content },
    )
  }

  /** How many pixels of the drawing in this area (page coordinates) are not background. */
  async ink(area: Area): Promise<number> {
    return this.page.evaluate(countPixels, { area, layer: 'static' as const })
  }

  /** Waits until this area shows ink: more of it than `more` pixels. */
  async seesInk(area: Area, layer: Layer = 'static', more = 20): Promise<void> {
    await this.#until({ area, layer }, ({ count }) => count > more)
  }

  /** Waits until this area is empty. */
  async seesNothing(area: Area): Promise<void> {
    await this.#until({ area, layer: 'static' }, ({ count }) => count === 0)
  }

  /** Waits until most of this area has this colour. */
  async seesColor(area: Area, color: string): Promise<void> {
    await this.#until({ area, layer: 'static', color }, ({ count, of }) => count > of / 2)
  }

  /** Waits until this area has more than so many pixels of this colour. */
  async seesColorIn(area: Area, color: string, more = 20): Promise<void> {
    await this.#until({ area, layer: 'static', color }, ({ count }) => count > more)
  }

  /** Chooses from the board's menu, and answers what is downloaded. */
  async download(item: string): Promise<{ name: string; bytes: Buffer }> {
    await this.page.getByRole('button', { name: en.board.menu }).click()
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.page.getByRole('menuitem', { name: item }).click(),
    ])
    const chunks: Buffer[] = []
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
    return { name: download.suggestedFilename(), bytes: Buffer.concat(chunks) }
  }

  /** The drawing as the server answers it to this person. */
  async scene(boardId: string): Promise<Scene> {
    return this.page.evaluate(async (id) => {
      const answer = await fetch(`/api/boards/${id}/scene`)
      return (await answer.json()) as never
    }, boardId)
  }

  /** Looks again until it is so. A look takes a few milliseconds, and the page goes on between two. */
  async #until(look: Look, isSo: (seen: { count: number; of: number }) => boolean): Promise<void> {
    const of = look.area.width * look.area.height
    const ends = Date.now() + PATIENCE.timeout
    let count = 0
    do {
      count = await this.page.evaluate(countPixels, look)
      if (isSo({ count, of })) return
      await this.page.evaluate(() => new Promise(requestAnimationFrame))
    } while (Date.now() < ends)
    throw new Error(`${this.name} waited for ${JSON.stringify(look)} in vain: ${count} pixels`)
  }

  async leave(): Promise<void> {
    await this.context.close()
    await this.#line?.close()
  }
}
