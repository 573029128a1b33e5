/** Rows as text for a terminal. Pure. */
import type { Row, Unit } from './rows.ts'
import { SHAPE_NAMES } from './shapes/all.ts'
import type { Figure } from './stats.ts'
import { ratio } from './stats.ts'

export type Head = {
  machine: string
  /** Mean number of processes that wanted a core over the last minute, before and after the run. */
  load: readonly [before: number, after: number]
  seed: number
  repetitions: number
  quick: boolean
  date: string
}

function number(value: number, unit: Unit): string {
  if (!Number.isFinite(value)) return '–'
  if (unit === 'times') return `${value.toFixed(2)}×`
  if (unit === 'ms') return value.toFixed(value < 10 ? 2 : 0)
  if (unit === 'bytes a change') return value.toFixed(1)
  if (value >= 1e6) return `${(value / 1e6).toFixed(2)} M`
  return Math.round(value).toLocaleString('en')
}

/** The median, least and most where there are several, and how it compares with this project's. */
function cell(figure: Figure, ours: Figure, unit: Unit): string {
  const range = figure.count > 1 ? ` (${number(figure.least, unit)}..${number(figure.most, unit)})` : ''
  const times = figure === ours || unit === 'times' ? undefined : ratio(figure, ours)
  return `${number(figure.median, unit)}${range}${times === undefined ? '' : ` ${times.toFixed(1)}×`}`
}

export function render(rows: readonly Row[], head: Head): string {
  const titles = ['', ...SHAPE_NAMES, 'target', '']
  const lines = rows.map((row) => [
    `${row.work} [${row.unit === 'bytes a change' ? 'B/change' : row.unit === 'bytes' ? 'B' : row.unit}]`,
    ...SHAPE_NAMES.map((name) => cell(row.figures[name], row.figures['this project'], row.unit)),
    row.target,
    row.verdict === 'no target' ? '' : row.verdict,
  ])
  const widths = titles.map((title, i) =>
    Math.max(title.length, ...lines.map((line) => line[i]?.length ?? 0)),
  )
  const print = (line: readonly string[]) =>
    line
      .map((text, i) => text.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd()
  const body = rows.flatMap((row, i) => [
    print(lines[i] ?? []),
    `    ${row.how}`,
    ...row.notes.map((note) => `    ! ${note}`),
  ])
  const judged = rows.filter(({ verdict }) => verdict !== 'no target')
  const missed = judged.filter(({ verdict }) => verdict !== 'reached')
  return [
    `pnpm bench model${head.quick ? ' --quick' : ''}: seed ${head.seed}, ${head.repetitions} repetitions, ${head.machine}`,
    `Load of the machine before ${head.load[0].toFixed(1)}, after ${head.load[1].toFixed(1)}: where others worked on it, too, times are upper bounds.`,
    'Times and heap: median (least..most). ×: how many times as much as this project takes.',
    '',
    print(titles),
    ...body,
    '',
    `${judged.length - missed.length} of ${judged.length} targets reached${missed.length > 0 ? `; not: ${missed.map(({ work }) => work).join(', ')}` : ''}`,
  ].join('\n')
}
