import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fastify } from 'fastify'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { keepAssets } from './kept-assets.ts'
import { registerWeb } from './web.ts'

const DAY = 24 * 60 * 60 * 1000
const NOW = Date.UTC(2026, 10, 30)
let folder: string
let built: string
let kept: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'gamelan-assets-'))
  built = path.join(folder, 'dist')
  kept = path.join(folder, 'kept')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** The page as another build makes it. */
async function build(...names: string[]): Promise<void> {
  await rm(built, { recursive: true, force: true })
  await mkdir(path.join(built, 'assets'), { recursive: true })
  await writeFile(path.join(built, 'index.html'), '<html></html>')
  for (const name of names) await writeFile(path.join(built, 'assets', name), `the file ${name}`)
}

test('[fault P10] files of an earlier build are served after an upgrade, and no others', async () => {
  await build('board-1.js', 'same.js')
  await keepAssets(built, kept, NOW)
  await build('board-2.js', 'same.js')
  await keepAssets(built, kept, NOW + DAY)
  await writeFile(path.join(kept, 'secret'), 'secret')
  const app = fastify()
  await registerWeb(app, built, kept)
  const old = await app.inject('/assets/board-1.js')
  expect([old.statusCode, old.body]).toEqual([200, 'the file board-1.js'])
  expect(old.headers['cache-control']).toContain('immutable')
  expect(old.headers['content-type']).toContain('javascript')
  expect((await app.inject('/assets/board-2.js')).body).toBe('the file board-2.js')
  for (const address of [
    '/assets/board-3.js',
    '/assets/../secret',
    '/assets/%2e%2e/secret',
    '/assets/..%2fsecret',
    '/secret',
    '/assets/',
  ]) {
    const answer = await app.inject(address)
    expect([address, answer.statusCode, answer.body.includes('secret"')]).toEqual([address, 404, false])
  }
  await app.close()
})

test('[fault P10] files are deleted when they have been out of use for two weeks', async () => {
  await build('1.js', 'same.js')
  await keepAssets(built, kept, NOW)
  await build('2.js', 'same.js')
  await keepAssets(built, kept, NOW + 13 * DAY)
  expect((await readdir(path.join(kept, 'assets'))).sort()).toEqual(['1.js', '2.js', 'same.js'])
  await keepAssets(built, kept, NOW + 15 * DAY)
  expect((await readdir(path.join(kept, 'assets'))).sort()).toEqual(['2.js', 'same.js'])
})
