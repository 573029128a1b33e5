import { describe, expect, test } from 'vitest'
import { isBlocked } from './live-line.ts'

/** Looks whose answers are given one after the other; after the last of them it is called off. */
function looks(answers: readonly { http: boolean; opens: boolean }[]) {
  const asked: string[] = []
  let at = -1
  return {
    asked,
    isOver: () => at >= answers.length,
    surroundings: {
      wait() {
        at += 1
        return Promise.resolve()
      },
      opens(path: string) {
        asked.push(path)
        return Promise.resolve(answers[at]?.opens ?? false)
      },
      httpWorks: () => Promise.resolve(answers[at]?.http ?? false),
    },
  }
}

const BLOCKED = { http: true, opens: false }
const AWAY = { http: false, opens: false }
const FINE = { http: true, opens: true }

describe('[fault P13] a live connection that does not come through', () => {
  test.each([
    ['http works and the socket does not, twice in a row', [BLOCKED, BLOCKED], true],
    ['once alone, as when a server restarts', [BLOCKED], false],
    ['a server that is away', [AWAY, AWAY, AWAY, AWAY], false],
    ['a server that restarts again and again', [BLOCKED, AWAY, BLOCKED, FINE, BLOCKED], false],
    ['a server that was away, behind such a proxy', [AWAY, AWAY, BLOCKED, BLOCKED], true],
    ['a line that works', [FINE, FINE, FINE], false],
  ])('%s', async (_, answers, blocked) => {
    const { isOver, surroundings } = looks(answers)
    expect(await isBlocked('sync', isOver, surroundings)).toBe(blocked)
  })

  test('[fault P11] the session has a path of its own', async () => {
    const { isOver, surroundings, asked } = looks([BLOCKED, BLOCKED])
    await isBlocked('session', isOver, surroundings)
    expect(new Set(asked)).toEqual(new Set(['/socket.io/?EIO=4&transport=websocket']))
  })
})
