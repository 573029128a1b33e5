/** All that was measured in one run: by scenario and server, one sample a round. Types alone. */
import type { Sample } from './scenario.ts'
import type { ServerName } from './servers/names.ts'

export type Results = Record<string, Partial<Record<ServerName, Sample[]>>>
