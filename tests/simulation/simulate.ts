/**
 * One run: people on one board, a story of what they do and when, a network that is late and breaks, all from
 * numbers. At the end everything is delivered and all hands are off, and the answer says what does not hold.
 */
import * as Y from 'yjs'
import * as arrange from './acts-arrange.ts'
import * as bring from './acts-bring.ts'
import * as change from './acts-change.ts'
import * as make from './acts-make.ts'
import { canvasFaults, sceneFaults } from './checks.ts'
import { Clock } from './clock.ts'
import { Ledger } from './ledger.ts'
import { Network } from './network.ts'
import type { Gesture, World } from './person.ts'
import { Person } from './person.ts'
import { Random } from './random.ts'

/** By name and how often it is done, relative to the others. */
const ACTS = {
  drawBox: [6, make.drawBox],
  drawLine: [5, make.drawLine],
  drawStroke: [3, make.drawStroke],
  paste: [1, bring.paste],
  duplicate: [2, bring.duplicate],
  importFile: [1, bring.importFile],
  drag: [8, change.drag],
  resize: [4, change.resize],
  rotate: [2, change.rotate],
  rebind: [4, change.rebind],
  type: [9, change.type],
  restyle: [6, arrange.restyle],
  group: [2, arrange.group],
  frame: [2, arrange.frame],
  reorder: [3, arrange.reorder],
  remove: [3, arrange.remove],
  erase: [1, arrange.erase],
  undo: [5, arrange.undo],
  redo: [3, arrange.redo],
} as const satisfies Record<string, readonly [number, (person: Person) => Gesture]>

export type ActName = keyof typeof ACTS
export const ACT_WEIGHTS = (Object.keys(ACTS) as ActName[]).map((name) => ({ name, weight: ACTS[name][0] }))

export type Step = {
  readonly who: number
  /** What the person begins, unless the hand is at something already: then that goes on. */
  readonly what: ActName | 'cut' | 'connect' | 'partition' | 'reload' | 'days'
  /** Milliseconds until then. */
  readonly wait: number
  /** Decides all that is left open. */
  readonly dice: number
}

export type Story = { readonly people: number; readonly network: number; readonly steps: readonly Step[] }

const FIRST_CLIENT_ID = 100
/** Longer than any delay, timer or frame. */
const SETTLING_MS = 2_000
const DAY_MS = 24 * 60 * 60 * 1000

/** The same person's next page: it begins with what the browser kept, and has no past to undo. */
function reloaded(person: Person, clientId: number): Person {
  person.leave()
  const next = new Person(person.name, clientId, person.world, person)
  next.binding.start()
  next.world.network.connect(next.link)
  return next
}

export function simulate({ people: count, network: seed, steps }: Story): string[] {
  const clock = new Clock()
  const dice = new Random(seed)
  const faults: string[] = []
  const network = new Network(clock, new Random(seed), (fault) => faults.push(fault))
  const world: World = {
    clock,
    network,
    ledger: new Ledger(),
    random: dice,
    nonces: new Random(~seed),
    faults,
    letters: 0,
    ids: 0,
  }
  let clientId = FIRST_CLIENT_ID
  // The last one only watches, on one page.
  const people = Array.from({ length: count + 1 }, (_, i) => new Person(`p${i}-`, ++clientId, world))
  const letGo = (person: Person) => {
    while (person.finish()) clock.pass(dice.between(0, 50))
  }
  /**
   * Somebody clears something away and all go, their pages left open. Days later the room closes once more. What was
   * cleared away may be taken back before there is a line again.
   */
  const goAway = (person: Person, everybody: readonly Person[]) => {
    person.act(arrange.remove)
    clock.pass(SETTLING_MS)
    for (const { link } of everybody) network.cut(link)
    clock.pass(dice.pick(1, 3, 8, 9) * DAY_MS)
    const knows = Y.decodeStateVector(Y.encodeStateVector(network.server))
    for (const id of network.closeRoom()) world.ledger.purge(id, knows)
    if (dice.chance(0.5)) person.undo('undo')
  }
  network.connectAll()
  clock.pass(SETTLING_MS)
  for (const person of people) person.binding.start()
  for (const step of steps) {
    clock.pass(step.wait)
    dice.reset(step.dice)
    const person = people[step.who % count]
    if (!person) continue
    if (step.what === 'cut') network.cut(person.link)
    else if (step.what === 'connect') network.connect(person.link)
    else if (step.what === 'partition')
      for (const other of people.slice(0, count / 2)) network.cut(other.link)
    else if (step.what === 'days') {
      letGo(person)
      goAway(person, people)
    } else if (step.what === 'reload') {
      letGo(person)
      people[people.indexOf(person)] = reloaded(person, ++clientId)
    } else person.act(ACTS[step.what][1])
  }
  people.forEach(letGo)
  network.connectAll()
  clock.pass(SETTLING_MS)
  const sent = people.map((person) => person.sent.length)
  for (const person of people) person.canvas.touch()
  clock.pass(SETTLING_MS)
  for (const [i, person] of people.entries()) {
    if (person.sent.length !== sent[i] || (i === count && sent[i] !== 0))
      world.faults.push(`[M9] ${person.name} is idle and writes`)
  }
  return [
    ...world.faults,
    ...sceneFaults(people, network.server, (id) => world.ledger.isPurged(id)),
    ...people.flatMap(canvasFaults),
    ...(people[0] ? world.ledger.faults(people[0].scene) : []),
  ]
}
