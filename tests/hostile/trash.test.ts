/**
 * Somebody who is on a board and not its facilitator, and what of a board in the trash still answers: they put none
 * there, take none out and erase none for good; nothing is told of one that is there; and when its facilitator takes it
 * out, its people go on where they were. Two honest people on another board notice nothing.
 */
import { beforeAll, expect, test } from 'vitest'
import { CLOSE_CODES } from '@gamelan/protocol/sync/close-codes'
import { png } from '../contracts/http-app.ts'
import { createBoard, type TestBoard } from '../support/boards.ts'
import { connect } from '../support/client.ts'
import { addressOf, everyCall } from './every-call.ts'
import { bearer, type Browser, type Headers } from './scene.ts'
import { world } from './world.ts'

const TITLE = 'Thrown away'
const MANY = '100000'

const scene = world({ LIMIT_REQUESTS_PER_MINUTE: MANY, LIMIT_DRAWINGS_PER_MINUTE: MANY })
let owner: Browser
let mallory: Browser
let board: TestBoard
let mark: string

/** A person who has the board open and draws on it. */
async function come() {
  const client = connect(scene.origin, board.id, { key: board.keys.editor, params: { saved: '1' } })
  const closed = new Promise<number | undefined>((resolve) => {
    client.provider.on('connection-close', (event) => resolve(event?.code))
  })
  await client.synced()
  return { ...client, closed }
}

beforeAll(async () => {
  owner = await scene.browser(scene.board.keys.viewer, 'Olu')
  board = await createBoard(scene.origin, TITLE, { cookie: owner.cookie })
  mallory = await scene.browser(board.keys.editor, 'Mallory', board.id)
  const at = `/api/boards/${board.id}`
  await scene.call('POST', `${at}/files?fileId=image`, { cookie: owner.cookie }, png(4))
  const made = await scene.send('POST', `${at}/snapshots`, { cookie: owner.cookie }, { name: 'Kept' })
  mark = (JSON.parse(made.text) as { id: string }).id
})

/** What those come with who have a way onto the board, none of them its maker. */
const everybody = (): Record<string, Headers> => ({
  nothing: {},
  'the key of an editor': bearer(board.keys.editor),
  'the key of a viewer': bearer(board.keys.viewer),
  'a member’s cookie': { cookie: mallory.cookie },
})

const takeOut = (headers: Headers) => scene.call('POST', `/api/trash/${board.id}/restore`, headers)
const listed = async (headers: Headers) => (await scene.call('GET', '/api/trash', headers)).text

test('[A1] who is no facilitator puts no board into the trash, and finds none there', async () => {
  for (const [who, headers] of Object.entries(everybody())) {
    const { status } = await scene.call('DELETE', `/api/boards/${board.id}`, headers)
    expect([who, status]).toEqual([who, who === 'nothing' ? 404 : 403])
    expect((await takeOut(headers)).status).toBe(404)
    expect(await listed(headers)).not.toContain(board.id)
  }
  const { text } = await scene.call('GET', `/api/boards/${board.id}`, { cookie: owner.cookie })
  expect(text).toContain(TITLE)
})

test('[A1] [A3] a board in the trash answers nothing to anybody, and its people go on once it is taken out', async () => {
  const [kim, lee] = [await come(), await come()]
  kim.elements.set('before', 1)
  await kim.allSaved()
  expect((await scene.call('DELETE', `/api/boards/${board.id}`, { cookie: owner.cookie })).status).toBe(204)
  expect(await Promise.all([kim.closed, lee.closed])).toEqual([CLOSE_CODES.forbidden, CLOSE_CODES.forbidden])

  const all = { ...everybody(), 'its facilitator': { cookie: owner.cookie } }
  const ids = { fileId: 'image', seq: '1', markId: mark, participantId: mallory.id }
  const calls = (await everyCall(scene)).filter(({ path }) => path.startsWith('/api/boards/{id}'))
  for (const [who, headers] of Object.entries(all)) {
    for (const { method, path, bodyTypes } of calls) {
      const send = (id: string) => {
        const type = bodyTypes[0]?.replace('*', 'png')
        const body = type?.startsWith('image/') ? png(5) : JSON.stringify(BODY)
        return scene.call(
          method,
          addressOf(path, { ...ids, id }),
          { ...headers, ...(type !== undefined && { 'content-type': type }) },
          type === undefined ? undefined : body,
        )
      }
      const [answer, unknown] = [await send(board.id), await send('A'.repeat(22))]
      const call = `${method} ${path} with ${who}`
      expect([call, answer.status, answer.text]).toEqual([call, unknown.status, unknown.text])
      expect([call, [400, 404].includes(answer.status)]).toEqual([call, true])
    }
    expect(await scene.attack(headers, board.id).closed).toBe(CLOSE_CODES.forbidden)
    expect((await listed(headers)).includes(board.id)).toBe(who === 'its facilitator')
  }
  expect(await scene.attack({}, `${board.id}?ticket=${mallory.ticket}`).closed).toBe(CLOSE_CODES.forbidden)
  expect(await scene.attack(bearer(board.keys.facilitator), board.id).closed).toBe(CLOSE_CODES.forbidden)

  for (const [who, headers] of Object.entries(everybody())) {
    const { status } = await takeOut(headers)
    expect([who, status]).toEqual([who, who === 'nothing' ? 404 : 403])
  }
  expect((await takeOut({ cookie: owner.cookie })).status).toBe(200)

  const [again, other] = [await come(), await come()]
  expect(again.elements.get('before')).toBe(1)
  again.elements.set('after', 1)
  await other.until(() => other.elements.get('after') === 1)
  await again.allSaved()
  const image = await scene.call('GET', `/api/boards/${board.id}/files/image`, { cookie: mallory.cookie })
  expect(image.status).toBe(200)
  for (const client of [kim, lee, again, other]) client.close()
})

/** Right for every call that takes JSON, as far as a stranger can know. */
const BODY = {
  title: 'x',
  role: 'viewer',
  name: 'x',
  kind: 'question',
  seq: 1,
  type: 'excalidraw',
  elements: [],
}
