/** Everybody's canvas shows one stacking order (M10), and puts it in place without becoming part of an undo (M8). */
import { writeChanges } from '@gamelan/board-model'
import { describe, expect, test } from 'vitest'
import { setup, shape } from './binding.test-support.ts'

test('what only this canvas knows yet keeps its place while others draw', () => {
  const { canvas, frames, write } = setup({ board: [shape('1'), shape('2')] })
  canvas.hand({ newElement: { id: 'new' } })
  canvas.add(shape('new', { width: 0, height: 0, index: 'a2V' }))
  const making = canvas.get('new')
  write([{ after: shape('3') }])
  frames.pass()
  expect(canvas.ids()).toEqual(['1', '2', 'new', '3'])
  expect(canvas.get('new')).toBe(making)
})

describe('[M10] what stays in its place is replaced there, and the rest stands where the document has it', () => {
  const three = () => setup({ board: [shape('1'), shape('2'), shape('3')] })
  const order = ({ scene }: ReturnType<typeof three>) => scene.all().map(({ id }) => id)

  test('when others move it in the order', () => {
    const world = three()
    world.theyChange('1', { index: 'a2V' })
    world.theyChange('3', { strokeColor: '#ff0000' })
    world.frames.pass()
    expect(world.canvas.ids()).toEqual(['2', '1', '3'])
    expect(order(world)).toEqual(world.canvas.ids())
  })

  test('when this person put something new between', () => {
    const world = three()
    world.theyChange('3', { strokeColor: '#00ff00' })
    world.frames.pass()
    world.canvas.add(shape('new', { index: 'a0' }))
    world.theyChange('3', { strokeColor: '#ff0000' })
    world.frames.pass()
    expect(world.canvas.ids()).toEqual(['new', '1', '2', '3'])
    expect(order(world)).toEqual(world.canvas.ids())
  })

  test('when an index became another one and the canvas’ list is as it was', () => {
    const world = three()
    const moved = world.canvas.get('1')
    Object.assign(moved, { index: 'a2V', version: moved.version + 1 })
    world.theyChange('3', { strokeColor: '#ff0000' })
    world.frames.pass()
    expect(world.canvas.ids()).toEqual(['2', '1', '3'])
  })

  test('when the canvas holds something that nobody else knows', () => {
    const world = three()
    world.canvas.add(shape('click', { width: 0, height: 0, index: 'a4' }))
    world.theyChange('1', { strokeColor: '#ff0000' })
    world.frames.pass()
    world.theyChange('3', { strokeColor: '#ff0000' })
    world.frames.pass()
    expect(world.canvas.ids()).toEqual(['1', '2', '3', 'click'])
    expect(world.canvas.get('3')).toMatchObject({ strokeColor: '#ff0000' })
    world.canvas.change('click', { width: 9 })
    expect(world.remote.get('click')).toMatchObject({ width: 9 })
  })

  test('when the canvas’ list lacks one of them', () => {
    const world = three()
    world.canvas.drop('1')
    world.canvas.change('2', { strokeColor: '#00ff00' })
    world.theyChange('3', { strokeColor: '#ff0000' })
    world.frames.pass()
    expect(world.canvas.ids()).toEqual(['1', '2', '3'])
  })

  test('and what was replaced is not written back [M9]', () => {
    const world = three()
    world.theyChange('2', { strokeColor: '#ff0000' })
    world.frames.pass()
    world.canvas.touch()
    world.timer.pass()
    expect(world.sent).toEqual([])
  })
})

test('[M8] [M10] indices ascend before Excalidraw sees them: it would mend its own objects, and undo that', () => {
  const { canvas, frames, timer, sent, write } = setup({ board: [shape('1'), shape('2')] })
  const seen = canvas.get('1')
  const before = { ...seen }
  canvas.mendsIndices = true
  write([{ after: shape('0', { index: 'a1' }) }])
  frames.pass()
  canvas.touch()
  timer.pass()
  expect(canvas.ids()).toEqual(['0', '1', '2'])
  expect(seen).toEqual(before)
  const [lower, mended, upper] = canvas.ids().map((id) => String(canvas.get(id)['index']))
  expect([lower, upper]).toEqual(['a1', 'a2'])
  expect(mended && mended > 'a1' && mended < 'a2').toBe(true)
  expect(sent).toEqual([])
})

