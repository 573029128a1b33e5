/**
 * From measurements to the rows of the table: what was done, how it was measured, what each shape took, the target and
 * whether it is reached. Pure. Must never call a target reached on figures that lie too far apart to compare.
 */
import type { Results } from './results.ts'
import type { ShapeName } from './shapes/all.ts'
import { SHAPE_NAMES } from './shapes/all.ts'
import type { Figure } from './stats.ts'
import { MOST_SPREAD, figure, ratio, spreadOf } from './stats.ts'
import type { Answers } from './tasks.ts'

export type Unit = 'bytes' | 'bytes a change' | 'ms' | 'times'
export type Verdict = 'reached' | 'not reached' | 'cannot be told' | 'no target'

export type Row = {
  work: string
  how: string
  unit: Unit
  figures: Record<ShapeName, Figure>
  target: string
  verdict: Verdict
  /** Why a comparison is not given, or what else there is to say. */
  notes: string[]
}

type Figures = Record<ShapeName, Figure>
const OURS = 'this project'

function figuresOf<T>(by: Partial<Record<ShapeName, T>>, read: (measured: T) => readonly number[]): Figures {
  const entries = SHAPE_NAMES.map((name) => {
    const measured = by[name]
    if (measured === undefined) throw new Error(`${name} was not measured`)
    return [name, figure(read(measured))] as const
  })
  return Object.fromEntries(entries) as Figures
}

type Judgement = { target: string; verdict: Verdict; notes: string[] }

const NO_TARGET: Judgement = { target: '', verdict: 'no target', notes: [] }

/** A bound on this project's median. */
function atMost(figures: Figures, bound: number, target: string): Judgement {
  return { target, verdict: figures[OURS].median <= bound ? 'reached' : 'not reached', notes: [] }
}

/** At most a quarter of one key per property, and less than whole elements. */
function aQuarter(figures: Figures): Judgement {
  const target = 'at most 1/4 of key per property, less than whole elements'
  const ofProperties = ratio(figures[OURS], figures['key per property'])
  const ofWhole = ratio(figures[OURS], figures['whole elements'])
  if (ofProperties === undefined || ofWhole === undefined) {
    return { target, verdict: 'cannot be told', notes: [] }
  }
  const notes = [`${ofProperties.toFixed(3)} of key per property, ${ofWhole.toFixed(3)} of whole elements`]
  return { target, verdict: ofProperties <= 0.25 && ofWhole < 1 ? 'reached' : 'not reached', notes }
}

function row(work: string, how: string, unit: Unit, figures: Figures, judgement: Judgement): Row {
  const wide = SHAPE_NAMES.filter((name) => spreadOf(figures[name]) > MOST_SPREAD)
  const spread = wide.map(
    (name) => `no ratio for ${name}: its repetitions lie ${spreadOf(figures[name]).toFixed(1)} times apart`,
  )
  return { work, how, unit, figures, ...judgement, notes: [...judgement.notes, ...spread] }
}

const FRAMING = 'the sync frame and a client’s WebSocket header counted'
const HAND = 'on a board of 100 that others drew'

function strokeRows({ wire }: Results): Row[] {
  const sent = (key: 'mouse' | 'pen' | 'everyPoint') => figuresOf(wire, (answer) => [answer[key].bytes])
  const atRest = (key: 'mouse' | 'pen') => figuresOf(wire, (answer) => [answer[key].growth])
  const mouse = sent('mouse')
  const pen = sent('pen')
  const bound = 125 * 40 + 600
  const target = '5,600 (40 a change and 600)'
  const how = `${HAND}, zoom 110 %; ${FRAMING}`
  const rest = 'the whole document encoded (V1), less what it was before the stroke'
  const few = atRest('mouse')
  const pressed = atRest('pen')
  return [
    row('300-point stroke in 125 changes', how, 'bytes', mouse, atMost(mouse, bound, target)),
    row('the same with pen pressure', how, 'bytes', pen, atMost(pen, bound, target)),
    row(
      'the same in 300 changes',
      `as a binding without a pause sends it; ${FRAMING}`,
      'bytes',
      sent('everyPoint'),
      NO_TARGET,
    ),
    row('the stroke at rest', rest, 'bytes', few, atMost(few, 2_500, '2,500')),
    row('at rest, with pen pressure', rest, 'bytes', pressed, atMost(pressed, 2_500, '2,500')),
  ]
}

function dragRows({ wire }: Results): Row[] {
  const each = (key: 'drag' | 'dragLater' | 'dragWhole') =>
    figuresOf(wire, (answer) => [answer[key].bytes / answer[key].changes])
  const drag = (work: string, key: 'drag' | 'dragLater' | 'dragWhole', how: string) => {
    const figures = each(key)
    return row(work, `${how}; ${FRAMING}`, 'bytes a change', figures, atMost(figures, 55, '55'))
  }
  const growth = figuresOf(wire, (answer) => [answer.drag.growth])
  const dearest = 'zoom 110 %, where every coordinate takes nine bytes'
  return [
    drag('an ellipse dragged 300 steps', 'drag', `a page just opened, ${HAND}, ${dearest}`),
    drag('the same, later', 'dragLater', `a page that has written 1,000 changes before, ${dearest}`),
    drag('the same, by whole pixels', 'dragWhole', 'a page just opened, zoom 100 %'),
    row(
      'the document after the drag',
      'encoded (V1), less what it was before',
      'bytes',
      growth,
      atMost(growth, 100, '100 more'),
    ),
  ]
}

