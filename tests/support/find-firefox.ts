/** Where this machine has a Firefox. Nothing is downloaded: without one its tests are left out. */
import { existsSync } from 'node:fs'

const MACHINE_FIREFOXES = [
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/snap/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
]

/** `TEST_FIREFOX` names another, or with `none` leaves its tests out. undefined: there is none. */
export function findFirefox(): string | undefined {
  const asked = process.env['TEST_FIREFOX']
  if (asked === 'none') return undefined
  return asked ?? MACHINE_FIREFOXES.find((path) => existsSync(path))
}
