/** What was measured as text for a terminal. Pure. */
import { figure, type Figure } from '../model/stats.ts'
import type { Results } from './results.ts'
import type { Row, Sample, Scenario, Unit } from './scenario.ts'
import { OURS, PEERS, SERVER_NAMES, type ServerName } from './servers/names.ts'

export type Head = {
  readonly machine: string
  /** Mean number of processes that wanted a core over the last minute, before and after the run. */
  readonly load: readonly [before: number, after: number]
  readonly rounds: number
  readonly seconds: number
  readonly date: string
}

type Cell = { readonly figure: Figure | undefined; readonly text: string }

function number(value: number, unit: Unit): string {
  if (!Number.isFinite(value)) return '–'
  if (unit === 'people' || unit === 'count') return String(Math.round(value))
  if (unit === 'core') return value.toFixed(2)
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)
}

/** The median, least and most of those rounds that are the server's own. */
function cellOf({ key, unit, latency = false }: Row, samples: readonly Sample[] | undefined): Cell {
  if (samples === undefined) return { figure: undefined, text: '' }
  const sound = samples.filter(({ faults }) => [...faults.all, ...(latency ? faults.late : [])].length === 0)
  const good = sound.flatMap(({ values }) => values[key] ?? []).filter(Number.isFinite)
  if (good.length === 0) return { figure: undefined, text: sound.length === 0 ? 'refused' : '–' }
  const found = figure(good)
  const range = found.count > 1 ? ` (${number(found.least, unit)}..${number(found.most, unit)})` : ''
  const few = good.length < samples.length ? ` [${good.length} of ${samples.length}]` : ''
  return { figure: found, text: `${number(found.median, unit)}${range}${few}` }
}

type Verdict = 'reached' | 'not reached' | 'cannot be told' | ''

function verdictOf(row: Row, cells: ReadonlyMap<ServerName, Cell>): Verdict {
  const { reached } = row
  if (reached === undefined) return ''
  const peers = PEERS.flatMap((name) => cells.get(name)?.figure?.median ?? [])
  const peer = peers.length === 0 ? undefined : row.more === true ? Math.max(...peers) : Math.min(...peers)
  const verdicts = OURS.filter((name) => cells.get(name)?.text !== '').map((name) => {
    const ours = cells.get(name)?.figure?.median
    return ours === undefined ? undefined : reached(ours, peer, name)
  })
  if (verdicts.includes(false)) return 'not reached'
  return verdicts.length === 0 || verdicts.includes(undefined) ? 'cannot be told' : 'reached'
}

type Line = { readonly cells: readonly string[]; readonly verdict: Verdict; readonly work: string }

function lineOf(row: Row, samples: Partial<Record<ServerName, Sample[]>>): Line {
  const cells = new Map(SERVER_NAMES.map((name) => [name, cellOf(row, samples[name])]))
  const verdict = verdictOf(row, cells)
  const texts = SERVER_NAMES.map((name) => cells.get(name)?.text ?? '')
  return { cells: [`${row.work} [${row.unit}]`, ...texts, row.target, verdict], verdict, work: row.work }
}

function faultsOf(samples: Partial<Record<ServerName, Sample[]>>): string[] {
  return SERVER_NAMES.flatMap((name) => {
    const faults = new Set((samples[name] ?? []).flatMap(({ faults }) => [...faults.all, ...faults.late]))
    return [...faults].map((fault) => `${name}: ${fault}`)
  })
}

export function render(scenarios: readonly Scenario[], results: Results, head: Head): string {
  const titles = ['', ...SERVER_NAMES, 'to reach', '']
  const parts = scenarios.map((scenario) => {
    const samples = results[scenario.name] ?? {}
    return { scenario, lines: scenario.rows.map((row) => lineOf(row, samples)), faults: faultsOf(samples) }
  })
  const lines = parts.flatMap((part) => part.lines)
  const widths = titles.map((title, i) =>
    Math.max(title.length, ...lines.map((line) => line.cells[i]?.length ?? 0)),
  )
  const print = (cells: readonly string[]) =>
    cells
      .map((text, i) => text.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd()
  const body = parts.flatMap(({ scenario, lines, faults }) => [
    ...lines.map((line) => print(line.cells)),
    `    ${scenario.name}: ${scenario.how}${scenario.once === true ? ' One round.' : ''}`,
    ...faults.map((fault) => `    ! ${fault}`),
  ])
  const judged = lines.filter(({ verdict }) => verdict !== '')
  const missed = judged.filter(({ verdict }) => verdict !== 'reached')
  return [
    `pnpm bench sync: ${head.rounds} rounds of ${head.seconds} s, ${head.machine}`,
    `Load of the machine before ${head.load[0].toFixed(1)}, after ${head.load[1].toFixed(1)}: where others worked on it, too, latencies are upper bounds.`,
    'Median (least..most) of the rounds. CPU is that of the server process: PGlite is in it, Postgres is a process beside it.',
    'y-websocket-server stores in LevelDB; hocuspocus stores in SQLite (libsql, with the queries of its own extension).',
    'refused: the load generator was the limit, or it failed; [2 of 3]: so many rounds counted.',
    '',
    print(titles),
    ...body,
    '',
    `${judged.length - missed.length} of ${judged.length} targets reached${missed.length > 0 ? `; not: ${missed.map(({ work, verdict }) => `${work} (${verdict})`).join('; ')}` : ''}`,
  ].join('\n')
}
