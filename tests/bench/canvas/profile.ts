/**
 * Where a page spends its time: Chromium's samples, counted by whose code they were taken in. Pure. Must never
 * count by function names: they are gone from a page as it ships.
 */
import type { SourceMap } from 'node:module'

/** What `Profiler.stop` answers, as far as it is read here. Lines and columns count from 0, times in microseconds. */
export type CpuProfile = {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: {
      readonly functionName: string
      readonly url: string
      readonly lineNumber: number
      readonly columnNumber: number
    }
  }[]
  readonly samples?: readonly number[]
  readonly timeDeltas?: readonly number[]
}

/** `browser`: painting, garbage, and whatever else has no script. */
export const OWNERS = ['gamelan', 'yjs', 'excalidraw', 'react', 'others', 'browser'] as const
export type Owner = (typeof OWNERS)[number]

/** Milliseconds in which each was at work. Time in which nothing was is in none. */
export type Shares = Readonly<Record<Owner, number>>

const IDLE = '(idle)'

/** By the path of a source file, as source maps have it. */
export function ownerOf(source: string): Owner {
  const inside = source.split('node_modules/').at(-1) ?? source
  if (inside === source) return 'gamelan'
  if (/^(yjs|lib0|y-[a-z]+)\//.test(inside)) return 'yjs'
  if (/^(react|react-dom|scheduler)\//.test(inside)) return 'react'
  // What only Excalidraw brings: its own code, its state, its shapes.
  return /^(@excalidraw|jotai|roughjs|points-on-|perfect-freehand)/.test(inside) ? 'excalidraw' : 'others'
}

/** `mapOf`: the source map of a script by its address, where there is one. */
export function sharesOf(profile: CpuProfile, mapOf: (url: string) => SourceMap | undefined): Shares {
  const owners = new Map<number, Owner | undefined>()
  for (const { id, callFrame } of profile.nodes) {
    const { functionName, url, lineNumber, columnNumber } = callFrame
    const entry = mapOf(url)?.findEntry(lineNumber, columnNumber)
    const source = entry && 'originalSource' in entry ? entry.originalSource : undefined
    const owner = source === undefined ? (url === '' ? 'browser' : 'others') : ownerOf(source)
    owners.set(id, functionName === IDLE ? undefined : owner)
  }
  const shares = Object.fromEntries(OWNERS.map((owner) => [owner, 0])) as Record<Owner, number>
  profile.samples?.forEach((node, i) => {
    const owner = owners.get(node)
    if (owner) shares[owner] += (profile.timeDeltas?.[i] ?? 0) / 1000
  })
  return shares
}
