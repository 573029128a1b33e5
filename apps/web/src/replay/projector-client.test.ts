import { expect, test } from 'vitest'
import type { Frame } from './projector.ts'
import { ProjectorClient, ProjectorFault } from './projector-client.ts'
import type { Answer, Question } from './worker-messages.ts'

function setUp() {
  const questions: Question[] = []
  const frames: number[] = []
  const faults: ProjectorFault[] = []
  let answer: (given: Answer) => void = () => undefined
  let fail: (detail: string) => void = () => undefined
  let isClosed = false
  const client = new ProjectorClient(
    {
      ask: (question) => void questions.push(question),
      listen(answered, failed) {
        answer = answered
        fail = failed
      },
      close: () => {
        isClosed = true
      },
    },
    { onFrame: ({ seq }) => void frames.push(seq), onFault: (fault) => void faults.push(fault) },
  )
  const lastId = () => {
    const last = questions.at(-1)
    return last !== undefined && 'id' in last ? last.id : 0
  }
  return {
    client,
    questions,
    frames,
    faults,
    show: (seq: number) => answer({ kind: 'frame', id: lastId(), frame: { seq } as Partial<Frame> as Frame }),
    answer: (given: Answer) => answer(given),
    fail: (detail: string) => fail(detail),
    lastId,
    isClosed: () => isClosed,
  }
}

test('of what is asked for while one is on its way only the last goes out', () => {
  const { client, questions, frames, show } = setUp()
  for (const seq of [1, 2, 3, 4]) client.show({ seq })
  expect(questions).toMatchObject([{ kind: 'show', target: { seq: 1 } }])
  show(1)
  expect(questions.at(-1)).toMatchObject({ target: { seq: 4 } })
  show(4)
  expect(frames).toEqual([1, 4])
  expect(client.isBusy).toBe(false)
})

test('no step is lost: those that wait are taken together', () => {
  const { client, questions, show } = setUp()
  client.show({ seq: 5 })
  for (const step of [1, 1, 1, -1]) client.show({ step })
  show(5)
  expect(questions.at(-1)).toMatchObject({ target: { step: 2 } })
})

test('a fault is told, and what was asked for meanwhile still goes out', () => {
  const { client, questions, faults, answer, lastId } = setUp()
  client.show({ seq: 1 })
  client.show({ seq: 2 })
  answer({ kind: 'failed', id: lastId(), status: 410, detail: 'gone' })
  expect(faults.map(({ status }) => status)).toEqual([410])
  expect(questions.at(-1)).toMatchObject({ target: { seq: 2 } })
})

test('each question has its answer, and those that wait at the end are refused', async () => {
  const { client, answer, isClosed } = setUp()
  const [scene, life] = [client.scene(7), client.life('a')]
  answer({ kind: 'life', id: 2, stages: [] })
  expect(await life).toEqual([])
  client.close()
  await expect(scene).rejects.toBeInstanceOf(ProjectorFault)
  expect(isClosed()).toBe(true)
})

test('a worker that fails is told of, and leaves the way free', () => {
  const { client, questions, faults, fail } = setUp()
  client.show({ seq: 1 })
  fail('it broke')
  expect(faults).toHaveLength(1)
  client.show({ seq: 2 })
  expect(questions).toHaveLength(2)
})
