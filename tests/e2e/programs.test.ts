/** An unmodified y-websocket client from npm on the same board as a browser. */
import { MESSAGE_DEFLATED } from '@gamelan/protocol/sync/messages'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { connect } from '../support/client.ts'
import { SCENE_PATIENCE } from './person.ts'
import { world } from './world.ts'

const here = world()

test('[S1] a y-websocket client reads the elements and adds one, and the browser shows it', async () => {
  const kim = await here.arrive('Kim')
  const board = await kim.makeBoard(here.server.origin)
  await kim.drawRectangle({ x: 400, y: 200, width: 120, height: 80 })
  await kim.seesSaveState('saved')
  const key = new URL(await kim.linkFor('editor')).hash.replace('#k=', '')
  const program = connect(here.server.origin, board, { key })
  try {
    await program.synced()
    expect([...program.elements.values()].map((element) => (element as Y.Map<unknown>).get('base'))).toEqual([
      expect.objectContaining({ type: 'rectangle' }),
    ])
    const element = new Y.Map<unknown>()
    element.set('base', {
      type: 'ellipse',
      x: 300,
      y: 250,
      width: 160,
      height: 120,
      seed: 7,
      index: 'a5',
      backgroundColor: '#ffec99',
    })
    program.elements.set('from-a-program', element)
    await expect
      .poll(async () => (await kim.scene(board)).elements.map(({ id }) => id), SCENE_PATIENCE)
      .toContain('from-a-program')
    const { elements } = await kim.scene(board)
    expect(elements.find(({ id }) => id === 'from-a-program')).toMatchObject({ type: 'ellipse', width: 160 })
    // Scene and page coordinates differ by the bar above the drawing alone.
    await kim.seesColor({ x: 350, y: 340, width: 40, height: 30 }, '#ffec99')
  } finally {
    program.close()
  }
})

test('[S8] a large board comes deflated, and the browser shows it', async () => {
  const kim = await here.arrive('Kim')
  const board = await kim.makeBoard(here.server.origin)
  const link = await kim.linkFor('editor')
  const program = connect(here.server.origin, board, {
    key: new URL(link).hash.replace('#k=', ''),
    params: { saved: '1' },
  })
  try {
    await program.synced()
    program.doc.transact(() => {
      for (let i = 0; i < 1000; i++) {
        const element = new Y.Map<unknown>()
        const index = `a${String(i).padStart(4, '1')}1`
        const [x, y, width, height] = [300, 250, 160, 120]
        element.set('base', {
          type: 'ellipse',
          x,
          y,
          width,
          height,
          seed: 7,
          index,
          backgroundColor: '#ffec99',
        })
        program.elements.set(`ellipse-${i}`, element)
      }
    })
    await program.allSaved()
  } finally {
    program.close()
  }
  const lee = await here.arrive('Lee')
  const types: (number | undefined)[] = []
  lee.page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => types.push(Buffer.from(payload)[0]))
  })
  await lee.open(link)
  await lee.seesSaveState('saved')
  // A board opens with all of its drawing in view, and this one's is one ellipse over the other.
  await lee.seesColor({ x: 600, y: 400, width: 40, height: 30 }, '#ffec99')
  expect(types).toContain(MESSAGE_DEFLATED)
})
