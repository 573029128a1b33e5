/** What it costs the server that somebody downloads a whole replay, as a player does that plays it to its end. */
import { readFile } from 'node:fs/promises'
import type { BoardHistory } from '@gamelan/protocol/http/history'
import { segmentsOf } from '../../../apps/web/src/replay/segments.ts'

const MIB = 1024 * 1024
/** Clock ticks of Linux. */
const TICKS = 100

export type Download = {
  readonly cpu: number
  readonly bytes: number
  /** Resident memory before, and the most above that meanwhile, in MiB. */
  readonly rest: number
  readonly above: number
}

async function usage(pid: number): Promise<{ cpu: number; resident: number }> {
  const stat = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /, '').split(' ')
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return {
    cpu: (Number(stat[11]) + Number(stat[12])) / TICKS,
    resident: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024,
  }
}

export async function download(origin: string, boardId: string, key: string, pid: number): Promise<Download> {
  const headers = { authorization: `Bearer ${key}` }
  const base = `${origin}/api/boards/${boardId}/history`
  const before = await usage(pid)
  let [bytes, most] = [0, before.resident]
  const take = async (path: string): Promise<Uint8Array> => {
    const answer = await fetch(`${base}${path}`, { headers })
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`)
    const body = new Uint8Array(await answer.arrayBuffer())
    bytes += body.byteLength
    most = Math.max(most, (await usage(pid)).resident)
    return body
  }
  const history = JSON.parse(Buffer.from(await take('')).toString()) as BoardHistory
  for (const { start, end } of segmentsOf(history.keyframes, history.head)) {
    await take(`/updates?after=${start}&until=${end}&g=${history.generation}`)
  }
  const after = await usage(pid)
  return {
    cpu: after.cpu - before.cpu,
    bytes: bytes / MIB,
    rest: before.resident,
    above: most - before.resident,
  }
}
