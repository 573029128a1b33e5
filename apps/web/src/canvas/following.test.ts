import type { StampedPresence } from '@gamelan/protocol/sync/awareness'
import { expect, test } from 'vitest'
import { steadyZoom } from './fit-view.ts'
import type { View } from './following.ts'
import { Following } from './following.ts'

const ME = 1
const user = { id: 'a', name: 'Kim', color: '#1864ab', role: 'editor' as const }

function setup() {
  const peers = new Map<number, StampedPresence>()
  const said: object[] = []
  const fitted: View[] = []
  let ownView: View = [0, 0, 100, 100]
  const following = new Following({
    clientId: ME,
    peers: () => peers,
    say: (change) => said.push(change),
    ownView: () => ownView,
    fit: (view) => fitted.push(view),
  })
  const they = (clientId: number, presence: Omit<StampedPresence, 'user'>) => {
    peers.set(clientId, { user, ...presence })
    following.peersChanged()
  }
  const scroll = (view: View) => {
    ownView = view
    following.viewChanged()
  }
  return { following, they, scroll, said, fitted }
}

test('the view is sent only while somebody follows', () => {
  const { they, scroll, said } = setup()
  scroll([5, 5, 105, 105])
  expect(said).toEqual([])
  they(2, { follows: ME })
  scroll([5.002, 5.002, 105.002, 105.002])
  scroll([9, 9, 109, 109])
  they(2, {})
  expect(said).toEqual([{ view: [5, 5, 105, 105] }, { view: [9, 9, 109, 109] }, { view: undefined }])
})

test('the followed one’s view is fitted once for each change, and no longer after the end', () => {
  const { following, they, fitted, said } = setup()
  they(2, { view: [0, 0, 10, 10] })
  following.follow(2)
  they(2, { view: [0, 0, 10, 10] })
  they(2, { view: [0, 0, 20, 20] })
  following.follow(null)
  they(2, { view: [0, 0, 30, 30] })
  expect(fitted).toEqual([
    [0, 0, 10, 10],
    [0, 0, 20, 20],
  ])
  expect(said).toEqual([{ follows: 2 }, { follows: undefined }])
})

test('two who follow each other do not chase their own views', () => {
  const { following, they, said } = setup()
  following.follow(2)
  they(2, { follows: ME, view: [0, 0, 10, 10] })
  expect(said).toEqual([{ follows: 2 }])
  they(3, { follows: ME })
  expect(said).toEqual([{ follows: 2 }, { view: [0, 0, 100, 100] }])
})

test('whoever follows a view that only moves keeps their zoom', () => {
  const { they, scroll, said } = setup()
  they(2, { follows: ME })
  for (const width of [43, 1280, 5120]) {
    said.splice(0)
    for (const left of [0, 3.3, 7.77, 101.51]) scroll([left, 0, left + width, width * 0.6])
    const views = said.map((change): View => ('view' in change ? (change.view as View) : [0, 0, 0, 0]))
    const zooms = views.map(([left, , right]) => width / (right - left))
    expect(zooms).toHaveLength(4)
    for (const zoom of zooms) expect(steadyZoom(zoom, zooms[0] ?? 0)).toBe(zooms[0])
  }
})
