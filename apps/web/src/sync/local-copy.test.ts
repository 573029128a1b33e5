import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { fakeTimer } from './fake-timer.test-support.ts'
import { StoredDocument } from './local-copy.ts'
import type { StoredUpdate, UpdateStore } from './update-store.ts'

/** One browser's database, which can refuse, and the channel between its tabs. */
function fakeBrowser() {
  const stored: StoredUpdate[] = []
  const tabs = new Set<{ onmessage: unknown }>()
  const state = { lastKey: 0, opens: true, stores: true, answers: true }
  const closings: (() => void)[] = []
  async function write(update: Uint8Array): Promise<number> {
    if (!state.answers) await new Promise(() => undefined)
    if (!state.stores) throw new DOMException('full', 'QuotaExceededError')
    stored.push({ key: ++state.lastKey, update })
    return state.lastKey
  }
  const read = (after: number) => Promise.resolve(stored.filter(({ key }) => key > after))
  function open(onClosed: () => void): Promise<UpdateStore> {
    if (!state.opens) return Promise.reject(new DOMException('denied', 'SecurityError'))
    closings.push(onClosed)
    return Promise.resolve({
      read,
      append: write,
      async replace(after, make) {
        const key = await write(make(await read(after)))
        stored.splice(0, stored.length - 1)
        return key
      },
      close: () => undefined,
    })
  }
  function openTab() {
    const doc = new Y.Doc()
    const timer = fakeTimer()
    const heard: string[] = []
    const others = {
      onmessage: null as BroadcastChannel['onmessage'],
      postMessage: (message: unknown) => {
        for (const tab of tabs)
          if (tab !== others)
            (tab as typeof others).onmessage?.call(null as never, { data: message } as never)
      },
      close: () => void tabs.delete(others),
    }
    tabs.add(others)
    const copy = new StoredDocument(
      doc,
      { storing: () => heard.push('storing'), othersStored: () => heard.push('others') },
      { open, others, timer },
    )
    const draw = (name: string) => doc.getMap('elements').set(name, 1)
    const drawn = () => [...doc.getMap('elements').keys()].sort()
    return { doc, timer, copy, heard, draw, drawn }
  }
  return { stored, state, openTab, deleteAll: () => closings.forEach((closed) => closed()) }
}

const settle = () => new Promise((resolve) => setImmediate(resolve))

test('what one page stored the next one has', async () => {
  const browser = fakeBrowser()
  const first = browser.openTab()
  await first.copy.loaded
  first.draw('a')
  await settle()
  expect(first.copy.isStoring).toBe(true)
  first.copy.close()
  const second = browser.openTab()
  await second.copy.loaded
  expect(second.drawn()).toEqual(['a'])
  expect(browser.stored).toHaveLength(1)
})

test('[fault P3] a browser that refuses its database is not said to store, and is asked again', async () => {
  const browser = fakeBrowser()
  browser.state.opens = false
  const { copy, draw, timer, heard } = browser.openTab()
  await copy.settled
  expect(copy.isStoring).toBe(false)
  draw('a')
  browser.state.opens = true
  timer.pass()
  await copy.loaded
  expect(copy.isStoring).toBe(true)
  expect(heard).toEqual(['storing'])
  const next = browser.openTab()
  await next.copy.loaded
  expect(next.drawn()).toEqual(['a'])
})

test('[fault P3] a write that fails later is reported, and everything is stored once the browser takes it', async () => {
  const browser = fakeBrowser()
  const { copy, draw, timer, heard } = browser.openTab()
  await copy.loaded
  browser.state.stores = false
  draw('a')
  await settle()
  draw('b')
  expect(copy.isStoring).toBe(false)
  timer.pass()
  await settle()
  expect(copy.isStoring).toBe(false)
  browser.state.stores = true
  timer.pass()
  await settle()
  expect(copy.isStoring).toBe(true)
  expect(heard).toEqual(['storing', 'storing', 'storing'])
  const next = browser.openTab()
  await next.copy.loaded
  expect(next.drawn()).toEqual(['a', 'b'])
})

test('[fault P3] a write that is not answered is not counted on', async () => {
  const browser = fakeBrowser()
  const { copy, draw, timer } = browser.openTab()
  await copy.loaded
  browser.state.answers = false
  draw('a')
  expect(copy.isStoring).toBe(true)
  timer.pass()
  expect(copy.isStoring).toBe(false)
})

test('[fault P7] what another tab stored is in the document after catching up, though that tab has closed', async () => {
  const browser = fakeBrowser()
  const here = browser.openTab()
  await here.copy.loaded
  const other = browser.openTab()
  await other.copy.loaded
  here.draw('here')
  other.draw('there')
  await settle()
  other.copy.close()
  here.timer.pass()
  expect(here.heard).toContain('others')
  const stored = browser.stored.length
  await here.copy.catchUp()
  expect(here.drawn()).toEqual(['here', 'there'])
  // It is stored already.
  await settle()
  expect(browser.stored).toHaveLength(stored)
})

test('many updates become one, and none of another tab is lost', async () => {
  const browser = fakeBrowser()
  const here = browser.openTab()
  const other = browser.openTab()
  await Promise.all([here.copy.loaded, other.copy.loaded])
  other.draw('there')
  for (let n = 0; n < 600; n++) {
    here.draw(`here ${String(n)}`)
    if (n % 50 === 0) await settle()
  }
  await settle()
  expect(browser.stored.length).toBeLessThan(200)
  const next = browser.openTab()
  await next.copy.loaded
  expect(next.drawn()).toHaveLength(601)
})

test('[H8] a database that another tab deleted is not filled again before the next sync with the server', async () => {
  const browser = fakeBrowser()
  const { copy, draw, timer } = browser.openTab()
  await copy.loaded
  draw('a')
  await settle()
  browser.stored.splice(0)
  browser.deleteAll()
  draw('b')
  timer.pass()
  await settle()
  expect(copy.isStoring).toBe(false)
  expect(browser.stored).toEqual([])
  copy.reopen()
  await settle()
  expect(copy.isStoring).toBe(true)
  const next = browser.openTab()
  await next.copy.loaded
  expect(next.drawn()).toEqual(['a', 'b'])
})
