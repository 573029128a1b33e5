/** Checks a page with all rules of axe-core, Excalidraw's own controls included, in light and dark. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type * as Axe from 'axe-core'
import type { Page } from 'playwright-core'

declare global {
  interface Window {
    axe: typeof Axe
  }
}

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** One broken rule at one element. */
export type Violation = { readonly rule: string; readonly target: string; readonly html: string }

/** Waits until no transition or finite animation runs, since a colour in the middle of one is not the design's. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const finite = () =>
      document.getAnimations().filter((animation) => {
        const { endTime } = animation.effect?.getComputedTiming() ?? {}
        return animation.playState === 'running' && typeof endTime === 'number' && Number.isFinite(endTime)
      })
    for (let running = finite(); running.length > 0; running = finite()) {
      await Promise.allSettled(running.map(({ finished }) => finished))
    }
  })
}

/** Runs in the page, so it knows nothing of this file. */
async function runAxe(): Promise<Violation[]> {
  // Menus and tooltips open in portals beside the landmarks of the page; one that closes meanwhile is gone.
  const isOfPortal = (target: string) => {
    const element = document.querySelector(target)
    return element === null || element.closest('[data-portal], [data-mantine-shared-portal-node]') !== null
  }
  const { violations } = await window.axe.run(document, { resultTypes: ['violations'] })
  return violations.flatMap(({ id, nodes }) =>
    nodes
      .map(({ target, html, any, all, none }) => ({
        rule: id,
        target: target.flat().join(' '),
        html: `${html.slice(0, 300)} ${[...any, ...all, ...none].map(({ message }) => message).join('; ')}`,
      }))
      .filter(({ rule, target }) => rule !== 'region' || !isOfPortal(target)),
  )
}

/** What axe finds on the page as it is now, in both colour schemes. */
export async function violationsOn(page: Page): Promise<Violation[]> {
  const found: Violation[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor({ state: 'attached' })
    await settled(page)
    // Through the debugger: the page's policy allows no script of ours.
    await page.evaluate(source)
    const violations = await page.evaluate(runAxe)
    found.push(...violations.map(({ rule, ...rest }) => ({ rule: `${rule} (${colorScheme})`, ...rest })))
  }
  await page.emulateMedia({ colorScheme: 'light' })
  return found
}
