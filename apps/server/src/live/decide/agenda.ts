/**
 * What comes of what facilitators do with the agenda, and with the timer that a block brings along. Pure. Must never leave
 * two blocks running, nor let go of one that was parked.
 */
import { SESSION_BLOCKS, SESSION_LINES } from '@gamelan/protocol/limits'
import { currentBlock, type Block } from '@gamelan/protocol/session/agenda'
import type { Happening, SessionState } from '@gamelan/protocol/session/session'
import { isRefusal, NOTHING, refuse, type Decide } from './decision.ts'
import { changeLines } from './lines.ts'
import { onBoard } from './place.ts'

const NO_BLOCK = refuse('no-such-thing', 'The agenda has no such block any more.')
const NONE_RUNS = refuse('not-now', 'No block is running.')
const FULL = refuse('session-full', 'The agenda has as many blocks as it may. Remove some first.')

function find({ agenda }: SessionState, id: string): Block | undefined {
  return agenda.find((block) => block.id === id)
}

/** One that runs, or ran, is part of what happened. */
const wasPlayed = (block: Block) => block.state === 'running' || block.state === 'finished'

export const addBlocks: Decide<'add-blocks'> = ({ agenda }, { blocks }, { newId }) =>
  agenda.length + blocks.length > SESSION_BLOCKS
    ? FULL
    : blocks.map((text) => ({ type: 'block-added', data: { id: newId(), text, board: null } }))

export const editBlock: Decide<'edit-block'> = (state, request, { newId }) => {
  const found = find(state, request.block)
  if (found === undefined) return NO_BLOCK
  const steps = changeLines(found.steps, request.steps ?? [], SESSION_LINES, newId)
  if (isRefusal(steps)) return steps
  const data = {
    block: found.id,
    ...(request.text !== undefined && { text: request.text }),
    ...(steps.length > 0 && { steps: [...steps] }),
  }
  return Object.keys(data).length > 1 ? [{ type: 'block-edited', data }] : NOTHING
}

export const removeBlock: Decide<'remove-block'> = (state, { block }) => {
  const found = find(state, block)
  if (found === undefined) return NO_BLOCK
  if (wasPlayed(found))
    return refuse('not-now', 'What was played stays: only planned and parked blocks can go.')
  return [{ type: 'block-removed', data: { block } }]
}

export const moveBlock: Decide<'move-block'> = (state, { block, before }) => {
  if (find(state, block) === undefined) return NO_BLOCK
  if (before !== null && find(state, before) === undefined) return NO_BLOCK
  return before === block ? NOTHING : [{ type: 'block-moved', data: { block, before } }]
}

function started(block: string, minutes: number): Happening[] {
  return [
    { type: 'block-started', data: { block } },
    { type: 'timer-started', data: { minutes } },
  ]
}

export const startBlock: Decide<'start-block'> = (state, { block }) => {
  const found = find(state, block)
  if (found === undefined) return NO_BLOCK
  if (found.state === 'running') return NOTHING
  if (found.state === 'parked') return refuse('not-now', 'This block is parked. Take it up first.')
  const running = currentBlock(state.agenda)
  const before: Happening[] =
    running === undefined ? [] : [{ type: 'block-finished', data: { block: running.id } }]
  return [...before, ...started(block, found.minutes)]
}

export const extendBlock: Decide<'extend-block'> = ({ agenda, timer }, { minutes }) => {
  const running = currentBlock(agenda)
  if (running === undefined) return NONE_RUNS
  const extended: Happening = { type: 'block-extended', data: { block: running.id, minutes } }
  return timer === null ? [extended] : [extended, { type: 'time-added', data: { minutes } }]
}

export const finishBlock: Decide<'finish-block'> = ({ agenda, timer }) => {
  const running = currentBlock(agenda)
  if (running === undefined) return NONE_RUNS
  const finished: Happening = { type: 'block-finished', data: { block: running.id } }
  return timer === null ? [finished] : [finished, { type: 'timer-stopped', data: {} }]
}

export const takeUpBlock: Decide<'take-up-block'> = (state, { block }) => {
  const found = find(state, block)
  if (found === undefined) return NO_BLOCK
  return found.state === 'parked' ? [{ type: 'block-taken-up', data: { block } }] : NOTHING
}

export const pivot: Decide<'pivot'> = (state, request, circumstances) => {
  const { reason, to, onFreshBoard } = request
  const { newId, freshBoard } = circumstances
  if (state.agenda.length >= SESSION_BLOCKS) return FULL
  const turnedTo = (board: string | null): Happening[] => {
    const running = currentBlock(state.agenda)
    const id = newId()
    return [
      ...(running === undefined
        ? []
        : [{ type: 'block-parked', data: { block: running.id, reason } } satisfies Happening]),
      { type: 'block-added', data: { id, text: to, board } },
      // Where the one that it took the place of stands, so that the agenda reads as the day went.
      ...(running === undefined
        ? []
        : [{ type: 'block-moved', data: { block: id, before: running.id } } satisfies Happening]),
      ...started(id, to.minutes),
    ]
  }
  if (!onFreshBoard) return onBoard(state, request, circumstances, turnedTo)
  return freshBoard === undefined
    ? refuse('unavailable', 'The new board could not be made.')
    : turnedTo(freshBoard)
}