function loadRows({ made, loads }: Results, count: number, isJudged: boolean): Row[] {
  const many = count.toLocaleString('en')
  const bytes = figuresOf(made[count] ?? {}, (answer) => [answer.bytes])
  const read = (key: keyof Answers['load']) =>
    figuresOf(loads[count] ?? {}, (answers) => answers.map((answer) => answer[key]))
  const judge = (figures: Figures) => (isJudged ? aQuarter(figures) : NO_TARGET)
  const heap = read('heap')
  const ms = read('ms')
  return [
    row(
      `${many} fresh elements`,
      'written in one go by one client, encoded (V1)',
      'bytes',
      bytes,
      judge(bytes),
    ),
    row(
      `${many}: heap`,
      'used heap after gc with the document, less before; a process each',
      'bytes',
      heap,
      judge(heap),
    ),
    row(`${many}: time to load`, 'Y.applyUpdate into an empty document; a process each', 'ms', ms, judge(ms)),
    row(
      `${many}: heap with the scene`,
      'as above, and all elements read in stacking order (here validated, with derived bindings)',
      'bytes',
      read('heapWithElements'),
      NO_TARGET,
    ),
    row(`${many}: time to the scene`, 'the load and that reading', 'ms', read('msWithElements'), NO_TARGET),
  ]
}

/** What five times the elements cost, as a multiple of what one time costs. */
function proportionRow({ made, loads }: Results): Row {
  const over = (name: ShapeName, key: 'bytes' | 'heap' | 'ms'): number | undefined => {
    const of = (count: number) =>
      key === 'bytes'
        ? figure([made[count]?.[name]?.bytes ?? Number.NaN])
        : figure((loads[count]?.[name] ?? []).map((answer) => answer[key]))
    return ratio(of(50_000), of(10_000))
  }
  const [bytes, heap, ms] = (['bytes', 'heap', 'ms'] as const).map((key) => over(OURS, key))
  const figures = Object.fromEntries(
    SHAPE_NAMES.map((name) => [name, figure([over(name, 'bytes') ?? Number.NaN])]),
  ) as Figures
  const all = [bytes, heap, ms]
  const say = (value: number | undefined) =>
    value === undefined ? 'too wide a spread' : `${value.toFixed(2)} times`
  return row(
    '50,000 to 10,000',
    'bytes in the columns; heap and load of this project in the note',
    'times',
    figures,
    {
      target: 'in proportion: 5 (up to 6)',
      verdict: all.includes(undefined)
        ? 'cannot be told'
        : all.every((value) => value !== undefined && value <= 6)
          ? 'reached'
          : 'not reached',
      notes: [`this project: bytes ${say(bytes)}, heap ${say(heap)}, load ${say(ms)}`],
    },
  )
}

function bindingRows({ remotes, locals }: Results, edits: number): Row[] {
  const remote = (of: 'binding' | 'document', key: 'median' | 'p95') =>
    figuresOf(remotes, (answers) => answers.map((answer) => answer[of][key]))
  const local = (key: 'median' | 'p95') =>
    figuresOf(locals, (answers) => answers.map(({ send }) => send[key]))
  const each = `of ${edits} changes a process after 100 that are not counted; the figure is the median of the processes`
  const others = 'The others: the least binding each shape allows, without validation'
  const binding = remote('binding', 'median')
  const send = local('median')
  const inFrame = `the frame that shows it and the onChange that follows, Excalidraw aside; median ${each}. ${others}`
  return [
    row('one remote change on 10,000', inFrame, 'ms', binding, atMost(binding, 1, 'under 1')),
    row('the same, p95', `p95 ${each}`, 'ms', remote('binding', 'p95'), NO_TARGET),
    row(
      'the same, before the frame',
      'Y.applyUpdate, and here BoardScene; median',
      'ms',
      remote('document', 'median'),
      NO_TARGET,
    ),
    row(
      'local change on 10,000',
      `onChange to the sync frame handed over: binding, write, update event, encoding; median ${each}`,
      'ms',
      send,
      atMost(send, 2, 'under 2'),
    ),
    row('the same, p95', `p95 ${each}`, 'ms', local('p95'), NO_TARGET),
  ]
}

/** The table's rows. `edits`: the changes that each timed process made. */
export function rowsOf(results: Results, { edits }: { edits: number }): Row[] {
  const hasMost = results.made[50_000] !== undefined
  return [
    ...strokeRows(results),
    ...dragRows(results),
    ...loadRows(results, 10_000, true),
    ...(hasMost ? [...loadRows(results, 50_000, false), proportionRow(results)] : []),
    ...bindingRows(results, edits),
  ]
}
