/**
 * `pnpm bench files FOLDER`: imports each `.excalidraw` file of a folder into a board's document, exports it again, and
 * compares the result with what Excalidraw's own restore makes of the same file in real Chromium (M1). Prints every
 * difference that MODEL.md does not declare, and how many each declared rule explains. Exits with 1 if any is left.
 */
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { launchBrowser } from '../../support/browser.ts'
import { openExcalidrawPage } from '../../support/excalidraw-page.ts'
import { compareDrawings } from './compare.ts'
import { roundTrip } from './round-trip.ts'

const SHOWN_PER_FILE = 12

const [folder] = process.argv.slice(2)
if (folder === undefined) {
  console.error('pnpm bench files FOLDER')
  process.exit(2)
}
const names = (await readdir(folder, { recursive: true }))
  .filter((name) => name.endsWith('.excalidraw'))
  .sort()
const browser = await launchBrowser()
const declared = new Map<string, number>()
const totals = {
  files: 0,
  elements: 0,
  dropped: 0,
  refusedFiles: 0,
  refusedByExcalidraw: 0,
  differing: 0,
  differences: 0,
}
try {
  const excalidraw = await openExcalidrawPage(browser)
  for (const name of names) {
    const text = await readFile(path.join(folder, name), 'utf8')
    const ours = roundTrip(text)
    if (!ours.ok) {
      console.log(`${name}: refused, ${ours.detail}`)
      totals.refusedFiles += 1
      continue
    }
    const theirs = await excalidraw.restore(text)
    if (theirs === undefined) {
      console.log(`${name}: Excalidraw refuses the file`)
      totals.refusedByExcalidraw += 1
      continue
    }
    const found = await compareDrawings(ours.elements, theirs, elementsOf(text), (link) =>
      excalidraw.normaliseLink(link),
    )
    totals.files += 1
    totals.elements += theirs.length
    totals.dropped += ours.dropped
    for (const [rule, count] of found.declared) declared.set(rule, (declared.get(rule) ?? 0) + count)
    if (found.differences.length === 0) continue
    totals.differing += 1
    totals.differences += found.differences.length
    console.log(`${name}: ${found.differences.length} of ${theirs.length} elements`)
    for (const { id, property, ours: mine, theirs: wanted } of found.differences.slice(0, SHOWN_PER_FILE)) {
      console.log(`  ${id} ${property}: Excalidraw ${short(wanted)}, Gamelan ${short(mine)}`)
    }
  }
} finally {
  await browser.close()
}
console.log(JSON.stringify({ ...totals, declared: Object.fromEntries(declared) }, null, 2))
process.exitCode = totals.differences + totals.refusedFiles > 0 ? 1 : 0

function elementsOf(text: string): readonly Readonly<Record<string, unknown>>[] {
  return (JSON.parse(text) as { elements?: Readonly<Record<string, unknown>>[] }).elements ?? []
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'absent'
  return text.length > 120 ? `${text.slice(0, 120)}…` : text
}
