/**
 * A real Chromium for the end-to-end tests: the machine's where there is one, else the one that the npm package
 * @sparticuz/chromium carries, system libraries included. Must never download anything.
 */
import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'

const MACHINE_BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** Nothing but the pages under test: no update checks, no phoning home, software rendering. */
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

/** Starts a browser. `TEST_BROWSER` names another; `TEST_BROWSER=npm` asks for the one from npm. */
export async function launchBrowser(): Promise<Browser> {
  const asked = process.env['TEST_BROWSER']
  const found = asked === undefined ? MACHINE_BROWSERS.find((path) => existsSync(path)) : asked
  if (found !== undefined && found !== 'npm') {
    return chromium.launch({ executablePath: found, args: QUIET })
  }
  // Read when the package is imported: makes it unpack the libraries that a bare machine lacks.
  process.env['AWS_LAMBDA_JS_RUNTIME'] ??= 'nodejs22.x'
  const { default: carried } = await import('@sparticuz/chromium')
  // Not with the package's own arguments: those are for a small cloud function. A single process for all makes one
  // person's offline everyone's, and falls over under load; and they take the web's security away.
  return chromium.launch({ executablePath: await carried.executablePath(), args: QUIET })
}
