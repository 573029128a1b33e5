/** What comes of changes of a list of lines. Pure. Must never drop what somebody typed without saying so. */
import { changedLines, type Line, type LineChange, type LineRequest } from '@gamelan/protocol/session/lines'
import { refuse, type Circumstances, type Refusal } from './decision.ts'

const GONE = refuse('no-such-thing', 'This line was removed meanwhile. Add it anew to keep what you wrote.')
const FULL = refuse('session-full', 'This list has as many lines as it may. Remove some first.')

/**
 * What is done of what is asked: all of it, or why not. What is as it was asked already is left out. `most`: how many lines
 * there may be.
 */
export function changeLines(
  lines: readonly Line[],
  requests: readonly LineRequest[],
  most: number,
  newId: Circumstances['newId'],
): readonly LineChange[] | Refusal {
  const changes: LineChange[] = []
  let now = lines
  for (const request of requests) {
    const found = request.change === 'add' ? undefined : now.find(({ id }) => id === request.line)
    if (request.change === 'edit' && found === undefined) return GONE
    if (request.change === 'add' && now.length >= most) return FULL
    if (request.change === 'remove' && found === undefined) continue
    if (request.change === 'edit' && found?.text === request.text) continue
    const change = request.change === 'add' ? { ...request, line: newId() } : request
    now = changedLines(now, [change])
    changes.push(change)
  }
  return changes
}
