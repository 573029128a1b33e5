/**
 * The attacks of the faults page, all at once, each in a loop of its own with a bounded rate. Runs as a process of its
 * own, so that its work is not measured as the server's. Must never send to any address but the server under test.
 */
import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { createBoard } from '../../support/boards.ts'
import { connect } from '../../support/client.ts'

/** What the bench tells this process, once. */
export type Order = {
  readonly origin: string
  /** The board of the honest people, to which the attackers have an editor's and a viewer's link. */
  readonly board: string
  readonly editor: string
  readonly viewer: string
  /** A person who was removed from that board, and the board on which they drew in a private round. */
  readonly removed: { readonly cookie: string; readonly ownBoard: string }
}

/** How often each attack was made, and how often the server refused it. */
export type Tally = Record<string, { made: number; refused: number }>

const tally: Tally = {}

function count(attack: string, isRefused: boolean): void {
  const entry = (tally[attack] ??= { made: 0, refused: 0 })
  entry.made += 1
  if (isRefused) entry.refused += 1
}

/** Opens a raw engine.io socket and sends `hello`, then each frame; resolves when the server has closed it. */
function engineSocket(
  { origin }: Order,
  {
    headers = {},
    hello,
    frames,
    query = '',
    isMember = false,
  }: {
    readonly headers?: Readonly<Record<string, string>>
    readonly hello: string
    readonly frames: readonly (string | Uint8Array)[]
    readonly query?: string
    /** Waits to be admitted to the session before it sends the frames. */
    readonly isMember?: boolean
  },
): Promise<void> {
  return new Promise((resolve) => {
    const address = `${origin.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket${query}`
    const socket = new WebSocket(address, { headers })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve())
    const sendAll = () => {
      for (const frame of frames) socket.send(frame)
    }
    socket.on('open', () => {
      socket.send(hello)
      if (!isMember) sendAll()
    })
    socket.on('message', (data: Buffer) => {
      if (isMember && data.toString().startsWith('40/session')) sendAll()
    })
  })
}

/** Deep and wide JSON of about so many bytes, which takes long to parse for its size. */
const denseJson = (bytes: number) => `[${Array.from({ length: bytes / 8 }, () => '[[[[]]]]').join(',')}]`

/** A PNG of a mebibyte that nobody has stored yet, as far as its header tells. */
function noise(): Buffer {
  const chunk = (type: string, data: Uint8Array) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(data.length)
    return [length, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)]
  }
  const header = Buffer.from([0, 0, 0, 2, 0, 0, 0, 2, 8, 2, 0, 0, 0])
  return Buffer.concat([
    Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1'),
    ...chunk('IHDR', header),
    ...chunk('IDAT', randomBytes(1 << 20)),
    ...chunk('IEND', new Uint8Array()),
  ])
}

const attacks: Readonly<
  Record<string, { readonly every: number; readonly run: (order: Order) => Promise<boolean> }>
> = {
  'V1 a viewer sends `time` with another argument': {
    every: 200,
    run: async (order) => {
      const { board, viewer } = order
      await Promise.race([
        engineSocket(order, {
          query: `&board=${board}`,
          isMember: true,
          headers: { authorization: `Bearer ${viewer}` },
          hello: `40/session,${JSON.stringify({ boardId: board })}`,
          frames: [
            '42/session,1["time","x"]',
            '42/session,["time"]',
            '42/session,2["command"]',
            '42/session,3["resync",{}]',
          ],
        }),
        pause(5000),
      ])
      return true
    },
  },
  'V2 binary attachments are announced and withheld': {
    every: 100,
    run: async (order) => {
      const mebibyte = new Uint8Array(1 << 20)
      const ended = engineSocket(order, {
        query: `&board=${order.board}`,
        hello: '40',
        frames: ['4510-["x",{"_placeholder":true,"num":0}]', ...Array.from({ length: 9 }, () => mebibyte)],
      })
      return Promise.race([ended.then(() => true), pause(20_000).then(() => false)])
    },
  },
  'V3 half a megabyte of dense JSON before sign-in': {
    every: 250,
    run: async (order) => {
      const ended = engineSocket(order, {
        query: `&board=${order.board}`,
        hello: '40',
        frames: [`42${denseJson(500_000)}`],
      })
      return Promise.race([ended.then(() => true), pause(20_000).then(() => false)])
    },
  },
  'V4 an enormous hachure is imported': {
    every: 2000,
    run: async ({ origin, board, editor }) => {
      const element = {
        id: `big ${Date.now()}`,
        type: 'rectangle',
        x: 0,
        y: 0,
        width: 1e7,
        height: 1e7,
        fillStyle: 'hachure',
        backgroundColor: '#ffc9c9',
        strokeWidth: 1,
      }
      const answer = await fetch(`${origin}/api/boards/${board}/import`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${editor}` },
        body: JSON.stringify({
          type: 'excalidraw',
          version: 2,
          source: '',
          elements: [element],
          appState: {},
          files: {},
        }),
      })
      await answer.arrayBuffer()
      return !answer.ok
    },
  },
  'V5 a removed person writes to the board of their round': {
    every: 500,
    run: async ({ origin, removed: { cookie, ownBoard } }) => {
      return new Promise((resolve) => {
        const socket = new WebSocket(`${origin.replace(/^http/, 'ws')}/sync/${ownBoard}`, {
          headers: { cookie },
        })
        socket.on('error', () => undefined)
        socket.on('close', (code) => resolve(code === 4403))
      })
    },
  },
  'V6 boards are made under forged addresses': {
    every: 50,
    run: async ({ origin }) => {
      const byte = () => Math.floor(Math.random() * 256)
      const answer = await fetch(`${origin}/api/boards`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': `9.${byte()}.${byte()}.${byte()}` },
        body: '{}',
      })
      await answer.arrayBuffer()
      return !answer.ok
    },
  },
  'V7 images are stored by nobody in particular': {
    every: 500,
    run: async ({ origin, board, editor }) => {
      const answer = await fetch(`${origin}/api/boards/${board}/files?fileId=${crypto.randomUUID()}`, {
        method: 'POST',
        headers: { 'content-type': 'image/png', authorization: `Bearer ${editor}` },
        body: new Uint8Array(noise()),
      })
      await answer.arrayBuffer()
      return !answer.ok
    },
  },
  'V18 sockets come and go': {
    every: 50,
    run: async ({ origin, board, viewer }) => {
      const client = connect(origin, board, { key: viewer })
      await Promise.race([client.synced(), pause(5000)])
      client.close()
      return false
    },
  },
  'V19 the version of the document is changed': {
    every: 1000,
    run: async ({ origin, board, editor }) => {
      const client = connect(origin, board, { key: editor })
      const closed = new Promise<boolean>((resolve) => {
        client.provider.on('connection-close', (event) => resolve(event?.code === 4409))
      })
      await Promise.race([client.synced(), pause(5000)])
      Y.transact(client.doc, () => client.doc.getMap('meta').set('version', 2))
      const isRefused = await Promise.race([closed, pause(5000).then(() => false)])
      client.close()
      return isRefused
    },
  },
}

process.once('message', (order: Order) => {
  for (const [name, { every, run }] of Object.entries(attacks)) {
    const again = () => {
      run(order).then(
        (isRefused) => count(name, isRefused),
        () => count(name, true),
      )
    }
    setInterval(again, every)
  }
  // Boards of their own as well, as a stranger makes them.
  createBoard(order.origin).catch(() => undefined)
})
process.on('message', (asked) => {
  if (asked === 'tally') process.send?.(tally)
})
process.on('disconnect', () => process.exit(0))
