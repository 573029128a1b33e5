/**
 * One person at a Firefox of their own: what they do with mouse and keyboard, and what the page then shows. Never reaches
 * into the page's own objects.
 */
import type { Browser, BrowserContext, Page } from 'puppeteer-core'
import { en } from '../../apps/web/src/words/en.ts'

/** Bound for a broken test, in ms; not a measure of speed. */
const PATIENCE = 30_000

type Point = readonly [number, number]

const named = (role: string, name: string) => `::-p-aria([name="${name}"][role="${role}"])`

export class FirefoxPerson {
  readonly page: Page
  readonly #context: BrowserContext
  readonly #name: string
  /** Exceptions that nobody caught. */
  readonly errors: unknown[] = []

  private constructor(name: string, context: BrowserContext, page: Page) {
    this.#name = name
    this.#context = context
    this.page = page
    page.setDefaultTimeout(PATIENCE)
    page.on('pageerror', (error) => this.errors.push(error))
  }

  static async arrive(browser: Browser, name: string): Promise<FirefoxPerson> {
    const context = await browser.createBrowserContext()
    const page = await context.newPage()
    await page.setViewport({ width: 1280, height: 800 })
    // In the page: what its policy forbids is told to the page alone.
    await page.evaluateOnNewDocument(() => {
      const broken: string[] = []
      Object.assign(globalThis, { brokenPolicy: broken })
      addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
        broken.push(`${violatedDirective} ${blockedURI} ${sample}`),
      )
    })
    return new FirefoxPerson(name, context, page)
  }

  /** What this page did against its policy since it was loaded. */
  brokenPolicy(): Promise<string[]> {
    return this.page.evaluate(() => (globalThis as unknown as { brokenPolicy: string[] }).brokenPolicy)
  }

  async press(role: string, name: string): Promise<void> {
    await this.page.locator(named(role, name)).click()
  }

  async sees(role: string, name: string): Promise<void> {
    await this.page.waitForSelector(named(role, name))
  }

  async makeBoard(origin: string): Promise<string> {
    await this.page.goto(origin)
    await this.press('button', en.home.newBoard)
    await this.#sayName()
    await this.isReady()
    return new URL(this.page.url()).pathname.split('/').at(-1) ?? ''
  }

  async open(link: string): Promise<void> {
    await this.page.goto(link)
    await this.#sayName()
    await this.isReady()
  }

  /** The drawing is there and the server has it. */
  async isReady(): Promise<void> {
    await this.page.waitForSelector('canvas.interactive')
    await this.isSaved()
  }

  async isSaved(): Promise<void> {
    const { label, explain } = en.saveState.saved
    await this.sees('button', `${label}. ${explain}`)
  }

  async linkForEditors(): Promise<string> {
    await this.press('button', en.board.share)
    const field = await this.page.waitForSelector(
      named('textbox', en.share.link.replace('{{title}}', en.share.editor.title)),
    )
    const link = await field?.evaluate((node) => (node as HTMLInputElement).value)
    if (link === undefined) throw new Error('no link is shown')
    await this.page.keyboard.press('Escape')
    return link
  }

  async drawRectangle([fromX, fromY]: Point, [toX, toY]: Point): Promise<void> {
    await this.page.focus('canvas.interactive')
    await this.page.keyboard.press('r')
    await this.page.mouse.move(fromX, fromY)
    await this.page.mouse.down()
    await this.page.mouse.move((fromX + toX) / 2, (fromY + toY) / 2)
    await this.page.mouse.move(toX, toY)
    await this.page.mouse.up()
    await this.page.keyboard.press('Escape')
  }

  /** Waits until there is ink in an area of the drawing, in page coordinates. */
  async seesInk([fromX, fromY]: Point, [toX, toY]: Point): Promise<void> {
    await this.page.waitForFunction(
      (x, y, width, height) => {
        const canvas = document.querySelector<HTMLCanvasElement>('canvas.static')
        const context = canvas?.getContext('2d')
        if (!canvas || !context) return false
        const box = canvas.getBoundingClientRect()
        const scale = canvas.width / box.width
        const [left, top] = [Math.round((x - box.x) * scale), Math.round((y - box.y) * scale)]
        const { data } = context.getImageData(
          left,
          top,
          Math.round(width * scale),
          Math.round(height * scale),
        )
        const background = context.getImageData(0, 0, 1, 1).data
        let ink = 0
        for (let i = 0; i < data.length; i += 4)
          if ([0, 1, 2].some((of) => Math.abs((data[i + of] ?? 0) - (background[of] ?? 0)) > 24)) ink += 1
        return ink > 20
      },
      {},
      fromX,
      fromY,
      toX - fromX,
      toY - fromY,
    )
  }

  async leave(): Promise<void> {
    await this.#context.close()
  }

  async #sayName(): Promise<void> {
    await this.page.locator(named('textbox', en.name.label)).fill(this.#name)
    await this.page.keyboard.press('Enter')
  }
}
