/**
 * What comes of a request to a live session: the events that it makes happen, or why it is refused. Pure: who asks, chance
 * and new ids are passed in. Must never let anybody do what the table forbids.
 */
import { mayAsk, RULES, type CommandType, type Request } from '@gamelan/protocol/session/commands'
import type { SessionState } from '@gamelan/protocol/session/session'
import {
  addBlocks,
  editBlock,
  extendBlock,
  finishBlock,
  moveBlock,
  pivot,
  removeBlock,
  startBlock,
  takeUpBlock,
} from './agenda.ts'
import {
  callEveryone,
  endReplay,
  lock,
  present,
  releaseEveryone,
  showReplay,
  spotlight,
} from './attention.ts'
import { refuse, type Circumstances, type Decide, type Decision } from './decision.ts'
import { beAway, lowerHand, observe, raiseHand, react } from './people.ts'
import { beReady, joinRound, openTheRound, revealRound } from './rounds.ts'
import { addTime, holdTimer, resumeTimer, startTimer, stopTimer } from './timer.ts'
import {
  addTheme,
  beginTurn,
  drawPerson,
  drawTheme,
  editTheme,
  editTurn,
  endTurn,
  placeTurn,
  play,
  removeTheme,
  setThemes,
} from './wheel.ts'

const DECIDES: { readonly [Type in CommandType]: Decide<Type> } = {
  'raise-hand': raiseHand,
  'lower-hand': lowerHand,
  'be-away': beAway,
  observe,
  react,
  'add-blocks': addBlocks,
  'edit-block': editBlock,
  'remove-block': removeBlock,
  'move-block': moveBlock,
  'start-block': startBlock,
  'extend-block': extendBlock,
  'finish-block': finishBlock,
  'take-up-block': takeUpBlock,
  pivot,
  'start-timer': startTimer,
  'add-time': addTime,
  'hold-timer': holdTimer,
  'resume-timer': resumeTimer,
  'stop-timer': stopTimer,
  present,
  lock,
  'call-everyone': callEveryone,
  'release-everyone': releaseEveryone,
  spotlight,
  'show-replay': showReplay,
  'end-replay': endReplay,
  'set-themes': setThemes,
  'add-theme': addTheme,
  'edit-theme': editTheme,
  'remove-theme': removeTheme,
  play,
  'draw-person': drawPerson,
  'draw-theme': drawTheme,
  'begin-turn': beginTurn,
  'edit-turn': editTurn,
  'end-turn': endTurn,
  'turn-placed': placeTurn,
  'open-round': openTheRound,
  'join-round': joinRound,
  'be-ready': beReady,
  'reveal-round': revealRound,
}

const NOT_THIS_ROLE = 'Your role in this session does not allow this. Ask a facilitator.'
const FOR_PEOPLE = 'This is for people: a program has no hand, no turn and no view.'

export function decide(state: SessionState, request: Request, circumstances: Circumstances): Decision {
  const { asker } = circumstances
  if (!mayAsk(state, asker, request.type)) {
    const isForPeople = asker.isProgram && RULES[request.type].forPeople === true
    return refuse('not-allowed', isForPeople ? FOR_PEOPLE : NOT_THIS_ROLE)
  }
  // Each entry of the table takes the request of its own type.
  const decideOne = DECIDES[request.type] as Decide<CommandType>
  return decideOne(state, request, circumstances)
}
