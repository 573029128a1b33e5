/** What run.ts and a load generator say to each other. Types alone. */
import type { Sample } from './scenario.ts'
import type { ServerName } from './servers/names.ts'

export type Task = {
  readonly scenario: string
  readonly server: ServerName
  readonly window: number
  readonly long: boolean
  readonly boardFile: string
}

/** What a generator may ask about the server. */
export type Call = 'origin' | 'usage' | 'alive' | 'kill' | 'restart' | 'stored'

export type Question = {
  readonly kind: 'call'
  readonly id: number
  readonly name: Call
  readonly argument: string | undefined
}

export type GeneratorMessage = Question | { readonly kind: 'done'; readonly sample: Sample }

export type ParentMessage = { readonly id: number; readonly value?: unknown; readonly error?: string }
