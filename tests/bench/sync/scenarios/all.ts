/** Every scenario, in the order of the table. */
import type { Scenario } from '../scenario.ts'
import { crowd, cursors } from './cursors.ts'
import { edits, manyEdits, pair } from './edits.ts'
import { hostile } from './hostile.ts'
import { hour } from './hour.ts'
import { idle } from './idle.ts'
import { joinOne, joinTogether } from './join.ts'
import { kill } from './kill.ts'
import { rooms } from './rooms.ts'

export const SCENARIOS: readonly Scenario[] = [
  edits,
  manyEdits,
  pair,
  cursors,
  crowd,
  joinOne,
  joinTogether,
  rooms,
  idle,
  hour,
  kill,
  hostile,
]