test('[M13] what is under the hand keeps its index; others give way', () => {
  const { canvas, frames, write } = setup({ board: [shape('1'), shape('2')] })
  canvas.hand({ selectedElementIds: { 1: true }, selectedElementsAreBeingDragged: true })
  const dragged = canvas.get('1')
  canvas.mendsIndices = true
  write([{ after: shape('0', { index: 'a1' }) }])
  frames.pass()
  expect(canvas.get('1')).toBe(dragged)
  expect(dragged['index']).toBe('a1')
  expect(String(canvas.get('0')['index']) < 'a1').toBe(true)
})

test('[M13] what is under the hand keeps its index while others put it elsewhere, and nothing else moves', () => {
  const { canvas, frames, write, theyChange } = setup({ board: [shape('1'), shape('2'), shape('3')] })
  canvas.hand({ selectedElementIds: { 1: true }, selectedElementsAreBeingDragged: true })
  const dragged = canvas.get('1')
  theyChange('1', { index: 'a4' })
  write([{ after: shape('0') }])
  frames.pass()
  const shown = () => canvas.ids().map((id) => `${id} ${String(canvas.get(id)['index'])}`)
  expect(canvas.get('1')).toBe(dragged)
  expect(shown()).toEqual(['0 a0', '1 a1', '2 a2', '3 a3'])
  canvas.hand({ selectedElementsAreBeingDragged: false })
  frames.pass()
  expect(shown()).toEqual(['0 a0', '2 a2', '3 a3', '1 a4'])
})

test('[M10] [M13] what the hand kept out of its place stands there when it lets go', () => {
  const same = { index: 'a1' }
  const { canvas, frames, write } = setup({ board: [shape('1'), shape('2', same), shape('3', same)] })
  canvas.hand({ selectedElementIds: { 2: true }, selectedElementsAreBeingDragged: true })
  write([{ after: shape('4', same) }])
  frames.pass()
  canvas.hand({ selectedElementsAreBeingDragged: false })
  frames.pass()
  expect(canvas.ids()).toEqual(['1', '2', '3', '4'])
})

test('[M8] what gives way to an import is no part of its undo: the import gives way', () => {
  const { canvas, doc, binding } = setup({ board: [shape('1'), shape('2')] })
  const before = canvas.ids().map((id) => canvas.get(id))
  const index = 'a1'
  binding.undoable(() =>
    writeChanges(doc, [{ before: undefined, after: shape('0', { index }) }], { origin: 'import' }),
  )
  expect(canvas.ids()).toEqual(['0', '1', '2'])
  expect([canvas.get('1'), canvas.get('2')]).toEqual(before)
  expect(canvas.get('1')).toBe(before[0])
  expect(String(canvas.get('0')['index']) < index).toBe(true)
})

describe('[M10] what a person puts between two of one index stands where it does for all', () => {
  const world = () => {
    const made = setup({ board: [shape('1'), shape('2', { index: 'a1' }), shape('3')] })
    made.canvas.mendsIndices = true
    expect(made.canvas.get('2')['index']).toBe('a2')
    made.canvas.change('3', { index: 'a1V' })
    expect(made.canvas.ids()).toEqual(['1', '3', '2'])
    return made
  }

  test('with the next frame', () => {
    const { canvas, timer, frames, scene, sent } = world()
    timer.pass()
    frames.pass()
    expect(canvas.ids()).toEqual(scene.all().map(({ id }) => id))
    const [shown, said] = [canvas.shown, sent.length]
    canvas.touch()
    timer.pass()
    frames.pass()
    expect([canvas.shown, sent.length]).toEqual([shown, said])
  })

  test('and before an import, of whose undo it is no part [M8]', () => {
    const { canvas, doc, binding } = world()
    const moved = canvas.get('3')
    const before = { ...moved }
    binding.undoable(() =>
      writeChanges(doc, [{ before: undefined, after: shape('4') }], { origin: 'import' }),
    )
    expect(canvas.ids()).toEqual(['1', '2', '3', '4'])
    expect(canvas.get('3')).toBe(moved)
    expect(moved).toEqual(before)
    expect(canvas.captures.slice(-2)).toEqual(['never', 'undoable'])
  })
})

test('[M13] what only this canvas has takes the place that it will have for all', () => {
  const { canvas, frames, timer, remote, write } = setup({ board: [shape('1')] })
  canvas.hand({ newElement: { id: '3' } })
  canvas.add(shape('3', { width: 0, height: 0, index: 'a2' }))
  write([{ after: shape('2') }])
  frames.pass()
  expect(canvas.ids()).toEqual(['1', '2', '3'])
  canvas.change('3', { width: 10, height: 10 })
  timer.pass()
  expect(remote.all().map(({ id }) => id)).toEqual(['1', '2', '3'])
})
