/** The grant check of both socket edges, with changes of access at each moment while it waits. */
import { expect, test } from 'vitest'
import type { Caller } from '../access/caller.ts'
import type { AccessChange, Grant } from '../access/types.ts'
import { createAdmission } from './admission.ts'

const BOARD = 'a-board-of-22-letters0'
const KEY: Caller = { kind: 'key', key: 'key' }
const grant: Grant = {
  boardId: BOARD,
  through: BOARD,
  sessionBoardId: BOARD,
  role: 'editor',
  derived: 'same',
  linkId: 'link',
  participant: { id: 'kim', name: 'Kim', color: '#1864ab' },
  actor: 'link:link',
}
const renewed = (boardId = BOARD): AccessChange => ({ kind: 'ended', boardId, concerns: () => true })

/** Access whose answers are given, and that announces changes while it is asked. */
function setUp(during: { grant?: AccessChange; programCame?: AccessChange; prepare?: AccessChange }) {
  let listener: (change: AccessChange) => void = () => undefined
  let isEnded = false
  const calls: string[] = []
  function happen(at: keyof typeof during): void {
    calls.push(at)
    const change = during[at]
    delete during[at]
    if (change === undefined) return
    if (change.kind === 'ended' && change.boardId === BOARD) isEnded = true
    listener(change)
  }
  const admission = createAdmission({
    async grant() {
      const answer = isEnded ? undefined : grant
      await Promise.resolve()
      happen('grant')
      return answer
    },
    async programCame() {
      await Promise.resolve()
      happen('programCame')
    },
    onChange(listen) {
      listener = listen
      return () => undefined
    },
  })
  const admit = () =>
    admission.admit({
      caller: KEY,
      boardId: BOARD,
      async prepare() {
        await Promise.resolve()
        happen('prepare')
        return 'prepared'
      },
      discard: () => calls.push('discard'),
      enter: () => calls.push('enter'),
    })
  return { admit, calls }
}

test.each(['grant', 'programCame', 'prepare'] as const)(
  '[A4] [fault V9] a link that is renewed during `%s` is noticed, and nobody enters',
  async (at) => {
    const { admit, calls } = setUp({ [at]: renewed() })
    expect(await admit()).toBe(false)
    expect(calls).toEqual(['grant', 'programCame', 'prepare', 'discard', 'grant'])
  },
)

test('[A4] a role that changes meanwhile is asked again, and a name of the caller', async () => {
  for (const change of [
    { kind: 'role', boardId: BOARD, actor: 'another', role: 'viewer' },
    { kind: 'name', actor: grant.actor, participant: grant.participant },
  ] as const satisfies AccessChange[]) {
    const { admit, calls } = setUp({ prepare: change })
    expect(await admit()).toBe(true)
    expect(calls).toEqual([
      'grant',
      'programCame',
      'prepare',
      'discard',
      'grant',
      'programCame',
      'prepare',
      'enter',
    ])
  }
})

test('changes of other boards, and names of other people, are no reason to ask again', async () => {
  for (const change of [
    renewed('another-of-22-letters0'),
    { kind: 'name', actor: 'another', participant: grant.participant },
  ] as const satisfies AccessChange[]) {
    const { admit, calls } = setUp({ prepare: change })
    expect(await admit()).toBe(true)
    expect(calls).toEqual(['grant', 'programCame', 'prepare', 'enter'])
  }
})
